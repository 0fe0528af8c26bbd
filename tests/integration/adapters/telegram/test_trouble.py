"""What goes wrong on Telegram: forged presses, people and groups that throw the bot out, floods, refusals."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from adapters.telegram.services import WebhookOptions
from core.bots.showing.wording import DIGITS
from core.conductor.conductor import Conductor
from core.types.identifiers import SessionId
from core.types.sessions import Phase
from tests.fakes.circle import AGREE, Circle, begun, circle_in, galleries_in, labels_of, told_by
from tests.fakes.serving import free_port
from tests.fakes.telegram import FakeTelegram

TURN = f"{1:016x}.1"


@pytest.mark.parametrize(
    "data",
    [
        "pasta:pick:zzz.1:1",
        "pasta:dance:0000000000000001.1",
        "something else",
        "pasta:pick:0000000000000001.1:99999",
        "pasta:ask:nothing",
        "x" * 64,
    ],
)
async def test_data_that_no_button_of_ours_has_is_refused_and_logged(
    circle: Circle, data: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with circle.bot() as conductor:
        gallery = await begun(circle)
        said = await told_by(await circle.mia.presses_data(gallery, data))
        assert "not one of mine" in said
        assert (await circle.session(conductor)).phase is Phase.AWAITING_PICK
    assert "unknown control" in capsys.readouterr().out


@pytest.mark.parametrize("verb", ["pick", "keep", "undo", "stop", "cancel", "originals", "texts", "save"])
async def test_a_press_from_another_chat_does_nothing_and_shows_nothing(circle: Circle, verb: str) -> None:
    other = circle.telegram.add_group("Elsewhere")
    other.add_bot()
    eve = other.add(circle.telegram.add_user("eve"))
    async with circle.bot() as conductor:
        await begun(circle)
        await eve.says(other, "/help")
        somewhere = await circle.said(other, "turns your prompt")
        before = len(other.messages)
        said = await told_by(await eve.presses_data(somewhere, f"pasta:{verb}:{TURN}:1"))
        assert "somebody else's" in said
        session = await circle.session(conductor)
    assert session.phase is Phase.AWAITING_PICK
    assert len(other.messages) == before


@pytest.mark.parametrize("turn", [f"{9:016x}.1", f"{1:016x}.7"])
async def test_a_press_on_what_does_not_exist_is_told(circle: Circle, turn: str) -> None:
    async with circle.bot():
        gallery = await begun(circle)
        said = await told_by(await circle.mia.presses_data(gallery, f"pasta:pick:{turn}:1"))
        assert "does not exist any more" in said or "earlier turn" in said


async def test_nobody_agrees_or_forgets_in_anothers_name(circle: Circle) -> None:
    async with circle.bot() as conductor:
        gallery = await begun(circle)
        for question in ("agree", "new", "forget"):
            said = await told_by(await circle.ben.presses_data(gallery, f"pasta:ask:{question}"))
            assert said
        assert (await circle.session(conductor)).prompt == "a white cat"


async def test_whoever_blocks_the_bot_finds_their_session_when_they_come_back(circle: Circle) -> None:
    chat = circle.mia.chat
    async with circle.bot() as conductor:
        gallery = await begun(circle, chat=chat)
        with circle.world.renderer.hitch.held() as reached:
            await circle.mia.presses(gallery, DIGITS[0])
            await asyncio.wait_for(reached.wait(), 10)
            await circle.mia.blocks()
        await failed(conductor)
        await circle.mia.unblocks()
        failure = await circle.said(chat, "a white cat\n")
        await circle.mia.presses(failure, "Try again")
        await circle.galleries(2, chat)


async def test_a_chat_that_is_flooded_waits_alone(circle: Circle) -> None:
    other = circle.telegram.add_group("Elsewhere")
    other.add_bot()
    other.add(circle.ben)
    async with circle.bot() as conductor:
        gallery = await begun(circle)
        circle.telegram.flood(circle.group, retry_after=2, times=2)
        began = time.monotonic()
        pressed = await circle.mia.presses(gallery, DIGITS[0])
        assert await told_by(pressed) == "Picked: image 1."
        await circle.ben.says(other, "/imagine a boat")
        await circle.ben.presses(await circle.said(other, "prompts and picks are stored"), AGREE)
        await circle.galleries(1, other)
        assert time.monotonic() - began < 2
        await circle.galleries(2)
        assert time.monotonic() - began > 2
        assert (await circle.session(conductor)).phase is Phase.AWAITING_PICK


@pytest.mark.parametrize("status", [500, 502])
async def test_what_fails_in_passing_is_tried_again(circle: Circle, status: int) -> None:
    async with circle.bot() as conductor:
        gallery = await begun(circle)
        circle.telegram.fail("sendPhoto", status=status, times=2)
        await circle.mia.presses(gallery, DIGITS[0])
        await circle.galleries(2)
        assert (await circle.session(conductor)).phase is Phase.AWAITING_PICK


async def test_without_the_right_to_send_photos_it_is_said_in_the_group(circle: Circle) -> None:
    circle.group.demote_bot()
    async with circle.bot() as conductor:
        gallery = await begun(circle)
        circle.group.forbid("can_send_photos")
        await circle.mia.presses(gallery, DIGITS[0])
        failure = await circle.said(circle.group, "a permission is missing")
        circle.group.allow("can_send_photos")
        await circle.mia.presses(failure, "Try again")
        await circle.galleries(2)
        assert (await circle.session(conductor)).phase is Phase.AWAITING_PICK


async def test_a_gallery_that_was_deleted_is_shown_again_after_an_undo(circle: Circle) -> None:
    async with circle.bot() as conductor:
        gallery = await begun(circle)
        await circle.mia.presses(gallery, DIGITS[0])
        second = await circle.galleries(2)
        await circle.group.owner.deletes(gallery)
        await circle.mia.presses(second, "Undo")
        await circle.telegram.until(
            lambda: (
                DIGITS[0] in labels_of(galleries_in(circle.group)[-1])
                and len(galleries_in(circle.group)) == 2
            )
        )
        assert not (await circle.session(conductor)).answered


async def test_an_answer_that_comes_too_late_for_telegram_counts_all_the_same(circle: Circle) -> None:
    async with circle.bot() as conductor:
        gallery = await begun(circle)
        circle.telegram.fail("answerCallbackQuery", status=400, description="Bad Request: query is too old")
        await circle.mia.presses(gallery, DIGITS[0])
        await circle.galleries(2)
        assert (await circle.session(conductor)).phase is Phase.AWAITING_PICK


async def test_a_whole_session_arrives_by_webhook(tmp_path: Path) -> None:
    port = free_port()
    async with FakeTelegram(takes_local_webhooks=True) as fake:
        circle = circle_in(fake, tmp_path)
        circle.webhook = WebhookOptions(url=f"http://127.0.0.1:{port}/telegram", port=port)
        async with circle.bot() as conductor:
            await begun(circle)
            for turn in range(1, 6):
                await circle.mia.presses(await circle.galleries(turn), DIGITS[0])
            await circle.said(circle.group, "What you picked on the way")
            session = await circle.session(conductor)
        assert fake.requested("getUpdates") == []
        assert fake.violations == []
    assert len(session.answered) == 5


async def failed(conductor: Conductor) -> None:
    """Wait until the first session has failed."""
    for _ in range(300):
        if (await conductor.look(SessionId(f"{1:016x}"))).phase is Phase.FAILED:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it has not failed")
