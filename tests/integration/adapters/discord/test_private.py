"""Sessions for one person alone: in a direct talk, in a private thread, or whispered."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from adapters.discord.outlets import WHISPER
from adapters.discord.services import PLATFORM
from core.bots.showing.wording import DIGITS
from core.ports import Progress
from core.types.identifiers import SessionId
from core.types.sessions import Ending
from core.types.work import Duty
from tests.fakes.bots import Club, answer_to, galleries_in
from tests.fakes.discord import Message, Permission
from tests.fakes.ports import TINY_PNGS


async def begun(club: Club) -> Message:
    """What mia is told when she begins a private session in the studio."""
    form = await (await club.mia.command(club.studio, "imagine", prompt="a boat", private=True)).modal()
    exchange = await club.mia.submit(form, {})
    message = await exchange.filled()
    assert message.ephemeral
    return message


async def test_a_private_session_runs_in_the_member_s_direct_messages(club: Club) -> None:
    async with club.bot() as conductor:
        told = await begun(club)
        talk = club.mia.direct_channel
        assert str(talk.id) in " ".join(told.texts)
        gallery = await club.galleries(1, talk)
        await club.mia.react(gallery, DIGITS[0])
        second = await club.galleries(2, talk)
        await (await club.mia.press(second, DIGITS[1])).acknowledged()
        await club.galleries(3, talk)
        session = await club.session(conductor)
    assert len(session.answered) == 2
    assert club.studio.messages == []


async def test_in_a_direct_talk_the_command_works_as_anywhere(club: Club) -> None:
    async with club.bot() as conductor:
        talk = club.mia.direct_channel
        form = await (await club.mia.command(talk, "imagine", prompt="a boat")).modal()
        await (await club.mia.submit(form, {})).acknowledged()
        gallery = await club.galleries(1, talk)
        await (await club.mia.press(gallery, DIGITS[0])).acknowledged()
        await club.galleries(2, talk)
        session = await club.session(conductor)
    assert session.place.community is None


async def test_where_direct_messages_are_closed_a_private_thread_opens(club: Club) -> None:
    club.mia.accepts_direct_messages = False
    club.studio.allow(
        club.discord.bot, Permission.CREATE_PRIVATE_THREADS | Permission.SEND_MESSAGES_IN_THREADS
    )
    async with club.bot() as conductor:
        await begun(club)
        await club.session(conductor)
        (thread,) = [channel for channel in club.guild.channels.values() if channel.is_thread]
        gallery = await club.galleries(1, thread)
        await (await club.mia.press(gallery, DIGITS[0])).acknowledged()
        await club.galleries(2, thread)
    assert club.studio.messages == []


async def test_where_neither_is_possible_the_galleries_are_whispered(club: Club) -> None:
    club.mia.accepts_direct_messages = False
    club.studio.forbid(club.discord.bot, Permission.CREATE_PRIVATE_THREADS)
    async with club.bot() as conductor:
        await begun(club)
        first = await whispered(club, 1)
        await (await club.mia.press(first, DIGITS[0])).acknowledged()
        second = await whispered(club, 2)
        question = await answer_to(await club.mia.press(second, "This is it"))
        await club.mia.press(question, DIGITS[2])
        await club.discord.until(
            lambda: any("Seed" in " ".join(message.texts) for message in club.mia.ephemeral(club.studio))
        )
        session = await club.session(conductor)
    assert session.ending is Ending.KEPT
    assert session.place.channel == WHISPER
    assert club.studio.messages == []
    assert club.ben.ephemeral(club.studio) == []


async def test_previews_of_a_whispered_session_are_whispered_too_and_go(club: Club) -> None:
    club.mia.accepts_direct_messages = False
    club.studio.forbid(club.discord.bot, Permission.CREATE_PRIVATE_THREADS)
    club.world.limits = replace(club.world.limits, progress_interval_seconds=3600)

    def with_previews() -> list[Message]:
        mine = [one for one in club.mia.ephemeral(club.studio) if not one.deleted]
        return [one for one in mine if [each.filename for each in one.attachments] == ["previews.jpg"]]

    async with club.bot() as conductor:
        await begun(club)
        first = await whispered(club, 1)
        with club.world.renderer.hitch.held() as reached:
            await (await club.mia.press(first, DIGITS[0])).acknowledged()
            await asyncio.wait_for(reached.wait(), 5)
            stage = conductor._ports.stages[PLATFORM]
            session = await conductor.look(SessionId(f"{1:016x}"))
            for colour in range(3):
                progress = Progress(duty=Duty.RENDER, total=4, previews={1: TINY_PNGS[colour]})
                await stage.tell(session, progress)
                club.world.time.now += 10
            await club.discord.until(with_previews)
        await whispered(club, 2)
        await club.discord.until(lambda: not with_previews())
    assert club.studio.messages == []


async def test_a_whispered_session_goes_on_after_a_restart_once_its_person_resumes_it(club: Club) -> None:
    club.mia.accepts_direct_messages = False
    club.studio.forbid(club.discord.bot, Permission.CREATE_PRIVATE_THREADS)
    async with club.bot():
        await begun(club)
        first = await whispered(club, 1)
    async with club.bot() as conductor:
        await (await club.mia.command(club.studio, "resume")).filled()
        again = await whispered(club, 2)
        assert [media.description for media in again.media] == [media.description for media in first.media]
        await (await club.mia.press(again, DIGITS[1])).acknowledged()
        await whispered(club, 3)
        session = await club.session(conductor)
    assert len(session.answered) == 1


async def whispered(club: Club, count: int) -> Message:
    """The newest gallery that only mia sees, once there are so many."""

    def galleries() -> list[Message]:
        return [message for message in club.mia.ephemeral(club.studio) if len(message.media) > 1]

    await club.discord.until(lambda: len(galleries()) >= count)
    return galleries()[count - 1]


async def test_nothing_private_is_left_in_the_channel_it_was_asked_for_in(club: Club) -> None:
    async with club.bot() as conductor:
        await begun(club)
        await club.galleries(1, club.mia.direct_channel)
        await club.session(conductor)
    assert galleries_in(club.studio) == []


async def test_where_only_the_member_has_installed_the_bot_it_whispers_to_them(club: Club) -> None:
    club.mia.brings_bot = True
    club.studio.forbid(club.discord.bot, Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES)
    async with club.bot() as conductor:
        form = await (await club.mia.command(club.studio, "imagine", prompt="a boat")).modal()
        await (await club.mia.submit(form, {})).filled()
        first = await whispered(club, 1)
        await (await club.mia.press(first, DIGITS[0])).acknowledged()
        await whispered(club, 2)
        session = await club.session(conductor)
    assert session.place.channel == WHISPER
    assert len(session.answered) == 1
    assert club.mia.direct_messages == []


async def test_an_interaction_s_token_lapses_and_resume_brings_a_new_one(club: Club) -> None:
    club.mia.brings_bot = True
    async with club.bot() as conductor:
        form = await (await club.mia.command(club.studio, "imagine", prompt="a boat")).modal()
        await (await club.mia.submit(form, {})).filled()
        first = await whispered(club, 1)
        with club.world.renderer.hitch.held():
            await (await club.mia.press(first, DIGITS[0])).acknowledged()
            club.world.time.now += 15 * 60
            club.discord.clock.advance(15 * 60)
        await club.discord.until(lambda: club.world.renderer.hitch.calls == 8)
        await (await club.mia.command(club.studio, "resume")).filled()
        second = await whispered(club, 2)
        assert "Turn 2" in " ".join(second.texts)
        session = await club.session(conductor)
    assert len(session.answered) == 1
