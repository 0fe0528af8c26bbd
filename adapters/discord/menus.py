"""Menus to choose from: dynamic items like the buttons, so that they too outlive a restart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from core.conversation.gallery import shortened
from core.types.identifiers import SessionId

if TYPE_CHECKING:
    from adapters.discord.client import PastaClient

LABEL_CHARACTERS = 100
MOST_OPTIONS = 25


class Menu(StrEnum):
    """What is chosen from."""

    HISTORY = "history"
    TURN = "turn"
    UNSAVE = "unsave"


MENU_ID = re.compile(rf"pasta:menu:(?P<menu>{'|'.join(Menu)})(?::(?P<session>[0-9a-f]{{16}}))?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """What somebody chose in a menu; like a custom id, a value proves nothing."""

    menu: Menu
    session: SessionId | None
    value: str

    @classmethod
    def parse(cls, custom_id: str, values: Sequence[str]) -> Self | None:
        """What a choice means, or `None` where it is none of ours."""
        match = MENU_ID.fullmatch(custom_id)
        if match is None or not values:
            return None
        session = match["session"]
        return cls(
            menu=Menu(match["menu"]),
            session=None if session is None else SessionId(session),
            value=values[0],
        )


class MenuSelect(ui.DynamicItem[ui.Select[Any]], template=MENU_ID):
    """Hands every choice to the client."""

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The menu that was chosen from."""
        assert isinstance(item, ui.Select)
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Let the choice happen."""
        choice = Choice.parse(self.custom_id, self.item.values)
        assert choice is not None
        client: PastaClient = interaction.client
        await client.on_choice(interaction, choice)


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """One line of a menu."""

    label: str
    value: str
    detail: str | None = None


def menu(
    which: Menu, options: Sequence[Option], *, hint: str, session: SessionId | None = None
) -> ui.ActionRow[ui.LayoutView]:
    """A menu in a row of its own; of too many options the first ones."""
    suffix = "" if session is None else f":{session}"
    select: ui.Select[Any] = ui.Select(
        custom_id=f"pasta:menu:{which}{suffix}",
        placeholder=shortened(hint, LABEL_CHARACTERS),
        options=[_shown(option) for option in options[:MOST_OPTIONS]],
    )
    line: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    line.add_item(MenuSelect(select))
    return line


def _shown(option: Option) -> discord.SelectOption:
    detail = None if option.detail is None else shortened(option.detail, LABEL_CHARACTERS)
    label = shortened(option.label, LABEL_CHARACTERS) or option.value
    return discord.SelectOption(label=label, value=option.value, description=detail)
