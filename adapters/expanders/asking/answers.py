"""What a language model is asked to answer with, and how much of its answer can be used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, JsonValue, StringConstraints, TypeAdapter, ValidationError

from adapters.expanders.asking.quoting import visible
from adapters.expanders.failures import unreadable
from core.types.slates import Category, Expansion

MAX_CHARACTERS = 1000
"""Of one expansion. The template asks for 60 words; a longer one has run away and is dropped."""

_Text = Annotated[
    str,
    StringConstraints(strict=True, max_length=MAX_CHARACTERS),
    AfterValidator(visible),
    StringConstraints(min_length=1),
]
_text: TypeAdapter[str] = TypeAdapter(_Text)
_answer: TypeAdapter[dict[str, JsonValue]] = TypeAdapter(dict[str, JsonValue])


def schema_of(categories: Sequence[Category], per_category: int) -> dict[str, object]:
    """A JSON Schema: an object with an array of `per_category` strings for each category."""
    texts = {
        "type": "array",
        "items": {"type": "string"},
        "minItems": per_category,
        "maxItems": per_category,
    }
    return {
        "type": "object",
        "properties": {category.value: texts for category in categories},
        "required": [category.value for category in categories],
        "additionalProperties": False,
    }


def object_in(text: str) -> dict[str, Any]:
    """The JSON object that an answer is or holds; raises `TransientError` where there is none.

    Servers without schemas put thoughts before it and a fence around it.
    """
    bare = text.rpartition("</think>")[2].strip()
    for attempt in (bare, bare[bare.find("{") : bare.rfind("}") + 1]):
        try:
            return _answer.validate_json(attempt)
        except ValidationError:
            continue
    raise unreadable("it is blank" if not bare else "it is not the JSON that was asked for")


def expansions_in(text: str, categories: Sequence[Category], per_category: int) -> list[Expansion]:
    """Whatever can be used of an answer; raises `TransientError` where that is nothing.

    What was not asked for is passed over, and one bad text does not spoil the others.
    """
    answer = object_in(text)
    expansions = [
        Expansion(text=valid, category=category)
        for category in categories
        for valid in _texts_in(answer.get(category.value))[:per_category]
    ]
    if not expansions:
        raise unreadable("none of its texts can be used")
    return expansions


def _texts_in(items: object) -> list[str]:
    valid = []
    for item in items if isinstance(items, list) else ():
        try:
            valid.append(_text.validate_python(item))
        except ValidationError:
            continue
    return valid
