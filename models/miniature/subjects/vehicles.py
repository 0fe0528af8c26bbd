"""Drawings of what rolls: car, bicycle, train."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from models.miniature.drawing.shapes import (
    Drawing,
    Role,
    Shape,
    circle,
    filled,
    polyline,
    rectangle,
    stroked,
)
from models.miniature.scene import Subject
from models.miniature.subjects.forms import arc, around, blossom, cloud, mark, sector, trace


def car(chance: random.Random) -> Drawing:
    """A small round car that drives to the left."""
    return (
        *_luggage(chance),
        filled(
            "M-97 -30C-99 -52 -92 -66 -64 -71C-54 -100 -36 -116 0 -117C40 -117 62 -100 76 -73"
            "C93 -69 99 -54 97 -30"
            "C96 -22 90 -19 84 -19H-86C-92 -19 -96 -22 -97 -30z",
            Role.MAIN,
        ),
        mark("M-97 -34H97C97 -24 93 -19 84 -19H-86C-94 -19 -97 -24 -97 -34z", Role.MAIN_SHADE),
        mark(
            "M30 -114C50 -108 66 -94 76 -73C93 -69 98 -54 97 -34H84C84 -50 80 -60 66 -66"
            "C58 -90 46 -104 30 -114z",
            Role.MAIN_SHADE,
        ),
        mark("M-92 -52C-90 -60 -82 -66 -66 -68L-60 -62C-74 -60 -84 -56 -92 -52z", Role.MAIN_LIGHT),
        mark("M-48 -94C-38 -108 -22 -113 0 -113V-109C-20 -109 -36 -104 -48 -94z", Role.MAIN_LIGHT),
        *_car_windows(),
        trace("M3 -70C2 -54 0 -44 -4 -34M-54 -68C-56 -58 -56 -50 -52 -44M12 -58H22", Role.MAIN_SHADE, 2.4),
        filled(circle(-84, -50, 8.5), Role.PALE),
        mark(circle(-84, -50, 6), Role.GLOW),
        mark(rectangle(88, -56, 8, 12, corner=3), Role.ACCENT),
        *_bumper(-99),
        *_bumper(81),
        *_car_wheel(-55),
        *_car_wheel(56),
    )


def _luggage(chance: random.Random) -> Drawing:
    rack = trace("M-34 -118H42M-26 -118V-110M34 -118V-110", Role.DARK, 3)
    if chance.random() < 0.5:
        return (
            filled(rectangle(-28, -142, 42, 24, corner=4), Role.SECOND),
            mark("M-4 -142H10A4 4 0 0 1 14 -138V-122A4 4 0 0 1 10 -118H-4z", Role.SECOND_SHADE),
            trace("M-20 -142V-118M6 -142V-118M-12 -143C-12 -149 0 -149 0 -143", Role.ACCENT, 2.6),
            filled(rectangle(17, -134, 20, 16, corner=3), Role.ACCENT),
            rack,
        )
    return (
        filled("M-62 -126C-40 -136 40 -136 72 -122C40 -116 -40 -118 -62 -126z", Role.SECOND),
        trace("M-54 -126C-30 -130 40 -129 62 -122", Role.PALE, 2.4),
        rack,
    )


def _car_windows() -> Drawing:
    return (
        filled("M-52 -71C-44 -92 -32 -105 -3 -106L1 -71z", Role.PALE),
        filled("M8 -106C36 -104 50 -92 60 -71H9z", Role.PALE),
        mark("M-40 -71L-22 -102L-12 -105L-28 -71z", Role.MAIN_LIGHT),
        mark("M24 -71L34 -100L44 -94L38 -71z", Role.MAIN_LIGHT),
    )


def _bumper(x: float) -> Drawing:
    return (filled(rectangle(x, -30, 18, 8, corner=4), Role.PALE),)


def _car_wheel(x: float) -> Drawing:
    return (
        filled(sector(x, -22, 29, -90, 90), Role.DARK),
        filled(circle(x, -21, 21), Role.DARK),
        mark(circle(x, -21, 13.5), Role.PALE),
        mark(circle(x, -21, 9), Role.SECOND),
        mark("".join(circle(*around(x, -21, 6, a), 1.3) for a in range(0, 360, 72)), Role.PALE),
        mark(circle(x, -21, 2.6), Role.PALE),
    )


def bicycle(chance: random.Random) -> Drawing:
    """A city bicycle with a basket, on its way to the right."""
    return (
        *_bicycle_wheel(-51, chance.uniform(0, 40)),
        *_bicycle_wheel(51, chance.uniform(0, 40)),
        trace("M-51 -47L-8 -40M-51 -43L-8 -32", Role.DARK, 2),
        stroked("M-8 -36L-51 -45L-28 -98", Role.MAIN_SHADE, 6),
        stroked("M-32 -112L-8 -36", Role.MAIN, 7.5),
        stroked("M-26 -92C-6 -62 18 -60 40 -104", Role.MAIN, 7.5),
        stroked("M-8 -36L38 -96", Role.MAIN, 7.5),
        stroked("M34 -126L42 -96L51 -45", Role.MAIN, 7.5),
        trace("M-24 -94C-6 -66 16 -64 36 -98", Role.MAIN_LIGHT, 2),
        stroked(arc(-51, -45, 47.5, -78, 40), Role.MAIN, 5.5),
        stroked(arc(51, -45, 47.5, -40, 66), Role.MAIN, 5.5),
        *_pedals(chance),
        filled(
            "M-58 -116C-52 -124 -32 -122 -14 -118C-12 -112 -20 -110 -30 -110C-40 -104 -58 -104 -58 -116z",
            Role.SECOND,
        ),
        mark(
            "M-56 -112C-46 -110 -30 -112 -14 -117C-12 -112 -20 -110 -30 -110C-40 -104 -54 -104 -56 -112z",
            Role.SECOND_SHADE,
        ),
        *_basket(chance),
        stroked("M34 -126C36 -134 28 -140 12 -138", Role.DARK, 5),
        stroked("M18 -138.5L8 -137", Role.SECOND, 8),
        mark(circle(46, -98, 5.5), Role.GLOW),
    )


def _bicycle_wheel(x: float, turn: float) -> Drawing:
    spokes = "".join(
        polyline((around(x, -45, 5, turn + a), around(x, -45, 38, turn + a))) for a in range(0, 360, 30)
    )
    return (
        trace(spokes, Role.DARK, 1.5),
        stroked(circle(x, -45, 41.5), Role.DARK, 6),
        trace(circle(x, -45, 37), Role.PALE, 2.6),
        filled(circle(x, -45, 6), Role.SECOND),
        mark(circle(x, -45, 2.4), Role.PALE),
    )


def _pedals(chance: random.Random) -> Drawing:
    degrees = chance.uniform(60, 150)
    (x1, y1), (x2, y2) = around(-8, -36, 20, degrees), around(-8, -36, 20, degrees + 180)
    return (
        filled(circle(-8, -36, 11), Role.ACCENT),
        mark(circle(-8, -36, 6), Role.DARK),
        stroked(polyline(((x1, y1), (x2, y2))), Role.DARK, 3.6),
        trace(f"M{x1 - 7:.2f} {y1:.2f}h14M{x2 - 7:.2f} {y2:.2f}h14", Role.DARK, 5),
    )


def _basket(chance: random.Random) -> Drawing:
    heads = ((54, -142), (68, -150), (82, -143), (90, -132), (46, -130))
    bunch: list[Shape] = [
        filled(cloud([(44, -120), (44, -134), (62, -142), (82, -140), (92, -126), (90, -118)]), Role.PLANT)
    ]
    for i, (x, y) in enumerate(heads):
        role = chance.choice((Role.ACCENT, Role.PALE, Role.MAIN_LIGHT))
        bunch += [mark(blossom(x, y, 9, 5), role), mark(circle(x, y, 2.6), Role.DARK if i % 2 else Role.GLOW)]
    return (
        *bunch,
        filled("M42 -126H96L89 -94C88 -90 84 -88 80 -88H58C54 -88 51 -90 50 -94z", Role.SECOND),
        trace(
            "M52 -121L58 -92M64 -121L66 -92M75 -121L74 -92M86 -121L81 -92M46 -112H92M49 -101H90",
            Role.SECOND_SHADE,
            2.2,
        ),
        filled(rectangle(39, -129, 60, 8, corner=4), Role.SECOND_SHADE),
    )


def train(chance: random.Random) -> Drawing:
    """A steam locomotive that drives to the right."""
    return (
        *_steam(chance),
        filled("M46 -104L42 -136H70L66 -104z", Role.DARK),
        filled(rectangle(36, -146, 40, 12, corner=4), Role.DARK),
        trace("M42 -140H70", Role.ACCENT, 3),
        filled("M2 -104V-112C2 -122 26 -122 26 -112V-104z", Role.ACCENT),
        *_boiler(),
        *_cab(chance),
        filled("M-97 -50H84L98 -4H72L60 -36H-97z", Role.DARK),
        trace("M78 -34L86 -8M70 -34L74 -8", Role.ACCENT, 2.6),
        *_big_wheel(-68),
        *_big_wheel(-16),
        *_small_wheel(28),
        *_small_wheel(58),
        stroked("M-68 -22L-16 -22L34 -28", Role.PALE, 5),
        *(mark(circle(x, -22, 4), Role.DARK) for x in (-68, -16)),
    )


def _steam(chance: random.Random) -> Drawing:
    drift = chance.uniform(-5, 5)
    rings = (
        (56, -158, 10),
        (38, -172, 14),
        (10 + drift, -180, 17),
        (-24 + drift, -178, 15),
        (-54 + drift, -172, 11),
    )
    count = chance.randint(4, 5)
    plume = tuple(filled(circle(x, y, r), Role.PALE) for x, y, r in reversed(rings[:count]))
    curls = tuple(trace(arc(x, y, r * 0.55, -60, 110), Role.MAIN_LIGHT, 2.4) for x, y, r in rings[1:count])
    return (*plume, *curls)


def _boiler() -> Drawing:
    return (
        filled("M-36 -106H74C82 -106 86 -100 86 -92V-62C86 -54 82 -48 74 -48H-36z", Role.MAIN),
        mark("M-36 -66H86V-62C86 -54 82 -48 74 -48H-36z", Role.MAIN_SHADE),
        mark(rectangle(-32, -100, 96, 7, corner=3.5), Role.MAIN_LIGHT),
        filled("M68 -106H74C82 -106 86 -100 86 -92V-62C86 -54 82 -48 74 -48H68z", Role.DARK),
        trace("M-4 -105V-49M34 -105V-49", Role.ACCENT, 4),
        mark("".join(circle(x, -56, 1.8) for x in range(-28, 66, 10)), Role.ACCENT),
        filled(rectangle(74, -122, 16, 15, corner=4), Role.DARK),
        mark(circle(88, -114, 6.5), Role.GLOW),
    )


def _cab(chance: random.Random) -> Drawing:
    shade = chance.choice((Role.PALE, Role.ACCENT))
    return (
        filled(rectangle(-92, -136, 58, 88), Role.SECOND),
        mark(rectangle(-50, -136, 16, 88), Role.SECOND_SHADE),
        filled(rectangle(-84, -124, 38, 36, corner=5), Role.PALE),
        mark(rectangle(-80, -120, 30, 28, corner=3), Role.GLOW),
        mark("M-80 -120H-50V-112C-58 -104 -72 -104 -80 -112z", shade),
        trace("M-65 -120V-92", Role.PALE, 2.4),
        trace("M-84 -76H-44V-58H-84z", Role.ACCENT, 2.4),
        filled(
            "M-100 -136C-98 -146 -82 -150 -63 -150C-44 -150 -28 -146 -26 -136"
            "C-26 -132 -28 -131 -32 -131H-94C-98 -131 -100 -132 -100 -136z",
            Role.MAIN_SHADE,
        ),
    )


def _big_wheel(x: float) -> Drawing:
    spokes = "".join(polyline((around(x, -26, 5, a), around(x, -26, 19, a))) for a in range(0, 360, 45))
    return (
        filled(circle(x, -26, 26), Role.DARK),
        mark(circle(x, -26, 21), Role.MAIN),
        trace(spokes, Role.DARK, 2.8),
        mark(circle(x, -26, 6), Role.ACCENT),
    )


def _small_wheel(x: float) -> Drawing:
    return (
        filled(circle(x, -14, 14), Role.DARK),
        mark(circle(x, -14, 10), Role.MAIN),
        mark(circle(x, -14, 4), Role.ACCENT),
    )


DRAWINGS: Mapping[Subject, Callable[[random.Random], Drawing]] = {
    Subject.CAR: car,
    Subject.BICYCLE: bicycle,
    Subject.TRAIN: train,
}
