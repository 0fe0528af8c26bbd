"""The rules for commands and their options."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from tests.fakes.discord.rules.problems import Problems
from tests.fakes.discord.world.users import Payload

_LOCALES = """
id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN
ja zh-TW ko
"""
LOCALES = frozenset(_LOCALES.split())
NAME = re.compile(r"^[-_'\w]{1,32}$")
CHAT_INPUT = 1
SUBCOMMAND, GROUP, STRING, INTEGER, NUMBER = 1, 2, 3, 4, 10
MOST_PER_KIND = {1: 100, 2: 15, 3: 15}
MOST_CHARACTERS = 8000


def check_commands(commands: object, problems: Problems) -> None:
    """Check a whole list of commands."""
    if not isinstance(commands, list):
        problems.add("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType.")
        return
    keys = Counter((command.get("type") or CHAT_INPUT, command.get("name")) for command in commands)
    for number, command in enumerate(commands):
        key = (command.get("type") or CHAT_INPUT, command.get("name"))
        if keys[key] > 1:
            problems.at(number).add("APPLICATION_COMMANDS_DUPLICATE_NAME", "Names must be unique")
        _command(command, problems.at(number))
    for kind, most in MOST_PER_KIND.items():
        if sum(1 for command in commands if (command.get("type") or CHAT_INPUT) == kind) > most:
            problems.add("APPLICATION_COMMAND_LIMIT", f"At most {most} commands of type {kind} are allowed.")


def characters(command: Payload) -> int:
    """How many characters a command and its options have, by Discord's way to count."""
    total = _longest(command, "name") + _longest(command, "description")
    for option in command.get("options") or ():
        total += characters(option)
    for choice in command.get("choices") or ():
        total += _longest(choice, "name")
        total += len(choice["value"]) if isinstance(choice.get("value"), str) else 0
    return total


def _command(command: Payload, problems: Problems) -> None:
    if not problems.at("type").one_of(command.get("type") or CHAT_INPUT, (1, 2, 3)):
        return
    if (command.get("type") or CHAT_INPUT) != CHAT_INPUT:
        problems.at("name").text(command.get("name"), least=1, most=32, required=True)
        if command.get("description"):
            problems.at("description").add("BASE_TYPE_FORBIDDEN", "Only a slash command has a description.")
        return
    _named(command, problems)
    _options(command.get("options") or [], problems.at("options"), depth=0)
    if characters(command) > MOST_CHARACTERS:
        problems.add("APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")


def _named(one: Payload, problems: Problems) -> None:
    names = {"name": one.get("name"), **_localised(one, "name", problems)}
    for place, name in names.items():
        problems.at(*place.split("/")).text(name, least=1, most=32, required=True)
        if isinstance(name, str) and not (NAME.match(name) and name == name.lower()):
            problems.at(*place.split("/")).add("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    words = {"description": one.get("description"), **_localised(one, "description", problems)}
    for place, text in words.items():
        problems.at(*place.split("/")).text(text, least=1, most=100, required=True)


def _localised(one: Payload, key: str, problems: Problems) -> dict[str, object]:
    translations = one.get(f"{key}_localizations") or {}
    for locale in translations:
        problems.at(f"{key}_localizations", locale).one_of(locale, LOCALES)
    return {f"{key}_localizations/{locale}": text for locale, text in translations.items()}


def _options(options: Sequence[Payload], problems: Problems, *, depth: int) -> None:
    problems.count(options, most=25)
    if any(count > 1 for count in Counter(option.get("name") for option in options).values()):
        problems.add("APPLICATION_COMMAND_OPTIONS_NAME_NOT_UNIQUE", "Option names must be unique")
    optional_seen = False
    for number, option in enumerate(options):
        here = problems.at(number)
        _option(option, here, depth=depth)
        if option.get("required") and optional_seen:
            here.add("APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must come first")
        optional_seen = optional_seen or not option.get("required")
    nested = [option.get("type") in (SUBCOMMAND, GROUP) for option in options]
    if any(nested) and not all(nested):
        problems.add("APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-commands and options cannot be mixed.")


def _option(option: Payload, problems: Problems, *, depth: int) -> None:
    kinds = range(1, 12) if depth == 0 else range(1 if depth == 1 else 3, 12)
    if not problems.at("type").one_of(option.get("type"), kinds):
        return
    _named(option, problems)
    if option["type"] in (SUBCOMMAND, GROUP):
        _options(option.get("options") or [], problems.at("options"), depth=depth + 1)
        return
    choices = option.get("choices") or []
    problems.at("choices").count(choices, most=25)
    for number, choice in enumerate(choices):
        here = problems.at("choices", number)
        for place, name in {"name": choice.get("name"), **_localised(choice, "name", here)}.items():
            here.at(*place.split("/")).text(name, least=1, most=100, required=True)
        here.at("value").text(choice.get("value"), most=100, required=True, choice=option["type"] != STRING)
    if option["type"] == STRING:
        problems.at("min_length").number(option.get("min_length"), least=0, most=6000)
        problems.at("max_length").number(option.get("max_length"), least=1, most=6000)


def _longest(one: Payload, key: str) -> int:
    texts = [one.get(key), *(one.get(f"{key}_localizations") or {}).values()]
    return max((len(text) for text in texts if isinstance(text, str)), default=0)
