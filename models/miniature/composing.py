"""Puts a scene together: colours, arrangement, place, light and mood become one picture.

Each part draws its randomness from the seed and its own name, so that changing one attribute leaves the rest
of the picture as it was.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace

from models.miniature.backdrop import ornaments
from models.miniature.backdrop.compositions import Layout, layout_of
from models.miniature.backdrop.lights import marks_of_light
from models.miniature.backdrop.moods import marks_of_mood
from models.miniature.backdrop.palettes import DARK_LIGHTS, colours_of
from models.miniature.backdrop.settings import setting_drawings
from models.miniature.backdrop.stage import Marks, Stage
from models.miniature.drawing.picture import Layer, Picture, Placed, Placement
from models.miniature.scene import Scene, Subject
from models.miniature.subjects.registry import drawing_of

LOOKING_RIGHT = frozenset({Subject.BICYCLE, Subject.TRAIN})
"""Subjects whose drawing looks to the right; all others look to the left, or straight ahead."""

UNDER_FRAME = 0.68
"""How far the place is drawn smaller for a frame: as a share of its rim; its edges pass under the frame."""


def compose(scene: Scene, seed: int) -> Picture:
    """The picture of the scene; the same seed gives the same picture."""
    layout = layout_of(
        scene.composition,
        count=scene.count,
        accompanied=scene.companion is not None,
        chance=_chance("composition", seed),
    )
    stage = _stage(scene, layout)
    standing = tuple(_standing(scene, layout, seed))
    colours = colours_of(scene.palette, scene.light, scene.mood, scene.tint)
    light = marks_of_light(scene.light, stage, colours, _chance("light", seed))
    mood = _within_frame(marks_of_mood(scene.mood, stage, colours, _chance("mood", seed)), layout)
    return Picture(
        colours=colours,
        placed=(
            *_place(scene, layout, seed),
            *light.placed,
            *_water(standing, layout, seed),
            *standing,
            *mood.placed,
            *_sign(scene, layout, seed),
            *layout.marks.placed,
        ),
        veils=(*light.veils, *layout.marks.veils, *mood.veils),
        horizon=layout.horizon,
        focus=layout.focus,
        reach=layout.reach,
        seed=seed,
        is_dark=scene.light in DARK_LIGHTS,
        frame=layout.frame,
    )


def _chance(part: str, seed: int) -> random.Random:
    return random.Random(f"{part}:{seed}")


def _stage(scene: Scene, layout: Layout) -> Stage:
    return Stage(
        setting=scene.setting,
        horizon=layout.horizon,
        focus=layout.focus,
        reach=layout.reach,
        side=layout.side,
        rim=layout.rim,
    )


def _place(scene: Scene, layout: Layout, seed: int) -> Iterator[Placed]:
    """The setting; still water needs the front for itself."""
    rim = UNDER_FRAME * layout.rim
    for placed in setting_drawings(scene.setting, layout.horizon, _chance("setting", seed), rim=rim):
        if layout.waterline is None or placed.layer is not Layer.FRONT:
            yield placed


def _standing(scene: Scene, layout: Layout, seed: int) -> Iterator[Placed]:
    """The subjects and the companion with their shadows."""
    chance = _chance("subject", seed)
    for at in layout.subjects:
        yield from ornaments.shadow(at)
        drawing = drawing_of(scene.subject, scene.sign, chance)
        yield Placed(layer=Layer.SUBJECT, drawing=drawing, at=_turned(scene.subject, at))
    if scene.companion is not None:
        yield from ornaments.shadow(layout.companion)
        drawing = drawing_of(scene.companion, scene.sign, _chance("companion", seed))
        yield Placed(layer=Layer.SUBJECT, drawing=drawing, at=_turned(scene.companion, layout.companion))


def _turned(subject: Subject, at: Placement) -> Placement:
    """Flipped where the drawing would look the other way than it should."""
    return at if subject in LOOKING_RIGHT else replace(at, flip=not at.flip)


def _water(standing: Iterable[Placed], layout: Layout, seed: int) -> Iterator[Placed]:
    """Still water with everything that stands by it on its head."""
    if layout.waterline is None:
        return
    yield from ornaments.still_water(layout.waterline)
    for placed in standing:
        if placed.layer is Layer.SUBJECT:
            at = ornaments.mirrored(placed.at, layout.waterline)
            yield replace(placed, layer=Layer.GROUND, at=at)
    yield from ornaments.ripples(layout.waterline, layout.focus[0], _chance("ripples", seed))


def _sign(scene: Scene, layout: Layout, seed: int) -> tuple[Placed, ...]:
    """The emblem of unknown words, unless it is the subject itself."""
    if not scene.sign or scene.subject is Subject.EMBLEM:
        return ()
    emblem = drawing_of(Subject.EMBLEM, scene.sign, _chance("sign", seed))
    return ornaments.badge(emblem, layout.sign, Layer.FRONT if layout.frame else Layer.AIR)


def _within_frame(marks: Marks, layout: Layout) -> Marks:
    """The same marks, where there is a frame not in the air, which styles never cut to it."""
    if layout.frame is None:
        return marks
    placed = (replace(one, layer=Layer.FRONT) if one.layer is Layer.AIR else one for one in marks.placed)
    return Marks(placed=tuple(placed), veils=marks.veils)
