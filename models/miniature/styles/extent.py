"""How far path data reaches: its corners and control points, not its exact outline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

TOKEN = re.compile(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?")

ARITY = {"m": 2, "l": 2, "t": 2, "h": 1, "v": 1, "q": 4, "s": 4, "c": 6, "a": 7, "z": 0}


@lru_cache(maxsize=4096)
def extent(d: str) -> tuple[float, float]:
    """Width and height of the box around all points of the path."""
    points = list(_points(d))
    across, down = [x for x, _ in points], [y for _, y in points]
    return max(across) - min(across), max(down) - min(down)


def _points(d: str) -> Iterator[tuple[float, float]]:
    x = y = 0.0
    start = (0.0, 0.0)
    for command, values in _commands(d):
        kind, is_relative = command.lower(), command.islower()
        base = (x, y) if is_relative else (0.0, 0.0)
        if kind == "z":
            x, y = start
        elif kind == "h":
            x = base[0] + values[0]
        elif kind == "v":
            y = base[1] + values[0]
        else:
            controls = values if kind != "a" else values[5:]
            for at in range(0, len(controls), 2):
                x, y = base[0] + controls[at], base[1] + controls[at + 1]
                yield x, y
        if kind == "m":
            start = (x, y)
        if kind == "a":
            yield from _bulge(x, y, values, base if is_relative else None)
        yield x, y


def _bulge(
    x: float, y: float, values: list[float], start: tuple[float, float] | None
) -> Iterator[tuple[float, float]]:
    """The top and bottom of a half round, whose ends alone would have no height."""
    before = start or (x, y)
    middle = ((x + before[0]) / 2, (y + before[1]) / 2)
    if values[3]:
        yield middle[0], middle[1] - values[1]
        yield middle[0], middle[1] + values[1]


def _commands(d: str) -> Iterator[tuple[str, list[float]]]:
    """Every command with its numbers; numbers that go on after a command repeat it."""
    command = "M"
    values: list[float] = []
    for token in TOKEN.findall(d):
        if token.isalpha():
            command, values = token, []
        else:
            values.append(float(token))
        if len(values) == ARITY[command.lower()]:
            yield command, values
            values = []
            command = {"M": "L", "m": "l"}.get(command, command)
