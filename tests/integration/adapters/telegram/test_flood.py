"""Before a Telegram that counts, nothing that the bot sends ever comes too soon."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from PIL import Image
from telegram import InputMediaPhoto

from adapters.telegram.building import App, build_application
from adapters.telegram.pacing import Lanes, Urgency
from adapters.telegram.services import TelegramOptions
from tests.fakes.telegram import FakeTelegram, Group, Message

SPEED = 40.0


def lanes_for(fake: FakeTelegram) -> Lanes:
    """Lanes whose time runs as that of the fake."""
    speed = fake.clock.speed
    return Lanes(clock=lambda: time.monotonic() * speed, sleep=lambda seconds: asyncio.sleep(seconds / speed))


@asynccontextmanager
async def strict(folder: Path) -> AsyncIterator[tuple[FakeTelegram, App]]:
    async with FakeTelegram(speed=SPEED) as fake:
        fake.limits.like_telegram()
        options = TelegramOptions(
            token=fake.token,
            data_directory=folder,
            base_url=fake.base_url,
            base_file_url=fake.base_file_url,
        )
        app = build_application(options, lanes_for(fake))
        async with app:
            yield fake, app
        assert fake.violations == []
        assert fake.floods == []


async def test_a_busy_group_gets_everything_within_its_limit(tmp_path: Path) -> None:
    async with strict(tmp_path) as (fake, app):
        club = fake.add_group()
        club.add_bot()
        picture = _picture()
        album = [InputMediaPhoto(picture) for _ in range(4)]
        first = await app.bot.send_message(club.id, "first")
        await asyncio.gather(
            *(app.bot.send_message(club.id, f"message {number}") for number in range(30)),
            *(first.edit_text(f"edit {number}") for number in range(10)),
            *(app.bot.send_media_group(club.id, album) for _ in range(3)),
        )
        assert len(_from_bot(fake, club)) == 1 + 30 + 12


async def test_a_hundred_people_at_once_get_their_pictures(tmp_path: Path) -> None:
    async with strict(tmp_path) as (fake, app):
        people = [fake.add_user(f"person {number}") for number in range(100)]
        for person in people:
            await person.starts()
        picture = _picture()
        await asyncio.gather(
            *(app.bot.send_photo(person.chat.id, picture) for person in people),
            *(app.bot.send_message(person.chat.id, "and a question") for person in people),
        )
        assert all(len(person.chat.messages) == 3 for person in people)


async def test_a_refused_chat_is_left_alone_and_loses_nothing(tmp_path: Path) -> None:
    async with strict(tmp_path) as (fake, app):
        club, other = fake.add_group(), fake.add_group("Other club")
        club.add_bot()
        other.add_bot()
        fake.flood(club, retry_after=30, times=2)
        refused = asyncio.create_task(app.bot.send_message(club.id, "late"))
        await app.bot.send_message(other.id, "at once", rate_limit_args=Urgency.MESSAGE)
        assert not refused.done()
        await refused
        assert [message.text for message in _from_bot(fake, club)] == ["late"]


def _from_bot(fake: FakeTelegram, group: Group) -> list[Message]:
    return [message for message in group.messages if message.sender is fake.bot]


def _picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (64, 64), "teal").save(file, "PNG")
    return file.getvalue()
