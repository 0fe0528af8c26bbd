"""What the rules of a community refuse to be."""

from __future__ import annotations

import pytest

from core.types.communities import CommunityRules


@pytest.mark.parametrize("turns", [0, -1, 21])
def test_a_session_has_one_to_twenty_turns(turns: int) -> None:
    with pytest.raises(ValueError, match="1 to 20 turns"):
        CommunityRules(turns=turns)


@pytest.mark.parametrize("turns", [1, 20, None])
def test_the_bounds_are_allowed(turns: int | None) -> None:
    assert CommunityRules(turns=turns, sessions_per_day=1).turns == turns


def test_a_quota_leaves_at_least_one_session_a_day() -> None:
    with pytest.raises(ValueError, match="at least one session"):
        CommunityRules(sessions_per_day=0)


@pytest.mark.parametrize("word", ["", " \n"])
def test_an_empty_word_is_not_blocked(word: str) -> None:
    with pytest.raises(ValueError, match="not empty"):
        CommunityRules(blocked_words=("clown", word))


@pytest.mark.parametrize("risk", [-0.01, 1.01, float("nan")])
def test_a_risk_lies_between_nothing_and_certainty(risk: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        CommunityRules(hides_images_above=risk)


@pytest.mark.parametrize("risk", [0.0, 1.0, None])
def test_nothing_and_certainty_are_allowed(risk: float | None) -> None:
    assert CommunityRules(hides_images_above=risk).hides_images_above == risk
