"""Undo, and better, same or worse: what is taken back, what it gives back, and what stays said."""

from __future__ import annotations

import pytest

from core.conversation.session import advance, owed
from core.errors import ForeignSessionError, NothingToUndoError, NotNowError
from core.types.answers import Cancel, Compare, GoOn, Keep, Pick, Stop, Undo
from core.types.galleries import Comparison
from core.types.sessions import Phase, Rules, TurnStatus
from core.types.work import Duty, WorkEvent
from tests.fakes.sessions import (
    BEN,
    BY_DEADLINE,
    BY_STARTER,
    GROUP,
    do,
    done,
    failed,
    in_phase,
    result_for,
    shown,
    the_open,
    worked,
)

BETTER = Compare(comparison=Comparison.BETTER)
WORSE = Compare(comparison=Comparison.WORSE)


def test_undo_gives_the_turn_back_and_opens_the_gallery_again() -> None:
    session = shown(picks=2)
    step = do(session, Undo())
    reopened = the_open(step.session)
    assert len(step.session.answered) == 1
    assert (reopened.serial, reopened.status, reopened.votes, reopened.outcome) == (
        2,
        TurnStatus.OPEN,
        (),
        None,
    )
    assert step.session.turns[2].status is TurnStatus.UNDONE
    assert step.closed == 3
    assert step.session.phase is Phase.POSTING


def test_undo_takes_the_lesson_back() -> None:
    session = shown()
    learned = do(session, Pick(number=2))
    (lesson,) = learned.lessons
    (back,) = do(learned.session, Undo()).lessons
    assert back.taken_back
    assert (back.user, back.serial, back.log_likelihoods) == (
        lesson.user,
        lesson.serial,
        lesson.log_likelihoods,
    )


@pytest.mark.parametrize("phase", [Phase.EXPANDING, Phase.RENDERING, Phase.POSTING])
def test_undo_while_the_next_gallery_is_being_made_gives_that_up(phase: Phase) -> None:
    for session in (in_phase(phase, picks=1), failed(in_phase(phase, picks=1))):
        step = do(session, Undo())
        assert the_open(step.session).serial == 1
        assert (step.session.failure, step.closed) == (None, None)


def test_a_reopened_gallery_is_another_posting_of_the_same_turn() -> None:
    session = do(shown(picks=1), Undo()).session
    wanted = owed(session)
    assert wanted is not None
    assert (wanted.duty, wanted.serial, wanted.attempt) == (Duty.POST, 1, 1)
    gallery = the_open(done(session).session).gallery
    assert gallery is not None
    assert len(gallery.messages) == 2, "the older message is known still"


def test_a_reopened_gallery_can_be_answered_before_it_is_posted_again() -> None:
    session = do(shown(picks=1), Undo()).session
    assert do(session, Pick(number=2)).session.phase is Phase.EXPANDING


def test_undo_goes_back_to_the_beginning_and_no_further() -> None:
    session = shown(picks=3)
    for left in (2, 1, 0):
        session = worked(do(session, Undo()).session)
        assert len(session.answered) == left
    with pytest.raises(NothingToUndoError):
        do(session, Undo())


@pytest.mark.parametrize("phase", [Phase.EXPANDING, Phase.RENDERING, Phase.POSTING])
def test_before_the_first_answer_there_is_nothing_to_undo(phase: Phase) -> None:
    for session in (in_phase(phase), failed(in_phase(phase)), do(in_phase(phase), Cancel()).session):
        with pytest.raises(NothingToUndoError):
            do(session, Undo())


def test_after_the_last_turn_undo_opens_its_gallery_again() -> None:
    session = worked(do(shown(Rules(turns=1)), Pick(number=1)).session)
    back = do(session, Undo()).session
    assert (back.phase, back.ending, len(back.answered)) == (Phase.POSTING, None, 0)


def test_undo_takes_a_keep_back_with_its_lesson() -> None:
    step = do(worked(do(shown(), Keep(number=1)).session), Undo())
    assert (step.session.kept, step.session.ending) == (None, None)
    assert [lesson.taken_back for lesson in step.lessons] == [True]


@pytest.mark.parametrize("act", [Stop(), Cancel()])
def test_undo_after_stopping_opens_the_gallery_that_was_left_open(act: Stop | Cancel) -> None:
    step = do(do(shown(picks=1), act).session, Undo())
    assert the_open(step.session).serial == 2
    assert len(step.session.answered) == 1
    assert step.lessons == ()


def test_an_image_kept_long_ago_stays_kept_when_a_later_answer_is_undone() -> None:
    session = do(worked(do(shown(), Keep(number=1)).session), GoOn()).session
    session = worked(do(worked(session), Pick(number=1)).session)
    once = do(session, Undo()).session
    assert once.kept is not None
    assert do(worked(once), Undo()).session.kept is None


def test_undo_right_after_keeping_an_older_image_takes_that_back_and_nothing_else() -> None:
    session = shown(picks=2)
    back = do(do(session, Keep(number=1), on=session.turns[0]).session, Undo()).session
    assert (back.kept, back.ending, len(back.answered), the_open(back).serial) == (None, None, 2, 3)


def test_a_line_about_an_undone_turn_is_not_shown_with_the_older_gallery() -> None:
    session = in_phase(Phase.EXPANDING, picks=1)
    wanted = owed(session)
    assert wanted is not None
    noted = advance(
        session, WorkEvent(owed=wanted, result=result_for(session, notice="Simpler ones."))
    ).session
    assert noted.notice == "Simpler ones."
    assert do(noted, Undo()).session.notice is None


def test_in_a_group_undo_withdraws_ones_own_vote_first() -> None:
    session = do(do(shown(BY_STARTER), Pick(number=1)).session, Pick(number=2), user=BEN).session
    session = do(session, Undo(), user=BEN).session
    assert [vote.voter for vote in the_open(session).votes] == ["anna"]
    with pytest.raises(NothingToUndoError):
        do(session, Undo(), user=BEN)
    session = do(session, Undo()).session
    assert the_open(session).votes == ()
    assert session.phase is Phase.AWAITING_PICK


def test_only_the_starter_goes_back_a_turn() -> None:
    session = shown(GROUP, picks=1)
    with pytest.raises(NothingToUndoError):
        do(session, Undo(), user=BEN)
    with pytest.raises(ForeignSessionError):
        do(shown(picks=1), Undo(), user=BEN)


def test_a_reopened_vote_has_its_whole_time_again() -> None:
    session = worked(done(do(shown(BY_DEADLINE), Pick(number=1)).session).session)
    session = do(session, Undo()).session
    gallery = the_open(session).gallery
    assert gallery is not None
    assert (gallery.closes_at, gallery.overdue) == (None, False)
    again = the_open(done(session, at=5000.0).session).gallery
    assert again is not None
    assert again.closes_at == 5060.0


def test_from_the_second_turn_on_the_pick_can_be_compared() -> None:
    session = do(do(shown(picks=2), BETTER).session, WORSE).session
    assert [one.comparison for one in session.turns[1].feedback] == [Comparison.WORSE]
    session = do(session, BETTER, on=session.turns[2]).session
    assert [one.comparison for one in session.turns[2].feedback] == [Comparison.BETTER]


@pytest.mark.parametrize("picks", [0, 1])
def test_before_the_second_pick_there_is_nothing_to_compare(picks: int) -> None:
    for session in (shown(picks=picks), in_phase(Phase.EXPANDING, picks=picks)):
        with pytest.raises(NotNowError, match="from the second turn on"):
            do(session, BETTER)


def test_what_was_undone_or_not_seen_cannot_be_compared() -> None:
    undone = do(shown(picks=2), Undo()).session
    unseen = in_phase(Phase.POSTING, picks=2)
    for session in (undone, unseen):
        with pytest.raises(NotNowError):
            do(session, BETTER, on=session.turns[2])


def test_in_a_group_everybody_compares_for_themselves() -> None:
    session = do(do(shown(GROUP, picks=2), BETTER).session, WORSE, user=BEN).session
    said = {one.voter: one.comparison for one in session.turns[1].feedback}
    assert said == {"anna": Comparison.BETTER, "ben": Comparison.WORSE}


def test_what_was_said_about_a_pick_goes_with_it() -> None:
    session = do(shown(picks=2), BETTER).session
    assert the_open(do(session, Undo()).session).feedback == ()
