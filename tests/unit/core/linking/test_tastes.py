"""The belief about two people who become one: what each pick weighed before, it weighs afterwards."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.belief import Belief, learn, take_back, unknown_person
from core.linking.tastes import OneTaste, one_taste

Lesson = tuple[float, float, float]

PRIOR = (-1.0, -1.5, -0.7)
log_probs = st.floats(min_value=-5, max_value=0)
lessons = st.lists(st.tuples(log_probs, log_probs, log_probs), max_size=6)
decays = st.sampled_from([1.0, 0.9, 0.5])


def taught(belief: Belief, what: Sequence[Lesson], *, decay: float) -> Belief:
    """The belief after these lessons, one after the other."""
    for lesson in what:
        belief = learn(belief, lesson, decay=decay)
    return belief


def nobody() -> Belief:
    return unknown_person("fake", PRIOR)


def numbers(taste: OneTaste, common: int, mine: int, theirs: int) -> tuple[list[int], list[int]]:
    """The update numbers of the host's picks and of the guest's, as joining moves them."""
    host = [number + taste.host_shift for number in range(1, common + mine + 1)]
    guest = [common + number + taste.guest_shift for number in range(1, theirs + 1)]
    return host, guest


@given(lessons, lessons, lessons, decays)
def test_all_evidence_can_be_taken_back_pick_by_pick(
    common: list[Lesson], mine: list[Lesson], theirs: list[Lesson], decay: float
) -> None:
    both = taught(nobody(), common, decay=decay)
    host, guest = taught(both, mine, decay=decay), taught(both, theirs, decay=decay)
    taste = one_taste(host, guest, both, decay=decay)
    belief = taste.belief
    assert belief.updates == len(common) + len(mine) + len(theirs)
    for_host, for_guest = numbers(taste, len(common), len(mine), len(theirs))
    picks = [*zip([*common, *mine], for_host, strict=True), *zip(theirs, for_guest, strict=True)]
    for lesson, number in picks:
        belief = take_back(belief, lesson, update=number, decay=decay)
    assert belief.log_evidence == pytest.approx((0.0,) * 3, abs=1e-9)


@given(lessons, lessons)
def test_without_decay_it_is_as_if_one_person_had_picked_it_all(
    mine: list[Lesson], theirs: list[Lesson]
) -> None:
    host, guest = taught(nobody(), mine, decay=1.0), taught(nobody(), theirs, decay=1.0)
    joined = one_taste(host, guest, None, decay=1.0).belief
    replayed = taught(nobody(), [*mine, *theirs], decay=1.0)
    assert joined.updates == replayed.updates
    assert joined.log_evidence == pytest.approx(replayed.log_evidence, abs=1e-9)
    assert joined.log_probs == pytest.approx(replayed.log_probs, abs=1e-9)


@given(lessons, decays)
def test_two_who_learnt_nothing_since_they_parted_are_who_they_were(
    common: list[Lesson], decay: float
) -> None:
    both = taught(nobody(), common, decay=decay)
    taste = one_taste(both, both, both, decay=decay)
    assert (taste.host_shift, taste.guest_shift, taste.belief.updates) == (0, 0, both.updates)
    assert taste.belief.log_evidence == pytest.approx(both.log_evidence, abs=1e-12)


@given(lessons.filter(bool), lessons, decays)
def test_a_pick_in_common_that_the_guest_has_is_taken_back_once(
    common: list[Lesson], mine: list[Lesson], decay: float
) -> None:
    both = taught(nobody(), common, decay=decay)
    host = taught(both, mine, decay=decay)
    taste = one_taste(host, both, both, decay=decay)
    number = len(common) + taste.host_shift
    left = take_back(taste.belief, common[-1], update=number, decay=decay)
    without = take_back(host, common[-1], update=len(common), decay=decay)
    assert left.log_evidence == pytest.approx(without.log_evidence, abs=1e-9)
