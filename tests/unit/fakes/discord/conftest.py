"""A fake of Discord with one guild, one channel and two people, and a bot that is connected to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest

from tests.fakes.discord import Channel, Community, FakeDiscord, Permission, Person
from tests.unit.fakes.discord.clients import Bot, Raw, running


@dataclass(kw_only=True)
class Club:
    """What most tests need."""

    fake: FakeDiscord
    guild: Community
    studio: Channel
    mia: Person
    moderator: Person


@pytest.fixture
async def club() -> AsyncIterator[Club]:
    """A guild that no bot has connected to yet."""
    async with FakeDiscord(check_answers=True) as fake:
        guild = fake.add_guild()
        yield Club(
            fake=fake,
            guild=guild,
            studio=guild.add_channel("studio"),
            mia=guild.add_member("mia", locale="de"),
            moderator=guild.add_member("ada", permissions=Permission.MANAGE_MESSAGES),
        )
        assert fake.mistakes == []


@pytest.fixture
async def bot(club: Club) -> AsyncIterator[Bot]:
    """A bot that is connected to the club's Discord."""
    bot = Bot()
    async with running(club.fake, bot):
        yield bot


@pytest.fixture
async def ask(club: Club) -> AsyncIterator[Raw]:
    """A way to send anything to the club's Discord."""
    async with aiohttp.ClientSession() as session:
        yield Raw(club.fake, session)
