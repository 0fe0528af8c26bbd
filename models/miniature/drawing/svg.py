"""Writes SVG: definitions that are used by reference, and elements one after the other."""

from __future__ import annotations

from collections.abc import Iterable

from models.miniature.drawing.picture import SIDE, Veil

Stop = tuple[float, str, float]
"""Offset from 0 to 1, colour, opacity."""


class Document:
    """One SVG picture being written; equal definitions are written once."""

    def __init__(self) -> None:
        self._definitions: dict[str, str] = {}
        self._body: list[str] = []

    def add(self, element: str) -> None:
        """Write one element, in front of all before it."""
        self._body.append(element)

    def define(self, element: str) -> str:
        """Write a definition whose id is written as `{id}`, and return `url(#id)` to use it."""
        name = self._definitions.setdefault(element, f"d{len(self._definitions)}")
        return f"url(#{name})"

    def fade(self, stops: Iterable[Stop], *, across: bool = False) -> str:
        """A straight gradient over each shape that is filled with it, downwards or across."""
        ends = 'x2="1" y2="0"' if across else 'x2="0" y2="1"'
        return self.define(
            f'<linearGradient id="{{id}}" x1="0" y1="0" {ends}>{_stops(stops)}</linearGradient>'
        )

    def glow(self, stops: Iterable[Stop]) -> str:
        """A round gradient from the middle of each shape that is filled with it."""
        return self.define(f'<radialGradient id="{{id}}">{_stops(stops)}</radialGradient>')

    def veil(self, veil: Veil) -> None:
        """Lay a veil over what has been written."""
        first = (0.0, veil.colour, veil.top_opacity)
        last = (1.0, veil.colour, veil.bottom_opacity)
        if veil.around is None:
            fill = self.fade((first, last))
            box = f'x="0" y="{veil.top:.1f}" width="{SIDE}" height="{veil.bottom - veil.top:.1f}"'
        else:
            x, y = veil.around
            fill = self.define(
                f'<radialGradient id="{{id}}" gradientUnits="userSpaceOnUse" cx="{x:.1f}" cy="{y:.1f}" '
                f'r="{veil.radius:.1f}">{_stops((first, last))}</radialGradient>'
            )
            box = f'width="{SIDE}" height="{SIDE}"'
        self.add(f'<rect {box} fill="{fill}"/>')

    def text(self) -> str:
        """The whole document."""
        definitions = "".join(element.replace("{id}", name) for element, name in self._definitions.items())
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">'
            f"<defs>{definitions}</defs>{''.join(self._body)}</svg>"
        )


def _stops(stops: Iterable[Stop]) -> str:
    return "".join(
        f'<stop offset="{offset:g}" stop-color="{colour}" stop-opacity="{opacity:g}"/>'
        for offset, colour, opacity in stops
    )
