"""Beliefs: closed forms, taking back in any order, and numbers that never run out."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.belief import Belief, learn, normalised, take_back, unknown_person

LOG_PROBS = st.floats(-30.0, 0.0)
LESSONS = st.lists(st.tuples(LOG_PROBS, LOG_PROBS, LOG_PROBS), min_size=1, max_size=8)
PRIOR = tuple(math.log(share) for share in (0.5, 0.3, 0.2))


def probs(belief: Belief) -> list[float]:
    return [math.exp(value) for value in belief.log_probs]


def test_somebody_unknown_is_believed_to_be_as_the_prior_says() -> None:
    assert probs(unknown_person("m", PRIOR)) == pytest.approx([0.5, 0.3, 0.2])


def test_one_pick_gives_bayes_rule() -> None:
    likelihoods = (0.1, 0.6, 0.3)
    belief = learn(unknown_person("m", PRIOR), [math.log(value) for value in likelihoods])
    joint = [prior * value for prior, value in zip((0.5, 0.3, 0.2), likelihoods, strict=True)]
    assert probs(belief) == pytest.approx([value / sum(joint) for value in joint])
    assert belief.updates == 1


@given(lessons=LESSONS, decay=st.sampled_from([1.0, 0.9, 0.5]))
def test_evidence_decays_by_its_age(lessons: list[tuple[float, float, float]], decay: float) -> None:
    belief = unknown_person("m", PRIOR)
    for lesson in lessons:
        belief = learn(belief, lesson, decay=decay)
    ages = range(len(lessons) - 1, -1, -1)
    for kind in range(3):
        by_hand = math.fsum(decay**age * lesson[kind] for age, lesson in zip(ages, lessons, strict=True))
        assert belief.log_evidence[kind] == pytest.approx(by_hand)


@given(lessons=LESSONS, data=st.data(), decay=st.sampled_from([1.0, 0.9, 0.5]))
def test_taking_back_in_any_order_equals_never_having_counted_it(
    lessons: list[tuple[float, float, float]], data: st.DataObject, decay: float
) -> None:
    belief = unknown_person("m", PRIOR)
    for lesson in lessons:
        belief = learn(belief, lesson, decay=decay)
    order = data.draw(st.permutations(range(len(lessons))))
    gone = order[: data.draw(st.integers(0, len(lessons)))]
    for index in gone:
        belief = take_back(belief, lessons[index], update=index + 1, decay=decay)
    assert belief.updates == len(lessons), "update numbers are never given twice"
    for kind in range(3):
        stays = math.fsum(
            decay ** (len(lessons) - 1 - index) * lesson[kind]
            for index, lesson in enumerate(lessons)
            if index not in gone
        )
        assert belief.log_evidence[kind] == pytest.approx(stays, abs=1e-9)


def test_taking_back_an_older_pick_after_newer_ones_is_exact() -> None:
    first, second, third = (-1.0, -2.0, -3.0), (-0.5, -4.0, -1.0), (-2.0, -2.5, -0.1)
    belief = unknown_person("m", PRIOR)
    for lesson in (first, second):
        belief = learn(belief, lesson, decay=0.8)
    belief = learn(take_back(belief, first, update=1, decay=0.8), third, decay=0.8)
    assert belief.log_evidence == pytest.approx([0.8 * s + t for s, t in zip(second, third, strict=True)])


@pytest.mark.parametrize("decay", [1.0, 0.99])
def test_a_hundred_thousand_picks_neither_under_nor_overflow(decay: float) -> None:
    belief = unknown_person("m", PRIOR)
    for _ in range(100_000):
        belief = learn(belief, (-700.0, -0.5, -1.0), decay=decay)
    assert all(math.isfinite(value) for value in belief.log_evidence)
    assert math.fsum(probs(belief)) == pytest.approx(1.0)
    assert probs(belief)[1] == pytest.approx(1.0)
    oldest = take_back(belief, (-700.0, -0.5, -1.0), update=1, decay=decay)
    assert all(math.isfinite(value) for value in oldest.log_probs)


@given(weights=st.lists(st.floats(-1e8, 1e8), min_size=1, max_size=40))
def test_normalised_weights_sum_to_one_and_keep_their_differences(weights: list[float]) -> None:
    log_probs = normalised(weights)
    assert math.fsum(math.exp(value) for value in log_probs) == pytest.approx(1.0, abs=1e-6)
    assert all(value <= 1e-12 for value in log_probs)
    assert log_probs[0] - log_probs[-1] == pytest.approx(weights[0] - weights[-1], abs=1e-6, rel=1e-9)


def test_likelihoods_must_cover_every_type() -> None:
    with pytest.raises(ValueError, match="zip"):
        learn(unknown_person("m", PRIOR), (-1.0, -1.0))
    with pytest.raises(ValueError, match="one prior and one sum"):
        Belief(user_model="m", log_prior=(0.0,), log_evidence=())
