"""Gathering candidates: what an expander writes is checked, completed and never trusted."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.candidates import (
    BUDGET_NOTICE,
    FALLBACK_NOTICE,
    MAX_EXPANSION_CHARACTERS,
    Gathered,
    Gathering,
    derived_seed,
)
from core.errors import BudgetSpentError, TransientError, WorkError
from core.patience import Patience
from core.ports import Cost, ExpansionRequest, PastTurn
from core.types.slates import Category, Expansion
from tests.fakes.ports import FakeEncoder, FakeExpander
from tests.fakes.world import FakeTime

REQUEST = ExpansionRequest(
    prompt="cat", intent="cat", base="cat", history=(), categories=tuple(Category), per_category=5, seed=3
)


def written(*texts: str, category: Category = Category.STYLE) -> list[Expansion]:
    return [Expansion(text=text, category=category) for text in texts]


def gathering(
    primary: FakeExpander, fallback: FakeExpander | None = None, encoder: FakeEncoder | None = None
) -> Gathering:
    patience = Patience(attempts=3, sleep=FakeTime().sleep)
    return Gathering(primary=primary, fallback=fallback, encoder=encoder, patience=patience)


async def gathered(
    *texts: str, request: ExpansionRequest = REQUEST, encoder: FakeEncoder | None = None, at_least: int = 0
) -> list[str]:
    primary = FakeExpander(script=written(*texts))
    result = await gathering(primary, encoder=encoder).gather(request, at_least=at_least)
    return [candidate.text for candidate in result.candidates]


def per_category(result: Gathered) -> Counter[Category]:
    return Counter(candidate.category for candidate in result.candidates)


async def test_a_good_expander_gives_five_in_each_category_and_no_notice() -> None:
    result = await gathering(FakeExpander()).gather(REQUEST, at_least=4)
    assert per_category(result) == dict.fromkeys(Category, 5)
    assert result.notice is None
    assert {candidate.source for candidate in result.candidates} == {"fake-expander-1"}


async def test_candidates_come_by_category_each_with_a_seed_of_its_own() -> None:
    script = [Expansion(text=f"{kind} {n}", category=kind) for n in range(3) for kind in reversed(Category)]
    result = await gathering(FakeExpander(script=script)).gather(REQUEST, at_least=4)
    assert [candidate.text for candidate in result.candidates] == [
        f"{k} {n}" for k in Category for n in range(3)
    ]
    assert len({candidate.seed for candidate in result.candidates}) == 15
    assert await gathering(FakeExpander(script=script)).gather(REQUEST, at_least=4) == result
    other = await gathering(FakeExpander(script=script)).gather(replace(REQUEST, seed=4), at_least=4)
    assert {one.seed for one in other.candidates}.isdisjoint(one.seed for one in result.candidates)


async def test_more_than_asked_for_is_cut() -> None:
    assert await gathered(*"abcdefgh") == list("abcde")


async def test_texts_that_read_the_same_are_one() -> None:
    assert await gathered("A cat.", "a  CAT", "a cat!", "a dog") == ["A cat.", "a dog"]


async def test_empty_and_endless_texts_are_dropped() -> None:
    assert await gathered("", "  ", "...", "x" * (MAX_EXPANSION_CHARACTERS + 1), "a dog") == ["a dog"]
    assert await gathered("x" * MAX_EXPANSION_CHARACTERS) == ["x" * MAX_EXPANSION_CHARACTERS]


async def test_line_breaks_become_blanks() -> None:
    assert await gathered("a\n  white\tcat ") == ["a white cat"]


async def test_a_category_nobody_asked_for_is_dropped() -> None:
    request = replace(REQUEST, categories=(Category.DETAIL,))
    assert await gathered("a style", request=request) == []


async def test_what_was_shown_before_is_not_shown_again() -> None:
    past = PastTurn(shown=("A red cat.",), picked=None, words=None)
    assert await gathered("a red cat", "a blue cat", request=replace(REQUEST, history=(past,))) == [
        "a blue cat"
    ]


async def test_texts_that_mean_the_same_are_one() -> None:
    assert await gathered("red cat", "red cats", "blue cat", encoder=FakeEncoder()) == ["red cat", "blue cat"]


async def test_without_an_answer_from_the_encoder_texts_are_compared_as_they_read() -> None:
    encoder = FakeEncoder()
    encoder.hitch.fail_always(WorkError("no"))
    assert await gathered("red cat", "red cats", encoder=encoder) == ["red cat", "red cats"]


async def test_the_fallback_tops_up_only_what_is_missing() -> None:
    primary = FakeExpander(script=written("a", "b", category=Category.STYLE))
    fallback = FakeExpander("fallback-1")
    result = await gathering(primary, fallback).gather(REQUEST, at_least=4)
    assert per_category(result) == dict.fromkeys(Category, 5)
    assert result.notice is None
    styles = [one for one in result.candidates if one.category is Category.STYLE]
    assert [one.source for one in styles] == ["fake-expander-1"] * 2 + ["fallback-1"] * 3
    assert fallback.requests[0].categories == tuple(Category)


async def test_a_full_answer_asks_no_fallback_and_a_topping_names_what_lacks() -> None:
    fallback = FakeExpander("fallback-1")
    await gathering(FakeExpander(), fallback).gather(REQUEST, at_least=4)
    assert fallback.requests == []
    most = [Expansion(text=f"{k} {n}", category=k) for k in list(Category)[1:] for n in range(5)]
    await gathering(FakeExpander(script=most), fallback).gather(REQUEST, at_least=4)
    assert fallback.requests[0].categories == (Category.REPHRASE,)


async def test_a_topping_is_compared_with_what_is_there_in_reading_and_meaning() -> None:
    primary = FakeExpander(script=written("red cat"))
    fallback = FakeExpander("fallback-1", script=written("Red cat!", "red fox", "blue fox"))
    result = await gathering(primary, fallback, FakeEncoder()).gather(REQUEST, at_least=2)
    assert [one.text for one in result.candidates] == ["red cat", "blue fox"]


async def test_a_primary_that_cannot_is_replaced_with_a_word_about_it() -> None:
    primary, fallback = FakeExpander(), FakeExpander("fallback-1")
    primary.hitch.fail_always(WorkError("no key"))
    result = await gathering(primary, fallback).gather(REQUEST, at_least=4)
    assert result.notice == FALLBACK_NOTICE
    assert {one.source for one in result.candidates} == {"fallback-1"}
    assert primary.hitch.calls == 1, "what is not transient is not tried again"


async def test_a_primary_that_cannot_just_now_is_asked_again() -> None:
    primary = FakeExpander()
    primary.hitch.fail(TransientError("busy"), times=2)
    result = await gathering(primary, FakeExpander("fallback-1")).gather(REQUEST, at_least=4)
    assert result.notice is None
    assert primary.hitch.calls == 3


async def test_a_budget_that_is_used_up_is_told_as_such() -> None:
    primary = FakeExpander()
    primary.hitch.fail_always(BudgetSpentError(Cost.CALLS, in_total=True, renewed_at=0.0))
    result = await gathering(primary, FakeExpander("fallback-1")).gather(REQUEST, at_least=4)
    assert result.notice == BUDGET_NOTICE
    assert primary.hitch.calls == 1


@pytest.mark.parametrize(("asked_for", "calls"), [(8.0, 3), (8.1, 1)])
async def test_nobody_waits_long_for_a_busy_primary_where_there_is_a_fallback(
    asked_for: float, calls: int
) -> None:
    primary = FakeExpander()
    primary.hitch.fail(TransientError("busy", retry_after_seconds=asked_for), times=2)
    result = await gathering(primary, FakeExpander("fallback-1")).gather(REQUEST, at_least=4)
    assert primary.hitch.calls == calls
    assert (result.notice is None) is (calls == 3)


async def test_without_a_fallback_a_busy_primary_is_waited_for() -> None:
    primary = FakeExpander()
    primary.hitch.fail(TransientError("busy", retry_after_seconds=600.0), times=2)
    assert (await gathering(primary).gather(REQUEST, at_least=4)).notice is None


async def test_without_a_fallback_the_error_is_the_primarys() -> None:
    primary = FakeExpander()
    primary.hitch.fail_always(TransientError("The model is asleep."))
    with pytest.raises(TransientError, match="asleep"):
        await gathering(primary).gather(REQUEST, at_least=4)


async def test_a_fallback_that_fails_spoils_nothing_that_is_enough_without() -> None:
    primary, fallback = FakeExpander(script=written(*"abcd")), FakeExpander("fallback-1")
    fallback.hitch.fail_always(WorkError("The lists are empty."))
    assert len((await gathering(primary, fallback).gather(REQUEST, at_least=4)).candidates) == 4
    with pytest.raises(WorkError, match="lists are empty"):
        await gathering(primary, fallback).gather(REQUEST, at_least=5)


async def test_too_few_different_texts_are_an_error_that_says_how_many() -> None:
    with pytest.raises(WorkError, match="Only 2 different"):
        await gathered("a cat", "A cat", "a dog", at_least=4)


@given(st.lists(st.integers(0, 2**63), min_size=1, max_size=4))
def test_a_derived_seed_is_31_bits_of_all_its_parts(parts: list[int]) -> None:
    seed = derived_seed(*parts)
    assert 0 <= seed < 2**31
    assert seed == derived_seed(*parts)
    assert seed != derived_seed(*parts, 1)


def test_derived_seeds_do_not_run_their_parts_together() -> None:
    assert derived_seed(1, 23) != derived_seed(12, 3)
    assert len({derived_seed(7, index) for index in range(5000)}) > 4990
