"""The lists of commands: told in every language and place, and only when they have changed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.telegram.building import Bot, build_application
from adapters.telegram.pacing import Lanes
from adapters.telegram.services import TelegramOptions
from adapters.telegram.syncing import Command, CommandLists, tell_commands_if_changed
from core.texts.catalogue import LANGUAGES, texts_in
from tests.fakes.telegram import ALWAYS, FakeTelegram

HELP = Command(name="help", description_key="help-description")
IMAGINE = Command(name="imagine", description_key="history-description")
SETTINGS = Command(name="settings", description_key="mydata-description")
LISTS = CommandLists(private=(IMAGINE, HELP), groups=(IMAGINE,), administrators=(SETTINGS,))


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake
        assert fake.violations == []


@pytest.fixture
async def bot(fake: FakeTelegram, tmp_path: Path) -> AsyncIterator[Bot]:
    options = TelegramOptions(token=fake.token, data_directory=tmp_path, base_url=fake.base_url)
    async with build_application(options, Lanes()) as app:
        yield app.bot


async def test_members_see_the_commands_of_their_chat_and_their_language(
    fake: FakeTelegram, bot: Bot, tmp_path: Path
) -> None:
    mia, club = fake.add_user("mia", language_code="de"), fake.add_group()
    club.add_bot()
    ada = club.add(fake.add_user("ada"), admin=True)
    club.add(mia)
    await tell_commands_if_changed(bot, LISTS, tmp_path, tell=_must_not_tell)
    assert fake.profile.commands_shown(mia.chat, mia) == ["imagine", "help"]
    assert fake.profile.commands_shown(club, mia) == ["imagine"]
    assert fake.profile.commands_shown(club, ada) == ["imagine", "settings"]
    for language, code in zip(LANGUAGES, ("", *LANGUAGES[1:]), strict=True):
        (_, told) = fake.profile.commands({"type": "all_private_chats"}, code)
        assert told["description"] == texts_in(language).say("help-description")


async def test_commands_are_told_once_for_each_change_of_them(
    fake: FakeTelegram, bot: Bot, tmp_path: Path
) -> None:
    for lists in (LISTS, LISTS, replace(LISTS, private=(HELP,)), replace(LISTS, private=(HELP,))):
        await tell_commands_if_changed(bot, lists, tmp_path, tell=_must_not_tell)
    assert len(fake.requested("setMyCommands")) == 2 * 3 * len(LANGUAGES)


async def test_a_refusal_is_told_and_the_commands_are_told_at_the_next_start(
    fake: FakeTelegram, bot: Bot, tmp_path: Path
) -> None:
    told: list[str] = []
    failure = fake.fail("setMyCommands", status=429, times=ALWAYS, retry_after=40_000)
    await tell_commands_if_changed(bot, LISTS, tmp_path, tell=told.append)
    (line,) = told
    assert "commands" in line
    failure.times = 0
    await tell_commands_if_changed(bot, LISTS, tmp_path, tell=_must_not_tell)
    assert len(fake.profile.commands({"type": "all_group_chats"}, "")) == 1


def _must_not_tell(line: str) -> None:
    raise AssertionError(line)
