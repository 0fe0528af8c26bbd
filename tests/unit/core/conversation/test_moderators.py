"""Moderators end a session for good, whoever began it and wherever it stands."""

from __future__ import annotations

import pytest

from core.conversation.session import advance, owed
from core.errors import ForeignSessionError, NotNowError
from core.types.answers import Act, GoOn, Halt, Keep, Pick, Stop, TakeDown, Undo
from core.types.sessions import Ending, Phase, TurnStatus
from tests.fakes.sessions import ANNA, BEN, CARLA, GROUP, after, do, event, failed, in_phase, shown, worked

BY_MODERATORS = [(Halt(), Ending.HALTED), (TakeDown(), Ending.TAKEN_DOWN)]


@pytest.mark.parametrize(("act", "ending"), BY_MODERATORS)
def test_a_moderator_ends_a_session_wherever_it_stands(act: Halt | TakeDown, ending: Ending) -> None:
    for session in (
        in_phase(Phase.EXPANDING),
        shown(picks=1),
        failed(in_phase(Phase.RENDERING, picks=1)),
        worked(do(shown(), Stop()).session),
        after(shown(), Keep(number=1)),
    ):
        ended = advance(session, event(act, user=CARLA, is_moderator=True)).session
        assert (ended.phase, ended.ending, ended.failure) == (Phase.CANCELLED, ending, None)
        assert owed(ended) is None
        assert ended.kept == session.kept


@pytest.mark.parametrize(("act", "ending"), BY_MODERATORS)
def test_what_moderators_ended_stays_ended(act: Halt | TakeDown, ending: Ending) -> None:
    ended = advance(shown(GROUP, picks=1), event(act, user=CARLA, is_moderator=True)).session
    for wish, user in ((Undo(), ANNA), (GoOn(), ANNA), (Stop(), ANNA), (Pick(number=1), BEN)):
        with pytest.raises(NotNowError, match="moderators"):
            do(ended, wish, user=user)
    assert ended.ending is ending


@pytest.mark.parametrize("act", [Halt(), TakeDown()])
def test_nobody_else_may_do_what_moderators_do(act: Act) -> None:
    for user in (ANNA, BEN):
        with pytest.raises(ForeignSessionError):
            do(shown(GROUP), act, user=user)


def test_a_moderator_has_no_other_right_in_a_session_of_somebody_else() -> None:
    with pytest.raises(ForeignSessionError):
        advance(shown(), event(Stop(), user=CARLA, is_moderator=True))


def test_images_that_were_taken_down_do_not_come_back_by_halting() -> None:
    gone = advance(shown(), event(TakeDown(), user=CARLA, is_moderator=True)).session
    assert gone.is_taken_down
    again = advance(gone, event(Halt(), user=CARLA, is_moderator=True)).session
    assert again.is_taken_down
    halted = advance(shown(), event(Halt(), user=CARLA, is_moderator=True)).session
    assert not halted.is_taken_down
    assert advance(halted, event(TakeDown(), user=CARLA, is_moderator=True)).session.is_taken_down


def test_the_open_gallery_is_closed_and_what_nobody_has_seen_is_thrown_away() -> None:
    assert advance(shown(picks=1), event(TakeDown(), user=CARLA, is_moderator=True)).closed == 2
    step = advance(in_phase(Phase.RENDERING, picks=1), event(TakeDown(), user=CARLA, is_moderator=True))
    assert step.closed is None
    assert step.session.turns[1].status is TurnStatus.UNDONE
