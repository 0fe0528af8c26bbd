"""Guessing the next answer: by what is believed about the person, and else in the order that they see."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from core.belief import Belief
from core.conductor.guessing import as_if, likeliest
from core.conversation.requests import expansion_request
from core.types.answers import Pick
from core.types.sessions import Phase, Session, Turn
from core.types.slates import OutcomeMatrix
from tests.fakes.sessions import begun, do, worked


@pytest.fixture
def shown() -> Session:
    return worked(begun())


def matrix(*rows: tuple[float, ...]) -> OutcomeMatrix:
    prior = (math.log(1 / len(rows)),) * len(rows)
    probs = tuple(tuple(map(math.log, row)) for row in rows)
    return OutcomeMatrix(user_model="m", log_prior=prior, log_probs=probs)


def open_turn(session: Session, outcomes: OutcomeMatrix | None) -> Turn:
    assert session.current is not None
    return replace(session.current, outcomes=outcomes)


def test_the_likeliest_come_first(shown: Session) -> None:
    turn = open_turn(shown, matrix((0.1, 0.4, 0.2, 0.25, 0.05)))
    assert likeliest(turn, None, count=5) == [1, 3, 2, 0, None]
    assert likeliest(turn, None, count=2) == [1, 3]


def test_the_belief_weighs_the_types(shown: Session) -> None:
    turn = open_turn(shown, matrix((0.6, 0.1, 0.1, 0.1, 0.1), (0.1, 0.1, 0.1, 0.2, 0.5)))
    sure = Belief(user_model="m", log_prior=(math.log(0.5),) * 2, log_evidence=(0.0, 9.0))
    assert likeliest(turn, None, count=1) == [0]
    assert likeliest(turn, sure, count=2) == [None, 3]


def test_what_is_equally_likely_comes_as_people_see_it(shown: Session) -> None:
    turn = open_turn(shown, matrix((0.2,) * 5))
    assert turn.gallery is not None
    assert likeliest(turn, None, count=5) == [*turn.gallery.order, None]
    assert likeliest(open_turn(shown, None), None, count=5) == [*turn.gallery.order, None]


@pytest.mark.parametrize("number", [1, 3, None])
def test_what_is_asked_for_is_what_will_be_asked_for(shown: Session, number: int | None) -> None:
    assert shown.current is not None
    assert shown.current.gallery is not None
    position = None if number is None else shown.current.gallery.order[number - 1]
    guessed, real = as_if(shown, position), do(shown, Pick(number=number)).session
    assert real.phase is guessed.phase is Phase.EXPANDING
    assert guessed.current is not None
    assert real.current is not None
    requests = [expansion_request(one, one.current, per_category=5) for one in (guessed, real) if one.current]
    assert requests[0] == requests[1]
