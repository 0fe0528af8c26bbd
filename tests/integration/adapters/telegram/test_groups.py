"""Groups on Telegram: everybody has one vote, in a poll with pictures or under one picture."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from core.bots.showing.wording import DIGITS
from core.conductor.conductor import Conductor
from core.types.identifiers import SessionId
from core.types.sessions import Phase, Turn
from tests.fakes.circle import Circle, begun, told_by
from tests.fakes.telegram import Message
from tests.fakes.world import StandingTime

FIRST = SessionId(f"{1:016x}")
AGREE = "I agree; count my vote"
VOTERS = 12


async def begun_together(circle: Circle, options: str = "--group") -> Message:
    """The first gallery of a group session that mia begins."""
    return await begun(circle, f"a white cat {options}")


def counted(turn: Turn) -> Counter[int]:
    """The standing votes by the numbers that members see; 0 for none of these."""
    assert turn.gallery is not None
    numbers = [0 if vote.position is None else turn.gallery.number_of(vote.position) for vote in turn.votes]
    return Counter(numbers)


async def posted(conductor: Conductor) -> None:
    """Wait until it is known that the first gallery stands there."""
    for _ in range(400):
        if (await conductor.look(FIRST)).phase is Phase.AWAITING_PICK:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("the gallery is not posted")


async def until_counted(conductor: Conductor, votes: dict[int, int]) -> None:
    """Wait until exactly these votes stand on the first gallery."""
    for _ in range(400):
        found = counted((await conductor.look(FIRST)).turn(1))
        if found == votes:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"the votes are {found}")


async def test_a_poll_with_a_picture_for_each_image_takes_the_votes(circle: Circle) -> None:
    voters = [circle.group.add(circle.telegram.add_user(f"voter-{number}")) for number in range(VOTERS)]
    async with circle.bot() as conductor:
        gallery = await begun_together(circle)
        poll = gallery.poll
        assert poll is not None
        assert [option.text.text for option in poll.options][-1] == "None of these"
        assert [option.photo is not None for option in poll.options] == [True] * 4 + [False]
        assert (poll.is_anonymous, poll.hides_results) == (False, True)
        assert poll.description is not None
        assert "a white cat" in poll.description.text
        assert DIGITS[0] not in str(gallery.labels)
        for place, voter in enumerate(voters):
            await voter.votes(gallery, 4 if place < 3 else place % 4)
        question = await circle.said(circle.group, "Some votes here are not counted yet")
        assert question.reply_to is gallery
        await asyncio.sleep(0.5)  # nobody reads and presses in the moment of voting
        for voter in voters:
            assert "your vote is counted" in await told_by(await voter.presses(question, AGREE))
        await until_counted(conductor, {0: 3, 1: 2, 2: 2, 3: 2, 4: 3})
        for voter in voters[6:9]:
            await voter.votes(gallery, 1)
        await voters[0].votes(gallery)
        await until_counted(conductor, {0: 2, 1: 1, 2: 5, 3: 1, 4: 2})
        await circle.mia.presses(gallery, "Close the vote")
        await circle.galleries(2)
        session = await conductor.look(FIRST)
        assert gallery.poll is not None
        assert gallery.poll.is_closed
    outcome = session.turn(1).outcome
    assert outcome is not None
    assert len([one for one in circle.group.messages if "not counted yet" in (one.text or "")]) == 1


async def test_a_vote_with_a_deadline_closes_by_itself(circle: Circle) -> None:
    circle.world.time = StandingTime()
    async with circle.bot() as conductor:
        gallery = await begun_together(circle, "--minutes 10")
        assert gallery.poll is not None
        assert gallery.poll.description is not None
        assert "closes 10 minutes after" in gallery.poll.description.text
        assert (gallery.poll.open_period, gallery.poll.close_date) == (None, None)
        await circle.mia.votes(gallery, 2)
        await until_counted(conductor, {3: 1})
        assert isinstance(circle.world.time, StandingTime)
        await circle.world.time.move(601)
        await circle.galleries(2)
        assert gallery.poll.is_closed


async def test_where_nobody_has_voted_by_the_deadline_the_first_vote_decides(circle: Circle) -> None:
    circle.world.time = StandingTime()
    async with circle.bot() as conductor:
        gallery = await begun_together(circle, "--minutes 10")
        await posted(conductor)
        assert isinstance(circle.world.time, StandingTime)
        await circle.world.time.move(601)
        await circle.mia.votes(gallery, 1)
        await circle.galleries(2)
        outcome = (await conductor.look(FIRST)).turn(1).outcome
        assert outcome is not None


async def test_only_the_starter_closes_a_vote_and_not_before_the_first(circle: Circle) -> None:
    async with circle.bot() as conductor:
        gallery = await begun_together(circle)
        assert "Nobody has voted" in await told_by(await circle.mia.presses(gallery, "Close the vote"))
        await circle.mia.votes(gallery, 0)
        await until_counted(conductor, {1: 1})
        assert "somebody else's" in await told_by(await circle.ben.presses(gallery, "Close the vote"))
        assert (await conductor.look(FIRST)).phase is Phase.AWAITING_PICK


@pytest.mark.parametrize("why", ["refused", "off"])
async def test_where_there_are_no_photo_polls_the_buttons_take_the_votes(circle: Circle, why: str) -> None:
    if why == "refused":
        circle.telegram.fail("sendPoll", status=400, description="Bad Request: can't parse InputPollOption")
    else:
        circle.photo_polls = False
    async with circle.bot() as conductor:
        gallery = await begun_together(circle)
        assert gallery.photo is not None
        assert "image 1" in await told_by(await circle.mia.presses(gallery, DIGITS[0]))
        first = await told_by(await circle.ben.presses(gallery, DIGITS[1]))
        assert "Press again to agree" in first
        assert "image 2" in await told_by(await circle.ben.presses(gallery, DIGITS[1]))
        assert "image 4" in await told_by(await circle.ben.presses(gallery, DIGITS[3]))
        await until_counted(conductor, {1: 1, 4: 1})
        await circle.mia.presses(gallery, "Close the vote")
        await circle.galleries(2)
        assert "Votes:" in (gallery.caption or "")


async def test_votes_in_a_poll_count_after_a_restart(circle: Circle) -> None:
    async with circle.bot():
        gallery = await begun_together(circle)
    await circle.mia.votes(gallery, 3)
    async with circle.bot() as conductor:
        await until_counted(conductor, {4: 1})


async def test_words_of_a_group_are_replies_to_the_poll(circle: Circle) -> None:
    async with circle.bot() as conductor:
        gallery = await begun_together(circle)
        await circle.mia.says(circle.group, "2 at night", reply_to=gallery)
        await until_counted(conductor, {2: 1})
        await circle.said(circle.group, "Your vote: image 2")


async def test_an_undone_vote_of_a_group_is_asked_for_anew(circle: Circle) -> None:
    async with circle.bot() as conductor:
        gallery = await begun_together(circle)
        await circle.mia.votes(gallery, 0)
        await until_counted(conductor, {1: 1})
        with circle.world.expander.hitch.held():
            await circle.mia.presses(gallery, "Close the vote")
            await circle.telegram.until(lambda: gallery.poll and gallery.poll.is_closed)
            await circle.mia.presses(gallery, "Undo")
            await circle.galleries(2)
        session = await circle.session(conductor)
    assert session.phase is Phase.AWAITING_PICK
    assert not session.answered
