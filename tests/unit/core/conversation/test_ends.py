"""Ends: keep, stop, cancel, going on after them, and trying again after a failure."""

from __future__ import annotations

import pytest

from core.conversation.session import owed
from core.errors import NotNowError, StaleGalleryError, UnknownPositionError
from core.types.answers import Cancel, CloseVote, GoOn, Keep, Pick, Stop, TryAgain, Undo
from core.types.sessions import Ending, Phase, Rules, TurnStatus
from core.types.work import Duty
from tests.fakes.sessions import GROUP, do, done, failed, in_phase, shown, the_open, worked

WORKING = [Phase.EXPANDING, Phase.RENDERING, Phase.POSTING]


def test_keep_picks_and_ends() -> None:
    step = do(shown(picks=1), Keep(number=2))
    session, turn = step.session, step.session.turns[1]
    assert turn.gallery is not None
    assert turn.outcome is not None
    assert (session.phase, session.ending) == (Phase.DELIVERING, Ending.KEPT)
    assert session.kept is not None
    assert (session.kept.serial, session.kept.position) == (2, turn.gallery.order[1])
    assert turn.outcome.position == session.kept.position
    assert turn.status is TurnStatus.ANSWERED
    assert len(step.lessons) == 1
    assert step.closed == 2


def test_an_older_gallerys_image_can_be_kept_and_is_no_new_answer() -> None:
    session = shown(picks=2)
    step = do(session, Keep(number=4), on=session.turns[0])
    assert step.session.kept is not None
    assert step.session.kept.serial == 1
    assert step.session.turns == session.turns, "the answers stand, and the open gallery stays unanswered"
    assert step.lessons == ()
    assert step.closed == 3


def test_an_image_of_an_undone_gallery_can_be_kept() -> None:
    session = do(shown(picks=1), Undo()).session
    kept = do(session, Keep(number=1), on=session.turns[1]).session
    assert kept.kept is not None
    assert kept.kept.serial == 2


@pytest.mark.parametrize("phase", WORKING)
def test_keeping_an_older_image_gives_up_what_is_being_made(phase: Phase) -> None:
    session = in_phase(phase, picks=1)
    ended = do(session, Keep(number=1), on=session.turns[0]).session
    assert ended.phase is Phase.DELIVERING
    assert ended.turns[1].status is TurnStatus.UNDONE


def test_another_image_can_be_kept_after_the_end_and_is_shown_too() -> None:
    session = worked(do(shown(picks=1), Keep(number=2)).session)
    again = do(session, Keep(number=3), on=session.turns[0]).session
    assert (again.phase, again.endings) == (Phase.DELIVERING, 2)
    assert again.kept is not None
    assert again.kept.serial == 1


def test_a_number_that_an_older_gallery_has_not_is_refused() -> None:
    session = shown(picks=1)
    with pytest.raises(UnknownPositionError):
        do(session, Keep(number=5), on=session.turns[0])


def test_stop_ends_and_leaves_the_open_gallery_unanswered() -> None:
    step = do(shown(picks=1), Stop())
    assert (step.session.phase, step.session.ending) == (Phase.DELIVERING, Ending.STOPPED)
    assert len(step.session.answered) == 1
    assert step.closed == 2
    assert worked(step.session).phase is Phase.FINISHED


@pytest.mark.parametrize("act", [Stop(), Cancel()])
@pytest.mark.parametrize("phase", WORKING)
def test_what_nobody_has_seen_is_thrown_away_at_the_end(act: Stop | Cancel, phase: Phase) -> None:
    for session in (in_phase(phase, picks=1), failed(in_phase(phase, picks=1))):
        step = do(session, act)
        assert step.session.turns[1].status is TurnStatus.UNDONE
        assert step.session.failure is None
        assert step.closed is None


def test_cancel_ends_without_a_last_word() -> None:
    for session in (shown(), in_phase(Phase.RENDERING)):
        cancelled = do(session, Cancel()).session
        assert cancelled.phase is Phase.CANCELLED
        assert owed(cancelled) is None


@pytest.mark.parametrize("act", [Stop(), Cancel()])
def test_an_end_cannot_be_ended(act: Stop | Cancel) -> None:
    for session in (
        do(shown(), Stop()).session,
        worked(do(shown(), Stop()).session),
        do(shown(), Cancel()).session,
    ):
        with pytest.raises(NotNowError, match="already ended"):
            do(session, act)


@pytest.mark.parametrize("act", [Stop(), Cancel(), Undo()])
def test_stop_cancel_and_undo_on_an_older_gallery_are_refused(act: Stop | Cancel | Undo) -> None:
    session = shown(picks=2)
    with pytest.raises(StaleGalleryError):
        do(session, act, on=session.turns[0])
    do(session, act, on=session.turns[2])


@pytest.mark.parametrize("act", [Stop(), Cancel(), Undo()])
def test_while_the_next_gallery_is_being_made_the_newest_is_the_last_one_seen(
    act: Stop | Cancel | Undo,
) -> None:
    session = in_phase(Phase.RENDERING, picks=2)
    do(session, act, on=session.turns[1])
    with pytest.raises(StaleGalleryError):
        do(session, act, on=session.turns[0])


def test_after_the_last_turn_one_more_may_be_taken_as_often_as_wanted() -> None:
    session = worked(do(shown(Rules(turns=1)), Pick(number=1)).session)
    for extra in (1, 2, 3):
        session = do(session, GoOn()).session
        assert (session.phase, session.ending, session.extra_turns) == (Phase.EXPANDING, None, extra)
        session = worked(do(worked(session), Pick(number=1)).session)
        assert session.ending is Ending.LAST_TURN


def test_going_on_before_all_turns_are_used_adds_none() -> None:
    session = do(worked(do(shown(), Keep(number=1)).session), GoOn()).session
    assert session.extra_turns == 0
    assert len(session.turns) == 2


def test_going_on_after_a_stop_opens_the_gallery_again() -> None:
    session = do(do(shown(picks=1), Stop()).session, GoOn()).session
    assert session.phase is Phase.POSTING
    assert len(session.turns) == 2
    assert the_open(session).gallery is not None
    assert worked(session).phase is Phase.AWAITING_PICK


def test_going_on_from_a_kept_image_starts_there_and_keeps_it() -> None:
    shown_twice = shown(picks=2)
    kept = do(shown_twice, Keep(number=2), on=shown_twice.turns[0]).session
    assert kept.kept is not None
    session = do(kept, GoOn()).session
    assert session.kept == kept.kept
    assert the_open(session).serial == 4
    assert the_open(session).base == kept.turns[0].candidate_at(kept.kept.position).text
    assert session.turns[2].status is TurnStatus.UNDONE


def test_what_was_kept_stays_kept_whatever_end_follows() -> None:
    went_on = worked(do(do(shown(), Keep(number=1)).session, GoOn()).session)
    for session in (do(went_on, Stop()).session, do(went_on, Cancel()).session):
        assert session.kept == went_on.kept
        assert session.kept is not None


def test_going_on_after_cancelling_the_very_first_turn_begins_anew() -> None:
    session = do(do(in_phase(Phase.RENDERING), Cancel()).session, GoOn()).session
    assert (session.phase, the_open(session).serial) == (Phase.EXPANDING, 2)
    assert the_open(session).base == "a white cat"


def test_before_the_end_there_is_nothing_to_go_on_from() -> None:
    for session in (shown(), in_phase(Phase.EXPANDING), failed(in_phase(Phase.RENDERING))):
        with pytest.raises(NotNowError, match="still going on"):
            do(session, GoOn())


@pytest.mark.parametrize("phase", [*WORKING, Phase.DELIVERING])
def test_a_failure_is_told_and_can_be_tried_again_where_it_was(phase: Phase) -> None:
    session = in_phase(phase) if phase is not Phase.DELIVERING else do(shown(), Stop()).session
    wanted = owed(session)
    broken = failed(session, "The printer is on fire.")
    assert broken.phase is Phase.FAILED
    assert broken.failure is not None
    assert (broken.failure.phase, broken.failure.reason, broken.failure.told) == (
        phase,
        "The printer is on fire.",
        False,
    )
    told = done(broken).session
    assert owed(told) is None
    for at_any_time in (broken, told):
        again = do(at_any_time, TryAgain()).session
        assert (again.phase, again.failure, owed(again)) == (phase, None, wanted)


def test_a_failure_that_cannot_be_told_stays_owed_and_forgets_nothing() -> None:
    broken = failed(in_phase(Phase.RENDERING))
    worse = failed(broken, "Nobody answers.")
    wanted = owed(worse)
    assert wanted is not None
    assert wanted.duty is Duty.TELL_FAILURE
    assert do(worse, TryAgain()).session.phase is Phase.RENDERING


def test_only_what_has_failed_can_be_tried_again() -> None:
    with pytest.raises(NotNowError, match="Nothing has failed"):
        do(shown(), TryAgain())


def test_an_end_whose_showing_failed_is_still_an_end() -> None:
    broken = failed(do(shown(picks=1), Stop()).session)
    with pytest.raises(NotNowError, match="has ended"):
        do(broken, Pick(number=1))
    assert the_open(do(broken, Undo()).session).serial == 2
    assert do(broken, GoOn()).session.phase is Phase.POSTING
    assert do(broken, Stop()).session.phase is Phase.DELIVERING


def test_a_vote_without_votes_cannot_be_closed() -> None:
    for session in (shown(), shown(GROUP)):
        with pytest.raises(NotNowError, match="Nobody has voted"):
            do(session, CloseVote())
