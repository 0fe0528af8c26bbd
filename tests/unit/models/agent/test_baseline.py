"""The baseline policy: generator order, and the exact probability of what it chose."""

from __future__ import annotations

import itertools
import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import WorkError
from core.ports import SlateRequest
from core.types.slates import Candidate, Category
from models.agent.baseline import VERSION, GeneratorOrder
from tests.fakes.sessions import candidates

CHI_SQUARE_4_AT_ONE_IN_A_THOUSAND = 18.47


def request(seed: int = 0, *, of: tuple[Candidate, ...] | None = None, size: int = 4) -> SlateRequest:
    return SlateRequest(
        intent="a cat",
        candidates=candidates() if of is None else of,
        size=size,
        turn=1,
        belief=None,
        history=(),
        seed=seed,
    )


async def test_four_of_five_categories_each_by_its_first_candidate_in_their_order() -> None:
    slate = await GeneratorOrder().choose(request())
    assert set(slate.chosen) < {0, 5, 10, 15, 20}
    assert list(slate.chosen) == sorted(slate.chosen)
    assert len(slate.chosen) == 4
    assert slate.policy == VERSION


async def test_the_category_left_out_is_drawn_uniformly_as_the_propensity_says() -> None:
    draws = 5000
    slates = [await GeneratorOrder().choose(request(seed)) for seed in range(draws)]
    counts = Counter(slate.chosen for slate in slates)
    assert set(counts) == set(itertools.combinations((0, 5, 10, 15, 20), 4))
    assert {slate.log_propensity for slate in slates} == {-math.log(5)}
    expected = draws * math.exp(slates[0].log_propensity)
    chi_square = sum((count - expected) ** 2 / expected for count in counts.values())
    assert chi_square < CHI_SQUARE_4_AT_ONE_IN_A_THOUSAND


@given(size=st.integers(2, 5), seed=st.integers(0, 2**31))
async def test_the_propensity_is_one_over_the_number_of_sets_that_could_be(size: int, seed: int) -> None:
    slate = await GeneratorOrder().choose(request(seed, size=size))
    assert math.exp(slate.log_propensity) == pytest.approx(1 / math.comb(5, size))
    assert slate == await GeneratorOrder().choose(request(seed, size=size)), "the same seed, the same slate"


async def test_with_just_enough_categories_the_choice_is_certain() -> None:
    four = tuple(one for one in candidates() if one.category is not Category.SETTING)
    slate = await GeneratorOrder().choose(request(of=four))
    assert slate.chosen == (0, 5, 10, 15)
    assert slate.log_propensity == 0.0


async def test_the_first_of_a_category_is_found_wherever_it_stands() -> None:
    slate = await GeneratorOrder().choose(request(of=tuple(reversed(candidates()))))
    assert set(slate.chosen) < {0, 5, 10, 15, 20}
    assert slate.log_propensity == pytest.approx(-math.log(5))


async def test_the_next_in_generator_order_fill_a_slate_that_has_too_few_categories() -> None:
    few = tuple(one for one in candidates() if one.category in {Category.LEAP, Category.STYLE})
    slate = await GeneratorOrder().choose(request(of=few))
    assert slate.chosen == (0, 1, 2, 5)
    assert slate.log_propensity == 0.0


async def test_too_few_candidates_are_an_error() -> None:
    with pytest.raises(WorkError, match="3 expansions are too few; 4 are needed"):
        await GeneratorOrder().choose(request(of=candidates()[:3]))
