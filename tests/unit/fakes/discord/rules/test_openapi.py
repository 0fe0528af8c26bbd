"""Bodies are compared with a published description where there is one, and only noted when they differ."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.rest.app import Api
from tests.fakes.discord.rest.routes import MESSAGES
from tests.fakes.discord.rules.openapi import VARIABLE, Description, description
from tests.unit.fakes.discord.clients import Raw

BODY: dict[str, Any] = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Message"}}}}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "paths": {MESSAGES: {"post": {"requestBody": BODY, "responses": {"200": BODY}}, "get": {}}},
    "components": {
        "schemas": {
            "SnowflakeType": {"type": "string", "pattern": "^[0-9]+$"},
            "Message": {
                "type": "object",
                "required": ["content"],
                "properties": {
                    "content": {"type": "string"},
                    "author": {"$ref": "#/components/schemas/SnowflakeType"},
                },
            },
        }
    },
}


@pytest.fixture
def described(tmp_path: Path) -> Path:
    """A description of one route."""
    path = tmp_path / "described.json"
    path.write_text(json.dumps(DOCUMENT))
    return path


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ({"content": "x"}, []),
        ({"content": "x", "author": "7"}, []),
        ({"content": "x", "author": 7}, []),
        ({"content": 7}, ["not as Discord describes it: $.content: 7 is not of type 'string'"]),
        ({}, ["not as Discord describes it: $: 'content' is a required property"]),
        (None, ["not as Discord describes it: $: None is not of type 'object'"]),
        (
            {"content": "x", "author": "x"},
            ["not as Discord describes it: $.author: 'x' does not match '^[0-9]+$'"],
        ),
    ],
)
def test_a_body_is_held_against_its_route(described: Path, body: object, problems: list[str]) -> None:
    assert Description(described).problems("POST", MESSAGES, body) == problems


def test_a_route_without_a_body_takes_any_and_an_unknown_one_is_told(described: Path) -> None:
    assert Description(described).problems("GET", MESSAGES, None) == []
    assert Description(described).problems("PUT", MESSAGES, None) == ["not in Discord's description"]


def test_the_environment_names_the_file(described: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(described))
    found = description.__wrapped__()
    assert found is not None
    assert found.problems("POST", MESSAGES, {"content": "x"}) == []


@pytest.mark.parametrize(
    ("status", "body", "problems"),
    [
        (200, {"content": "x"}, []),
        (200, {}, ["not as Discord describes it: $: 'content' is a required property"]),
        (201, {"content": "x"}, ["a status 201 that is not in Discord's description"]),
    ],
)
def test_an_answer_is_held_against_its_route(
    described: Path, status: int, body: object, problems: list[str]
) -> None:
    assert Description(described).problems_of_answer("POST", MESSAGES, status, body) == problems


async def test_a_difference_is_noted_and_the_request_goes_on(
    described: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.fakes.discord.server.description", lambda: Description(described))
    async with FakeDiscord() as fake, aiohttp.ClientSession() as session:
        studio = fake.add_guild().add_channel("studio")
        ask = Raw(fake, session)
        status, _ = await ask("POST", f"/channels/{studio.id}/messages", {"embeds": [{"title": "x"}]})
        assert status == 200
        assert ["'content' is a required property" in str(one) for one in fake.violations] == [True]


def test_nothing_is_compared_where_nothing_is_checked(described: Path) -> None:
    fake = FakeDiscord(validate=False)
    assert fake._api._description is None
    assert Api(fake._world, validate=False, description=Description(described))._description is None
