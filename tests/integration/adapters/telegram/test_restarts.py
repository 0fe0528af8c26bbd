"""The bot is stopped in every phase of a session, and goes on where it was when it is started again."""

from __future__ import annotations

import asyncio

import pytest

from core.bots.showing.wording import DIGITS
from core.types.sessions import Ending, Phase
from tests.fakes.circle import AGREE, Circle, begun, galleries_in, labels_of, told_by
from tests.fakes.ports import Hitch


def hitch_of(circle: Circle, phase: Phase) -> Hitch:
    hitches = {Phase.EXPANDING: circle.world.expander.hitch, Phase.RENDERING: circle.world.renderer.hitch}
    return hitches[phase]


@pytest.mark.parametrize("phase", [Phase.EXPANDING, Phase.RENDERING])
async def test_a_gallery_in_the_making_is_made_after_a_restart(circle: Circle, phase: Phase) -> None:
    async with circle.bot():
        gallery = await begun(circle)
        with hitch_of(circle, phase).held() as reached:
            await (await circle.mia.presses(gallery, DIGITS[0])).answered()
            await asyncio.wait_for(reached.wait(), 10)
    async with circle.bot() as conductor:
        second = await circle.galleries(2)
        await circle.mia.presses(second, DIGITS[1])
        await circle.galleries(3)
        session = await circle.session(conductor)
    assert len(session.answered) == 2


async def test_a_first_gallery_in_the_making_is_made_after_a_restart_and_its_header_goes(
    circle: Circle,
) -> None:
    async with circle.bot():
        with circle.world.expander.hitch.held() as reached:
            await circle.mia.says(circle.group, "/imagine a boat")
            await circle.mia.presses(await circle.said(circle.group, "prompts and picks are stored"), AGREE)
            await asyncio.wait_for(reached.wait(), 10)
            header = await circle.said(circle.group, "asks for")
            await asyncio.sleep(0.1)  # until it is written down which message that is
    assert labels_of(header) == ["Cancel"]
    async with circle.bot() as conductor:
        await circle.galleries(1)
        session = await circle.session(conductor)
        await circle.telegram.until(lambda: header.is_deleted)
    assert session.phase is Phase.AWAITING_PICK


async def test_a_gallery_that_was_being_posted_stands_there_at_most_twice(circle: Circle) -> None:
    async with circle.bot():
        gallery = await begun(circle)
        circle.telegram.delay("sendPhoto", seconds=0.5)
        await (await circle.mia.presses(gallery, DIGITS[0])).answered()
        await circle.galleries(2)
    async with circle.bot() as conductor:
        session = await circle.session(conductor)
        assert session.phase is Phase.AWAITING_PICK
        standing = galleries_in(circle.group)
        assert len(standing) <= 3
        await circle.mia.presses(standing[1], DIGITS[2])  # the first copy answers for the same turn
        await circle.telegram.until(lambda: len(galleries_in(circle.group)) == len(standing) + 1)
        assert len((await circle.session(conductor)).answered) == 2


async def test_a_waiting_gallery_takes_presses_and_words_after_a_restart(circle: Circle) -> None:
    async with circle.bot():
        gallery = await begun(circle)
    pressed = await circle.mia.presses(gallery, DIGITS[3])  # while the bot is down
    async with circle.bot():
        await pressed.answered()
        second = await circle.galleries(2)
    async with circle.bot() as conductor:
        await circle.mia.says(circle.group, "1 at night", reply_to=second)
        await circle.galleries(3)
        session = await circle.session(conductor)
    assert [turn.outcome.words for turn in session.answered if turn.outcome] == [None, "at night"]


async def test_a_question_of_which_image_is_answered_after_a_restart(circle: Circle) -> None:
    async with circle.bot():
        gallery = await begun(circle)
        await circle.mia.presses(gallery, "This is it")
        await circle.telegram.until(lambda: "← Back" in labels_of(gallery))
    async with circle.bot() as conductor:
        await circle.mia.presses(gallery, DIGITS[0])
        await circle.said(circle.group, "This is it\n")
        session = await circle.session(conductor)
    assert session.ending is Ending.KEPT


async def test_an_end_that_was_being_shown_is_shown_after_a_restart(circle: Circle) -> None:
    async with circle.bot():
        gallery = await begun(circle)
        await circle.mia.presses(gallery, "This is it")
        await circle.telegram.until(lambda: "← Back" in labels_of(gallery))
        circle.telegram.flood(circle.group, retry_after=2)
        await circle.mia.presses(gallery, DIGITS[2])
        await asyncio.sleep(0.3)
    assert not [one for one in circle.group.messages if "Seed" in (one.caption or "")]
    async with circle.bot() as conductor:
        end = await circle.said(circle.group, "This is it\n")
        session = await circle.session(conductor)
    assert "Seed" in (end.caption or "")
    assert session.ending is Ending.KEPT
    assert session.phase is Phase.FINISHED


async def test_consent_asked_before_a_restart_is_given_after_it(circle: Circle) -> None:
    async with circle.bot():
        await circle.mia.says(circle.group, "/imagine a boat")
        question = await circle.said(circle.group, "prompts and picks are stored")
    async with circle.bot() as conductor:
        await circle.mia.presses(question, AGREE)
        await circle.galleries(1)
        assert (await circle.session(conductor)).prompt == "a boat"


async def test_a_failure_is_told_with_a_way_to_try_again_that_works_after_a_restart(circle: Circle) -> None:
    async with circle.bot():
        gallery = await begun(circle)
        circle.world.renderer.hitch.fail_always(RuntimeError("the renderer broke"))
        await circle.mia.presses(gallery, DIGITS[0])
        await circle.telegram.until(lambda: "Try again" in labels_of(circle.group.messages[-1]))
        failure = circle.group.messages[-1]
        assert "broke" not in (failure.text or "")
    circle.world.renderer.hitch.heal()
    async with circle.bot() as conductor:
        await circle.mia.presses(failure, "Try again")
        await circle.galleries(2)
        session = await circle.session(conductor)
    assert session.phase is Phase.AWAITING_PICK


async def test_an_undo_while_the_next_gallery_is_made(circle: Circle) -> None:
    async with circle.bot() as conductor:
        gallery = await begun(circle)
        with circle.world.renderer.hitch.held() as reached:
            await circle.mia.presses(gallery, DIGITS[0])
            await asyncio.wait_for(reached.wait(), 10)
            await circle.telegram.until(lambda: "Undo" in labels_of(gallery))
    async with circle.bot() as conductor:
        second = await circle.galleries(2)
        await circle.mia.presses(second, "Undo")
        await circle.telegram.until(lambda: DIGITS[0] in labels_of(gallery))
        session = await circle.session(conductor)
    assert not session.answered


async def test_two_presses_at_once_count_once(circle: Circle) -> None:
    async with circle.bot() as conductor:
        gallery = await begun(circle)
        both = [await circle.mia.presses(gallery, DIGITS[0]), await circle.mia.presses(gallery, DIGITS[1])]
        said = [await told_by(one) for one in both]
        await circle.galleries(2)
        session = await circle.session(conductor)
    assert len(session.answered) == 1
    assert sum("Picked" in one for one in said) == 1
    assert sum("just been answered" in one for one in said) == 1
