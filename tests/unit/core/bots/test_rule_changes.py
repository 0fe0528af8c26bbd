"""A server's rules: what can be put into them, and that all of them can be told in one message."""

from __future__ import annotations

import pytest

from adapters.discord.wording import in_words
from core.bots.rule_changes import MOST_LISTED, MOST_SHOWN, blocking, hiding_above, listed, unlisted
from core.errors import NotNowError
from core.texts.catalogue import LANGUAGES, texts_in
from core.types.communities import CommunityRules

MESSAGE_CHARACTERS = 4000
A_NUMBER = "1441475703345250304"


def test_a_list_has_an_end_and_no_value_twice() -> None:
    full = tuple(str(number) for number in range(MOST_LISTED))
    assert listed(full, "7") == full
    with pytest.raises(NotNowError, match=str(MOST_LISTED)):
        listed(full, "one more")
    assert listed(unlisted(full, "7"), "one more")[-1] == "one more"
    assert unlisted(full, "never there") == full


def test_a_blocked_phrase_is_kept_in_lower_case_with_single_spaces() -> None:
    assert blocking(CommunityRules(), None, "  Große   HÜTE ").blocked_words == ("große hüte",)
    with pytest.raises(NotNowError):
        blocking(CommunityRules(), None, "   ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_rules_fit_into_one_message(language: str) -> None:
    numbers = (A_NUMBER,) * MOST_LISTED
    rules = CommunityRules(
        channels=numbers,
        turns=20,
        sessions_per_day=1000,
        hides_images_above=0.9999,
        starters=numbers,
        report_channel=A_NUMBER,
        blocked_words=("*" * 50,) * MOST_LISTED,
        blocked_members=numbers,
    )
    told = in_words(rules, texts_in(language))
    assert len(told) < MESSAGE_CHARACTERS - 100
    assert told.count(f"(+{MOST_LISTED - MOST_SHOWN})") == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_rules_that_decide_nothing_are_told_as_well(language: str) -> None:
    told = in_words(CommunityRules(), texts_in(language)).splitlines()
    assert len(told) == 10
    assert all(line.partition(":** ")[2] for line in told)


def test_of_a_long_list_the_newest_are_told_first() -> None:
    rules = CommunityRules(channels=tuple(str(number) for number in range(MOST_SHOWN + 1)))
    first = in_words(rules, texts_in("en")).splitlines()[0]
    assert f"<#{MOST_SHOWN}> " in first
    assert "<#0>" not in first


@pytest.mark.parametrize(
    ("percent", "risk", "said"),
    [(0, 0.0, "0%"), (35, 0.35, "35%"), (100, 1.0, "100%"), (None, None, "as the operator has set it")],
)
def test_a_risk_is_decided_and_told_in_percent(percent: int | None, risk: float | None, said: str) -> None:
    rules = hiding_above(CommunityRules(hides_images_above=0.5), percent)
    assert rules == CommunityRules(hides_images_above=risk)
    line = in_words(rules, texts_in("en")).splitlines()[5]
    assert line == f"**The safety check marks images above a risk of:** {said}"
    told = in_words(rules, texts_in("de")).splitlines()[5]
    assert told.startswith("**Die Sicherheitsprüfung markiert Bilder bei einem Risiko über:** ")
