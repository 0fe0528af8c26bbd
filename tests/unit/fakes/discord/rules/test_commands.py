"""Commands that Discord refuses are refused, and those it takes keep their numbers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.discord import ALWAYS
from tests.unit.fakes.discord.clients import Raw
from tests.unit.fakes.discord.conftest import Club


def command(name: str = "imagine", *options: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"name": name, "description": "Paint", "type": 1, "options": list(options), **more}


def option(name: str = "prompt", **more: object) -> dict[str, Any]:
    return {"type": 3, "name": name, "description": "What to paint", **more}


def path(club: Club) -> str:
    return f"/applications/{club.fake.application_id}/commands"


CHOICE = {"name": "cat", "value": "cat"}
FINE: dict[str, list[dict[str, Any]]] = {
    "none at all": [],
    "a translated one": [
        command(name_localizations={"de": "ausdenken"}, description_localizations={"de": "Malen"})
    ],
    "one with options": [command("imagine", option(required=True), option("style", choices=[CHOICE]))],
    "a group": [command("campaign", option("start", type=1, options=[option()]))],
    "a group of groups": [command("a", option("b", type=2, options=[option("c", type=1)]))],
    "one for messages": [{"name": "Keep This", "type": 3}],
    "a name in another script": [command("画像")],
}
REFUSED: dict[str, tuple[object, str]] = {
    "a name with a capital": ([command("Imagine")], "0.name: APPLICATION_COMMAND_INVALID_NAME"),
    "a name with a space": ([command("two words")], "0.name: APPLICATION_COMMAND_INVALID_NAME"),
    "a name too long": ([command("x" * 33)], "0.name: BASE_TYPE_BAD_LENGTH"),
    "no description": ([command(description="")], "0.description: BASE_TYPE_BAD_LENGTH"),
    "a description too long": ([command(description="x" * 101)], "0.description: BASE_TYPE_BAD_LENGTH"),
    "a name twice": ([command(), command()], "0: APPLICATION_COMMANDS_DUPLICATE_NAME"),
    "a language that there is not": (
        [command(name_localizations={"xx": "x"})],
        "0.name_localizations.xx: BASE_TYPE_CHOICES",
    ),
    "a translation too long": (
        [command(description_localizations={"de": "x" * 101})],
        "0.description_localizations.de: BASE_TYPE_BAD_LENGTH",
    ),
    "26 options": ([command("a", *(option(f"o{n}") for n in range(26)))], "0.options: BASE_TYPE_BAD_LENGTH"),
    "an option twice": (
        [command("a", option(), option())],
        "0.options: APPLICATION_COMMAND_OPTIONS_NAME_NOT",
    ),
    "a required option after another": (
        [command("a", option("b"), option("c", required=True))],
        "0.options.1: APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
    ),
    "an option of no known type": ([command("a", option(type=12))], "0.options.0.type: BASE_TYPE_CHOICES"),
    "26 choices": (
        [command("a", option(choices=[CHOICE] * 26))],
        "0.options.0.choices: BASE_TYPE_BAD_LENGTH",
    ),
    "a choice too long": (
        [command("a", option(choices=[{"name": "x" * 101, "value": "x"}]))],
        "0.options.0.choices.0.name: BASE_TYPE_BAD_LENGTH",
    ),
    "options beside sub-commands": (
        [command("a", option("b", type=1), option())],
        "0.options: APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
    ),
    "more than 8000 characters": (
        [
            command(
                "a",
                *(
                    option(
                        f"o{n}",
                        description="x" * 100,
                        choices=[{"name": "x" * 90, "value": f"{m}" * 90} for m in range(5)],
                    )
                    for n in range(9)
                ),
            )
        ],
        "0: APPLICATION_COMMAND_TOO_LARGE",
    ),
    "101 of them": ([command(f"c{n}") for n in range(101)], "APPLICATION_COMMAND_LIMIT"),
    "a described one for messages": (
        [{"name": "x", "type": 3, "description": "x"}],
        "0.description: BASE_TYPE",
    ),
    "no list": ({}, "LIST_TYPE_CONVERT"),
}


@pytest.mark.parametrize("commands", FINE.values(), ids=FINE.keys())
async def test_what_discord_takes_is_taken(club: Club, ask: Raw, commands: list[dict[str, Any]]) -> None:
    status, answer = await ask("PUT", path(club), commands)
    assert status == 200, answer
    assert club.fake.violations == []
    assert [one["name"] for one in (await ask("GET", path(club)))[1]] == [one["name"] for one in commands]


@pytest.mark.parametrize(("commands", "complaint"), REFUSED.values(), ids=REFUSED.keys())
async def test_what_discord_refuses_is_refused(
    club: Club, ask: Raw, commands: object, complaint: str
) -> None:
    status, answer = await ask("PUT", path(club), commands)
    assert (status, answer["code"]) == (400, 50035)
    assert any(complaint in str(violation) for violation in club.fake.violations), club.fake.violations
    assert club.fake.commands.times_written == 0


async def test_a_command_keeps_its_number_when_all_are_written_again(club: Club, ask: Raw) -> None:
    _, (first,) = await ask("PUT", path(club), [command()])
    _, (again, other) = await ask("PUT", path(club), [command(description="Draw"), command("stop")])
    assert (again["id"], again["description"]) == (first["id"], "Draw")
    assert other["id"] != first["id"]
    assert again["version"] != first["version"]
    assert club.fake.commands.times_written == 2


async def test_a_guild_has_commands_of_its_own(club: Club, ask: Raw) -> None:
    home = f"/applications/{club.fake.application_id}/guilds/{club.guild.id}/commands"
    await ask("PUT", home, [command("secret")])
    assert [one["name"] for one in club.fake.commands.listed(club.guild.id)] == ["secret"]
    assert club.fake.commands.listed(None) == []
    elsewhere = home.replace(str(club.guild.id), "1")
    assert (await ask("PUT", elsewhere, []))[1]["code"] == 50001
    assert (await ask("PUT", "/applications/1/commands", []))[0] == 403


async def test_the_writing_of_commands_can_be_refused(club: Club, ask: Raw) -> None:
    club.fake.fail("PUT", "*/commands", status=403, code=50001, times=ALWAYS)
    assert (await ask("PUT", path(club), [command()]))[1]["code"] == 50001
    assert club.fake.commands.listed(None) == []
