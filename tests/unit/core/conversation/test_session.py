"""Work on a session: what each phase owes, what each result leads to, and results that come too late."""

from __future__ import annotations

import pytest

from core.conversation.session import advance, owed
from core.errors import StaleWorkError
from core.types.answers import Cancel, Keep, Pick, Stop, TryAgain, Undo
from core.types.sessions import Phase
from core.types.work import Delivered, Duty, Owed, WorkEvent
from tests.fakes.sessions import (
    BY_DEADLINE,
    begun,
    do,
    done,
    failed,
    images,
    in_phase,
    result_for,
    shown,
    the_open,
    worked,
)


def test_a_turn_goes_from_expanding_to_awaiting_the_pick() -> None:
    session = begun()
    duties = []
    while (wanted := owed(session)) is not None:
        duties.append(wanted)
        session = done(session).session
    assert duties == [
        Owed(duty=duty, serial=1) for duty in (Duty.EXPAND, Duty.CHOOSE_SLATE, Duty.RENDER, Duty.POST)
    ]
    assert session.phase is Phase.AWAITING_PICK
    assert session.version == 4


def test_results_are_written_into_the_turn() -> None:
    turn = the_open(shown())
    assert len(turn.candidates) == 25
    assert turn.slate is not None
    assert turn.outcomes is not None
    assert turn.gallery is not None
    assert turn.images == images(shown().rules)
    assert [message.message for message in turn.gallery.messages] == ["m1.0"]
    assert (turn.gallery.rendering, turn.gallery.posted_at, turn.gallery.closes_at) == ("fake", 1000.0, None)


def test_a_group_with_a_deadline_owes_it_from_the_posting_on() -> None:
    session = shown(BY_DEADLINE)
    gallery = the_open(session).gallery
    assert gallery is not None
    assert gallery.closes_at == 1060.0
    assert owed(session) == Owed(duty=Duty.AWAIT_DEADLINE, serial=1)


def test_the_end_owes_its_showing_once() -> None:
    session = do(shown(), Stop()).session
    assert owed(session) == Owed(duty=Duty.DELIVER, serial=1, attempt=1)
    finished = done(session).session
    assert (finished.phase, owed(finished)) == (Phase.FINISHED, None)


def test_every_end_is_shown_anew() -> None:
    session = worked(do(shown(), Keep(number=1)).session)
    again = do(worked(do(session, Undo()).session), Keep(number=1)).session
    first, second = owed(do(shown(), Keep(number=1)).session), owed(again)
    assert first != second


@pytest.mark.parametrize("act", [Cancel(), Stop(), Undo()])
def test_work_for_what_has_been_given_up_comes_too_late(act: Cancel | Stop | Undo) -> None:
    for phase in (Phase.EXPANDING, Phase.RENDERING, Phase.POSTING):
        session = in_phase(phase, picks=1)
        wanted = owed(session)
        assert wanted is not None
        late = WorkEvent(owed=wanted, result=result_for(session))
        with pytest.raises(StaleWorkError):
            advance(do(session, act).session, late)


def test_the_same_result_twice_counts_once() -> None:
    session = begun()
    wanted = owed(session)
    assert wanted is not None
    event = WorkEvent(owed=wanted, result=result_for(session))
    session = advance(session, event).session
    with pytest.raises(StaleWorkError, match="no longer wanted"):
        advance(session, event)


def test_the_first_posting_of_a_reopened_gallery_does_not_pass_for_the_second() -> None:
    session = in_phase(Phase.POSTING)
    wanted = owed(session)
    assert wanted is not None
    reopened = do(do(session, Pick(number=1), on=the_open(session)).session, Undo()).session
    assert reopened.phase is Phase.POSTING
    with pytest.raises(StaleWorkError):
        advance(reopened, WorkEvent(owed=wanted, result=result_for(session)))


def test_nothing_is_delivered_that_nobody_asked_for() -> None:
    with pytest.raises(StaleWorkError):
        advance(shown(), WorkEvent(owed=Owed(duty=Duty.DELIVER, serial=1), result=Delivered()))


def test_trying_again_owes_what_had_been_owed() -> None:
    session = in_phase(Phase.EXPANDING)
    expanded = done(session).session
    assert owed(do(failed(expanded), TryAgain()).session) == owed(expanded)


def test_every_step_is_counted() -> None:
    session = shown(picks=1)
    assert do(session, Stop()).session.version == session.version + 1
