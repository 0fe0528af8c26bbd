"""Six compositions: where subjects and a companion stand, and what belongs to the arrangement."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from models.miniature.backdrop import ornaments
from models.miniature.backdrop.stage import NOTHING, Marks
from models.miniature.drawing.picture import SIDE, Placement
from models.miniature.drawing.shapes import Point
from models.miniature.scene import Composition

CENTRE = SIDE / 2

WATERLINE = 336.0
"""Where the mirror of a reflected picture begins."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """Where everything stands, the farthest subject first; what is flipped looks to the left.

    `side` is -1 where there is room for the light on the left, 1 on the right. `waterline` is where a mirror
    of still water begins; `rim` is how far a frame reaches in.
    """

    subjects: tuple[Placement, ...]
    companion: Placement
    sign: Placement
    horizon: float
    focus: Point
    reach: float
    side: int
    frame: str | None = None
    rim: float = 0.0
    waterline: float | None = None
    marks: Marks = NOTHING


GROUPS: Mapping[int, tuple[tuple[float, float, float], ...]] = {
    1: ((0, 0, 1.0),),
    2: ((-84, -12, 0.78), (84, 4, 0.82)),
    3: ((-112, -22, 0.60), (112, -22, 0.60), (0, 8, 0.68)),
    4: ((-44, -52, 0.47), (128, -46, 0.46), (-128, 4, 0.52), (44, 8, 0.54)),
    5: ((-64, -58, 0.43), (64, -58, 0.43), (-128, 4, 0.48), (0, 10, 0.50), (128, 4, 0.48)),
}
"""By count: how far each stands to the right and below, and how large it is, when one alone would be 1."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Party:
    """How many there are, whether a companion is with them, whether they look left, and the light's side."""

    count: int
    accompanied: bool
    looks_left: bool
    side: int


def layout_of(composition: Composition, *, count: int, accompanied: bool, chance: random.Random) -> Layout:
    """The arrangement for so many subjects, with or without a companion."""
    side, looks_left = chance.choice((-1, 1)), chance.random() < 0.5
    party = _Party(count=count, accompanied=accompanied, looks_left=looks_left, side=side)
    return _COMPOSITIONS[composition](party, chance)


def _standing(
    feet: Point, scale: float, count: int, *, spread: float = 1.0, flip: bool = False
) -> tuple[Placement, ...]:
    x, y = feet
    way = -spread if flip else spread
    return tuple(
        Placement(x=x + way * dx * scale, y=y + dy * scale, scale=scale * factor, flip=flip)
        for dx, dy, factor in GROUPS[count]
    )


def _arranged(party: _Party, feet: Point, scale: float, *, horizon: float, sign: Point) -> Layout:
    """All around `feet`; a companion makes room for itself off the light, before a group, and looks in."""
    (x, y), side, is_group = feet, party.side, party.count > 1
    if party.accompanied:
        x, scale = x + side * (40 if is_group else 46 * scale), scale * (0.76 if is_group else 0.92)
    apart = min(max(x - side * 152 * scale, 78), SIDE - 78)
    beside = Placement(
        x=apart, y=y + (34 if is_group else 16), scale=scale * (0.5 if is_group else 0.55), flip=side < 0
    )
    return Layout(
        subjects=_standing((x, y), scale, party.count, flip=party.looks_left),
        companion=beside,
        sign=Placement(x=CENTRE - side * (sign[0] - CENTRE), y=sign[1], scale=0.44),
        horizon=horizon,
        focus=(x, y - 100 * scale),
        reach=(138 if is_group else 100) * scale,
        side=side,
    )


def _centred(party: _Party, chance: random.Random) -> Layout:
    return _arranged(party, (CENTRE, 440), 1.4, horizon=350, sign=(442, 128))


def _close(party: _Party, chance: random.Random) -> Layout:
    """Cut by the lower edge, before a high horizon, so that the place shows above the shoulders."""
    feet, scale = ((CENTRE, 536.0), 2.0) if party.count == 1 else ((CENTRE, 510.0), 1.6)
    layout = _arranged(replace(party, accompanied=False), feet, scale, horizon=276, sign=(440, 92))
    return replace(
        layout,
        subjects=_standing(feet, scale, party.count, spread=0.72, flip=party.looks_left),
        companion=Placement(x=CENTRE - party.side * 172, y=SIDE - 14, scale=0.78, flip=party.side < 0),
        focus=(CENTRE, 320.0),
        reach=205.0,
    )


def _wide(party: _Party, chance: random.Random) -> Layout:
    """Small under a big sky, a little off the middle."""
    x = CENTRE - party.side * chance.uniform(12, 34)
    scale = 0.96 if party.count == 1 else 1.15
    return _arranged(party, (x, 466), scale, horizon=412, sign=(404, 150))


def _aside(party: _Party, chance: random.Random) -> Layout:
    """On one side, looking in; across from it a path with a fence, or the companion."""
    side = party.side
    away, scale = (90.0, 1.5) if party.count == 1 else (66.0, 1.05)
    feet = (CENTRE - side * away, 446.0)
    layout = _arranged(replace(party, accompanied=False), feet, scale, horizon=338, sign=(100, 220))
    return replace(
        layout,
        subjects=_standing(feet, scale, party.count, flip=side < 0),
        companion=Placement(x=CENTRE + side * 150, y=452, scale=0.82, flip=side > 0),
        marks=ornaments.path_with_fence(side, layout.horizon, chance, bare=party.accompanied),
    )


def _framed(party: _Party, chance: random.Random) -> Layout:
    layout = _arranged(party, (CENTRE, 416), 1.06, horizon=326, sign=(352, 160))
    outline = chance.choice((ornaments.round_frame, ornaments.arched_frame))()
    return replace(layout, frame=outline, rim=80.0, marks=ornaments.border(outline))


def _reflected(party: _Party, chance: random.Random) -> Layout:
    """At the edge of still water that fills the lower third."""
    layout = _arranged(party, (CENTRE, WATERLINE - 2), 1.16, horizon=292, sign=(436, 116))
    return replace(layout, waterline=WATERLINE)


_COMPOSITIONS: Mapping[Composition, Callable[[_Party, random.Random], Layout]] = {
    Composition.CENTRED: _centred,
    Composition.CLOSE: _close,
    Composition.WIDE: _wide,
    Composition.ASIDE: _aside,
    Composition.FRAMED: _framed,
    Composition.REFLECTED: _reflected,
}
