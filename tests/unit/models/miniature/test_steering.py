"""Steering: what answers say about values, without any text written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.ports import ExpansionRequest, PastTurn
from core.types.slates import Category
from models.miniature.language.attributes import BESIDE_SUBJECT, Attribute
from models.miniature.language.following import follow
from models.miniature.scene import Composition, Light, Palette, Setting, Style, Subject
from models.miniature.steering import Look, Steering, likelihood, steer

DESERT = "a white cat in the desert at night, in ember reds, in chalk, in close-up, calm"
CITY = "a white cat in the city on a sunny day, in ember reds, as pixel art, in close-up, joyful"
BEACH = "a white cat by the sea at sunset, in ocean blues, in watercolour, in a wide shot, dreamy"


def steering(*history: PastTurn, prompt: str = "a white cat") -> Steering:
    """What such turns say."""
    picked = [past.picked for past in history if past.picked is not None]
    request = ExpansionRequest(
        prompt=prompt,
        intent=prompt,
        base=picked[-1] if picked else prompt,
        history=history,
        categories=tuple(Category),
        per_category=5,
        seed=1,
    )
    return steer(follow(prompt, history), request)


def turn(picked: str | None, *others: str, words: str | None = None) -> PastTurn:
    """A gallery of these texts."""
    return PastTurn(shown=tuple(one for one in (picked, *others) if one), picked=picked, words=words)


def test_before_any_answer_all_values_are_wanted_alike_and_there_is_no_home() -> None:
    fresh = steering()
    assert fresh.home is None
    assert fresh.weight(Palette.EMBER) == fresh.weight(Light.NIGHT) == 1


def test_the_look_picked_last_is_home() -> None:
    home = steering(turn(CITY, BEACH), turn(DESERT, CITY)).home
    assert home is not None
    assert home.values == {
        Attribute.SUBJECT: Subject.CAT,
        Attribute.SETTING: Setting.DESERT,
        Attribute.STYLE: Style.CHALK,
        Attribute.PALETTE: Palette.EMBER,
        Attribute.LIGHT: Light.NIGHT,
        Attribute.COMPOSITION: Composition.CLOSE,
        Attribute.MOOD: "calm",
    }


def test_liked_values_are_wanted_more_and_passed_over_ones_less() -> None:
    after = steering(turn(DESERT, BEACH))
    assert after.weight(Palette.EMBER) > 1 > after.weight(Palette.OCEAN)
    assert after.weight(Palette.MOSS) == 1


def test_a_value_that_was_passed_over_but_also_picked_is_liked() -> None:
    assert steering(turn(DESERT, CITY)).weight(Palette.EMBER) > 1


def test_values_of_a_refused_gallery_are_wanted_least() -> None:
    refused = steering(turn(None, BEACH))
    assert refused.weight(Palette.OCEAN) < steering(turn(DESERT, BEACH)).weight(Palette.OCEAN) < 1
    assert refused.refusals == 1
    assert [look.values[Attribute.SETTING] for look in refused.refused] == [Setting.BEACH]


def test_newer_answers_count_more() -> None:
    assert steering(turn(BEACH), turn(DESERT)).weight(Palette.EMBER) > (
        steering(turn(DESERT), turn(BEACH)).weight(Palette.EMBER)
    )


def test_what_the_picks_agree_on_is_held_more_firmly() -> None:
    held = steering(turn(CITY), turn(DESERT)).held
    assert held[Attribute.PALETTE] == held[Attribute.COMPOSITION] > 1 > held[Attribute.LIGHT]
    assert set(steering(turn(DESERT)).held.values()) == {1.0}


def test_only_refusals_after_the_last_pick_count() -> None:
    assert steering(turn(None, BEACH), turn(DESERT)).refusals == 0
    assert steering(turn(DESERT), turn(None, BEACH), turn(None, CITY)).refusals == 2


def test_home_follows_what_was_said_since() -> None:
    home = steering(turn(DESERT, words="make it a dog, at sunset")).home
    assert home is not None
    assert home.subject is Subject.DOG
    assert home.values[Attribute.LIGHT] is Light.GOLDEN
    assert home.values[Attribute.SETTING] is Setting.DESERT


def test_an_idea_is_no_longer_shown_as_what_is_not_wanted() -> None:
    people = DESERT.replace("a white cat", "love as a portrait of two people")
    home = steering(turn(people, words="no people"), prompt="love").home
    assert home is not None
    assert (home.subject, home.count) == (Subject.BIRD, 1)


def test_what_goes_with_the_subject_is_likelier() -> None:
    fish = Look(values={Attribute.SUBJECT: Subject.FISH})
    asked = follow("a fish", [])
    at_home, away = (
        likelihood(one, fish, asked, steering(prompt="a fish")) for one in (Setting.UNDERWATER, Setting.CITY)
    )
    assert at_home > away


def test_looks_are_compared_and_changed_by_attribute() -> None:
    home = steering(turn(DESERT)).home
    assert home is not None
    other = home.but(Attribute.STYLE, Style.NEON).but(Attribute.SUBJECT, Subject.OWL, count=2)
    assert home.differences(other, BESIDE_SUBJECT) == 1
    assert (other.subject, other.count, home.count) == (Subject.OWL, 2, 1)


@pytest.mark.parametrize("text", ["", "anything", "🐱", "love"])
def test_texts_that_say_little_can_have_been_shown_too(text: str) -> None:
    past = replace(turn(text or "x", "another"), shown=(text, "another"))
    assert steering(past).home is not None
