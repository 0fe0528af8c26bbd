"""Animals of the house: cat, dog and rabbit."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from models.miniature.drawing.shapes import Drawing, Role, filled
from models.miniature.scene import Subject
from models.miniature.subjects.contour import blob, edge, even, fluffy, limb, mirrored, oval, turned
from models.miniature.subjects.touches import cheek, closed_eye, eyes, mark, shade, spot


def cat(chance: random.Random) -> Drawing:
    """Sits upright, its tail curled up beside it."""
    tail = _cat_tail()
    body = _cat_body()
    head = turned(_cat_head(chance), chance.uniform(-5, 5), 0, -104)
    if chance.random() < 0.5:
        tail = mirrored(tail)
    return (*tail, *body, *head)


def _cat_tail() -> Drawing:
    line = "20,-13,10 58,-13,12 86,-30,12 88,-58,11 71,-80,10 72,-106,9 88,-117,5"
    return (
        filled(limb(line), Role.MAIN),
        filled(limb(line, low=0.3, stop=0.75), Role.MAIN_SHADE, is_detail=True),
        filled(limb(line, start=0.75), Role.SECOND),
        filled(limb(line, start=0.44, stop=0.5), Role.MAIN_SHADE, is_detail=True),
        filled(limb(line, start=0.58, stop=0.64), Role.MAIN_SHADE, is_detail=True),
    )


_CAT_BODY = even("0,-128 24,-122 38,-96 50,-70 62,-42 64,-18 52,-2 20,0")
_CAT_BIB = "-30,-112 30,-112 34,-92 ^24,-84 ^22,-70 ^10,-68 ^0,-54 ^-10,-68 ^-22,-70 ^-24,-84 -34,-92"


def _cat_body() -> Drawing:
    return (
        filled(blob(_CAT_BODY), Role.MAIN),
        shade(_CAT_BODY, 9, 12, "-42,-66 -54,-36", role=Role.MAIN_LIGHT),
        shade(_CAT_BODY, 2, 7, "34,-12 42,-40 34,-74"),
        mark("-34,-58 -46,-36 -38,-8", Role.MAIN_SHADE, 3),
        filled(limb("-15,-66,12 -17,-34,12 -17,-10,12"), Role.MAIN),
        filled(limb("15,-66,12 17,-34,12 17,-10,12"), Role.MAIN),
        filled(blob(_CAT_BIB), Role.SECOND),
        mark("0,-50 0,-26 0,-4", Role.MAIN_SHADE, 3),
        filled(oval(-18, -8, 17, 9), Role.SECOND),
        filled(oval(18, -8, 17, 9), Role.SECOND),
        *(mark(f"{x},-9 {x},-3", Role.SECOND_SHADE, 2.4) for x in (-24, -13, 12, 23)),
    )


_CAT_HEAD = even("0,-178 28,-177 52,-162 60,-140 ^70,-120 56,-117 ^54,-106 30,-100 0,-97")
_CAT_EAR = "18,-172 34,-184 ^57,-196 62,-170 56,-148"


def _cat_head(chance: random.Random) -> Drawing:
    ear = (
        filled(blob(_CAT_EAR), Role.MAIN),
        filled(blob("33,-174 42,-181 ^54,-188 56,-172 52,-160"), Role.ACCENT, is_detail=True),
    )
    return (
        *ear,
        *mirrored(ear),
        filled(blob(_CAT_HEAD), Role.MAIN),
        shade(_CAT_HEAD, 2, 8, "26,-104 46,-116 52,-138"),
        shade(_CAT_HEAD, 13, 15, "-46,-158 -52,-146", role=Role.MAIN_LIGHT),
        *(mark(f"{x},-176 {x * 0.8:g},-168 {x * 0.7:g},-160", Role.MAIN_SHADE, 5) for x in (-14, 0, 14)),
        *_cat_face(chance),
    )


def _cat_face(chance: random.Random) -> Drawing:
    return (
        filled(oval(-10, -116, 15, 12), Role.SECOND),
        filled(oval(10, -116, 15, 12), Role.SECOND),
        filled(oval(0, -107, 10, 7), Role.SECOND, is_detail=True),
        *_cat_eyes(chance),
        cheek(-42, -118, 9),
        cheek(42, -118, 9),
        mark("0,-120 0,-113 -5,-109 -11,-111", Role.DARK, 2.2),
        mark("0,-120 0,-113 5,-109 11,-111", Role.DARK, 2.2),
        filled(blob("-7,-127 0,-129 7,-127 0,-118"), Role.DARK),
        *(
            mark(f"{side * 30},{y} {side * 56},{y - 3 + i * 6}", Role.DARK, 1.4)
            for side in (-1, 1)
            for i, y in enumerate((-120, -113))
        ),
    )


def _cat_eyes(chance: random.Random) -> Drawing:
    if chance.random() < 0.2:
        return (*closed_eye(-25, -138, 11), *closed_eye(25, -138, 11))
    slit = chance.uniform(4.5, 8)
    return tuple(
        shape
        for x in (-25, 25)
        for shape in (
            filled(oval(x, -139, 12, 13), Role.PALE),
            filled(oval(x, -139, slit, 12), Role.DARK),
            spot(x - 3, -144, 3, 3.4, Role.PALE),
        )
    )


def dog(chance: random.Random) -> Drawing:
    """Stands and looks up happily: ears that hang, tongue out, the tail wagging."""
    wag = chance.uniform(-16, 6)
    head = turned(_dog_head(chance), chance.uniform(-4, 5), -36, -126)
    return (*turned(_dog_tail(), wag, 62, -98), *_dog_legs(far=True), *_dog_body(chance), *head)


def _dog_tail() -> Drawing:
    line = "52,-92,10 74,-112,11 86,-136,10 84,-162,4"
    return (
        filled(limb(line), Role.MAIN),
        filled(limb(line, low=0.25, stop=0.7), Role.MAIN_SHADE, is_detail=True),
        filled(limb(line, start=0.7), Role.SECOND),
    )


def _dog_legs(*, far: bool) -> Drawing:
    if far:
        return (
            filled(limb("-12,-66,15 -10,-36,11 -12,-14,10"), Role.MAIN_SHADE),
            filled(limb("34,-70,18 30,-40,11 34,-14,10"), Role.MAIN_SHADE),
            filled(oval(-17, -9, 15, 9), Role.SECOND_SHADE),
            filled(oval(29, -9, 15, 9), Role.SECOND_SHADE),
        )
    return (
        filled(limb("-38,-70,17 -36,-38,12 -38,-14,11"), Role.MAIN),
        filled(limb("56,-82,22 60,-52,16 66,-34,11 62,-14,11"), Role.MAIN),
        filled(limb("56,-82,22 60,-52,16 66,-34,11 62,-14,11", high=-0.3, start=0.3), Role.MAIN_SHADE),
        filled(oval(-43, -9, 17, 9), Role.SECOND),
        filled(oval(57, -9, 17, 9), Role.SECOND),
        *(mark(f"{x},-9 {x},-3", Role.SECOND_SHADE, 2.4) for x in (-50, -42, 50, 58)),
    )


_DOG_BODY = "-42,-132 -8,-128 10,-116 40,-116 66,-110 78,-92 74,-70 46,-56 6,-50 -30,-46 -54,-58 -60,-86"


def _dog_body(chance: random.Random) -> Drawing:
    x = chance.uniform(20, 38)
    return (
        filled(blob(_DOG_BODY), Role.MAIN),
        shade(_DOG_BODY, 3, 5, "58,-104", role=Role.MAIN_LIGHT),
        shade(_DOG_BODY, 6, 9, "4,-64 44,-72"),
        filled(
            blob(f"{x - 24},-117 {x},-116.5 {x + 22},-115 {x + 18},-96 {x},-88 {x - 20},-96"), Role.SECOND
        ),
        filled(edge(_DOG_BODY, 9, 12, "^-40,-104 ^-42,-92 ^-34,-86 ^-36,-74 ^-26,-68"), Role.SECOND),
        *_dog_legs(far=False),
        filled(limb("-58,-104,6 -36,-100,7 -12,-112,6"), Role.ACCENT),
        filled(oval(-42, -92, 7, 8), Role.PALE),
    )


_DOG_HEAD = (
    "-12,-136 -16,-162 -36,-180 -60,-178 -74,-160 -92,-153 -99,-141 -94,-127 -76,-120 -56,-112 -30,-112"
)
_DOG_EAR = "-34,-179 -14,-180 2,-160 10,-130 2,-108 -14,-108 -24,-126 -28,-152"


def _dog_head(chance: random.Random) -> Drawing:
    return (
        filled(blob("-86,-126 -68,-124 -64,-104 -70,-94 -80,-94 -86,-106"), Role.ACCENT),
        mark("-77,-122 -75,-106", Role.DARK, 1.6),
        filled(blob(_DOG_HEAD), Role.MAIN),
        filled(edge(_DOG_HEAD, 4, 10, "-48,-126 -62,-140"), Role.SECOND),
        shade(_DOG_HEAD, 2, 4, "-58,-168", role=Role.MAIN_LIGHT),
        shade(_DOG_HEAD, 9, 12, "-14,-140 -26,-124"),
        mark("-94,-134 -82,-128 -68,-128 -58,-136", Role.DARK, 2.6),
        filled(oval(-93, -148, 8, 6.5, tilt=-10), Role.DARK),
        spot(-95, -151, 2.4, 1.6, Role.PALE),
        *eyes(chance, 6.5, (-60, -153)),
        mark("-66,-170 -60,-173 -54,-171", Role.MAIN_SHADE, 4),
        cheek(-46, -134, 8),
        filled(blob(_DOG_EAR), Role.MAIN_SHADE),
        mark("-18,-166 -6,-146 -4,-124", Role.MAIN, 3),
    )


def rabbit(chance: random.Random) -> Drawing:
    """Sits with its long ears up; sometimes one is folded."""
    head = turned(_rabbit_head(chance), chance.uniform(-5, 5), -24, -90)
    return (*_rabbit_body(), *head)


_RABBIT_BODY = "-44,-96 -12,-112 26,-108 58,-86 74,-52 70,-20 50,-5 0,-5 -38,-5 -52,-28 -54,-64"
_RABBIT_HAUNCH = "6,-36 22,-62 50,-66 71,-46 70,-20 50,-5 16,-4"


def _rabbit_body() -> Drawing:
    return (
        filled(fluffy(_ring(76, -26, 19, 18), 13), Role.SECOND),
        filled(blob(_RABBIT_BODY), Role.MAIN),
        shade(_RABBIT_BODY, 1, 6, "52,-40 46,-70 20,-92"),
        filled(
            edge(_RABBIT_BODY, 8, 11, "^-34,-86 ^-38,-74 ^-26,-68 ^-30,-54 ^-20,-44 -24,-20"), Role.SECOND
        ),
        filled(limb("-26,-50,12 -32,-28,11 -38,-9,10"), Role.MAIN),
        filled(oval(-43, -8, 15, 8), Role.SECOND),
        filled(blob(_RABBIT_HAUNCH), Role.MAIN),
        shade(_RABBIT_HAUNCH, 3, 6, "44,-16 58,-34"),
        mark("8,-30 22,-58 44,-64", Role.MAIN_SHADE, 3),
        filled(limb("40,-9,9 12,-9,9 -4,-8,8"), Role.SECOND),
        *(mark(f"{x},-9 {x - 1},-3", Role.SECOND_SHADE, 2.2) for x in (-50, -42, -4, 5)),
    )


def _ring(x: float, y: float, rx: float, ry: float) -> str:
    """The four knots of an ellipse."""
    return f"{x - rx:g},{y:g} {x:g},{y - ry:g} {x + rx:g},{y:g} {x:g},{y + ry:g}"


_RABBIT_HEAD = "0,-112 -10,-136 -36,-146 -60,-138 -78,-120 -83,-104 -74,-90 -50,-82 -22,-84 -4,-96"


def _rabbit_head(chance: random.Random) -> Drawing:
    return (
        *_rabbit_ears(chance),
        filled(blob(_RABBIT_HEAD), Role.MAIN),
        shade(_RABBIT_HEAD, 1, 4, "-58,-130 -34,-138", role=Role.MAIN_LIGHT),
        shade(_RABBIT_HEAD, 7, 10, "-18,-102 -32,-92"),
        filled(edge(_RABBIT_HEAD, 4, 7, "-52,-94 -62,-108"), Role.SECOND),
        *eyes(chance, 8, (-50, -117)),
        cheek(-36, -100, 9),
        filled(blob("-84,-110 -77,-113 -73,-108 -79,-103"), Role.ACCENT),
        mark("-79,-103 -74,-97 -66,-98", Role.DARK, 2),
        *(mark(f"-68,{y} -48,{y + i * 5 + 2}", Role.DARK, 1.3) for i, y in enumerate((-104, -100))),
    )


def _rabbit_ears(chance: random.Random) -> Drawing:
    far = "-40,-128,7 -48,-152,13 -52,-176,12 -52,-197,2"
    near = "-18,-128,8 -12,-152,15 -4,-176,14 6,-196,2"
    if chance.random() < 0.4:
        near = "-18,-128,8 -10,-156,13 12,-176,13 36,-164,13 46,-134,2"
    return (
        filled(limb(far), Role.MAIN_SHADE),
        filled(limb(near), Role.MAIN),
        filled(limb(near, low=-0.5, high=0.5, start=0.12, stop=0.94), Role.ACCENT, is_detail=True),
    )


DRAWINGS: Mapping[Subject, Callable[[random.Random], Drawing]] = {
    Subject.CAT: cat,
    Subject.DOG: dog,
    Subject.RABBIT: rabbit,
}
"""Which function draws which subject."""
