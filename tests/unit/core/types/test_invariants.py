"""What records refuse to be."""

from __future__ import annotations

import math
from dataclasses import FrozenInstanceError

import pytest

from core.types.galleries import Gallery
from core.types.identifiers import SessionId, turn_id
from core.types.sessions import Closing, Rules
from core.types.slates import Candidate, Category, OutcomeMatrix, Slate
from tests.fakes.sessions import shown


@pytest.mark.parametrize(("turns", "size", "images"), [(0, 4, 1), (5, 1, 1), (5, 4, 0)])
def test_rules_need_a_turn_a_choice_and_an_image(turns: int, size: int, images: int) -> None:
    with pytest.raises(ValueError, match="at least one turn"):
        Rules(turns=turns, slate_size=size, images_per_position=images)


def test_a_deadline_goes_with_its_rule_and_lies_ahead() -> None:
    with pytest.raises(ValueError, match="goes with closing by deadline"):
        Rules(group=True, closing=Closing.DEADLINE)
    with pytest.raises(ValueError, match="goes with closing by deadline"):
        Rules(group=True, deadline_seconds=60.0)
    for seconds in (0.0, -1.0, math.nan):
        with pytest.raises(ValueError, match="lies ahead"):
            Rules(group=True, closing=Closing.DEADLINE, deadline_seconds=seconds)


@pytest.mark.parametrize("closing", [Closing.STARTER, Closing.DEADLINE])
def test_one_person_alone_closes_at_the_first_pick(closing: Closing) -> None:
    seconds = 60.0 if closing is Closing.DEADLINE else None
    with pytest.raises(ValueError, match="one person"):
        Rules(closing=closing, deadline_seconds=seconds)


@pytest.mark.parametrize("order", [(0, 0), (1, 2), (0, 2), (-1, 0)])
def test_a_display_order_names_every_position_once(order: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="every position once"):
        Gallery(order=order)


@pytest.mark.parametrize("chosen", [(), (1, 1)])
def test_a_slate_holds_different_candidates(chosen: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="different candidates"):
        Slate(chosen=chosen, policy="p", log_propensity=0.0)


@pytest.mark.parametrize("log_propensity", [0.1, math.nan, math.inf])
def test_a_propensity_is_a_probability(log_propensity: float) -> None:
    with pytest.raises(ValueError, match="at most 0"):
        Slate(chosen=(0,), policy="p", log_propensity=log_propensity)


def test_a_candidate_says_something() -> None:
    with pytest.raises(ValueError, match="needs a text"):
        Candidate(text=" \n", category=Category.LEAP, seed=1, source="s")


@pytest.mark.parametrize(
    ("log_prior", "log_probs", "why"),
    [
        ((), (), "one row and one prior"),
        ((0.0,), ((-1.0,), (-1.0,)), "one row and one prior"),
        ((-1.0, -1.0), ((-1.0,), (-1.0, -1.0)), "the same length"),
        ((0.0,), ((-math.inf, 0.0),), "finite"),
        ((0.0,), ((math.nan, 0.0),), "finite"),
        ((math.nan,), ((-1.0, -1.0),), "finite"),
    ],
)
def test_an_outcome_matrix_is_a_table_of_finite_numbers(
    log_prior: tuple[float, ...], log_probs: tuple[tuple[float, ...], ...], why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        OutcomeMatrix(user_model="m", log_prior=log_prior, log_probs=log_probs)


def test_the_last_column_of_an_outcome_matrix_is_none_of_these() -> None:
    matrix = OutcomeMatrix(user_model="m", log_prior=(0.0, -1.0), log_probs=((-1.0, -2.0), (-3.0, -4.0)))
    assert matrix.column(0) == (-1.0, -3.0)
    assert matrix.column(None) == (-2.0, -4.0)


def test_a_turn_is_named_by_its_session_and_serial() -> None:
    assert turn_id(SessionId("abc"), 12) == "abc.12"


def test_records_cannot_be_changed() -> None:
    session = shown()
    with pytest.raises(FrozenInstanceError):
        session.extra_turns = 3  # type: ignore[misc]
