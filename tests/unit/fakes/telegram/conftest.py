"""A fake of Telegram with one group, and people some of whom have started the bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest

from tests.fakes.telegram import FakeTelegram, Group, Person
from tests.unit.fakes.telegram.clients import Raw


@dataclass(kw_only=True)
class Club:
    """What most tests need."""

    fake: FakeTelegram
    group: Group
    mia: Person
    """Has started the bot and is in the group."""
    ben: Person
    """Is in the group and has never spoken to the bot."""


@pytest.fixture
async def club() -> AsyncIterator[Club]:
    """A supergroup with the bot as a member like others; nothing of how it came to be waits."""
    async with FakeTelegram(check_answers=True) as fake:
        group = fake.add_group()
        group.add_bot()
        mia = group.add(fake.add_user("mia", language_code="de"))
        ben = group.add(fake.add_user("ben"))
        await mia.starts()
        fake.pending_updates.clear()
        yield Club(fake=fake, group=group, mia=mia, ben=ben)
        assert fake.mistakes == []


@pytest.fixture
async def ask(club: Club) -> AsyncIterator[Raw]:
    """A way to send anything to the club's Telegram."""
    async with aiohttp.ClientSession() as session:
        yield Raw(club.fake, session)
