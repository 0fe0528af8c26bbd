"""A club with the real bot in it, over real sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.bots import Club
from tests.fakes.discord import FakeDiscord


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[Club]:
    """A server with a channel and two people; whatever the bot sent must have kept Discord's rules."""
    async with FakeDiscord() as discord:
        guild = discord.add_guild()
        yield Club(
            discord=discord,
            guild=guild,
            studio=guild.add_channel("studio"),
            mia=guild.add_member("mia"),
            ben=guild.add_member("ben", locale="de"),
            folder=tmp_path,
        )
        assert discord.violations == []
