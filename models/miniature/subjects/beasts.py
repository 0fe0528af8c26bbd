"""Large animals: horse, llama and elephant."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from models.miniature.drawing.shapes import Drawing, Role, filled
from models.miniature.scene import Subject
from models.miniature.subjects.contour import blob, edge, fluffy, limb, oval, turned
from models.miniature.subjects.touches import cheek, eyes, mark, shade, spot


def horse(chance: random.Random) -> Drawing:
    """Trots to the left, mane and tail in the wind."""
    tail = turned(_horse_tail(), chance.uniform(-8, 6), 62, -112)
    head = turned(_horse_head(chance), chance.uniform(-4, 4), -50, -120)
    return (*tail, *_horse_far_legs(), *_horse_body(), *head)


def _horse_tail() -> Drawing:
    tail = "54,-118 72,-128 90,-114 92,-88 86,-64 ^93,-36 78,-48 ^76,-30 66,-54 70,-82 68,-100"
    return (
        filled(blob(tail), Role.SECOND),
        shade(tail, 6, 9, "76,-70", role=Role.SECOND_SHADE),
        mark("70,-118 82,-106 82,-78 84,-56", Role.SECOND_SHADE, 3),
    )


def _horse_far_legs() -> Drawing:
    return (
        *_horse_leg("-30,-80,14 -22,-52,9 -26,-32,6.5 -28,-12,6", Role.MAIN_SHADE),
        *_horse_leg("42,-84,17 30,-56,10 40,-36,7 28,-14,6", Role.MAIN_SHADE),
    )


def _horse_leg(line: str, role: Role) -> Drawing:
    x, y = (float(number) for number in line.rsplit(maxsplit=1)[-1].split(",")[:2])
    hoof = f"^{x - 5},{y} ^{x + 6},{y} ^{x + 8},{y + 12} ^{x - 11},{y + 12}"
    return (
        filled(limb(line), role),
        filled(limb(line, start=0.84), Role.SECOND if role is Role.MAIN else Role.SECOND_SHADE),
        filled(blob(hoof), Role.DARK),
    )


_HORSE = "-54,-122 -26,-116 10,-118 44,-126 68,-112 72,-90 60,-72 30,-70 -6,-64 -38,-66 -60,-82 -66,-104"


def _horse_body() -> Drawing:
    return (
        filled(blob(_HORSE), Role.MAIN),
        shade(_HORSE, 5, 9, "-4,-78 34,-86 56,-92"),
        *_horse_leg("54,-96,23 56,-62,12 66,-40,7.5 58,-14,6.5", Role.MAIN),
        shade(_HORSE, 2, 4, "48,-117 30,-112", role=Role.MAIN_LIGHT),
        *_horse_leg("-46,-88,17 -68,-68,11 -70,-50,7.5 -52,-34,6", Role.MAIN),
    )


_HORSE_NECK = "-66,-92 -70,-124 -66,-150 -50,-172 -30,-164 -18,-138 -4,-116 -30,-84"
_HORSE_HEAD = "-36,-170 -50,-182 -64,-176 -80,-154 -96,-138 ^-98,-124 -86,-118 -74,-124 -58,-136 -42,-146"
_HORSE_MANE = (
    "-52,-184 -36,-190 -18,-184 ^0,-178 -8,-164 ^14,-154 2,-142 ^24,-130 10,-122 ^22,-108 -4,-110 -22,-130 "
    "-34,-156 -44,-168"
)


def _horse_head(chance: random.Random) -> Drawing:
    return (
        filled(blob("-50,-178 -52,-190 ^-48,-200 -40,-190 -38,-176"), Role.MAIN_SHADE),
        filled(blob(_HORSE_NECK), Role.MAIN),
        filled(
            blob("-66,-136 -46,-150 -36,-146 -44,-134 -58,-122 -68,-114"), Role.MAIN_SHADE, is_detail=True
        ),
        filled(blob(_HORSE_HEAD), Role.MAIN),
        filled(edge(_HORSE_HEAD, 3, 8, "-78,-140"), Role.SECOND),
        filled(blob(_HORSE_MANE), Role.SECOND),
        shade(_HORSE_MANE, 7, 12, "-8,-126 0,-118", role=Role.SECOND_SHADE),
        *(
            mark(line, Role.SECOND_SHADE, 2.6)
            for line in ("-36,-180 -18,-172 -10,-166", "-28,-166 -10,-156 2,-150", "-20,-148 -4,-138 10,-130")
        ),
        filled(blob("-52,-182 -70,-174 ^-74,-156 -60,-166 -44,-176"), Role.SECOND),
        filled(blob("-44,-178 -44,-192 ^-36,-200 -30,-188 -32,-174"), Role.MAIN),
        *eyes(chance, 5.4, (-62, -156)),
        spot(-92, -132, 2.4, 3.4, Role.DARK, tilt=30),
        mark("-94,-121 -86,-124 -80,-128", Role.DARK, 2),
        cheek(-54, -144, 5.5),
    )


def llama(chance: random.Random) -> Drawing:
    """Stands proudly in its wool, a blanket with tassels on its back."""
    head = turned(_llama_head(chance), chance.uniform(-5, 5), -46, -140)
    return (*_llama_legs(), *_llama_body(), *_llama_blanket(chance), *head)


def _llama_legs() -> Drawing:
    far = ("-16,-50,12 -16,-12,8", "40,-50,12 38,-12,8")
    near = ("-42,-50,14 -44,-12,9", "62,-50,14 64,-12,9")
    return (
        *(filled(limb(leg), Role.MAIN_SHADE) for leg in far),
        *(filled(limb(leg), Role.MAIN) for leg in near),
        *(filled(blob(f"^{x - 9},-14 ^{x + 9},-14 ^{x + 10},-1 ^{x - 13},-1"), Role.DARK) for x in (-16, 38)),
        *(
            filled(blob(f"^{x - 10},-14 ^{x + 10},-14 ^{x + 11},-1 ^{x - 14},-1"), Role.DARK)
            for x in (-44, 64)
        ),
    )


def _llama_body() -> Drawing:
    body = "-64,-100 -40,-112 0,-106 50,-112 80,-96 84,-68 70,-44 20,-38 -40,-40 -64,-60"
    neck = "-62,-76 -66,-110 -66,-146 -44,-160 -26,-146 -22,-112 -14,-80"
    return (
        filled(fluffy("72,-100 86,-112 96,-98 88,-82", 12), Role.SECOND),
        filled(fluffy(body, 18), Role.MAIN),
        filled(
            blob("^80,-96 87,-70 74,-48 48,-40 14,-41 ^-28,-48 12,-50 50,-55 70,-70"),
            Role.MAIN_SHADE,
            is_detail=True,
        ),
        filled(fluffy(neck, 17), Role.MAIN),
        *(
            mark(f"{x - 6},{y} {x},{y + 5} {x + 6},{y}", Role.MAIN_SHADE, 3)
            for x, y in ((-50, -118), (-36, -104), (-50, -88), (-40, -132), (-52, -64), (-30, -76))
        ),
    )


def _llama_blanket(chance: random.Random) -> Drawing:
    cloth = "-6,-111 22,-108 52,-114 ^56,-60 24,-56 ^-6,-60"
    stripe = chance.choice((Role.PALE, Role.SECOND))
    return (
        *(filled(limb(f"{x},-60,2 {x},-50,4 {x},-42,4"), Role.SECOND) for x in (-3, 10, 24, 38, 53)),
        filled(blob(cloth), Role.ACCENT),
        mark("-6,-74 24,-70 55,-74", stripe, 5),
        mark("-6,-100 24,-97 54,-102", stripe, 5),
        *(spot(x, -86, 5, 6, stripe) for x in (4, 24, 44)),
    )


def _llama_head(chance: random.Random) -> Drawing:
    head = "-30,-150 -34,-170 -52,-178 -68,-168 -84,-160 -92,-148 -86,-136 -68,-132 -48,-134"
    return (
        filled(blob("-58,-172 -66,-190 ^-60,-200 -50,-190 -46,-174"), Role.MAIN_SHADE),
        filled(blob("-44,-172 -44,-190 ^-32,-199 -28,-184 -30,-168"), Role.MAIN),
        filled(blob(head), Role.MAIN),
        filled(edge(head, 3, 7, "-70,-148"), Role.SECOND),
        filled(fluffy("-62,-172 -54,-186 -40,-184 -34,-170 -48,-164", 12), Role.SECOND),
        *eyes(chance, 5.6, (-60, -157)),
        spot(-88, -152, 3, 2.4, Role.DARK),
        mark("-89,-146 -84,-141 -74,-142", Role.DARK, 2.2),
        cheek(-52, -145, 7),
        filled(limb("-66,-126,4 -44,-120,5 -22,-128,4"), Role.ACCENT),
        filled(oval(-46, -112, 5, 6), Role.SECOND),
    )


def elephant(chance: random.Random) -> Drawing:
    """Lifts its trunk and spreads its ear."""
    ear = turned(_elephant_ear(), chance.uniform(-8, 6), -14, -136)
    trunk = turned(_elephant_trunk(), chance.uniform(-5, 6), -56, -100)
    return (*_elephant_far(), *_elephant_body(), *trunk, *_elephant_head(chance), *ear)


def _elephant_far() -> Drawing:
    return (
        filled(limb("84,-92,3 95,-70,3 92,-48,2.5"), Role.MAIN_SHADE),
        filled(oval(92, -44, 5, 9), Role.DARK),
        filled(limb("-8,-60,19 -8,-17,16"), Role.MAIN_SHADE),
        filled(limb("42,-60,19 42,-17,16"), Role.MAIN_SHADE),
    )


_ELEPHANT = "-40,-140 -8,-158 36,-160 74,-138 88,-100 86,-64 60,-46 0,-42 -34,-54 -48,-96"


def _elephant_body() -> Drawing:
    legs = ("-28,-70,22 -30,-18,17", "68,-74,22 66,-18,17")
    return (
        filled(blob(_ELEPHANT), Role.MAIN),
        shade(_ELEPHANT, 3, 8, "20,-60 60,-72 74,-104"),
        *(filled(limb(leg), Role.MAIN) for leg in legs),
        *(
            filled(blob(f"{x},-10 {x + 5},-13 {x + 10},-10 ^{x + 10},-1 ^{x},-1"), Role.SECOND)
            for x in (-46, -34, -22, 50, 62, 74)
        ),
        filled(blob("14,-161 36,-161 60,-150 ^66,-96 40,-90 ^14,-96"), Role.ACCENT),
        mark("14,-106 40,-100 66,-106", Role.SECOND, 5),
        *(spot(x, -126, 6, 7, Role.SECOND) for x in (28, 50)),
    )


def _elephant_trunk() -> Drawing:
    line = "-44,-118,24 -68,-94,18 -86,-106,12 -88,-134,9 -78,-158,8 -84,-180,7"
    return (
        filled(limb(line), Role.MAIN),
        filled(limb(line, low=0.3, start=0.25, stop=0.9), Role.MAIN_SHADE, is_detail=True),
        *(
            mark(text, Role.MAIN_SHADE, 2.4)
            for text in ("-96,-136 -88,-135", "-97,-124 -87,-124", "-95,-112 -86,-115")
        ),
    )


_ELEPHANT_HEAD = "-8,-168 -34,-182 -58,-170 -72,-142 -70,-112 -56,-92 -30,-84 -4,-100 4,-134"


def _elephant_head(chance: random.Random) -> Drawing:
    return (
        filled(blob("-56,-102 -44,-98 -52,-76 ^-78,-66 -66,-82"), Role.PALE),
        filled(blob(_ELEPHANT_HEAD), Role.MAIN),
        shade(_ELEPHANT_HEAD, 5, 7, "-28,-96"),
        *eyes(chance, 6, (-50, -138)),
        mark("-58,-152 -50,-155 -43,-152", Role.MAIN_SHADE, 3),
        cheek(-44, -118, 8),
        mark("-62,-100 -54,-94 -44,-98", Role.DARK, 2.4),
        spot(-44, -170, 10, 5, Role.MAIN_LIGHT, tilt=-30),
    )


def _elephant_ear() -> Drawing:
    ear = "-22,-150 -6,-178 26,-184 44,-160 42,-124 24,-92 4,-82 -12,-96 -20,-120"
    return (
        filled(blob(ear), Role.MAIN),
        shade(ear, 3, 7, "14,-96 30,-130"),
        filled(
            blob("-14,-146 0,-168 22,-172 34,-154 30,-126 14,-102 2,-96 -8,-110"), Role.SECOND, is_detail=True
        ),
        filled(blob("30,-126 14,-102 2,-96 -8,-110 10,-116"), Role.SECOND_SHADE, is_detail=True),
    )


DRAWINGS: Mapping[Subject, Callable[[random.Random], Drawing]] = {
    Subject.HORSE: horse,
    Subject.LLAMA: llama,
    Subject.ELEPHANT: elephant,
}
"""Which function draws which subject."""
