"""Telegram's methods and types: its published description where this machine has it, else our extract."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

VARIABLE = "PASTA_TELEGRAM_API"
FILE_NAME = "telegram-api.json"
REPOSITORY = Path(__file__).parents[4]
SHIPPED = Path(__file__).with_name("extract.json")
"""What the fake's own methods take, without descriptions; written by `extract`, and compared in a test."""

_ALWAYS = re.compile(r"(?:must be|always) [\"“]?([a-z][a-z_0-9]*)[\"”]?\s*$")
_ARRAY = "Array of "

Field = Mapping[str, Any]


class Description:
    """What requests and answers may hold: fields with their types, whether required, and fixed values."""

    def __init__(self, document: Mapping[str, Any], *, complete: bool) -> None:
        self.complete = complete
        """Whether answers and updates can be held against it, not only requests."""
        self.methods: Mapping[str, Any] = document["methods"]
        self.types: Mapping[str, Any] = document["types"]

    def parameters(self, method: str) -> Mapping[str, Field] | None:
        """The parameters of a method; None where there is no such method."""
        known = self.methods.get(method)
        if known is None:
            return None
        fields: Mapping[str, Field] = known["fields"]
        return fields

    def problems_of_answer(self, method: str, result: object) -> list[str]:
        """What in a result is not as described."""
        return self.problems(self.methods[method]["returns"], result, "result")

    def problems(self, types: Iterable[str], value: object, place: str) -> list[str]:
        """What is wrong with a value that should be of one of some types; the best fitting type counts."""
        named = list(types)
        if all(one.startswith(_ARRAY) for one in named):  # an array may hold some of each
            return self._of_array([one.removeprefix(_ARRAY) for one in named], value, place)
        return min((self._of_type(one, value, place) for one in named), key=len)

    def _of_type(self, name: str, value: object, place: str) -> list[str]:
        if name.startswith(_ARRAY):
            return self._of_array([name.removeprefix(_ARRAY)], value, place)
        if name in _SIMPLE:
            return [] if _SIMPLE[name](value) else [f"{place} is no {name}: {value!r:.80}"]
        described = self.types.get(name)
        if described is None:
            return [f"{place}: {name} is not described"]
        if described.get("subtypes"):
            return self._of_subtypes(described["subtypes"], value, place)
        if not isinstance(value, dict):
            return [f"{place} is no object {name}: {value!r:.80}"]
        return self._of_object(name, described["fields"], value, place)

    def _of_array(self, types: Iterable[str], value: object, place: str) -> list[str]:
        if not isinstance(value, list):
            return [f"{place} is no array: {value!r:.80}"]
        return [
            problem
            for number, item in enumerate(value)
            for problem in self.problems(types, item, f"{place}[{number}]")
        ]

    def _of_subtypes(self, names: Iterable[str], value: object, place: str) -> list[str]:
        if not isinstance(value, dict):
            return [f"{place} is no object: {value!r:.80}"]
        fitting = [name for name in names if self._fixed_values_fit(name, value)]
        return self.problems(fitting, value, place) if fitting else [f"{place} is of no known kind"]

    def _fixed_values_fit(self, name: str, value: Mapping[str, object]) -> bool:
        fields = self.types[name].get("fields", {})
        return all(value.get(key) == field["is"] for key, field in fields.items() if "is" in field)

    def _of_object(
        self, name: str, fields: Mapping[str, Field], value: Mapping[str, object], place: str
    ) -> list[str]:
        found = [f"{place}: {name} has no field {key!r}" for key in value if key not in fields]
        for key, field in fields.items():
            if key in value:
                found += self.problems(field["types"], value[key], f"{place}.{key}")
                if "is" in field and value[key] != field["is"]:
                    found.append(f"{place}.{key} has to be {field['is']!r}")
            elif field["required"]:
                found.append(f"{place}: {name} lacks {key!r}")
        return found


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


_SIMPLE: Mapping[str, Callable[[object], bool]] = {
    "String": _is_text,
    "InputFile": _is_text,
    "Integer": _is_integer,
    "Float": lambda value: _is_integer(value) or isinstance(value, float),
    "Boolean": lambda value: isinstance(value, bool),
    "True": lambda value: value is True,
}


def condensed(published: Mapping[str, Any]) -> dict[str, Any]:
    """The published document in the form that is read here."""
    methods = {
        name: {"returns": one["returns"], "fields": _fields(one)}
        for name, one in published["methods"].items()
    }
    types = {
        name: {"subtypes": one["subtypes"]} if one.get("subtypes") else {"fields": _fields(one)}
        for name, one in published["types"].items()
    }
    return {"methods": methods, "types": types}


def extract(document: Mapping[str, Any], methods: Iterable[str]) -> dict[str, Any]:
    """Of a condensed document some methods, and the types of what they take."""
    chosen = {name: document["methods"][name] for name in sorted(methods)}
    types: dict[str, Any] = {}
    waiting = [name for one in chosen.values() for name in _named(one)]
    while waiting:
        name = waiting.pop()
        if name not in types and name in document["types"]:
            types[name] = document["types"][name]
            waiting += _named(types[name])
    return {"methods": chosen, "types": dict(sorted(types.items()))}


def _named(described: Mapping[str, Any]) -> list[str]:
    fields = described.get("fields", {}).values()
    inner = [name.rpartition(_ARRAY)[2] for field in fields for name in field["types"]]
    subtypes: list[str] = described.get("subtypes", [])
    return inner + subtypes


def _fields(described: Mapping[str, Any]) -> dict[str, Any]:
    return {one["name"]: _field(one) for one in described.get("fields", [])}


def _field(one: Mapping[str, Any]) -> dict[str, Any]:
    body = {"types": one["types"], "required": one["required"]}
    fixed = _ALWAYS.search(one["description"])
    return body | ({"is": fixed[1]} if fixed and one["types"] == ["String"] else {})


def published() -> Path | None:
    """The file that this machine has, if any: named by the environment, or in a folder beside ours."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    return next(iter(sorted(REPOSITORY.parent.glob(f"*/specs/{FILE_NAME}"))), None)


@cache
def description() -> Description:
    """What this machine knows of Telegram's API."""
    path = published()
    if path is None:
        return Description(json.loads(SHIPPED.read_text()), complete=False)
    return Description(condensed(json.loads(path.read_text())), complete=True)
