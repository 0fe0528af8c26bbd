"""Saying of one image that it is not the one: written down, and nothing else changes."""

from __future__ import annotations

import pytest

from core.errors import ForeignSessionError, NotNowError, StaleGalleryError, UnknownPositionError
from core.types.answers import PassOver, Pick
from core.types.identifiers import TurnId
from core.types.sessions import Phase
from tests.fakes.sessions import BEN, BY_STARTER, SESSION, do, in_phase, shown, the_open


def test_the_gallery_stays_open_and_as_it_is() -> None:
    session = shown()
    after = do(session, PassOver(number=2), on=the_open(session)).session
    assert (after.phase, after.turns) == (Phase.AWAITING_PICK, session.turns)


def test_it_can_be_said_of_a_gallery_that_has_its_answer() -> None:
    session = shown(picks=1)
    after = do(session, PassOver(number=4), on=session.turns[0]).session
    assert after.turns == session.turns


def test_there_must_be_such_an_image_and_such_a_gallery() -> None:
    session = shown()
    with pytest.raises(UnknownPositionError):
        do(session, PassOver(number=5), on=the_open(session))
    with pytest.raises(StaleGalleryError):
        do(session, PassOver(number=1), on=TurnId(f"{SESSION}.9"))
    with pytest.raises(NotNowError):
        do(in_phase(Phase.RENDERING), PassOver(number=1))


def test_only_those_say_it_who_may_answer() -> None:
    with pytest.raises(ForeignSessionError):
        do(shown(), PassOver(number=1), user=BEN)
    session = shown(BY_STARTER)
    assert do(session, PassOver(number=1), user=BEN).session.turns == session.turns


def test_a_pick_afterwards_counts_as_ever() -> None:
    session = do(shown(), PassOver(number=1)).session
    assert do(session, Pick(number=1)).session.answered
