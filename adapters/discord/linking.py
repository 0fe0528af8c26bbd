"""`/link` and `/unlink`: answered to the person alone, since a code is for nobody else."""

from __future__ import annotations

from typing import Any

import discord

from adapters.discord.replying import reply, texts_for
from adapters.discord.services import PLATFORM
from core.bots.members import Members
from core.linking import linking
from core.types.identifiers import Identity


class Linking:
    """Joins a member's account with one on another platform, and separates it again."""

    def __init__(self, core: linking.Linking, members: Members) -> None:
        self._core = core
        self._members = members

    async def link(self, interaction: discord.Interaction[Any], code: str | None) -> None:
        """Give a code, or join the account to whoever was given that one elsewhere."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        user = await self._members.recognise(interaction.user.id)
        await reply(interaction, await self._core.link(user, code, texts_for(interaction)))

    async def unlink(self, interaction: discord.Interaction[Any]) -> None:
        """Let the account go its own way again."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        identity = Identity(platform=PLATFORM, account=str(interaction.user.id))
        await reply(interaction, await self._core.unlink(identity, texts_for(interaction)))
