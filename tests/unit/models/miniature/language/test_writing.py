"""Writing: every text reads back as what was written, and keeps the person's words."""

from __future__ import annotations

import itertools
import random
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.miniature.language.attributes import BESIDE_SUBJECT, Attribute, Value, attribute_of, values_of
from models.miniature.language.completing import complete
from models.miniature.language.reading import parse, read
from models.miniature.language.vocabulary.plain import FLOURISHES
from models.miniature.language.vocabulary.written import ADJECTIVES, NOUNS, TAILS
from models.miniature.language.writing import (
    Core,
    core_of,
    named_identity,
    noun_phrase,
    plural,
    shortened,
    with_article,
    write,
)
from models.miniature.scene import Palette, Scene, Setting, Subject, Tint
from tests.unit.models.miniature.language.prompts import CONCRETE, OPEN, anything

WRITTEN = [
    (phrase, value)
    for table in (TAILS, NOUNS, ADJECTIVES)
    for value, phrases in table.items()
    for phrase in phrases
]
SCENE = complete(read("a white cat"), 3)
_FIELDS: dict[str, st.SearchStrategy[Value]] = {
    one.value: st.sampled_from(values_of(one)) for one in BESIDE_SUBJECT
}
scenes = st.builds(
    Scene, subject=st.sampled_from(values_of(Attribute.SUBJECT)), count=st.integers(1, 3), **_FIELDS
)


def texts_of(prompt: str, scene: Scene = SCENE, count: int = 40) -> list[str]:
    """Ways in which a scene is written around a prompt."""
    core, draw = core_of(prompt), random.Random(5)
    wish = core.wish
    said = {one.value: wish.said(one) for one in BESIDE_SUBJECT if wish.said(one)}
    scene = replace(scene, subject=wish.subject or scene.subject, **said)  # type: ignore[arg-type]
    return [write(core, scene, draw) for _ in range(count)]


@pytest.mark.parametrize(("phrase", "value"), WRITTEN)
def test_a_phrase_is_read_as_just_its_value(phrase: str, value: Value) -> None:
    for written in (phrase, phrase.removeprefix("in "), f"now {phrase}"):
        wish = read(f"a cat, {written}")
        assert {one: wish.said(one) for one in BESIDE_SUBJECT if wish.said(one)} == {
            attribute_of(value): value
        }
        assert wish.identity == read("a cat").identity
        assert not wish.without


@pytest.mark.parametrize("flourish", FLOURISHES.split(","))
def test_a_flourish_says_nothing(flourish: str) -> None:
    assert read(f"a cat, {flourish}") == read("a cat")


@pytest.mark.parametrize("subject", values_of(Attribute.SUBJECT))
@pytest.mark.parametrize("count", [1, 2, 5])
def test_every_name_of_a_subject_is_read_as_it(subject: Subject, count: int) -> None:
    for seed in range(12):
        wish = read(noun_phrase(subject, count, random.Random(seed)))
        assert (wish.subject, wish.sign, wish.companion) == (subject, "", None)
        if subject not in {Subject.FRUIT, Subject.LANDSCAPE, Subject.ABSTRACT}:
            assert (wish.count or 1) == count


@settings(max_examples=500, deadline=None)
@given(prompt=anything, scene=scenes, seed=st.integers(0, 2**31))
def test_a_text_reads_back_as_what_was_written(prompt: str, scene: Scene, seed: int) -> None:
    core = core_of(prompt)
    wish = read(write(core, scene, random.Random(seed)))
    for attribute in BESIDE_SUBJECT:
        assert wish.said(attribute) is getattr(scene, attribute.value)
    if core.wish.subject is None:
        assert wish.subject is scene.subject
        assert (wish.sign, wish.companion) == ("", core.wish.companion)
    else:
        assert wish.identity == core.wish.identity


@settings(max_examples=300, deadline=None)
@given(anything)
def test_a_core_says_what_the_whole_prompt_is_of(prompt: str) -> None:
    assert core_of(prompt).wish.identity == read(" ".join(prompt.split())).identity


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_characters="<>"), max_size=150))
def test_a_prompt_stays_word_for_word(prompt: str) -> None:
    words = " ".join(prompt.split()).rstrip(" ,;:.")
    if not re.search("please|make|draw|paint|show|give|create|generate", words, re.IGNORECASE):
        assert core_of(prompt).text in (words, " ".join(prompt.split()))


def test_a_request_is_no_part_of_what_is_seen() -> None:
    assert core_of("Please draw me a picture of a red car, please").text == "a red car"
    assert core_of("draw me a dragon").text == "a dragon"
    assert core_of("make it a fox").text == "make it a fox"
    assert core_of("an image of love").text == "an image of love"
    assert core_of("please").wish.is_open


def test_a_long_prompt_is_cut_at_a_word() -> None:
    assert shortened("one two three", 9) == "one two…"
    assert shortened("one two three", 7) == "one two…"
    assert shortened("onetwothree", 5) == "onetw…"
    assert shortened("one two, ", 20) == "one two"


def test_what_a_long_prompt_names_late_is_said_all_the_same() -> None:
    core = core_of("turbine " * 200 + "and two white horses with a dog")
    assert (core.wish.subject, core.wish.count, core.wish.tint) == (Subject.HORSE, 2, Tint.WHITE)
    assert core.wish.companion is Subject.DOG
    assert len(core.text) < 380


def test_an_identity_is_named_in_plain_words() -> None:
    assert named_identity(read("two white quantum llamas and a dog").identity) == (
        "two quantum white llamas and a dog"
    )
    assert with_article("owl") == "an owl"


@pytest.mark.parametrize("prompt", [*CONCRETE[:15], *OPEN])
def test_short_prompts_have_short_texts_that_read_well(prompt: str) -> None:
    for text in texts_of(prompt):
        assert len(text) <= 200
        assert text == " ".join(text.split())
        words = re.findall(r"[a-z]+", text.lower())
        assert not [pair for pair in itertools.pairwise(words) if pair[0] == pair[1]], text
        assert not re.search(r" ,|,,|\ba [aeio]|\ban [^aeiou8q]|[,:] *$", text.replace("an xyz", "")), text


def test_what_the_prompt_says_already_is_not_said_again() -> None:
    scene = replace(SCENE, setting=Setting.FOREST, palette=Palette.OCEAN)
    for text in texts_of("a cat in a forest in blue tones", scene):
        assert "wood" not in text
        assert "tall trees" not in text
        assert text.count("blue") == 1


def test_what_goes_against_the_prompt_is_marked() -> None:
    core = core_of("a cat in a forest")
    text = write(core, replace(SCENE, setting=Setting.BEACH), random.Random(1))
    assert re.search("now (by the sea|on a sandy beach|at the seaside)", text)


@pytest.mark.parametrize(
    ("noun", "several"),
    [("cat", "cats"), ("puppy", "puppies"), ("monkey", "monkeys"), ("fox", "foxes"), ("wolf", "wolves"),
     ("snowman", "snowmen"), ("bowl of fruit", "bowls of fruit"), ("fish", "fish")],
)  # fmt: skip
def test_several_of_a_noun(noun: str, several: str) -> None:
    assert plural(noun) == several


def test_a_style_comes_first_only_before_a_plain_noun_phrase() -> None:
    assert any(not text.startswith("a white cat") for text in texts_of("a white cat"))
    for prompt in ("an image of love", "I want a cat", "🐱", "a cat, a dog", "a cat in pixel art", "xyzzy"):
        assert all(text.startswith(prompt) for text in texts_of(prompt))


def test_place_and_light_do_not_begin_with_the_same_word() -> None:
    scene = replace(SCENE, setting=Setting.UNDERWATER)
    assert not any(" under the sea under " in text for text in texts_of("a white cat", scene, 200))


def test_a_core_knows_whether_it_can_go_on() -> None:
    assert Core(text="a cat", reading=parse("a cat")).is_noun_phrase
    assert not Core(text="draw a cat", reading=parse("draw a cat")).is_noun_phrase
