"""A group on a fake Telegram, with the bot as an administrator in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.circle import Circle, circle_in
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
    return circle_in(telegram, tmp_path)
