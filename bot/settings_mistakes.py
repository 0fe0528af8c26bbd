"""Says in one line what is wrong with a setting: its key, what was found, what is allowed, what was meant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

Key = tuple[str, ...]
Schema = Mapping[str, Any]

LONGEST_VALUE = 60
TYPES = {
    "integer": "a whole number",
    "number": "a number",
    "string": "text",
    "boolean": "true or false",
    "null": "null",
}


def dotted(key: Key) -> str:
    """Write a key as it is said: conversation.turns."""
    return ".".join(key)


def describe_error(error: ErrorDetails, schema: Schema) -> str:
    """Describe what pydantic found wrong with one setting."""
    key = tuple(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return describe_unknown(key, schema)
    if error["type"] == "value_error":
        return f"{dotted(key)}: {error['ctx']['error']}"
    return f"{dotted(key)}: found {describe_value(error['input'])}, allowed is {_allowed(key, schema)}"


def describe_unknown(key: Key, schema: Schema) -> str:
    """Describe a key that does not exist, with the one that may have been meant."""
    siblings = sorted(_at(key[:-1], schema).get("properties", {}))
    similar = get_close_matches(key[-1].lower(), siblings, n=1, cutoff=0.6)
    elsewhere = [other for other in _all_keys(schema) if other[-1] == key[-1].lower()]
    meant = [dotted((*key[:-1], name)) for name in similar] or [dotted(other) for other in elsewhere]
    hint = (
        f"did you mean {' or '.join(meant)}?" if meant else f"known here: {', '.join(siblings) or 'nothing'}"
    )
    return f"{dotted(key)}: unknown key; {hint}"


def describe_value(value: object) -> str:
    """Write a value as it would stand in the file: short, and without the password of an address."""
    if isinstance(value, Mapping):
        return "a section"
    if isinstance(value, list):
        return "a list"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    text = without_password(str(value))
    text = text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…"
    return repr(text) if isinstance(value, str) else text


def without_password(url: str) -> str:
    """Hide the name and the password that an address may hold."""
    return re.sub(r"//[^/]*@", "//***@", url)


def _allowed(key: Key, schema: Schema) -> str:
    node = _at(key, schema)
    if "allowed" in node:
        return str(node["allowed"])
    if "properties" in node:
        return f"a section with {', '.join(node['properties'])}"
    if "enum" in node:
        return f"{', '.join(node['enum'][:-1])} or {node['enum'][-1]}"
    return " ".join([TYPES[node["type"]], *_bounds(node)])


def _bounds(node: Schema) -> list[str]:
    words = [
        f"from {node['minimum']}" if "minimum" in node else "",
        f"above {node['exclusiveMinimum']}" if "exclusiveMinimum" in node else "",
        f"to {node['maximum']}" if "maximum" in node else "",
        f"that is a multiple of {node['multipleOf']}" if "multipleOf" in node else "",
    ]
    return [each for each in words if each]


def _at(key: Key, schema: Schema) -> Schema:
    """Find the part of the schema that a key leads to; nothing where it leads nowhere."""
    node = schema
    for part in key:
        node = _resolved(node.get("properties", {}).get(part, node.get("items", {})), schema)
    return node


def _resolved(node: Schema, schema: Schema) -> Schema:
    reference = node.get("$ref")
    return schema["$defs"][reference.rsplit("/", 1)[-1]] if reference else node


def _all_keys(schema: Schema) -> list[Key]:
    sections = schema["properties"]
    inner = [
        (section, name) for section in sections for name in _at((section,), schema).get("properties", {})
    ]
    return [*((section,) for section in sections), *inner]
