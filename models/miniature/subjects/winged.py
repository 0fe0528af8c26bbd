"""Winged wonders: butterfly and dragon."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from models.miniature.drawing.shapes import Drawing, Role, filled, stroked
from models.miniature.scene import Subject
from models.miniature.subjects.contour import blob, curve, edge, limb, mirrored, oval, turned
from models.miniature.subjects.touches import cheek, eyes, mark, shade, spot


def butterfly(chance: random.Random) -> Drawing:
    """Seen from above, its wings spread wide."""
    close = chance.uniform(-3, 3)
    wings = (*turned(_lower_wing(chance), -close / 2, 4, -96), *turned(_upper_wing(chance), close, 4, -104))
    both = (*mirrored(wings), *wings)
    return turned((*both, *_butterfly_body()), chance.uniform(-4, 4), 0, -100)


_UPPER = "2,-112 16,-144 44,-174 74,-187 92,-178 94,-156 86,-130 76,-108 52,-96 20,-94 2,-98"
_UPPER_INNER = "8,-110 24,-140 46,-164 72,-175 82,-166 80,-146 70,-122 50,-106 24,-102"
_LOWER = "2,-100 28,-98 58,-94 78,-76 80,-52 66,-34 ^60,-8 46,-24 30,-36 14,-60"
_LOWER_INNER = "8,-94 30,-90 54,-85 66,-70 64,-54 50,-44 36,-48 20,-64"


def _upper_wing(chance: random.Random) -> Drawing:
    size = chance.uniform(0.85, 1.15)
    dots = ((80, -176, 4.5), (88, -160, 4), (87, -143, 4), (79, -124, 4), (68, -109, 3.5))
    return (
        filled(blob(_UPPER), Role.MAIN_SHADE),
        filled(blob(_UPPER_INNER), Role.MAIN),
        filled(blob("8,-110 24,-140 46,-164 56,-169 44,-146 30,-124"), Role.MAIN_LIGHT, is_detail=True),
        filled(blob("54,-152 68,-160 72,-146 62,-128 48,-118 40,-124"), Role.SECOND),
        spot(58, -139, 7 * size, 8 * size, Role.ACCENT, tilt=30),
        *(
            mark(line, Role.MAIN_SHADE, 2.6)
            for line in ("10,-110 30,-126 52,-160 62,-172", "12,-107 40,-116 70,-126")
        ),
        *(spot(x, y, r * size, r * size, Role.PALE) for x, y, r in dots),
    )


def _lower_wing(chance: random.Random) -> Drawing:
    size = chance.uniform(0.85, 1.15)
    return (
        filled(blob(_LOWER), Role.MAIN_SHADE),
        filled(blob(_LOWER_INNER), Role.SECOND),
        filled(blob("8,-94 30,-90 44,-87 34,-72 22,-70"), Role.MAIN_LIGHT, is_detail=True),
        filled(oval(48, -66, 9 * size, 10 * size, tilt=20), Role.ACCENT),
        spot(46, -69, 3.5 * size, 4 * size, Role.PALE),
        *(
            spot(x, y, 3.4 * size, 3.4 * size, Role.PALE)
            for x, y in ((72, -66), (68, -48), (56, -36), (41, -37))
        ),
    )


def _butterfly_body() -> Drawing:
    return (
        *(stroked(curve(f"{s * 4},-138 {s * 12},-160 {s * 26},-174"), Role.DARK, 3) for s in (-1, 1)),
        *(filled(oval(s * 27, -175, 5, 5), Role.ACCENT) for s in (-1, 1)),
        filled(limb("0,-118,9 0,-96,9 0,-70,7 0,-44,3"), Role.DARK),
        *(mark(f"-6,{y} 0,{y + 2} 6,{y}", Role.SECOND, 2.4) for y in (-98, -88, -78, -68)),
        filled(oval(0, -128, 16, 15), Role.DARK),
        *(filled(oval(x, -130, 6, 7), Role.PALE) for x in (-7, 7)),
        *(spot(x, -129, 3, 4, Role.DARK) for x in (-6, 6)),
        mark("-4,-120 0,-118 4,-120", Role.PALE, 1.8),
    )


def dragon(chance: random.Random) -> Drawing:
    """Sits with its wings up and its tail curled, and breathes fire."""
    head = turned((*_dragon_flame(chance), *_dragon_head(chance)), chance.uniform(-4, 5), -22, -116)
    spread = chance.uniform(-3, 2)
    return (
        *turned(_dragon_far_wing(), -spread, 10, -90),
        *_dragon_tail(),
        *_dragon_far_leg(),
        *_dragon_body(),
        *turned(_dragon_wing(), spread, 24, -80),
        *_dragon_legs(),
        *head,
    )


def _dragon_far_wing() -> Drawing:
    wing = "6,-90 -4,-124 -16,-150 ^-40,-188 -20,-182 ^0,-196 8,-180 ^28,-180 26,-140 24,-100"
    bones = (
        "8,-94,6 -2,-126,5 -16,-152,4 -39,-187,1",
        "-10,-140,4 -2,-168,3 0,-194,1",
        "-4,-128,4 12,-154,3 26,-178,1",
    )
    return (filled(blob(wing), Role.MAIN_SHADE), *(filled(limb(bone), Role.MAIN) for bone in bones))


_TAIL = "22,-26,22 56,-15,15 80,-20,11 92,-40,8 86,-58,5"


def _dragon_tail() -> Drawing:
    return (
        *(
            filled(blob(spike), Role.ACCENT)
            for spike in ("^46,-24 ^58,-50 ^66,-24", "^64,-24 ^76,-44 ^80,-22")
        ),
        filled(blob("^74,-88 91,-76 ^99,-60 86,-61 ^71,-52 71,-68"), Role.ACCENT),
        filled(limb(_TAIL), Role.MAIN),
        filled(limb(_TAIL, low=0.25, stop=0.7), Role.MAIN_SHADE, is_detail=True),
    )


_NECK = "-2,-60,30 2,-92,21 -10,-116,17 -32,-122,15"


_DRAGON = "-16,-84 14,-90 42,-78 56,-54 55,-28 42,-6 6,-5 -22,-6 -34,-24 -36,-48 -28,-70"


def _dragon_body() -> Drawing:
    spikes = ("^22,-92 ^35,-110 ^14,-112", "^15,-108 ^24,-130 ^2,-124", "^4,-120 ^8,-142 ^-12,-130")
    return (
        *(filled(blob(spike), Role.ACCENT) for spike in spikes),
        filled(blob(_DRAGON), Role.MAIN),
        filled(limb(_NECK), Role.MAIN),
        filled(limb(_NECK, high=-0.2), Role.SECOND),
        filled(edge(_DRAGON, 7, 11, "-8,-66 -10,-34"), Role.SECOND),
        *(
            mark(f"{x},{y} {(x + end) / 2:g},{y + 4} {end},{y + 1}", Role.SECOND_SHADE, 2.8)
            for x, y, end in (
                (-17, -100, -5),
                (-19, -88, -6),
                (-27, -75, -7),
                (-33, -60, -9),
                (-35, -45, -12),
            )
        ),
    )


def _dragon_far_leg() -> Drawing:
    return (
        filled(limb("-22,-52,11 -30,-32,9 -32,-12,9"), Role.MAIN_SHADE),
        *_dragon_foot(-36, Role.MAIN_SHADE),
    )


def _dragon_legs() -> Drawing:
    haunch = "12,-40 24,-62 44,-60 55,-36 49,-10 26,-5 14,-16"
    arm = "2,-64,14 -2,-38,10 0,-12,9"
    return (
        filled(limb(arm), Role.MAIN),
        filled(limb(arm, low=0.3, start=0.2), Role.MAIN_SHADE, is_detail=True),
        *_dragon_foot(-5, Role.MAIN),
        filled(blob(haunch), Role.MAIN),
        shade(haunch, 2, 6, "38,-16 45,-38"),
        mark("12,-34 23,-59 42,-60", Role.MAIN_SHADE, 3),
        *_dragon_foot(27, Role.MAIN),
    )


def _dragon_foot(x: float, role: Role) -> Drawing:
    claws = (
        filled(blob(f"{at},-9 {at - 7},-7 ^{at - 9},-1 {at - 2},-1"), Role.PALE)
        for at in (x - 6, x + 2, x + 10)
    )
    return (filled(oval(x, -10, 15, 8), role), *claws)


_WING = (
    "26,-78 40,-110 37,-150 ^28,-197 50,-184 ^80,-194 82,-170 ^99,-150 88,-132 ^96,-106 74,-106 ^62,-82 "
    "44,-66"
)


def _dragon_wing() -> Drawing:
    return (
        filled(blob(_WING), Role.SECOND),
        shade(_WING, 7, 12, "48,-88 68,-116 84,-142", role=Role.SECOND_SHADE),
        *(
            filled(limb(bone), Role.MAIN)
            for bone in (
                "26,-72,10 41,-108,7 38,-150,5 29,-195,2",
                "41,-146,4 60,-174,3 79,-193,1",
                "43,-133,4 68,-146,3 97,-150,1",
                "43,-116,4 68,-116,3 94,-107,1",
            )
        ),
    )


_DRAGON_HEAD = (
    "-8,-116 -10,-138 -28,-150 -46,-146 -58,-134 -76,-132 -86,-121 -80,-111 -58,-108 -42,-99 -20,-100"
)


def _dragon_head(chance: random.Random) -> Drawing:
    return (
        filled(blob("-38,-144 -32,-158 ^-14,-170 -20,-154 -24,-142"), Role.SECOND_SHADE),
        filled(blob("-58,-114 -76,-103 -73,-95 -54,-92 -36,-96 -32,-112"), Role.MAIN_SHADE),
        filled(blob(_DRAGON_HEAD), Role.MAIN),
        shade(_DRAGON_HEAD, 8, 12, "-20,-116 -40,-108"),
        shade(_DRAGON_HEAD, 2, 5, "-56,-128 -46,-138", role=Role.MAIN_LIGHT),
        filled(blob("-24,-142 -14,-156 ^8,-164 2,-148 -12,-132"), Role.SECOND),
        mark("-6,-158 -2,-148", Role.SECOND_SHADE, 2.4),
        *eyes(chance, 6, (-44, -131)),
        mark("-54,-140 -44,-143 -36,-138", Role.MAIN_SHADE, 3.4),
        spot(-78, -125, 3, 2, Role.DARK),
        *(
            filled(blob(f"^{x},-111 ^{x + 7},-110 ^{x + 3},-103"), Role.PALE, is_detail=True)
            for x in (-76, -65)
        ),
        cheek(-31, -117, 7),
    )


def _dragon_flame(chance: random.Random) -> Drawing:
    reach = chance.uniform(-4, 3)
    flame = (
        f"-58,-98 -74,-108 -88,-101 ^-98,-106 -95,-86 ^-99,-70 -93,-56 ^-88,{-32 + reach:.1f} -80,-52 "
        f"^-67,{-36 + reach:.1f} -61,-62 ^-50,-54 -54,-74 -52,-88"
    )
    return (
        filled(blob(flame), Role.ACCENT),
        filled(
            blob("-62,-98 -76,-100 -84,-88 ^-89,-70 -81,-74 ^-76,-56 -70,-70 ^-63,-66 -60,-84"), Role.GLOW
        ),
        spot(-71, -90, 6, 9, Role.PALE, tilt=20),
    )


DRAWINGS: Mapping[Subject, Callable[[random.Random], Drawing]] = {
    Subject.BUTTERFLY: butterfly,
    Subject.DRAGON: dragon,
}
"""Which function draws which subject."""
