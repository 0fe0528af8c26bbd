"""What there is to see of images that are being made, in a small message that goes by itself."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from PIL import Image

from adapters.discord import previews
from adapters.discord.services import PLATFORM
from adapters.discord.stage import DiscordStage
from core.bots.showing.telling import PREVIEW_AFTER_SECONDS, PREVIEW_SECONDS
from core.bots.showing.wording import DIGITS
from core.conductor.conductor import Conductor
from core.ports import Progress
from core.types.identifiers import SessionId
from core.types.sessions import Session
from core.types.work import Duty
from tests.fakes.bots import Club, begun
from tests.fakes.discord import Message, Permission
from tests.fakes.ports import TINY_PNGS

FIRST = SessionId(f"{1:016x}")
EARLY = Progress(duty=Duty.RENDER, total=4, previews={2: TINY_PNGS[0]})
LATER = replace(EARLY, previews={2: TINY_PNGS[0], 3: TINY_PNGS[1]})


@asynccontextmanager
async def at_work(club: Club) -> AsyncIterator[tuple[DiscordStage, Session]]:
    """The second gallery being made for mia, for as long as the block lasts."""
    club.world.limits = replace(club.world.limits, progress_interval_seconds=3600)
    async with club.bot() as conductor:
        gallery = await begun(club)
        with club.world.renderer.hitch.held() as reached:
            await (await club.mia.press(gallery, DIGITS[0])).acknowledged()
            await asyncio.wait_for(reached.wait(), 5)
            stage = conductor._ports.stages[PLATFORM]
            assert isinstance(stage, DiscordStage)
            yield stage, await conductor.look(FIRST)
        await club.galleries(2)
        await club.discord.until(lambda: not with_previews(club))


def with_previews(club: Club) -> list[Message]:
    """The messages that show some."""
    return [one for one in club.studio.messages if any(a.filename == "previews.jpg" for a in one.attachments)]


async def one_with_previews(club: Club) -> Message:
    await club.discord.until(lambda: with_previews(club))
    (message,) = with_previews(club)
    return message


async def test_long_work_is_shown_in_one_message_that_goes_when_the_gallery_is_there(club: Club) -> None:
    async with at_work(club) as (stage, session):
        await stage.tell(session, EARLY)
        club.world.time.now += PREVIEW_AFTER_SECONDS
        await stage.tell(session, EARLY)
        club.world.time.now += 1
        await stage.tell(session, EARLY)
        message = await one_with_previews(club)
        assert "a white cat" in " ".join(message.texts)
        (first,) = message.media
        assert first.description == "The images while they are drawn"
        assert first.content is not None
        with Image.open(io.BytesIO(first.content)) as picture:
            assert max(picture.size) < 450
        club.world.time.now += PREVIEW_SECONDS
        await stage.tell(session, LATER)
        await club.discord.until(lambda: message.edits)
        assert message.media[0].content != first.content
        assert len(message.attachments) == 1


async def test_short_work_and_work_without_previews_is_told_in_words_alone(club: Club) -> None:
    async with at_work(club) as (stage, session):
        await stage.tell(session, EARLY)
        club.world.time.now += PREVIEW_AFTER_SECONDS - 1
        await stage.tell(session, EARLY)
        club.world.time.now += PREVIEW_SECONDS
        await stage.tell(session, replace(EARLY, previews={}))
        await asyncio.sleep(0.05)
        assert with_previews(club) == []


async def test_previews_go_where_nothing_is_told_of_the_work_any_more(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previews, "QUIET_SECONDS", 0.2)
    async with at_work(club) as (stage, session):
        await stage.tell(session, EARLY)
        club.world.time.now += PREVIEW_AFTER_SECONDS
        await stage.tell(session, EARLY)
        message = await one_with_previews(club)
        await club.discord.until(lambda: message.deleted)


async def test_trouble_with_previews_holds_nothing_up(club: Club) -> None:
    async with at_work(club) as (stage, session):
        club.discord.fail("POST", "/channels/*/messages", status=403, times=1, code=50013)
        await stage.tell(session, EARLY)
        club.world.time.now += PREVIEW_AFTER_SECONDS
        await stage.tell(session, EARLY)
        await asyncio.sleep(0.05)
        assert with_previews(club) == []


async def test_whoever_waits_for_the_next_day_is_told_until_when_in_their_own_time(club: Club) -> None:
    async with at_work(club) as (stage, session):
        await stage.tell(session, replace(EARLY, waits_until=1_800_057_600.0))
        told = " ".join(text for message in club.studio.messages for text in message.texts)
        assert "your images are made after <t:1800057600:t>" in told


async def test_what_the_run_before_has_left_goes_with_the_next_gallery(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(_: object) -> None:
        """As where the program is killed."""

    with monkeypatch.context() as killed:
        killed.setattr(previews._PreviewMessage, "_go", nothing)
        async with club.bot() as conductor:
            gallery = await begun(club)
            with club.world.renderer.hitch.held() as reached:
                left = await looked_at(club, conductor, gallery, reached)
    async with club.bot():
        await club.galleries(2)
        await club.discord.until(lambda: left.deleted)
    assert len(club.studio.messages) == 3, "what was said before, and both galleries"


async def looked_at(club: Club, conductor: Conductor, gallery: Message, reached: asyncio.Event) -> Message:
    """The message with previews of the second gallery, whose images are being made."""
    await (await club.mia.press(gallery, DIGITS[0])).acknowledged()
    await asyncio.wait_for(reached.wait(), 5)
    stage, session = conductor._ports.stages[PLATFORM], await conductor.look(FIRST)
    await stage.tell(session, EARLY)
    club.world.time.now += PREVIEW_AFTER_SECONDS
    await stage.tell(session, EARLY)
    return await one_with_previews(club)


async def test_previews_go_with_a_session_that_is_taken_down(club: Club) -> None:
    ada = club.guild.add_member("ada", permissions=Permission.MANAGE_MESSAGES)
    async with club.bot() as conductor:
        gallery = await begun(club)
        with club.world.renderer.hitch.held() as reached:
            message = await looked_at(club, conductor, gallery, reached)
            stage, session = conductor._ports.stages[PLATFORM], await conductor.look(FIRST)
            await (await ada.use(gallery, "Stop and take down")).filled()
            await club.discord.until(lambda: message.deleted)
            club.world.time.now += PREVIEW_AFTER_SECONDS
            await stage.tell(session, LATER)
    assert with_previews(club) == []
