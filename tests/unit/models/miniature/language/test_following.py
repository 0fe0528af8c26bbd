"""Following: what people say about a gallery changes just what it names, and the newest words win."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from core.ports import PastTurn
from models.miniature.language.attributes import Attribute, Value, values_of
from models.miniature.language.following import Asked, follow
from models.miniature.language.reading import read
from models.miniature.scene import Composition, Light, Mood, Palette, Setting, Style, Subject, Tint
from tests.unit.models.miniature.language.prompts import CONCRETE, OPEN, anything

PICKED = "a cat at night, in a cosy room, in ocean blues, in a wide shot, calm, in watercolour"


def turn(words: str | None, picked: str | None = PICKED) -> PastTurn:
    return PastTurn(shown=(PICKED, "another"), picked=picked, words=words)


def after(prompt: str, *words: str) -> Asked:
    """What is asked for after each of these words in turn."""
    return follow(prompt, [turn(one) for one in words])


@pytest.mark.parametrize(
    ("prompt", "words", "text"),
    [
        ("a white cat", "make it a dog", "a white dog"),
        ("a white cat", "an owl", "a white owl"),
        ("a cat", "turn it into an elephant", "an elephant"),
        ("a cat", "not a cat, a dog", "a dog"),
        ("two cats", "dogs instead", "two dogs"),
        ("two cats", "three elephants", "three elephants"),
        ("a white cat", "black", "a black cat"),
        ("a white cat", "make it orange please", "an orange cat"),
        ("a cat", "an orange one", "an orange cat"),
        ("a cat", "make it blue", "a blue cat"),
        ("a white cat", "not white", "a cat"),
        ("a cat", "two of them", "two cats"),
        ("a small white puppy on a boat", "three of them", "three small white puppies on a boat"),
        ("un gato", "two of them", "un gato, two of them"),
        ("two cats", "just one of them", "two cats, just one of them"),
        ("a white cat", "with a big dog!", "a white cat, with a big dog"),
        ("sunset over the sea", "with a sailing boat", "sunset over the sea, with a sailing boat"),
        ("a white cat", "add a hat", "a white cat, with a hat"),
        ("a cat", "with a big red hat and sunglasses", "a cat, with a big red hat and sunglasses"),
        ("a cat", "make it black with a hat", "a black cat, with a hat"),
        ("a cat", "wearing sunglasses on the moon", "a cat, wearing sunglasses"),
        ("a white cat", "with a dog", "a white cat, with a dog"),
        ("two white cats with a dog", "remove the dog", "two white cats"),
        ("love", "a dog", "love, as a dog"),
        ("a forest", "with a house", "a forest, with a house"),
        ("ein Hund", "eine Katze", "eine Katze"),
        ("un gato", "a dog", "a dog"),
        ("a cat", "I love it", "a cat"),
        ("a cat", "darker", "a cat"),
    ],
)  # fmt: skip
def test_what_the_words_make_of_the_prompt(prompt: str, words: str, text: str) -> None:
    assert after(prompt, words).core.text == text


@pytest.mark.parametrize(
    ("words", "attribute", "values"),
    [
        ("at sunset", Attribute.LIGHT, {Light.GOLDEN}),
        ("in the style of pixel art", Attribute.STYLE, {Style.PIXEL}),
        ("brighter", Attribute.LIGHT, {Light.DAY, Light.GOLDEN}),
        ("darker", Attribute.LIGHT, {Light.STORM}),
        ("warmer colours", Attribute.PALETTE, {Palette.EMBER, Palette.HONEY, Palette.ROSE, Palette.EARTH}),
        ("cooler", Attribute.PALETTE, {Palette.LAGOON, Palette.LAVENDER}),
        ("closer", Attribute.COMPOSITION, {Composition.CLOSE}),
        ("bigger", Attribute.COMPOSITION, {Composition.CLOSE}),
        ("a bit further away", Attribute.COMPOSITION, {Composition.WIDE}),
        ("smaller please", Attribute.COMPOSITION, {Composition.WIDE}),
        ("happier", Attribute.MOOD, {Mood.JOYFUL}),
        ("sadder", Attribute.MOOD, {Mood.MELANCHOLIC}),
        ("scarier", Attribute.MOOD, {Mood.MYSTERIOUS, Mood.DRAMATIC}),
        ("calmer", Attribute.MOOD, {Mood.DREAMY}),
        ("more colourful", Attribute.PALETTE, {Palette.CANDY, Palette.LAGOON, Palette.EMBER}),
        ("less colourful", Attribute.PALETTE, {Palette.MONOCHROME, Palette.EARTH, Palette.LAVENDER}),
        ("simpler", Attribute.STYLE, {Style.FLAT, Style.PAPERCUT, Style.INK}),
        ("more detailed", Attribute.STYLE, {Style.WOODCUT, Style.GLASS, Style.DECO}),
    ],
)  # fmt: skip
def test_words_limit_what_may_be_shown(words: str, attribute: Attribute, values: set[Value]) -> None:
    asked = after("a cat", words)
    assert set(asked.allowed[attribute]) == values
    assert all(asked.allowed[one] == values_of(one) for one in Attribute if one is not attribute)


@pytest.mark.parametrize(
    ("words", "attribute", "value"),
    [
        ("not at night", Attribute.LIGHT, Light.NIGHT),
        ("no fog", Attribute.LIGHT, Light.MIST),
        ("less blue", Attribute.PALETTE, Palette.OCEAN),
        ("without the room", Attribute.SETTING, Setting.ROOM),
        ("I don't like watercolour", Attribute.STYLE, Style.WATERCOLOUR),
        ("no people", Attribute.SUBJECT, Subject.PORTRAIT),
    ],
)
def test_words_exclude_what_is_not_wanted(words: str, attribute: Attribute, value: Value) -> None:
    allowed = after("love", words).allowed[attribute]
    assert value not in allowed
    assert len(allowed) == len(values_of(attribute)) - 1


def test_the_newest_words_win() -> None:
    assert after("a cat at night", "at sunset", "in the fog").allowed[Attribute.LIGHT] == (Light.MIST,)
    assert after("a cat", "make it a dog", "a horse").wish.subject is Subject.HORSE
    assert after("a cat", "black", "white").wish.tint is Tint.WHITE


def test_older_words_stay_where_newer_ones_say_nothing() -> None:
    asked = after("a cat", "at sunset", "in watercolour", "with a hat")
    assert asked.allowed[Attribute.LIGHT] == (Light.GOLDEN,)
    assert asked.allowed[Attribute.STYLE] == (Style.WATERCOLOUR,)
    assert asked.core.text == "a cat, with a hat"


def test_a_comparison_is_with_what_was_picked_last() -> None:
    by_day = turn(None, picked="a cat in bright daylight")
    assert follow("a cat", [turn(None), by_day, turn("darker", None)]).allowed[Attribute.LIGHT] == (
        Light.NIGHT, Light.STORM,
    )  # fmt: skip
    assert follow("a cat at night", [turn("darker", None)]).allowed[Attribute.LIGHT] == (Light.STORM,)


def test_another_colour_of_an_open_prompt_is_its_palette() -> None:
    asked = after("love", "in blue")
    assert asked.allowed[Attribute.PALETTE] == (Palette.OCEAN,)
    assert asked.wish.is_open


def test_nothing_said_leaves_everything() -> None:
    asked = follow("a cat", [turn(None), turn(None, None)])
    assert asked == follow("a cat", [])
    assert asked.wish == read("a cat")


@pytest.mark.parametrize("prompt", [*CONCRETE, *OPEN])
def test_a_thing_that_is_named_later_is_the_subject_from_then_on(prompt: str) -> None:
    asked = after(prompt, "make it a windmill", "darker", "with a hat")
    assert asked.wish.subject is Subject.WINDMILL
    assert "hat" in asked.core.text


@settings(max_examples=300, deadline=None)
@given(anything, anything, anything)
def test_any_words_can_be_followed(prompt: str, first: str, second: str) -> None:
    asked = after(prompt, first, second)
    assert asked.core.wish == read(asked.core.text)
    assert all(asked.allowed[one] for one in Attribute)
    assert len(asked.core.text) <= 1000
    if read(prompt).subject is not None:
        assert asked.wish.subject is not None
