"""What was asked, and a model that knows nothing but the schema it is given."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.fakes.language_models.faults import Fault


class RefusedRequestError(Exception):
    """The request is not as the protocol wants it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One request as the server understood it; `schema` is a JSON Schema, as the client meant it."""

    model: str
    key: str
    system: str
    user: str
    schema: Mapping[str, Any]
    pictures: tuple[tuple[str, bytes], ...]
    max_output_tokens: int
    temperature: float | None
    number: int
    """Which request of the server's this is, from 1."""


def only(part: Mapping[str, Any], *known: str) -> None:
    """Refuse what a strict server does not know."""
    if unknown := set(part) - set(known):
        raise RefusedRequestError(f"unknown fields: {sorted(unknown)}")


def answer_to(asked: Asked, fault: Fault | None) -> str:
    """The text of an answer: every text tells its category, its number and the request's."""
    texts = {name: _texts(name, asked) for name in asked.schema["required"]}
    answer = json.dumps(texts)
    match fault:
        case Fault.MALFORMED:
            return f"Here you are: {answer[: len(answer) // 2]} … and so on }}"
        case Fault.TRUNCATED:
            return answer[: len(answer) // 2]
        case Fault.BLANK:
            return "  \n"
        case Fault.WRONG_SCHEMA:
            return json.dumps({"expansions": [text for listed in texts.values() for text in listed]})
        case Fault.DUPLICATES:
            return json.dumps({name: ["the same again"] * len(listed) for name, listed in texts.items()})
        case Fault.PARTLY_USABLE:
            return json.dumps(_spoilt(texts))
    return answer


def _texts(name: str, asked: Asked) -> list[str]:
    array = asked.schema["properties"][name]
    if array["type"] != "array" or array["items"] != {"type": "string"}:
        raise RefusedRequestError(f"{name} is no array of strings")
    if array["minItems"] != array["maxItems"]:
        raise RefusedRequestError(f"{name} has no one length")
    return [f"a {name} of the wish, number {n}, answer {asked.number}" for n in range(array["minItems"])]


def _spoilt(texts: Mapping[str, list[str]]) -> dict[str, object]:
    """The first category whole, the second one among things that are no texts, the others missing."""
    (first, whole), (second, others) = list(texts.items())[:2]
    odd: list[object] = [None, 3, {"text": "nested"}, "", "\u200b\n", "x" * 5000, "two\nlines\x07 of text"]
    return {first: whole, second: [*odd, *others], "remarks": "I hope you like them", "leap": "no array"}
