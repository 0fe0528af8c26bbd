"""Where a press or command was made, and by whom, in the words of the core."""

from __future__ import annotations

from typing import Any

import discord

from adapters.discord.services import PLATFORM
from core.bots.gate import Asker
from core.bots.showing.hiding import Hiding
from core.types.identifiers import Place
from core.types.sessions import Session

AGE_RESTRICTABLE = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread


def community_of(interaction: discord.Interaction[Any]) -> str | None:
    """The server, if it was on one."""
    return None if interaction.guild_id is None else str(interaction.guild_id)


def asker_of(interaction: discord.Interaction[Any]) -> Asker:
    """Whoever acts, as somebody who may begin a session there."""
    member, channel = interaction.user, str(interaction.channel_id)
    roles = {str(role.id) for role in member.roles} if isinstance(member, discord.Member) else set()
    parent = str(getattr(interaction.channel, "parent_id", None))
    return Asker(
        account=member.id,
        place=Place(platform=PLATFORM, channel=channel, community=community_of(interaction)),
        channels=frozenset({channel, parent}),
        roles=frozenset(roles),
    )


async def shown_to(hiding: Hiding, interaction: discord.Interaction[Any], session: Session) -> Session:
    """A session as it may be shown in answer; raises `NotNowError` where moderators took it down."""
    return await hiding.shown_in(str(interaction.channel_id), community_of(interaction), session)


def is_age_restricted(client: discord.Client, channel: str) -> bool:
    """Whether children are kept out of a channel; a thread is what its channel is."""
    known = client.get_channel(int(channel)) if channel.isdecimal() else None
    return isinstance(known, AGE_RESTRICTABLE) and known.is_nsfw()
