"""A portrait: a smiling person down to the shoulders."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from models.miniature.drawing.shapes import (
    Drawing,
    Role,
    circle,
    ellipse,
    filled,
    rectangle,
)
from models.miniature.scene import Subject
from models.miniature.subjects.forms import arc, around, cloud, mark, points, trace

_SKINS = (
    (Role.PALE, Role.SECOND, Role.ACCENT),
    (Role.PALE, Role.SECOND, Role.ACCENT),
    (Role.ACCENT, Role.SECOND_SHADE, Role.SECOND),
    (Role.SECOND, Role.SECOND_SHADE, Role.ACCENT),
    (Role.ACCENT, Role.SECOND_SHADE, Role.SECOND),
)
"""Skin, its shade, and what trims the clothes beside it."""

_DARK_HAIR = (Role.DARK, Role.MAIN_SHADE)
_HAIRS = {
    Role.PALE: (_DARK_HAIR, (Role.SECOND_SHADE, Role.MAIN_SHADE), (Role.ACCENT, Role.MAIN_SHADE)),
    Role.SECOND: (_DARK_HAIR, (Role.MAIN_SHADE, Role.DARK), (Role.ACCENT, Role.MAIN_SHADE)),
    Role.ACCENT: (_DARK_HAIR, (Role.MAIN_SHADE, Role.DARK), (Role.PALE, Role.SECOND_SHADE)),
}
"""Hair and its strands, by skin."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Person:
    """What of a portrait varies: colour roles, and how far the face looks aside."""

    skin: Role
    skin_shade: Role
    trim: Role
    hair: Role
    hair_shade: Role
    look: float


def _person(chance: random.Random) -> _Person:
    skin, skin_shade, trim = chance.choice(_SKINS)
    hair, hair_shade = chance.choice(_HAIRS[skin])
    look = chance.choice((-5.0, -3.0, 3.0, 5.0))
    return _Person(skin=skin, skin_shade=skin_shade, trim=trim, hair=hair, hair_shade=hair_shade, look=look)


def portrait(chance: random.Random) -> Drawing:
    """A smiling person down to the shoulders."""
    person = _person(chance)
    back, front = chance.choice((_long_hair, _bun, _short_hair, _curls, _bob))(person)
    return (
        *back,
        *_shoulders(chance),
        *_neck(person, chance),
        *_face(person),
        *_features(person, chance),
        *front,
        *_jewellery(person, chance),
    )


def _shoulders(chance: random.Random) -> Drawing:
    rise = chance.choice((-5, 0, 5))
    return (
        filled(
            f"M-92 0C-94 {-40 - rise} -72 {-50 - rise} -24 -64H24C72 {-50 + rise} 94 {-40 + rise} 92 0z",
            Role.MAIN,
        ),
        mark(f"M24 -64C72 {-50 + rise} 94 {-40 + rise} 92 0H44C48 -30 42 -50 24 -64z", Role.MAIN_SHADE),
        mark(
            f"M-82 {-20 - rise}C-80 {-36 - rise} -64 {-44 - rise} -42 -50C-58 -40 -68 -30 -70 -16"
            f"C-74 -10 -82 -12 -82 {-20 - rise}z",
            Role.MAIN_LIGHT,
        ),
        trace("M-58 0C-58 -8 -56 -16 -54 -22M58 0C58 -8 57 -16 55 -22", Role.MAIN_SHADE, 3),
    )


def _neck(person: _Person, chance: random.Random) -> Drawing:
    skin = (
        filled("M-17 -92H17V-66C17 -52 8 -46 0 -46C-8 -46 -17 -52 -17 -66z", person.skin),
        mark(
            "M-17 -84C-6 -72 10 -72 17 -82V-66C17 -62 16 -60 15 -57C6 -62 -12 -70 -17 -76z", person.skin_shade
        ),
    )
    return (*skin, *chance.choice((_shirt, _jumper, _scarf))(person.trim))


def _shirt(trim: Role) -> Drawing:
    return (
        filled("M-18 -70L-34 -60L-22 -30L0 -46z", Role.PALE),
        filled("M18 -70L34 -60L22 -30L0 -46z", Role.PALE),
        trace("M0 -44V-2", Role.MAIN_SHADE, 2.6),
        mark(circle(6, -28, 3) + circle(6, -12, 3), trim),
    )


def _jumper(trim: Role) -> Drawing:
    return (
        filled("M-24 -72C-12 -60 12 -60 24 -72L32 -58C16 -42 -16 -42 -32 -58z", trim),
        trace("M-16 -65L-20 -53M0 -60V-49M16 -65L20 -53", Role.MAIN_SHADE, 2.4),
        mark(
            "M-86 -22L-74 -30L-62 -22L-50 -30L-38 -22L-26 -30L-14 -22L-2 -30L10 -22L22 -30L34 -22"
            "L46 -30L58 -22L70 -30L84 -22L84 -14"
            "L70 -22L58 -14L46 -22L34 -14L22 -22L10 -14L-2 -22L-14 -14L-26 -22L-38 -14L-50 -22"
            "L-62 -14L-74 -22L-86 -14z",
            Role.PALE,
        ),
    )


def _scarf(trim: Role) -> Drawing:
    return (
        filled("M10 -56L36 -52L42 -8C34 -4 24 -4 16 -8z", trim),
        trace("M20 -20L40 -22M18 -30L39 -32", Role.MAIN_SHADE, 3),
        filled(
            "M-30 -74C-14 -60 14 -60 30 -74C40 -70 42 -58 34 -50C16 -38 -16 -38 -34 -50"
            "C-42 -58 -40 -70 -30 -74z",
            trim,
        ),
        trace("M-26 -62C-12 -52 12 -52 26 -62M24 -50L40 -54", Role.MAIN_SHADE, 3),
    )


def _face(person: _Person) -> Drawing:
    return (
        filled(circle(-40, -114, 9) + circle(40, -114, 9), person.skin),
        mark(circle(40, -114, 4.5), person.skin_shade),
        filled(
            "M-41 -126C-43 -158 -22 -174 0 -174C22 -174 43 -158 41 -126C40 -98 20 -74 0 -74"
            "C-20 -74 -40 -98 -41 -126z",
            person.skin,
        ),
        mark(
            "M41 -126C40 -98 20 -74 0 -74C18 -82 30 -102 31 -126C32 -136 40 -136 41 -126z", person.skin_shade
        ),
    )


def _features(person: _Person, chance: random.Random) -> Drawing:
    x = person.look
    return (
        *(mark(ellipse(x * 0.6 + side * 25, -101, 6.5, 4.8), person.skin_shade) for side in (-1, 1)),
        *chance.choice((_open_eyes, _open_eyes, _smiling_eyes))(x),
        trace(
            f"M{x - 24} -132Q{x - 16} -138 {x - 9} -132M{x + 9} -132Q{x + 16} -138 {x + 24} -132",
            person.hair_shade,
            3.2,
        ),
        trace(
            f"M{x} -116C{x + 2} -110 {x + 5} -106 {x + 3} -104C{x + 2} -102 {x - 2} -102 {x - 3} -103",
            Role.MAIN_SHADE,
            2.4,
        ),
        *chance.choice((_closed_smile, _open_smile))(x),
    )


def _open_eyes(x: float) -> Drawing:
    return (
        mark(ellipse(x - 16, -118, 4.4, 5.6) + ellipse(x + 16, -118, 4.4, 5.6), Role.DARK),
        mark(circle(x - 17.5, -120, 1.6) + circle(x + 14.5, -120, 1.6), Role.PALE),
        trace(
            f"M{x - 23} -122Q{x - 17} -127 {x - 10} -122M{x + 10} -122Q{x + 17} -127 {x + 23} -122",
            Role.DARK,
            2,
        ),
    )


def _smiling_eyes(x: float) -> Drawing:
    return (
        trace(
            f"M{x - 23} -116Q{x - 16} -124 {x - 9} -116M{x + 9} -116Q{x + 16} -124 {x + 23} -116",
            Role.DARK,
            3.4,
        ),
    )


def _closed_smile(x: float) -> Drawing:
    return (trace(f"M{x - 11} -93Q{x} -84 {x + 11} -93", Role.DARK, 3.2),)


def _open_smile(x: float) -> Drawing:
    return (
        mark(
            f"M{x - 12} -95Q{x} -92 {x + 12} -95C{x + 10} -85 {x + 5} -82 {x} -82"
            f"C{x - 5} -82 {x - 10} -85 {x - 12} -95z",
            Role.DARK,
        ),
        mark(
            f"M{x - 10} -94Q{x} -91.5 {x + 10} -94C{x + 9} -91 {x + 7} -90 {x + 6} -89.5"
            f"Q{x} -88 {x - 6} -89.5C{x - 7} -90 {x - 9} -91 {x - 10} -94z",
            Role.PALE,
        ),
    )


def _jewellery(person: _Person, chance: random.Random) -> Drawing:
    draw = chance.random()
    x = person.look
    if draw < 0.35:
        rims = circle(x - 16, -118, 12) + circle(x + 16, -118, 12)
        return (
            trace(
                f"{rims}M{x - 4} -119q4 -4 8 0M{x - 28} -120L-41 -123M{x + 28} -120L41 -123", Role.DARK, 2.6
            ),
        )
    if draw < 0.7:
        return (mark(circle(-42, -99, 4.6) + circle(42, -99, 4.6), Role.GLOW),)
    return ()


def _long_hair(person: _Person) -> tuple[Drawing, Drawing]:
    back = (
        filled(
            "M0 -198C34 -198 58 -174 56 -134C54 -104 76 -78 64 -36C46 -24 20 -40 0 -40"
            "C-20 -40 -46 -24 -64 -36C-76 -78 -54 -104 -56 -134"
            "C-58 -174 -34 -198 0 -198z",
            person.hair,
        ),
        mark(
            "M30 -60C46 -90 40 -120 48 -150L56 -134C54 -104 76 -78 64 -36C50 -30 38 -34 28 -38z",
            person.hair_shade,
        ),
    )
    front = (
        filled(
            "M-14 -192C20 -204 58 -182 50 -124C48 -114 44 -112 42 -120C40 -142 20 -152 -6 -166"
            "C-22 -152 -38 -146 -42 -118C-46 -110 -50 -116 -51 -126C-54 -170 -36 -188 -14 -192z",
            person.hair,
        ),
        trace("M-8 -184C14 -190 36 -178 40 -156M-16 -182C-32 -176 -42 -162 -43 -146", person.hair_shade, 2.6),
    )
    return back, front


def _bun(person: _Person) -> tuple[Drawing, Drawing]:
    back = (
        filled(circle(0, -183, 16), person.hair),
        trace(arc(0, -183, 10, -120, 60), person.hair_shade, 2.6),
    )
    front = (
        filled(
            "M-44 -116C-52 -158 -28 -180 0 -180C28 -180 52 -158 44 -116C40 -120 40 -132 36 -140"
            "C26 -156 12 -160 0 -160C-12 -160 -26 -156 -36 -140C-40 -132 -40 -120 -44 -116z",
            person.hair,
        ),
        trace(
            "M-10 -176C-26 -170 -38 -158 -40 -142M10 -176C26 -170 38 -158 40 -142M0 -178V-163",
            person.hair_shade,
            2.4,
        ),
        mark(
            rectangle(-15, -178, 30, 7, corner=3.5),
            Role.MAIN,
        ),
    )
    return back, front


def _short_hair(person: _Person) -> tuple[Drawing, Drawing]:
    front = (
        filled(
            "M-44 -124C-56 -160 -38 -178 -26 -180C-12 -200 34 -200 46 -178"
            "C58 -164 48 -140 44 -122C40 -130 40 -140 34 -148C20 -144 -2 -146 -16 -156"
            "C-20 -148 -34 -144 -38 -138C-42 -132 -42 -128 -44 -124z",
            person.hair,
        ),
        trace("M-16 -170C0 -162 20 -160 36 -162M-4 -182C10 -176 26 -174 40 -176", person.hair_shade, 2.6),
    )
    return (), front


def _curls(person: _Person) -> tuple[Drawing, Drawing]:
    ring = [around(0, -134, 54, -128 + 256 * i / 10) for i in range(11)]
    back = (filled(cloud([*ring, (20, -96), (-20, -96)]), person.hair),)
    fringe = points("-42,-134 -44,-158 -22,-178 8,-182 34,-170 44,-146 38,-134 22,-150 0,-154 -22,-148")
    curls = "".join(
        arc(x, y, 8, -70, 190)
        for x, y in ((-40, -166), (-8, -178), (28, -176), (-50, -130), (50, -132), (46, -158))
    )
    return back, (filled(cloud(fringe), person.hair), trace(curls, person.hair_shade, 2.4))


def _bob(person: _Person) -> tuple[Drawing, Drawing]:
    back = (
        filled(
            "M0 -192C36 -192 56 -168 56 -134C56 -110 62 -94 58 -76C44 -70 30 -76 20 -78H-20"
            "C-30 -76 -44 -70 -58 -76C-62 -94 -56 -110 -56 -134C-56 -168 -36 -192 0 -192z",
            person.hair,
        ),
    )
    front = (
        filled(
            "M-42 -96C-58 -130 -54 -188 0 -190C54 -188 58 -130 42 -96C38 -110 40 -126 38 -142"
            "C16 -148 -16 -148 -38 -142C-40 -126 -38 -110 -42 -96z",
            person.hair,
        ),
        trace(
            "M-20 -148C-18 -154 -14 -158 -12 -160M4 -148C4 -154 6 -158 8 -162M24 -147"
            "C24 -152 22 -156 22 -160",
            person.hair_shade,
            2.4,
        ),
        mark(
            "M-49 -150C-44 -178 -24 -189 0 -190C24 -189 44 -178 49 -150L44 -156"
            "C36 -174 20 -180 0 -180C-20 -180 -36 -174 -44 -156z",
            Role.MAIN,
        ),
    )
    return back, front


DRAWINGS: Mapping[Subject, Callable[[random.Random], Drawing]] = {
    Subject.PORTRAIT: portrait,
}
