"""Finds a message of the bot's own again by what its controls name, where its number was never stored."""

from __future__ import annotations

import discord
import structlog

from adapters.discord.layouts import is_in_message
from core.bots.showing.controls import Press

log = structlog.get_logger()

LOOKED_THROUGH = 30
"""How many of a channel's last messages are looked through."""


async def find_message(
    channel: discord.PartialMessageable, press: Press, *, me: int
) -> discord.Message | None:
    """The newest message with that control, or `None` where there is none or the channel cannot be read."""
    try:
        async for message in channel.history(limit=LOOKED_THROUGH):
            if message.author.id == me and is_in_message(message, press.custom_id):
                return message
    except discord.HTTPException as error:
        log.info("history not read", error=type(error).__name__)
    return None
