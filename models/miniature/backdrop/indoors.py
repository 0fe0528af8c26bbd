"""The room: a papered wall with a window to the sky, curtains, a bookshelf, a lamp, a rug on floorboards."""

from __future__ import annotations

import random

from models.miniature.backdrop.growing import frond
from models.miniature.backdrop.land import BOTTOM, LEFT, RIGHT, Figure, down, height_scale, on
from models.miniature.drawing.picture import SIDE, Layer, Placed
from models.miniature.drawing.shapes import Role, ellipse, filled, polygon, rectangle, stroked

_EDGE, _LINTEL, _SILL = 26.0, 30.0, 126.0
"""The window: its distance from both sides and from the top, and its height above the floor."""


def room(horizon: float, chance: random.Random) -> tuple[Placed, ...]:
    """A room at home; the sky is seen through its wide window."""
    size = height_scale(horizon)
    tall = horizon - _SILL * size - _LINTEL
    return (
        *_wall(horizon, tall),
        *_window(tall),
        *_curtain(tall + 60).placed(Layer.MID, 0, 0),
        *_curtain(tall + 60).placed(Layer.MID, SIDE, 0, flip=True),
        *_pelmet(),
        *_bookshelf(chance).placed(Layer.MID, 88 + chance.uniform(-14, 8), horizon + 8, 0.94 * size),
        *_sill_pots(chance, _LINTEL + tall + 6, size),
        *_floor(horizon),
        *_rug(horizon, chance),
        *_lamp().placed(Layer.GROUND, 440 + chance.uniform(-12, 8), down(horizon, 0.16), 1.2 * size),
        *_pot(chance).placed(Layer.FRONT, 38, 512, 0.9),
        *_books_and_cup(chance).placed(Layer.FRONT, 468, 508, 0.9),
    )


def _wall(horizon: float, tall: float) -> tuple[Placed, ...]:
    """The wall has the window cut out: the inner outline runs the other way round."""
    outer = f"M{LEFT} {LEFT}H{RIGHT}V{horizon + 12}H{LEFT}z"
    hole = f"M{_EDGE} {_LINTEL}v{tall:.1f}h{SIDE - 2 * _EDGE}v{-tall:.1f}z"
    foot = _LINTEL + tall
    stripes = "".join(rectangle(x, foot, 13, horizon - foot) for x in range(-6, 530, 30))
    panel = horizon - (horizon - foot) * 0.42
    return (
        on(Layer.FAR, filled(outer + hole, Role.FAR)),
        on(Layer.FAR, filled(stripes, Role.MID, is_detail=True), opacity=0.35),
        on(Layer.FAR, filled(rectangle(LEFT, panel, RIGHT - LEFT, horizon + 12 - panel), Role.MID)),
        on(Layer.FAR, filled(rectangle(LEFT, panel - 6, RIGHT - LEFT, 7), Role.PALE), opacity=0.8),
    )


def _window(tall: float) -> tuple[Placed, ...]:
    x, y, w, h = _EDGE, _LINTEL, SIDE - 2 * _EDGE, tall
    frame = (
        f"M{x - 9:.1f} {y - 9:.1f}H{x + w + 9:.1f}V{y + h + 9:.1f}H{x - 9:.1f}z"
        f"M{x + 2:.1f} {y + 2:.1f}V{y + h - 2:.1f}H{x + w - 2:.1f}V{y + 2:.1f}z"
    )
    bars = "".join(rectangle(at, y, 7, h) for at in (x + w * 0.31, x + w * 0.69 - 7))
    bars += rectangle(x, y + h * 0.58, w * 0.31, 6) + rectangle(x + w * 0.69, y + h * 0.58, w * 0.31, 6)
    sill = rectangle(x - 22, y + h + 4, w + 44, 12, corner=3)
    return (
        on(Layer.FAR, filled(bars, Role.PALE), filled(frame, Role.PALE), filled(sill, Role.PALE)),
        on(
            Layer.FAR,
            filled(rectangle(x - 18, y + h + 16, w + 36, 5), Role.DARK, is_detail=True),
            opacity=0.16,
        ),
    )


def _curtain(tall: float) -> Figure:
    """The left one of a pair, held together by a band."""
    tie, foot = 10 + tall * 0.66, 10 + tall
    cloth = f"M-14 10H74Q72 {tie - 70:.1f} 30 {tie:.1f}Q40 {foot - 26:.1f} 42 {foot:.1f}H-14z"
    folds = (
        f"M14 10Q14 {tie - 40:.1f} 4 {tie:.1f}H10Q26 {tie - 50:.1f} 28 10z"
        f"M46 10Q44 {tie - 76:.1f} 18 {tie:.1f}H24Q58 {tie - 60:.1f} 60 10z"
        f"M6 {tie + 8:.1f}L2 {foot:.1f}H14L12 {tie + 8:.1f}z"
        f"M22 {tie + 8:.1f}L26 {foot:.1f}H33L26 {tie + 8:.1f}z"
    )
    band = rectangle(-16, tie - 5, 50, 11, corner=4)
    return Figure(drawing=(filled(cloth, Role.ACCENT), filled(band, Role.PALE)), shade=folds)


def _pelmet() -> tuple[Placed, ...]:
    swags = "".join(f"M{x} 8Q{x + 33} 50 {x + 66} 8z" for x in range(-8, 520, 66))
    board = rectangle(LEFT, -10, RIGHT - LEFT, 26)
    return (on(Layer.MID, filled(swags, Role.ACCENT), filled(board, Role.ACCENT)),)


def _sill_pots(chance: random.Random, y: float, size: float) -> tuple[Placed, ...]:
    """Little plants on the window's sill, away from the middle."""
    placed: list[Placed] = []
    for x in (196 - chance.uniform(20, 40), 352 + chance.uniform(0, 20)):
        placed += _pot(chance).placed(Layer.MID, x, y, 0.62 * size)
    return tuple(placed)


def _bookshelf(chance: random.Random) -> Figure:
    """A low shelf 112 tall with two rows of books."""
    shapes = [
        filled(rectangle(-66, -112, 132, 114, corner=3), Role.GROUND_SHADE),
        filled("".join(rectangle(-58, y, 116, 45) for y in (-104, -54)), Role.DARK),
    ]
    rows: dict[Role, list[str]] = {Role.ACCENT: [], Role.PALE: [], Role.PLANT: [], Role.GLOW: []}
    for shelf in (-59, -9):
        x = -56.0
        while x < 44:
            wide, tall = chance.uniform(8, 14), chance.uniform(28, 41)
            rows[chance.choice(tuple(rows))].append(rectangle(x, shelf - tall, wide - 1.5, tall))
            x += wide
    shapes += [filled("".join(books), role) for role, books in rows.items() if books]
    return Figure(drawing=tuple(shapes))


def _floor(horizon: float) -> tuple[Placed, ...]:
    boards = "".join(
        f"M{256 + (x - 256) * 0.62:.1f} {horizon + 4:.1f}L{256 + (x - 256) * 1.7:.1f} {BOTTOM}"
        for x in range(-400, 920, 58)
    )
    joints = ""
    for x, share in ((-52, 0.22), (64, 0.5), (6, 0.8), (412, 0.3), (354, 0.62), (470, 0.5)):
        near = 0.62 + 1.08 * share
        joints += f"M{256 + (x - 256) * near:.1f} {down(horizon, share):.1f}h{58 * near:.1f}"
    return (
        on(Layer.GROUND, filled(rectangle(LEFT, horizon, RIGHT - LEFT, BOTTOM - horizon), Role.GROUND)),
        on(Layer.GROUND, stroked(boards + joints, Role.GROUND_SHADE, 2.4, is_detail=True)),
        on(Layer.GROUND, filled(rectangle(LEFT, horizon - 6, RIGHT - LEFT, 11), Role.PALE)),
    )


def _rug(horizon: float, chance: random.Random) -> tuple[Placed, ...]:
    y, tall = down(horizon, 0.52), (SIDE - horizon) * 0.36
    x = 256 + chance.uniform(-10, 10)
    return (
        on(Layer.GROUND, filled(ellipse(x, y, 186, tall), Role.ACCENT)),
        on(Layer.GROUND, filled(ellipse(x, y, 170, tall * 0.88), Role.PALE)),
        on(Layer.GROUND, filled(ellipse(x, y, 158, tall * 0.8), Role.GROUND_SHADE)),
    )


def _lamp() -> Figure:
    shapes = (
        filled(ellipse(0, 0, 22, 5), Role.DARK),
        stroked("M0 0V-128", Role.DARK, 4),
        filled("M-34 -122L-20 -168H20L34 -122z", Role.GLOW),
        filled(rectangle(-35, -126, 70, 6, corner=3), Role.PALE),
    )
    return Figure(drawing=shapes, shade="M10 -124L8 -168H20L34 -124z")


def _pot(chance: random.Random) -> Figure:
    leaves = [
        filled(frond((0, -26), angle + chance.uniform(-6, 6), 44, 12, droop=0.12), Role.PLANT)
        for angle in (-150, -30, -128, -52, -106, -74)
    ]
    pot = filled("M-24 -30H24L17 8H-17z", Role.ACCENT)
    rim = filled(rectangle(-28, -36, 56, 10, corner=3), Role.PALE)
    return Figure(drawing=(*leaves, pot, rim), shade="M6 -26H23L17 8H6z")


def _books_and_cup(chance: random.Random) -> Figure:
    """Books in a pile with a cup on top."""
    lean = chance.uniform(-5, 5)
    shapes = (
        filled(rectangle(-44, -14, 88, 16, corner=3), Role.PLANT),
        filled(rectangle(-36 + lean, -28, 76, 14, corner=3), Role.PALE),
        filled(rectangle(-40, -40, 72, 12, corner=3), Role.DARK),
        stroked("M14 -52q12 -2 9 6q-3 6 -11 4", Role.PALE, 3),
        filled("M-14 -56H15Q15 -42 8 -40H-7Q-14 -42 -14 -56z", Role.PALE),
    )
    return Figure(drawing=shapes, shade=polygon([(20, -14), (44, -14), (44, 2), (20, 2)]))
