"""Finds a place that one person alone sees: a direct talk, else a private thread, else whispers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord
import structlog

from adapters.discord import layouts
from adapters.discord.failures import readable_failures
from adapters.discord.outlets import WHISPER
from adapters.discord.replying import texts_for
from adapters.discord.services import PLATFORM
from adapters.discord.where import community_of
from core.errors import WorkError
from core.types.identifiers import Place

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True, slots=True)
class PrivatePlace:
    """Where a private session goes; a whisper has no link and no message yet."""

    place: Place
    header: int | None = None
    link: str | None = None


async def private_place(interaction: discord.Interaction[Any], *, can_open: bool) -> PrivatePlace:
    """The first way that works; without `can_open` the bot is no member here and can only whisper."""
    if can_open:
        try:
            return await _direct_talk(interaction)
        except WorkError as error:
            log.info("direct messages closed", error=type(error).__name__)
        try:
            return await _private_thread(interaction)
        except WorkError as error:
            log.info("no private thread", error=type(error).__name__)
    return PrivatePlace(place=Place(platform=PLATFORM, channel=WHISPER, community=community_of(interaction)))


async def _direct_talk(interaction: discord.Interaction[Any]) -> PrivatePlace:
    with readable_failures():
        channel = await interaction.user.create_dm()
        message = await channel.send(view=_hello(interaction))
    place = Place(platform=PLATFORM, channel=str(channel.id))
    return PrivatePlace(place=place, header=message.id, link=message.jump_url)


async def _private_thread(interaction: discord.Interaction[Any]) -> PrivatePlace:
    channel = interaction.channel
    if not isinstance(channel, discord.TextChannel) or not interaction.app_permissions.create_private_threads:
        raise WorkError("There can be no private thread here.")
    with readable_failures():
        name = texts_for(interaction).say("private-thread")
        thread = await channel.create_thread(
            name=name, type=discord.ChannelType.private_thread, invitable=False
        )
        await thread.add_user(interaction.user)
        message = await thread.send(view=_hello(interaction))
    place = Place(platform=PLATFORM, channel=str(thread.id), community=community_of(interaction))
    return PrivatePlace(place=place, header=message.id, link=message.jump_url)


def _hello(interaction: discord.Interaction[Any]) -> discord.ui.LayoutView:
    return layouts.layout(
        layouts.text(texts_for(interaction).say("private-hello")), colour=layouts.OPEN_COLOUR
    )
