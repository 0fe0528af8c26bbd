"""The choice model before anything is known."""

from __future__ import annotations

import math

import pytest

from core.belief import learn, unknown_person
from core.types.sessions import Rules
from models.user_model.uninformed import Uninformed
from tests.fakes.sessions import images


@pytest.mark.parametrize("size", [2, 4, 9])
async def test_all_answers_are_equally_likely_and_none_is_one_of_them(size: int) -> None:
    shown = images(Rules(slate_size=size))
    matrix = await Uninformed().outcome_log_probs("a cat", shown, tuple(range(size)))
    assert matrix.user_model == Uninformed.user_model
    (row,) = matrix.log_probs
    assert len(row) == size + 1
    assert math.fsum(map(math.exp, row)) == pytest.approx(1.0)
    assert len(set(row)) == 1


async def test_a_pick_teaches_it_nothing() -> None:
    matrix = await Uninformed().outcome_log_probs("a cat", images(Rules()), (0, 1, 2, 3))
    before = unknown_person(matrix.user_model, matrix.log_prior)
    assert learn(before, matrix.column(2)).log_probs == pytest.approx(before.log_probs)
