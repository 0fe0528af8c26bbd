"""Animals of the sea: fish, whale, turtle and penguin."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from models.miniature.drawing.shapes import Drawing, Role, filled
from models.miniature.scene import Subject
from models.miniature.subjects.contour import blob, edge, even, limb, mirrored, oval, turned
from models.miniature.subjects.touches import cheek, eyes, mark, open_eye, shade, spot


def fish(chance: random.Random) -> Drawing:
    """Swims to the left, with great fins and round scales."""
    tail = turned(_fish_tail(), chance.uniform(-6, 6), 56, -94)
    fin = turned(_fish_fin(), chance.uniform(-16, 16), -18, -84)
    return (*tail, *_fish_fins(), *_fish_body(), *_fish_scales(chance), *_fish_face(), *fin)


def _fish_tail() -> Drawing:
    tail = "40,-104 60,-118 72,-146 ^92,-166 97,-130 ^88,-96 97,-62 ^92,-26 72,-44 60,-72 40,-86"
    return (
        filled(blob(tail), Role.MAIN_SHADE),
        *(
            mark(line, Role.SECOND, 3)
            for line in ("60,-104 76,-124 86,-146", "64,-96 80,-96", "60,-86 76,-68 86,-46")
        ),
    )


def _fish_fins() -> Drawing:
    top = "-46,-140 -34,-172 ^-14,-197 2,-184 ^14,-186 28,-174 ^38,-170 46,-150 48,-122"
    return (
        filled(blob(top), Role.ACCENT),
        *(
            mark(line, Role.SECOND, 3)
            for line in ("-26,-152 -20,-168 -12,-182", "0,-150 6,-164 14,-174", "26,-140 32,-152 38,-160")
        ),
        filled(blob("-30,-48 -18,-20 ^6,-3 10,-22 ^24,-14 30,-48"), Role.ACCENT),
        filled(blob("28,-56 38,-32 ^56,-24 54,-48 48,-70"), Role.ACCENT),
    )


_FISH = "-97,-90 -86,-118 -58,-144 -18,-156 20,-146 46,-120 58,-96 46,-72 22,-46 -16,-34 -56,-42 -84,-64"


def _fish_body() -> Drawing:
    return (
        filled(blob(_FISH), Role.MAIN),
        shade(_FISH, 6, 11, "-30,-58 20,-74"),
        shade(_FISH, 2, 4, "-4,-140 -34,-136", role=Role.MAIN_LIGHT),
    )


def _fish_scales(chance: random.Random) -> Drawing:
    shift = chance.uniform(-3, 3)
    return tuple(
        mark(
            f"{x},{y - 11} {x + 11},{y - 8} {x + 15},{y} {x + 11},{y + 8} {x},{y + 11}", Role.MAIN_LIGHT, 3.2
        )
        for x, ys in (
            (-12 + shift, (-116, -94, -72)),
            (3 + shift, (-127, -105, -83, -61)),
            (18 + shift, (-116, -94, -72)),
            (33 + shift, (-105, -83)),
        )
        for y in ys
    )


def _fish_face() -> Drawing:
    return (
        filled(edge(_FISH, 10, 2, "-38,-118 -32,-92 -40,-64"), Role.SECOND),
        mark("-56,-144 -38,-118 -32,-92 -40,-64 -56,-42", Role.MAIN_SHADE, 4),
        filled(oval(-64, -104, 15, 16), Role.PALE),
        *open_eye(-66, -104, 9.5),
        cheek(-58, -76, 9),
        mark("-95,-86 -88,-79 -78,-78", Role.DARK, 3),
    )


def _fish_fin() -> Drawing:
    return (
        filled(blob("-22,-92 2,-94 24,-82 ^30,-66 14,-66 ^8,-58 -10,-64 -22,-76"), Role.SECOND),
        mark("-12,-84 6,-82 20,-74", Role.SECOND_SHADE, 3),
        mark("-12,-76 0,-72 10,-66", Role.SECOND_SHADE, 3),
    )


def whale(chance: random.Random) -> Drawing:
    """Lifts its tail out of the water and blows."""
    tail = turned(_whale_flukes(), chance.uniform(-9, 2), 65, -118)
    return (*_whale_spout(chance), *tail, *_whale_body(), *_whale_face(chance))


def _whale_spout(chance: random.Random) -> Drawing:
    high = chance.uniform(-6, 0)
    left = f"-38,-118,4 -40,-152,6 -56,{-180 + high:.1f},8 -78,{-176 + high:.1f},8 -84,-158,3"
    right = f"-38,-118,4 -36,-152,6 -20,{-180 + high:.1f},8 2,{-176 + high:.1f},8 8,-158,3"
    return (
        filled(limb(left), Role.MAIN_LIGHT),
        filled(limb(right), Role.SECOND),
        *(filled(oval(x, y, 5, 7), Role.MAIN_LIGHT) for x, y in ((-62, -150), (-16, -150), (-38, -190))),
    )


def _whale_flukes() -> Drawing:
    flukes = (
        "54,-114 52,-130 36,-138 ^18,-160 40,-168 58,-160 ^65,-147 72,-162 86,-172 ^99,-172 97,-152 82,-134 "
        "76,-116"
    )
    return (
        filled(blob(flukes), Role.MAIN),
        shade(flukes, 6, 12, "70,-130"),
        mark("34,-154 48,-152 58,-142", Role.MAIN_LIGHT, 3),
    )


_WHALE = (
    "-97,-62 -92,-98 -62,-124 -22,-124 12,-104 36,-88 50,-96 55,-120 ^75,-121 86,-92 84,-56 60,-24 20,-6 "
    "-36,-4 -78,-16 -94,-40"
)


def _whale_body() -> Drawing:
    return (
        filled(blob(_WHALE), Role.MAIN),
        shade(_WHALE, 8, 13, "10,-34 54,-56 76,-84"),
        shade(_WHALE, 1, 4, "-28,-112 -66,-108", role=Role.MAIN_LIGHT),
        filled(edge(_WHALE, 10, 16, "-72,-58 -34,-54 6,-40 36,-26"), Role.SECOND),
        *(
            mark(line, Role.SECOND_SHADE, 2.8)
            for line in (
                "-92,-46 -62,-42 -28,-36 2,-22",
                "-87,-31 -60,-28 -30,-22 -6,-12",
                "-74,-17 -54,-15 -32,-9",
            )
        ),
    )


def _whale_face(chance: random.Random) -> Drawing:
    fin = (
        filled(blob("-14,-58 8,-58 22,-42 ^38,-12 14,-14 -6,-32"), Role.MAIN_SHADE),
        mark("0,-48 12,-38 22,-24", Role.MAIN, 3),
    )
    return (
        mark("-97,-62 -78,-58 -56,-60 -44,-70", Role.DARK, 3),
        *eyes(chance, 6.5, (-54, -80)),
        cheek(-36, -66, 9),
        *(spot(x, y, r, r, Role.MAIN_LIGHT) for x, y, r in ((4, -88, 4), (18, -78, 5), (2, -72, 3))),
        *turned(fin, chance.uniform(-12, 8), -4, -54),
    )


def turtle(chance: random.Random) -> Drawing:
    """Walks to the left under its high shell."""
    head = turned(_turtle_head(chance), chance.uniform(-4, 6), -46, -44)
    return (*_turtle_limbs(), *head, *_turtle_shell(chance))


def _turtle_limbs() -> Drawing:
    legs = ("-34,-38,17 -46,-15,15", "54,-36,17 64,-14,15")
    far = ("-4,-34,15 -10,-15,13", "32,-34,15 30,-15,13")
    return (
        filled(blob("66,-46 84,-44 ^99,-22 78,-26 62,-34"), Role.SECOND),
        *(filled(limb(leg), Role.SECOND_SHADE) for leg in far),
        *(filled(limb(leg), Role.SECOND) for leg in legs),
        *(spot(x, -8, 3, 4, Role.SECOND_SHADE) for x in (-55, -47, -39, 56, 64, 72)),
    )


def _turtle_head(chance: random.Random) -> Drawing:
    head = "-98,-90 -92,-112 -74,-122 -58,-114 -54,-94 -50,-68 -36,-40 -52,-32 -70,-46 -76,-66 -90,-74"
    return (
        filled(blob(head), Role.SECOND),
        shade(head, 7, 9, "-58,-48", role=Role.SECOND_SHADE),
        *(
            spot(x, y, r, r, Role.SECOND_SHADE)
            for x, y, r in ((-68, -115, 3.4), (-62, -107, 2.4), (-62, -68, 3))
        ),
        *eyes(chance, 6.4, (-80, -101)),
        cheek(-70, -86, 7),
        mark("-96,-86 -89,-80 -79,-80", Role.DARK, 2.6),
    )


_SHELL = "^-54,-42 -52,-82 -32,-126 8,-150 50,-142 78,-106 88,-66 ^88,-42 18,-36"


def _turtle_shell(chance: random.Random) -> Drawing:
    plate = chance.choice((Role.MAIN_LIGHT, Role.ACCENT))
    return (
        filled(blob(_SHELL), Role.MAIN),
        shade(_SHELL, 3, 7, "66,-60 60,-106"),
        *(
            filled(blob(plates), plate)
            for plates in (
                "^2,-120 ^32,-120 ^47,-92 ^32,-66 ^2,-66 ^-13,-92",
                "-30,-114 -18,-124 ^-9,-122 ^-24,-94 ^-43,-90 -38,-102",
                "^43,-122 54,-124 68,-110 ^78,-90 ^58,-94",
                "^-45,-80 ^-24,-84 ^-10,-60 ^-47,-58",
                "^58,-84 ^80,-80 ^82,-58 ^44,-60",
                "^-2,-131 12,-141 26,-141 ^38,-131",
            )
        ),
        filled(limb("-56,-44,8 18,-38,9 91,-44,8"), Role.MAIN_SHADE),
        mark("-50,-46 18,-41 84,-46", Role.MAIN_LIGHT, 3),
    )


def penguin(chance: random.Random) -> Drawing:
    """Waddles towards you with its wings spread and a scarf on."""
    swing = chance.uniform(-10, 8)
    wing = _penguin_wing()
    body = (
        *mirrored(turned(wing, swing, 46, -108)),
        *turned(wing, -swing / 2, 46, -108),
        *_penguin_body(),
        *_penguin_face(chance),
        *_penguin_scarf(),
    )
    return (*_penguin_feet(), *turned(body, chance.uniform(-3, 3), 0, -8))


def _penguin_feet() -> Drawing:
    foot = (
        filled(blob("14,-20 34,-22 50,-12 ^60,-4 ^48,-5 ^42,-1 ^34,-4 ^24,-1 ^20,-5 ^10,-4"), Role.ACCENT),
        mark("30,-16 33,-8", Role.DARK, 1.6),
    )
    return (*mirrored(foot), *foot)


def _penguin_wing() -> Drawing:
    wing = "36,-124 56,-114 76,-88 ^94,-58 74,-60 54,-74 38,-92"
    return (filled(blob(wing), Role.MAIN), shade(wing, 3, 6, "56,-84"))


_PENGUIN = even("0,-196 28,-190 46,-168 50,-134 60,-96 62,-56 48,-20 22,-10 0,-9")
_PENGUIN_BELLY = even("0,-116 26,-112 42,-86 44,-52 32,-22 0,-14")


def _penguin_body() -> Drawing:
    return (
        filled(blob(_PENGUIN), Role.MAIN),
        shade(_PENGUIN, 2, 7, "46,-40 48,-96 38,-134"),
        filled(blob(_PENGUIN_BELLY), Role.SECOND),
        shade(_PENGUIN_BELLY, 1, 5, "28,-34 34,-66", role=Role.SECOND_SHADE),
    )


def _penguin_face(chance: random.Random) -> Drawing:
    return (
        filled(blob(even("^0,-164 12,-176 30,-176 40,-158 36,-134 0,-116")), Role.SECOND),
        *eyes(chance, 7, (-19, -156), (19, -156)),
        cheek(-29, -138, 8),
        cheek(29, -138, 8),
        filled(blob("^-14,-147 0,-154 ^14,-147 6,-136 0,-132 -6,-136"), Role.ACCENT),
        mark("-12,-146 0,-143 12,-146", Role.DARK, 1.8),
        spot(-16, -182, 9, 5, Role.MAIN_LIGHT, tilt=-24),
    )


def _penguin_scarf() -> Drawing:
    return (
        filled(limb("22,-112,9 32,-92,10 30,-70,11"), Role.ACCENT),
        filled(limb("-48,-122,9 -20,-112,10 20,-112,10 48,-122,9"), Role.ACCENT),
        *(mark(f"{x},-124 {x * 0.92:g},-106", Role.PALE, 3.4) for x in (-38, -14, 10)),
        mark("22,-82 41,-80", Role.PALE, 3.4),
    )


DRAWINGS: Mapping[Subject, Callable[[random.Random], Drawing]] = {
    Subject.FISH: fish,
    Subject.WHALE: whale,
    Subject.TURTLE: turtle,
    Subject.PENGUIN: penguin,
}
"""Which function draws which subject."""
