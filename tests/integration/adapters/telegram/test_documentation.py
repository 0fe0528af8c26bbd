"""The operator's page says what is so: commands, options, settings, update kinds, and what is printed."""

from __future__ import annotations

import re

import pytest
from pydantic import BaseModel

from adapters.telegram import trouble
from adapters.telegram.commands import COMMAND_LISTS
from adapters.telegram.groups.typed_settings import READERS
from adapters.telegram.lanes import FloodLimits
from adapters.telegram.polling import ALLOWED_UPDATES
from adapters.telegram.reacting import PASSING_OVER, PICKING
from adapters.telegram.requests import FLAGS, NUMBERS, wish_of
from adapters.telegram.syncing import REFUSED_COMMANDS
from bot.sections.platforms import TelegramSettings
from bot.tokens import TELEGRAM, TELEGRAM_WEBHOOK_SECRET, MissingTokenError
from core.bots.reporting import MOST_AN_HOUR
from tests.fakes.handbook import Page, named_in

PAGE = Page.named("telegram.md")
MOST_BYTES = 150_000
ADDRESS = "https://bot.example"
LINES = (
    str(MissingTokenError(TELEGRAM)),
    trouble.REFUSED_LOGIN,
    trouble.OTHER_ADDRESS.strip(),
    trouble.NO_NETWORK,
    trouble.SECOND_POLLER,
    trouble.FOREIGN_WEBHOOK,
    trouble.no_webhook_left("a host"),
    trouble.patience_asked(5),
    trouble.refused_webhook(ADDRESS, "a reason"),
    trouble.cannot_listen("127.0.0.1", 1, "a reason"),
    REFUSED_COMMANDS,
    "Telegram refuses the bot: a reason",
)
LOGGED = {"poll refused"}


def test_every_command_is_on_the_page() -> None:
    cells = [cell for row in PAGE.rows("What members can do", table=1) for cell in named_in(row[0])]
    wanted = {one.name for one in (*COMMAND_LISTS.private, *COMMAND_LISTS.groups)} | {"start"}
    assert {cell.removeprefix("/") for cell in cells} == wanted
    for command in COMMAND_LISTS.administrators:
        assert f"`/{command.name}`" in PAGE.text


def test_every_option_behind_a_prompt_is_on_the_page_and_can_be_used_as_it_stands_there() -> None:
    cells = [row[0].strip("`") for row in PAGE.rows("What members can do")]
    assert {re.split(r"[- ]+", cell)[1] for cell in cells} == FLAGS | NUMBERS.keys()
    for cell in cells:
        assert wish_of(f"a cat {cell}").prompt == "a cat"


def test_every_setting_of_telegram_is_in_the_table() -> None:
    named = [key for row in PAGE.rows("Settings") for key in named_in(row[0])]
    wanted = _keys("telegram", TelegramSettings)
    assert {key for key in named if key.startswith("telegram.")} == wanted
    assert f"`{TELEGRAM_WEBHOOK_SECRET}`" in PAGE.text


def test_every_kind_of_update_that_is_asked_for_is_in_the_table() -> None:
    assert [named_in(row[0])[0] for row in PAGE.rows("Update kinds")] == list(ALLOWED_UPDATES)


def test_all_that_administrators_can_type_is_in_the_table() -> None:
    named = {name for row in PAGE.rows("What administrators can do") for name in named_in(row[0])}
    assert {name.split()[0] for name in named} == READERS.keys()


@pytest.mark.parametrize("line", LINES)
def test_every_line_that_the_program_prints_is_on_the_page(line: str) -> None:
    assert any(line.startswith(one) for one in _told_of())


def test_every_line_on_the_page_is_one_that_the_program_prints() -> None:
    for one in set(_told_of()) - LOGGED:
        assert any(line.startswith(one) for line in LINES), one


def test_the_reactions_that_are_named_are_those_that_count() -> None:
    album = next(line for line in PAGE.text.split("\n\n") if line.startswith("**Originals.**"))
    assert {emoji for emoji in ("👍", "❤", "🔥") if emoji in album} <= PICKING
    assert {"👎"} == PASSING_OVER
    assert "👎" in album


def test_the_limits_on_the_page_are_those_that_are_kept() -> None:
    limits = FloodLimits()
    assert f"takes {limits.group_messages} messages a minute in a group" in PAGE.text
    assert f"about {limits.overall_messages} a second of a whole bot" in PAGE.text
    assert limits.group_progress_seconds == 10
    assert MOST_AN_HOUR == 5


def test_the_pictures_are_there_and_not_heavy() -> None:
    pictures = PAGE.pictures()
    assert len(pictures) >= 6
    for picture in pictures:
        assert picture.stat().st_size <= MOST_BYTES


def _told_of() -> list[str]:
    """How each line begins that the table of troubles has."""
    return [named_in(row[0])[0].rstrip(" …") for row in PAGE.rows("When something is wrong")]


def _keys(section: str, settings: type[BaseModel]) -> set[str]:
    """All keys of a section, those of the sections in it too."""
    keys = set[str]()
    for name, field in settings.model_fields.items():
        inner, key = field.annotation, f"{section}.{name}"
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            keys |= _keys(key, inner)
        else:
            keys.add(key)
    return keys
