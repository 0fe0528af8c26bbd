"""The extract that is kept here agrees with Telegram's published description, and both are held to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram.methods.table import METHODS
from tests.fakes.telegram.rules.description import (
    SHIPPED,
    VARIABLE,
    Description,
    condensed,
    description,
    extract,
    published,
)
from tests.fakes.telegram.rules.reactions import ALLOWED
from tests.unit.fakes.telegram.clients import Raw

HERE = published()
"""Where it is not here, there is nothing to compare with: the extract is then all that the fake knows."""


def field(name: str, *types: str, required: bool = False, text: str = "") -> dict[str, Any]:
    return {"name": name, "types": list(types), "required": required, "description": text}


DOCUMENT: dict[str, Any] = {
    "methods": {"send": {"returns": ["Boolean"], "fields": [field("what", "Media", required=True)]}},
    "types": {
        "Media": {"subtypes": ["Photo", "File"]},
        "Photo": {"fields": [field("type", "String", required=True, text="Type, must be photo")]},
        "File": {
            "fields": [
                field("type", "String", required=True, text='Type, always "file"'),
                field("sizes", "Array of Integer"),
                field("done", "Boolean"),
            ]
        },
    },
}


@pytest.mark.parametrize(
    ("value", "problems"),
    [
        ({"type": "photo"}, []),
        ({"type": "file", "sizes": [1, 2], "done": True}, []),
        ({"type": "video"}, ["what is of no known kind"]),
        ({"type": "photo", "sizes": [1]}, ["what: Photo has no field 'sizes'"]),
        ({"type": "file", "sizes": [1, "2"]}, ["what.sizes[1] is no Integer: '2'"]),
        ({"type": "file", "sizes": [True]}, ["what.sizes[0] is no Integer: True"]),
        ({"type": "file", "sizes": 1}, ["what.sizes is no array: 1"]),
        ({"type": "file", "done": 1}, ["what.done is no Boolean: 1"]),
        ("photo", ["what is no object: 'photo'"]),
    ],
)
def test_a_value_is_held_against_its_type(value: object, problems: list[str]) -> None:
    described = Description(condensed(DOCUMENT), complete=True)
    assert described.problems(["Media"], value, "what") == problems


def test_an_array_may_hold_some_of_each_type() -> None:
    described = Description(condensed(DOCUMENT), complete=True)
    types = ["Array of Photo", "Array of File"]
    assert described.problems(types, [{"type": "photo"}, {"type": "file"}], "what") == []
    assert described.problems(types, [{"type": "photo"}, 7], "what") == ["what[1] is no object Photo: 7"]


def test_an_answer_is_held_against_what_its_method_returns() -> None:
    described = Description(condensed(DOCUMENT), complete=True)
    assert described.problems_of_answer("send", True) == []
    assert described.problems_of_answer("send", {}) == ["result is no Boolean: {}"]
    assert described.parameters("receive") is None


def test_an_extract_holds_the_types_that_are_reached() -> None:
    document = condensed(DOCUMENT | {"types": DOCUMENT["types"] | {"Other": {"fields": []}}})
    assert list(extract(document, ["send"])["types"]) == ["File", "Media", "Photo"]


def test_the_extract_is_of_the_published_description() -> None:
    shipped = json.loads(SHIPPED.read_text())
    document = shipped if HERE is None else condensed(json.loads(HERE.read_text()))
    assert extract(document, METHODS) == shipped


def test_the_reactions_are_those_of_the_published_description() -> None:
    assert len(ALLOWED) == 73
    if HERE is not None:
        fields = json.loads(HERE.read_text())["types"]["ReactionTypeEmoji"]["fields"]
        written = next(one["description"] for one in fields if one["name"] == "emoji")
        assert set(written.split('"')[1::2]) == ALLOWED


@pytest.mark.parametrize("is_here", [True, False])
async def test_requests_are_held_to_the_extract_where_there_is_nothing_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, is_here: bool
) -> None:
    whole = json.loads(SHIPPED.read_text())
    monkeypatch.setattr("tests.fakes.telegram.rules.description.published", lambda: None)
    known = description.__wrapped__()
    assert known.complete is False
    assert set(known.methods) == set(METHODS) == set(whole["methods"])
    monkeypatch.setattr("tests.fakes.telegram.server.description", lambda: known)
    async with FakeTelegram(check_answers=is_here) as fake, aiohttp.ClientSession() as session:
        mia = fake.add_user("mia")
        await mia.starts()
        ask = Raw(fake, session)
        markup = {"inline_keyboard": [[{"text": "1", "callback_data": "x"}]]}
        await ask.done("sendMessage", {"chat_id": mia.id, "text": "x", "reply_markup": markup})
        markup = {"inline_keyboard": [[{"text": "1", "callback": "x"}]]}
        said = await ask.said_no("sendMessage", {"chat_id": mia.id, "text": "x", "reply_markup": markup})
        assert "no field 'callback'" in said
        assert fake.mistakes == []


def test_the_environment_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "described.json"
    path.write_text(json.dumps(DOCUMENT))
    monkeypatch.setenv(VARIABLE, str(path))
    found = description.__wrapped__()
    assert (set(found.methods), found.complete) == ({"send"}, True)
