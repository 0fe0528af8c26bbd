"""A sign for words that the world has no picture of: the same words have the same sign, always.

Every choice is a byte of the words' digest, so a sign depends on no platform and on no library's randomness.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from models.miniature.drawing.shapes import (
    Drawing,
    Point,
    Role,
    circle,
    filled,
    polygon,
    smooth,
    star,
)
from models.miniature.subjects.forms import (
    around,
    cloud,
    drop,
    leaf,
    mark,
    petal,
    sector,
    trace,
)

_Choice = TypeVar("_Choice")
_Motif = Callable[[int, Role], Drawing]
_MIDDLE = -100.0
_ON_FIELD = {
    Role.DARK: (Role.PALE, Role.ACCENT, Role.GLOW, Role.MAIN_LIGHT),
    Role.MAIN_SHADE: (Role.PALE, Role.ACCENT, Role.GLOW, Role.SECOND),
    Role.PALE: (Role.MAIN, Role.SECOND_SHADE, Role.DARK, Role.MAIN_SHADE),
}
"""The medallion's field, and what stands out from it."""


class _Digest:
    """The bytes of the words' digest, taken one after the other."""

    def __init__(self, words: str) -> None:
        plain = " ".join(unicodedata.normalize("NFKC", words).casefold().split())
        self._bytes: Iterator[int] = iter(hashlib.sha256(plain.encode("utf-8", "surrogatepass")).digest())

    def one_of(self, choices: Sequence[_Choice]) -> _Choice:
        """The choice that the next byte falls on."""
        return choices[next(self._bytes) % len(choices)]


def emblem(words: str) -> Drawing:
    """A medallion in a frame; case and spaces do not matter."""
    digest = _Digest(words)
    fold = digest.one_of((3, 4, 5, 6, 7, 8, 9))
    field = digest.one_of(tuple(_ON_FIELD))
    first = digest.one_of((0, 1, 2, 3))
    outer, inner, middle = (_ON_FIELD[field][(first + i) % 4] for i in range(3))
    frame = digest.one_of((_disc, _star, _hexagon, _flower, _shield))
    return (
        *frame(digest, fold),
        filled(circle(0, _MIDDLE, 64), Role.ACCENT),
        filled(circle(0, _MIDDLE, 60), field),
        *_outer_ring(digest, fold, outer),
        *_inner_ring(digest, fold, inner),
        mark(circle(0, _MIDDLE, 22), field),
        *_centre(digest, middle),
    )


def _at(radius: float, degrees: float) -> Point:
    """The point at that distance and angle from the emblem's middle."""
    return around(0, _MIDDLE, radius, degrees)


def _spread(count: int, draw: Callable[[float], str], *, turn: float = 0.0) -> str:
    """The same outline `count` times around; `draw` takes the angle."""
    return "".join(draw(turn + 360 * i / count) for i in range(count))


def _many(fold: int) -> int:
    """A multiple of the fold that fills the rim."""
    return fold * max(1, round(12 / fold))


def _disc(digest: _Digest, fold: int) -> Drawing:
    count = 2 * _many(fold)
    beads = _spread(count, lambda a: circle(*_at(88, a), 9))
    rays = _spread(count, lambda a: drop(*_at(78, a), 21, 16, a))
    return (
        filled(digest.one_of((beads, rays)), Role.SECOND),
        filled(circle(0, _MIDDLE, 84), Role.MAIN),
        mark(_right_half(84), Role.MAIN_SHADE),
        mark(_spread(count, lambda a: circle(*_at(74, a), 3.4)), Role.PALE),
    )


def _star(digest: _Digest, fold: int) -> Drawing:
    points = fold if fold > 4 else 2 * fold
    turn = digest.one_of((0.0, 180.0 / points))
    corners = [_at(99 if i % 2 == 0 else 72, turn + 180 * i / points) for i in range(2 * points)]
    between = _spread(points, lambda a: drop(*_at(64, a), 33, 30, a), turn=turn + 180 / points)
    return (
        filled(between, Role.SECOND),
        filled(polygon(corners), Role.MAIN),
        mark(_facets(points, turn), Role.MAIN_SHADE),
        mark(_spread(points, lambda a: circle(*_at(78, a), 4), turn=turn), Role.PALE),
    )


def _facets(points: int, turn: float) -> str:
    """The right half of every point of the star."""
    step = 180 / points
    return _spread(
        points,
        lambda a: polygon([(0, _MIDDLE), _at(99, a), _at(72, a + step)]),
        turn=turn,
    )


def _hexagon(digest: _Digest, fold: int) -> Drawing:
    turn = digest.one_of((0, 30))
    corners = [_at(99, turn + 60 * i) for i in range(6)]
    inner = [_at(88, turn + 60 * i) for i in range(6)]
    return (
        filled(polygon(corners), Role.MAIN_SHADE),
        filled(polygon(inner), Role.MAIN),
        mark(_spread(6, lambda a: leaf(*_at(64, a), 22, 15, a), turn=turn), Role.PALE),
        mark(_spread(6, lambda a: circle(*_at(71, a - 17), 3.6), turn=turn), Role.SECOND),
        mark(_spread(6, lambda a: circle(*_at(71, a + 17), 3.6), turn=turn), Role.SECOND),
    )


def _flower(digest: _Digest, fold: int) -> Drawing:
    count = fold if fold > 4 else 2 * fold
    turn = digest.one_of((0.0, 180.0 / count))

    def ring(length: float, turn: float) -> str:
        return _spread(count, lambda a: petal(*_at(40, a), length, 300 / count, a), turn=turn)

    return (
        filled(ring(50, turn + 180 / count), Role.MAIN_SHADE),
        filled(ring(58, turn), Role.MAIN),
        mark(_spread(count, lambda a: drop(*_at(70, a), 20, 12, a), turn=turn), Role.MAIN_LIGHT),
    )


def _shield(digest: _Digest, fold: int) -> Drawing:
    shade = "M0 -187C22 -174 48 -171 74 -176C82 -120 78 -54 0 -12"
    left, edge = "C-78 -54 -82 -120 -74 -176C-48 -171 -22 -174 0 -187z", "M0 -198C22 -184 52 -180 82 -186"
    outline = f"{edge}C92 -120 90 -46 0 -1C-90 -46 -92 -120 -82 -186C-52 -180 -22 -184 0 -198z"
    stars = star(-58, -164, 9, 4, 5) + star(58, -164, 9, 4, 5)
    pearls = circle(-58, -163, 6) + circle(58, -163, 6)
    return (
        filled(outline, Role.SECOND),
        filled(f"{shade}{left}", Role.MAIN),
        mark(f"{shade}z", Role.MAIN_SHADE),
        mark(digest.one_of((stars, pearls)), Role.PALE),
        mark(drop(0, -34, 18, 14, 180) + circle(-15, -33, 3.4) + circle(15, -33, 3.4), Role.PALE),
    )


def _right_half(radius: float) -> str:
    return sector(0, _MIDDLE, radius, 20, 200)


def _outer_ring(digest: _Digest, fold: int, role: Role) -> Drawing:
    """The motif between the medallion's rim and its inner ring."""
    motif: _Motif = digest.one_of((_leaves, _arches, _diamonds, _crescents, _pearls, _chevrons, _hearts))
    count = fold * digest.one_of((1, 2)) if fold in (4, 5) else fold
    return motif(2 * fold if fold == 3 else count, role)


def _leaves(count: int, role: Role) -> Drawing:
    width = min(26.0, 190 / count)
    return (mark(_spread(count, lambda a: leaf(*_at(29, a), 29, width, a)), role),)


def _arches(count: int, role: Role) -> Drawing:
    radius = min(138 / count, 21)
    return (trace(_spread(count, lambda a: circle(*_at(55 - radius, a), radius)), role, 3.2),)


def _diamonds(count: int, role: Role) -> Drawing:
    half = min(10.0, 95 / count)

    def draw(a: float) -> str:
        spread = half * 57.3 / 44
        return polygon([_at(r, a + d) for r, d in ((30, 0), (44, spread), (57, 0), (44, -spread))])

    return (mark(_spread(count, draw), role),)


def _crescents(count: int, role: Role) -> Drawing:
    size = min(13.0, 120 / count)

    def draw(a: float) -> str:
        (x1, y1), (x2, y2) = _at(44, a - size * 1.2), _at(44, a + size * 1.2)
        outer, hollow = f"A{size:g} {size:g} 0 1 1", f"A{size * 1.3:g} {size * 1.3:g} 0 0 0"
        return f"M{x1:.2f} {y1:.2f}{outer} {x2:.2f} {y2:.2f}{hollow} {x1:.2f} {y1:.2f}z"

    return (mark(_spread(count, draw), role),)


def _pearls(count: int, role: Role) -> Drawing:
    radius = min(10.0, 100 / count)
    return (
        trace(circle(0, _MIDDLE, 43), role, 2.2),
        mark(_spread(count, lambda a: circle(*_at(43, a), radius)), role),
        mark(_spread(count, lambda a: circle(*_at(43, a), radius * 0.5)), Role.MAIN),
    )


def _chevrons(count: int, role: Role) -> Drawing:
    points = [_at(56 if i % 2 == 0 else 38, 180 * i / count) for i in range(2 * count)]
    dots = _spread(count, lambda a: circle(*_at(53, a), 3), turn=180 / count)
    return (trace(polygon(points), role, 4), mark(dots, role))


def _hearts(count: int, role: Role) -> Drawing:
    width = min(15.0, 105 / count)

    def draw(a: float) -> str:
        return "".join(petal(*_at(31, a), 25, width, a + lean) for lean in (-13, 13))

    return (mark(_spread(count, draw), role),)


def _inner_ring(digest: _Digest, fold: int, role: Role) -> Drawing:
    turn = 180 / fold
    count = fold if fold > 4 else 2 * fold
    ring = digest.one_of(
        (
            mark(star(0, _MIDDLE, 33, 23, count), role),
            mark(circle(0, _MIDDLE, 27), role),
            mark(_spread(fold, lambda a: drop(*_at(22, a), 15, 80 / count, a), turn=turn), role),
            mark(cloud([_at(26, turn + 360 * i / count) for i in range(count)]), role),
            mark(polygon([_at(32, turn + 360 * i / count) for i in range(count)]), role),
        )
    )
    return (ring,)


def _centre(digest: _Digest, role: Role) -> Drawing:
    glyph = digest.one_of((_sun, _moon, _eye, _heart, _fire, _sprig, _compass, _spiral, _bloom, _crown))
    return glyph(role)


def _sun(role: Role) -> Drawing:
    return (mark(star(0, _MIDDLE, 18, 11, 12), role), trace(circle(0, _MIDDLE, 6.5), Role.MAIN_SHADE, 2.4))


def _moon(role: Role) -> Drawing:
    return (
        mark("M5 -116A17 17 0 1 0 14 -92A14 14 0 0 1 5 -116z", role),
        mark(star(9, -104, 6, 2.4, 5), role),
    )


def _eye(role: Role) -> Drawing:
    return (
        mark("M-19 -100C-10 -114 10 -114 19 -100C10 -86 -10 -86 -19 -100z", role),
        mark(circle(0, _MIDDLE, 7.5), Role.MAIN_SHADE),
        mark(circle(-2, -102, 2.4), Role.PALE),
    )


def _heart(role: Role) -> Drawing:
    return (
        mark(
            "M0 -84C-10 -92 -18 -98 -17 -107C-16 -116 -4 -118 0 -108C4 -118 16 -116 17 -107"
            "C18 -98 10 -92 0 -84z",
            role,
        ),
    )


def _fire(role: Role) -> Drawing:
    return (mark(drop(0, -84, 36, 26, 0), role), mark(drop(0, -85, 19, 13, 0), Role.MAIN))


def _sprig(role: Role) -> Drawing:
    blades = "".join(leaf(0, y, 16, 9, side * 52) for y in (-88, -97, -106) for side in (-1, 1))
    return (trace("M0 -83V-108", role, 2.6), mark(blades + leaf(0, -106, 13, 9, 0), role))


def _compass(role: Role) -> Drawing:
    east_west = polygon([_at(12 if i % 2 == 0 else 4, 45 + 45 * i) for i in range(8)])
    return (mark(east_west, Role.MAIN), mark(star(0, _MIDDLE, 19, 4.5, 4), role))


def _spiral(role: Role) -> Drawing:
    points = [_at(1 + 1.05 * i, 52 * i) for i in range(17)]
    return (trace(smooth(points, closed=False), role, 4),)


def _bloom(role: Role) -> Drawing:
    return (
        mark(_spread(5, lambda a: petal(0, _MIDDLE, 18, 14, a)), role),
        mark(circle(0, _MIDDLE, 5), Role.MAIN_SHADE),
    )


def _crown(role: Role) -> Drawing:
    return (
        mark("M-16 -88L-19 -110L-8 -101L0 -115L8 -101L19 -110L16 -88z", role),
        mark(circle(-6, -93, 2) + circle(6, -93, 2) + circle(0, -97, 2.4), Role.MAIN_SHADE),
    )
