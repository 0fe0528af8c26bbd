"""The one button of the bot: a dynamic item, so that a gallery of a month ago answers after any restart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from core.bots.showing.controls import CUSTOM_ID, Press

if TYPE_CHECKING:
    from adapters.discord.client import PastaClient


class PressButton(ui.DynamicItem[ui.Button[Any]], template=CUSTOM_ID):
    """Hands every press to the client; nothing is kept here."""

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed."""
        assert isinstance(item, ui.Button)
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Let the press happen."""
        press = Press.parse(self.custom_id)
        assert press is not None
        client: PastaClient = interaction.client
        await client.on_press(interaction, press)
