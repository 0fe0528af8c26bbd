"""Prompt templates, and how a request is put into one so that no user's text gets out of its place.

A template is a text file with the two parts `=== system ===` and `=== user ===`. Three placeholders are
filled in: `{categories}`, `{per_category}` and `{request}`, a block of JSON that holds all user text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from adapters.expanders.asking.quoting import quoted
from core.errors import WorkError
from core.ports import ExpansionRequest, PastTurn

SHIPPED = "expand-1"

_PART = re.compile(r"=== *(\w+) *===")
_PARTS = ("system", "user")
_PLACEHOLDER = re.compile(r"\{([A-Za-z_]\w*)\}")
_REQUEST = "request"
_PLACEHOLDERS = ("categories", "per_category", _REQUEST)
_MOST_BYTES = 100_000
_MOST_ROUNDS = 10
_MOST_SHOWN_CHARACTERS = 500
_MOST_CHARACTERS = 6000


@dataclass(frozen=True, kw_only=True, slots=True)
class Template:
    """A prompt template; `version` is stored with every candidate."""

    version: str
    system: str = field(repr=False)
    user: str = field(repr=False)

    def filled(self, request: ExpansionRequest, *, has_picture: bool) -> tuple[str, str]:
        """The two parts for one request, each filled in a single pass: what was put in is not read again."""
        values = {
            "categories": ", ".join(request.categories),
            "per_category": str(request.per_category),
            _REQUEST: quoted(_described(request, has_picture=has_picture)),
        }
        return _fill(self.system, values), _fill(self.user, values)


def shipped_template() -> Template:
    """The template that comes with the program."""
    file = files("adapters.expanders") / "templates" / f"{SHIPPED}.txt"
    return parsed_template(file.read_text(encoding="utf-8"), name=f"{SHIPPED}.txt", version=SHIPPED)


def own_template(path: Path) -> Template:
    """The operator's own; its version changes with its content.

    Raises `WorkError`, with the file and the line, where it cannot be read or is no template.
    """
    try:
        content = path.read_bytes()
        text = content.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WorkError(f"{path}: this template cannot be read ({error}).") from error
    if len(content) > _MOST_BYTES:
        raise WorkError(f"{path}: this template is larger than {_MOST_BYTES} bytes.")
    return parsed_template(
        text, name=str(path), version=f"{path.stem}-{hashlib.sha256(content).hexdigest()[:8]}"
    )


def parsed_template(text: str, *, name: str, version: str) -> Template:
    """Check a template's text; raises `WorkError` with its name and the line that is wrong."""
    parts: dict[str, list[str]] = {}
    lines: list[str] | None = None
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        where = f"{name}:{number}"
        if heading := _PART.fullmatch(line.strip()):
            lines = parts.setdefault(_part_named(heading[1], parts, where), [])
        elif lines is not None:
            _check_placeholders(line, is_user_part=lines is parts.get("user"), where=where)
            lines.append(line)
        elif line.strip():
            raise WorkError(f"{where}: a template begins with the line “=== system ===”.")
    _check_completeness(parts, name)
    return Template(
        version=version,
        system="\n".join(parts["system"]).strip(),
        user="\n".join(parts["user"]).strip(),
    )


def _part_named(part: str, parts: Mapping[str, list[str]], where: str) -> str:
    if part not in _PARTS:
        raise WorkError(f"{where}: a template has no part “{part}”, only {' and '.join(_PARTS)}.")
    if part in parts:
        raise WorkError(f"{where}: the part “{part}” is there twice.")
    return part


def _check_placeholders(line: str, *, is_user_part: bool, where: str) -> None:
    for name in _PLACEHOLDER.findall(line):
        if name not in _PLACEHOLDERS:
            known = ", ".join(f"{{{known}}}" for known in _PLACEHOLDERS)
            raise WorkError(f"{where}: there is no placeholder {{{name}}}, only {known}.")
        if name == _REQUEST and not is_user_part:
            raise WorkError(f"{where}: {{{name}}} holds what people wrote, so its place is the part “user”.")


def _check_completeness(parts: Mapping[str, list[str]], name: str) -> None:
    for part in _PARTS:
        if not "".join(parts.get(part, [])).strip():
            raise WorkError(f"{name}: the part “=== {part} ===” is missing or empty.")
    there = set(_PLACEHOLDER.findall("\n".join(line for lines in parts.values() for line in lines)))
    if missing := [f"{{{one}}}" for one in _PLACEHOLDERS if one not in there]:
        raise WorkError(f"{name}: {', '.join(missing)} must be somewhere in this template.")


def _fill(part: str, values: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda match: values[match[1]], part)


def _described(request: ExpansionRequest, *, has_picture: bool) -> dict[str, object]:
    """What the model is told, and all that it is told, about a session."""
    last = request.history[-1] if request.history else None
    return {
        "prompt": _cut(request.prompt, _MOST_CHARACTERS),
        "wish": _cut(request.intent, _MOST_CHARACTERS),
        "start_from": _cut(request.base, _MOST_CHARACTERS),
        "instruction": _cut(last.words, _MOST_CHARACTERS) if last and last.words else None,
        "rounds": [_round(turn) for turn in request.history[-_MOST_ROUNDS:]],
        "picture_attached": has_picture,
    }


def _round(turn: PastTurn) -> dict[str, object]:
    number = turn.shown.index(turn.picked) + 1 if turn.picked in turn.shown else None
    texts = enumerate(turn.shown, start=1)
    return {
        "shown": {str(place): _cut(text, _MOST_SHOWN_CHARACTERS) for place, text in texts},
        "picked": "none of these"
        if turn.picked is None
        else number or _cut(turn.picked, _MOST_SHOWN_CHARACTERS),
        "said": _cut(turn.words, _MOST_CHARACTERS) if turn.words else None,
    }


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]} …"
