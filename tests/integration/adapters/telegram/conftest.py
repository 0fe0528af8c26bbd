"""A group on a fake Telegram, with the bot as an administrator in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.circle import Circle
from tests.fakes.telegram import FakeTelegram


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    """Telegram, before anybody has asked it for anything; whatever was sent must have kept its rules."""
    async with FakeTelegram() as fake:
        yield fake
        assert fake.violations == []


@pytest.fixture
async def circle(telegram: FakeTelegram, tmp_path: Path) -> Circle:
    """A group with mia, ben and the bot."""
    group = telegram.add_group("Art circle")
    group.add_bot(admin=True)
    mia, ben = telegram.add_user("mia"), telegram.add_user("ben")
    for person in (mia, ben):
        group.add(person)
        person.chat.is_started = True
    telegram.pending_updates.clear()  # the bot has been there for long
    return Circle(telegram=telegram, group=group, mia=mia, ben=ben, folder=tmp_path)
