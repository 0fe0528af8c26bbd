"""Six moods with tell-tale marks in the air, at the edges and on the ground; none crosses the subject."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping

from models.miniature.backdrop import trimmings
from models.miniature.backdrop.stage import Colours, Marks, Stage, lay
from models.miniature.backdrop.tones import contrast
from models.miniature.drawing.picture import SIDE, Layer, Veil
from models.miniature.drawing.shapes import (
    Role,
    circle,
    ellipse,
    filled,
    polygon,
    star,
    stroked,
)
from models.miniature.scene import Mood


def marks_of_mood(mood: Mood, stage: Stage, colours: Colours, chance: random.Random) -> Marks:
    """What a mood puts into the picture."""
    return _MOODS[mood](stage, colours, chance)


def _calm(stage: Stage, colours: Colours, chance: random.Random) -> Marks:
    """Long still strips across the sky, and rings of still water or raked sand in front."""
    soft = _soft(colours)
    strips = [
        trimmings.strip((stage.across(at), stage.down(y + chance.uniform(-5, 5))), half)
        for at, y, half in ((0.62, 112, 165), (0.86, 142, 125), (0.36, 172, 105), (0.94, 202, 85))
    ]
    placed = [lay(Layer.LIGHTS, (filled("".join(strips), soft),), opacity=0.8)]
    for side, low in ((-1, 34), (1, 24)):
        x = SIDE / 2 + side * (chance.uniform(166, 180) - stage.rim)
        y = SIDE - low - stage.rim * 0.8
        rings = "".join(ellipse(round(x, 1), y, 96 - 32 * ring, 24 - 8 * ring) for ring in range(3))
        placed.append(lay(Layer.GROUND, (stroked(rings, soft, 6.5),)))
    return Marks(placed=tuple(placed))


def _joyful(stage: Stage, colours: Colours, chance: random.Random) -> Marks:
    """Bunting across the top, confetti everywhere but on the subject."""
    garland = trimmings.bunting(stage, _ink(colours), sag=chance.uniform(44, 56))
    return Marks(placed=(lay(Layer.AIR, trimmings.confetti(stage, chance, 60)), lay(Layer.AIR, garland)))


def _melancholic(stage: Stage, colours: Colours, chance: random.Random) -> Marks:
    """Willow branches that hang from a top corner, and leaves that fall."""
    far = -stage.side
    leaves = [
        trimmings.leaf(
            x, y, chance.uniform(17, 22), chance.uniform(0, math.tau), chance.choice(trimmings.FALLEN)
        )
        for x, y in trimmings.scattered(stage, chance, 16, margin=14)
    ]
    return Marks(
        placed=(
            lay(Layer.AIR, tuple(leaves)),
            lay(Layer.AIR, tuple(trimmings.willow(stage, far, _ink(colours), chance))),
        ),
    )


def _mysterious(stage: Stage, colours: Colours, chance: random.Random) -> Marks:
    """Dark edges, bare branches that reach in, and eyes and small lights that look out of the dark."""
    branches = [
        shape for side in (-1, 1) for shape in trimmings.bare_branches(side, stage, _ink(colours), chance)
    ]
    thicket = [shape for side in (-1, 1) for shape in trimmings.thicket(side, stage)]
    lights = [filled(circle(x, y, 6), Role.GLOW) for x, y in trimmings.scattered(stage, chance, 9, margin=20)]
    edge = Veil(
        layer=Layer.GROUND,
        colour=colours[Role.DARK],
        around=stage.focus,
        radius=max(270.0, stage.reach * 2),
        bottom_opacity=0.72 if _ink(colours) is Role.DARK else 0.5,
    )
    placed = (
        lay(Layer.FRONT, tuple(thicket)),
        lay(Layer.AIR, tuple(branches)),
        lay(Layer.AIR, tuple(lights)),
    )
    return Marks(placed=placed, veils=(edge,))


def _dreamy(stage: Stage, colours: Colours, chance: random.Random) -> Marks:
    """Spirals in the sky, bubbles and sparkles that float up."""
    soft = _soft(colours)
    spirals = [
        stroked(trimmings.spiral((stage.across(at), stage.down(y)), radius, turn), soft, 9)
        for at, y, radius, turn in ((0.80, 86, 56, 1), (0.52, 50, 38, -1), (0.94, 206, 38, -1))
    ]
    bubbles = [
        shape
        for x, y in trimmings.scattered(stage, chance, 11, margin=30)
        for shape in trimmings.bubble(x, y, chance.uniform(15, 30), soft)
    ]
    sparkles = [
        filled(star(x, y, chance.uniform(16, 22), 4.5, 4), Role.GLOW)
        for x, y in trimmings.scattered(stage, chance, 9, margin=20)
    ]
    return Marks(
        placed=(
            lay(Layer.LIGHTS, tuple(spirals)),
            lay(Layer.AIR, tuple(bubbles), opacity=0.9),
            lay(Layer.AIR, tuple(sparkles)),
        )
    )


def _dramatic(stage: Stage, colours: Colours, chance: random.Random) -> Marks:
    """Rays that burst from behind the subject, dark shards that close in from below, and sparks."""
    turn = chance.uniform(0, 0.3)
    rays = []
    for step in range(14):
        start = turn + math.tau * step / 14
        ends = [trimmings.around(stage.focus, 760, start + width) for width in (0, 0.21)]
        rays.append(polygon([stage.focus, *ends]))
    sparks = [
        filled(star(x, y, chance.uniform(13, 18), 5, 4, turn=0.6), Role.ACCENT)
        for x, y in trimmings.scattered(stage, chance, 14, margin=16)
    ]
    return Marks(
        placed=(
            lay(Layer.SKY, (filled("".join(rays), Role.GLOW),), opacity=0.6),
            lay(Layer.MID, (filled("".join(rays), Role.GLOW),), opacity=0.32),
            lay(Layer.FRONT, tuple(trimmings.shards(stage, chance))),
            lay(Layer.AIR, tuple(sparks)),
        ),
        veils=(
            Veil(
                layer=Layer.MID, colour=colours[Role.DARK], around=stage.focus, radius=430, bottom_opacity=0.5
            ),
        ),
    )


READABLE = 2.2
"""The least contrast of lines to the sky before which they are drawn."""

SOFT = 1.7
"""The least contrast of pale things to the sky before which they float."""


def _soft(colours: Colours) -> Role:
    """What floats before the sky: pale, or where the sky is pale too, the colour of leaves."""
    pale = contrast(colours[Role.SKY], colours[Role.PALE])
    return Role.PALE if pale > SOFT else Role.PLANT


def _ink(colours: Colours) -> Role:
    """What lines before the sky are drawn with: dark where it is light, and pale where it is dark."""
    return Role.DARK if contrast(colours[Role.SKY], colours[Role.DARK]) > READABLE else Role.SECOND_SHADE


_MOODS: Mapping[Mood, Callable[[Stage, Colours, random.Random], Marks]] = {
    Mood.CALM: _calm,
    Mood.JOYFUL: _joyful,
    Mood.MELANCHOLIC: _melancholic,
    Mood.MYSTERIOUS: _mysterious,
    Mood.DREAMY: _dreamy,
    Mood.DRAMATIC: _dramatic,
}
