"""Animals of the wood: fox, bear, owl and bird."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from models.miniature.drawing.shapes import Drawing, Role, filled, stroked
from models.miniature.scene import Subject
from models.miniature.subjects.contour import blob, curve, edge, even, limb, mirrored, oval, turned
from models.miniature.subjects.touches import cheek, closed_eye, eyes, mark, open_eye, shade, spot


def fox(chance: random.Random) -> Drawing:
    """Walks with a huge bushy tail behind it."""
    tail = turned(_fox_tail(), chance.uniform(-8, 2), 34, -62)
    head = turned(_fox_head(chance), chance.uniform(-5, 6), -36, -88)
    return (*tail, *_fox_far_legs(), *_fox_body(), *head)


_FOX_TAIL = (
    "30,-72 44,-82 42,-104 34,-132 42,-160 58,-176 ^82,-193 90,-168 92,-136 90,-104 86,-76 70,-54 46,-44"
)


def _fox_tail() -> Drawing:
    return (
        filled(blob(_FOX_TAIL), Role.MAIN),
        shade(_FOX_TAIL, 6, 12, "58,-66 72,-94 76,-134 80,-168"),
        filled(edge(_FOX_TAIL, 3, 8, "^86,-122 ^78,-140 ^68,-120 ^58,-140 ^46,-122"), Role.SECOND),
    )


def _fox_far_legs() -> Drawing:
    legs = ("-18,-52,11 -12,-28,8 -16,-8,6", "22,-52,13 18,-30,8 26,-8,6")
    return (
        *(filled(limb(leg), Role.MAIN_SHADE) for leg in legs),
        *(filled(limb(leg, start=0.5), Role.DARK) for leg in legs),
    )


_FOX_BODY = "-50,-84 -24,-88 10,-86 36,-82 50,-66 44,-46 20,-38 -10,-38 -36,-34 -54,-48 -58,-68"


def _fox_body() -> Drawing:
    legs = ("-40,-54,13 -42,-30,8 -50,-8,6", "38,-62,17 44,-36,10 38,-24,7 44,-7,6")
    return (
        filled(blob(_FOX_BODY), Role.MAIN),
        shade(_FOX_BODY, 1, 3, "10,-79", role=Role.MAIN_LIGHT),
        shade(_FOX_BODY, 5, 8, "-8,-46 24,-50"),
        *(filled(limb(leg), Role.MAIN) for leg in legs),
        filled(limb(legs[1], start=0.2, stop=0.6, high=-0.35), Role.MAIN_SHADE),
        *(filled(limb(leg, start=0.55), Role.DARK) for leg in legs),
        filled(edge(_FOX_BODY, 8, 11, "^-32,-74 ^-34,-64 ^-24,-60 ^-30,-50"), Role.SECOND),
    )


_FOX_HEAD = "-14,-124 -34,-136 -56,-132 -76,-112 ^-98,-92 -78,-82 -54,-74 -30,-72 ^-8,-78 ^-12,-90 ^-2,-100"


def _fox_head(chance: random.Random) -> Drawing:
    return (
        filled(blob("-58,-122 -64,-146 ^-60,-168 -42,-152 -34,-132"), Role.MAIN_SHADE),
        filled(blob("-38,-128 -32,-154 ^-18,-174 -8,-150 -8,-120"), Role.MAIN),
        filled(blob("-30,-130 -26,-146 ^-19,-160 -14,-144 -14,-126"), Role.DARK, is_detail=True),
        filled(blob(_FOX_HEAD), Role.MAIN),
        filled(edge(_FOX_HEAD, 4, 10, "-20,-98 -34,-90 -52,-98 -72,-98"), Role.SECOND),
        shade(_FOX_HEAD, 1, 4, "-70,-106 -52,-124", role=Role.MAIN_LIGHT),
        shade(_FOX_HEAD, 6, 8, "-30,-80", role=Role.SECOND_SHADE),
        *eyes(chance, 5.6, (-52, -109)),
        filled(oval(-95, -92, 6.5, 5.5), Role.DARK),
        spot(-97, -94, 2, 1.4, Role.PALE),
        mark("-90,-86 -78,-84 -68,-88", Role.DARK, 2),
        cheek(-32, -98, 7),
    )


def bear(chance: random.Random) -> Drawing:
    """Stands upright, one paw raised in greeting."""
    head = turned(_bear_head(chance), chance.uniform(-5, 5), 0, -112)
    wave = turned(_bear_raised_arm(), chance.uniform(-12, 6), 48, -100)
    return (*_bear_feet(), *wave, *_bear_body(), *_bear_arm(), *head)


def _bear_feet() -> Drawing:
    leg = "34,-56,27 39,-22,20"
    foot = (
        filled(limb(leg), Role.MAIN),
        filled(oval(44, -16, 25, 15), Role.MAIN),
        spot(46, -12, 12, 7, Role.SECOND),
        *(spot(x, y, 3.4, 3.4, Role.SECOND) for x, y in ((33, -20), (41, -24), (51, -24), (59, -20))),
    )
    return (*mirrored(foot), *foot)


_BEAR_BODY = even("0,-126 32,-120 54,-96 63,-66 58,-42 32,-28 0,-25")
_BEAR_BELLY = even("0,-104 26,-97 39,-70 30,-42 0,-34")


def _bear_body() -> Drawing:
    return (
        filled(blob(_BEAR_BODY), Role.MAIN),
        shade(_BEAR_BODY, 1, 6, "30,-36 44,-52 46,-86"),
        filled(blob(_BEAR_BELLY), Role.SECOND),
        shade(_BEAR_BELLY, 1, 4, "20,-46 28,-68", role=Role.SECOND_SHADE),
    )


def _bear_arm() -> Drawing:
    line = "-46,-102,17 -74,-84,17 -84,-58,16"
    return (
        filled(limb(line), Role.MAIN),
        filled(limb(line, low=-1.0, high=-0.5), Role.MAIN_SHADE, is_detail=True),
        *(mark(f"{x},-52 {x},-45", Role.DARK, 3) for x in (-92, -85, -78)),
    )


def _bear_raised_arm() -> Drawing:
    return (
        filled(limb("46,-92,18 72,-104,18 80,-134,17"), Role.MAIN),
        filled(limb("46,-92,18 72,-104,18 80,-134,17", low=0.4), Role.MAIN_SHADE, is_detail=True),
        spot(80, -138, 9, 8, Role.SECOND),
    )


_BEAR_HEAD = even("0,-188 34,-182 56,-158 58,-132 40,-110 0,-102")


def _bear_head(chance: random.Random) -> Drawing:
    ear = (filled(oval(43, -178, 18, 18), Role.MAIN), spot(44, -177, 10, 10, Role.SECOND))
    return (
        *ear,
        *mirrored(ear),
        filled(blob(_BEAR_HEAD), Role.MAIN),
        shade(_BEAR_HEAD, 2, 5, "30,-114 44,-134"),
        spot(-22, -176, 12, 6, Role.MAIN_LIGHT, tilt=-24),
        filled(oval(0, -128, 27, 21), Role.SECOND),
        *eyes(chance, 6.5, (-24, -151), (24, -151)),
        filled(blob("-12,-141 0,-144 12,-141 8,-132 0,-128 -8,-132"), Role.DARK),
        spot(-4, -140, 4, 2, Role.PALE),
        mark("0,-128 0,-122", Role.DARK, 2.6),
        mark("-13,-123 -7,-117 0,-121 7,-117 13,-123", Role.DARK, 2.6),
        cheek(-41, -136, 9),
        cheek(41, -136, 9),
    )


def owl(chance: random.Random) -> Drawing:
    """Sits on a branch and looks at you with its big round eyes."""
    head = turned(_owl_head(chance), chance.uniform(-6, 6), 0, -130)
    return (*_owl_branch(chance), *_owl_body(), *head, *_owl_feet())


def _owl_branch(chance: random.Random) -> Drawing:
    leaves = ("72,-18 80,-38 ^98,-44 92,-26", "-66,-18 -72,-36 ^-90,-42 -84,-24", "60,-8 ^72,0 86,0 78,-12")
    return (
        filled(limb("-98,-8,4 -50,-14,7 10,-12,8 60,-13,7 98,-20,3"), Role.SECOND_SHADE),
        *(filled(blob(leaf), Role.ACCENT) for leaf in leaves[: chance.randint(2, 3)]),
        mark("-60,-13 -20,-10 20,-11", Role.DARK, 1.6),
    )


_OWL_BODY = even("0,-172 38,-160 58,-126 64,-88 54,-50 30,-24 0,-18")
_OWL_WING = "46,-132 66,-112 72,-80 ^60,-40 ^56,-48 ^48,-32 ^46,-44 ^36,-34 32,-60 34,-96"


def _owl_body() -> Drawing:
    wing = (filled(blob(_OWL_WING), Role.MAIN_SHADE),)
    return (
        filled(blob("-16,-40 16,-40 ^20,-3 ^10,-7 ^0,-1 ^-10,-7 ^-20,-3"), Role.MAIN_SHADE),
        filled(blob(_OWL_BODY), Role.MAIN),
        filled(blob(even("0,-120 30,-108 40,-76 28,-36 0,-24")), Role.SECOND),
        *(
            mark(f"{x - 8},{y} {x - 5},{y + 6} {x},{y + 8} {x + 5},{y + 6} {x + 8},{y}", Role.SECOND_SHADE, 3)
            for y, row in ((-86, (-18, 0, 18)), (-68, (-26, -9, 9, 26)), (-52, (-18, 0, 18)), (-37, (-8, 8)))
            for x in row
        ),
        *wing,
        *mirrored((filled(blob(_OWL_WING), Role.MAIN_SHADE),)),
        *(mark(f"{s * 60},-100 {s * 58},-80 {s * 52},-62", Role.MAIN_LIGHT, 3) for s in (-1, 1)),
        *(mark(f"{s * 48},-104 {s * 47},-84 {s * 43},-66", Role.MAIN_LIGHT, 3) for s in (-1, 1)),
    )


_OWL_HEAD = even("0,-172 26,-176 ^62,-195 ^60,-172 64,-146 50,-118 22,-104 0,-102")


def _owl_head(chance: random.Random) -> Drawing:
    look = chance.uniform(-4, 4)
    shut = chance.random() < 0.15
    disc = (filled(oval(25, -142, 29, 30), Role.SECOND), filled(oval(25, -142, 21, 21), Role.PALE))
    return (
        filled(blob(_OWL_HEAD), Role.MAIN),
        shade(_OWL_HEAD, 2, 6, "44,-126 54,-148 52,-176"),
        *disc,
        *mirrored(disc),
        *(s for x in (-25, 25) for s in (closed_eye(x, -142, 13) if shut else open_eye(x + look, -142, 13))),
        filled(blob("0,-138 11,-130 8,-118 ^0,-106 -8,-118 -11,-130"), Role.ACCENT),
        mark("0,-132 3,-124 0,-114", Role.SECOND, 2),
        filled(
            blob(
                "^0,-148 -14,-166 -40,-172 ^-56,-182 -40,-182 -16,-176 ^0,-162 16,-176 40,-182 ^56,-182 "
                "40,-172 14,-166"
            ),
            Role.MAIN_SHADE,
        ),
    )


def _owl_feet() -> Drawing:
    return tuple(
        filled(limb(f"{foot + toe},-22,5 {foot + toe * 1.2:g},-10,5"), Role.ACCENT)
        for foot in (-22, 22)
        for toe in (-8, 0, 8)
    )


def bird(chance: random.Random) -> Drawing:
    """Flies up with raised wings and a fanned tail."""
    wing = turned(_bird_wing(), chance.uniform(-4, 6), -8, -92)
    return (*_bird_far_wing(), *_bird_tail(), *_bird_body(chance), *wing)


def _bird_far_wing() -> Drawing:
    return (
        filled(
            blob("-34,-108 -46,-140 -44,-168 ^-52,-196 -30,-186 ^-22,-182 -8,-166 ^-4,-156 4,-136 4,-110"),
            Role.MAIN_SHADE,
        ),
        mark("-30,-120 -34,-146 -38,-174", Role.MAIN, 2.4),
        mark("-18,-118 -20,-142 -22,-164", Role.MAIN, 2.4),
    )


_FEATHERS = (
    "40,-66 72,-74 96,-72 90,-58 56,-50",
    "40,-60 74,-56 97,-44 86,-34 50,-44",
    "38,-54 68,-38 86,-18 72,-14 44,-38",
    "34,-50 54,-26 64,-3 50,-4 36,-34",
)


def _bird_tail() -> Drawing:
    roles = (Role.MAIN, Role.MAIN_SHADE, Role.MAIN, Role.MAIN_SHADE)
    return (
        *(filled(blob(feather), role) for feather, role in zip(_FEATHERS, roles, strict=True)),
        *(
            mark(line, Role.SECOND, 3)
            for line in ("60,-64 88,-66", "62,-52 86,-43", "56,-38 74,-20", "46,-30 56,-8")
        ),
    )


_BIRD_BODY = (
    "-84,-122 -72,-138 -54,-142 -36,-132 -14,-112 20,-90 52,-62 44,-44 14,-38 -24,-44 -54,-62 -74,-90"
)


def _bird_body(chance: random.Random) -> Drawing:
    return (
        filled(blob("-76,-130 ^-99,-120 -86,-112 -76,-112"), Role.ACCENT),
        filled(blob(_BIRD_BODY), Role.MAIN),
        filled(edge(_BIRD_BODY, 7, 12, "-70,-112 -52,-88 -20,-70 20,-62"), Role.SECOND),
        shade(_BIRD_BODY, 7, 10, "-20,-54 14,-50", role=Role.SECOND_SHADE),
        mark("-97,-120 -86,-119 -78,-121", Role.DARK, 1.6),
        *eyes(chance, 5.6, (-66, -124)),
        cheek(-56, -110, 7),
        stroked(curve("-10,-42 0,-30 12,-28"), Role.ACCENT, 4),
        stroked(curve("4,-40 12,-32 24,-30"), Role.ACCENT, 4),
    )


_BIRD_WING = (
    "-34,-96 -22,-116 0,-136 24,-164 ^50,-198 54,-180 ^56,-168 70,-172 ^76,-158 66,-146 ^72,-134 74,-124 "
    "^60,-112 60,-106 ^58,-94 44,-82 20,-72 -10,-74"
)


def _bird_wing() -> Drawing:
    return (
        filled(blob(_BIRD_WING), Role.MAIN_LIGHT),
        shade(_BIRD_WING, 12, 19, "2,-90 34,-98"),
        filled(blob("-26,-96 -10,-116 10,-130 24,-122 26,-100 8,-84 -12,-82"), Role.MAIN),
        *(
            mark(line, Role.MAIN_SHADE, 2.4)
            for line in (
                "22,-126 36,-150 46,-176",
                "30,-120 48,-136 62,-156",
                "32,-110 48,-116 62,-126",
                "28,-102 40,-102 50,-102",
            )
        ),
    )


DRAWINGS: Mapping[Subject, Callable[[random.Random], Drawing]] = {
    Subject.FOX: fox,
    Subject.BEAR: bear,
    Subject.OWL: owl,
    Subject.BIRD: bird,
}
"""Which function draws which subject."""
