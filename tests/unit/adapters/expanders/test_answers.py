"""What is asked for as an answer, and what of one can be used."""

from __future__ import annotations

import json

import jsonschema
import pytest

from adapters.expanders.asking.answers import MAX_CHARACTERS, expansions_in, object_in, schema_of
from core.errors import TransientError
from core.types.slates import Category, Expansion

BOTH = (Category.STYLE, Category.LEAP)
GOOD = {"style": ["one", "two"], "leap": ["three", "four"]}


def test_the_schema_takes_just_what_is_asked_for() -> None:
    schema = schema_of(BOTH, 2)
    jsonschema.validate(GOOD, schema)
    for bad in ({"style": ["one", "two"]}, GOOD | {"style": ["one"]}, GOOD | {"more": []}, {"style": "x"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(bad, schema)


def test_the_texts_come_with_their_categories() -> None:
    assert expansions_in(json.dumps(GOOD), BOTH, 2) == [
        Expansion(text="one", category=Category.STYLE),
        Expansion(text="two", category=Category.STYLE),
        Expansion(text="three", category=Category.LEAP),
        Expansion(text="four", category=Category.LEAP),
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"<think>What about {{this}}?</think>\n{json.dumps(GOOD)}",
        f"```json\n{json.dumps(GOOD)}\n```",
        f"Here they are: {json.dumps(GOOD)} Enjoy!",
        f"\ufeff {json.dumps(GOOD, indent=2)}\n",
    ],
)
def test_thoughts_fences_and_chatter_around_the_answer_do_not_matter(text: str) -> None:
    assert len(expansions_in(text, BOTH, 2)) == 4


@pytest.mark.parametrize(
    "item",
    [None, 3, True, ["nested"], {"text": "nested"}, "", " \n\t", "\u200b\x00", "x" * (MAX_CHARACTERS + 1)],
)
def test_what_is_no_text_is_passed_over(item: object) -> None:
    answer = json.dumps({"style": [item, "good"], "leap": {"1": item}})
    assert expansions_in(answer, BOTH, 2) == [Expansion(text="good", category=Category.STYLE)]


def test_a_text_is_one_line_without_control_characters() -> None:
    answer = json.dumps({"style": ["  a\ncat\u2028 \x1b[31mred\x07\u202e "]})
    assert [one.text for one in expansions_in(answer, BOTH, 1)] == ["a cat [31mred"]


def test_more_than_was_asked_for_is_left_out() -> None:
    answer = json.dumps(GOOD | {"detail": ["five"], "notes": "none"})
    assert [one.text for one in expansions_in(answer, BOTH, 1)] == ["one", "three"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "I cannot help with that.",
        "[]",
        '"text"',
        "null",
        "{}",
        json.dumps({"expansions": ["one"]}),
        json.dumps({"style": [], "leap": None}),
        json.dumps(GOOD)[:-2],
        "{" * 20_000,
        '{"style": ' + "[" * 20_000,
    ],
)
def test_an_answer_of_no_use_may_be_better_next_time(text: str) -> None:
    with pytest.raises(TransientError, match="of no use"):
        expansions_in(text, BOTH, 2)


def test_a_trial_takes_any_object() -> None:
    assert object_in('{"animals": ["cat"]}') == {"animals": ["cat"]}
