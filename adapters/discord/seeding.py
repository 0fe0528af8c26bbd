"""Puts 1 to 4 under a gallery as reactions, so that a tap picks."""

from __future__ import annotations

import discord
import structlog

from adapters.discord.failures import readable_failures
from core.bots.showing.wording import DIGITS
from core.errors import WorkError

log = structlog.get_logger()


async def seed_reactions(message: discord.PartialMessage, numbers: int) -> None:
    """Add the numbers in order; a courtesy, since anybody can add the reaction, and the buttons are there."""
    for digit in DIGITS[:numbers]:
        try:
            with readable_failures():
                await message.add_reaction(digit)
        except WorkError as error:
            log.info("reactions not seeded", error=type(error).__name__)
            return


def number_of(emoji: discord.PartialEmoji) -> int | None:
    """The number that a reaction stands for; some clients leave the variation mark out."""
    bare = [digit.replace("\ufe0f", "") for digit in DIGITS]
    name = (emoji.name or "").replace("\ufe0f", "")
    return bare.index(name) + 1 if emoji.id is None and name in bare else None
