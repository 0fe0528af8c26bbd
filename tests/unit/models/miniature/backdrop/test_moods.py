"""Moods: each has its own marks, and none of them crosses the subject, wherever it stands."""

from __future__ import annotations

import io
import itertools
import random

import numpy as np
import pytest
import resvg_py
from numpy.typing import NDArray
from PIL import Image

from models.miniature.backdrop.compositions import layout_of
from models.miniature.backdrop.moods import marks_of_mood
from models.miniature.backdrop.palettes import colours_of
from models.miniature.backdrop.stage import Marks, Stage
from models.miniature.drawing.picture import SIDE, Layer, Placed
from models.miniature.drawing.shapes import Role
from models.miniature.scene import Composition, Light, Mood, Palette, Setting
from models.miniature.styles.strokes import group, plain

PIXELS = 128


def stage(composition: Composition = Composition.CENTRED, *, seed: int = 1) -> Stage:
    layout = layout_of(composition, count=1, accompanied=False, chance=random.Random(seed))
    return Stage(
        setting=Setting.MEADOW, horizon=layout.horizon, focus=layout.focus, reach=layout.reach,
        side=layout.side, rim=layout.rim,
    )  # fmt: skip


def marks(mood: Mood, on: Stage, *, seed: int = 1, light: Light = Light.DAY) -> Marks:
    return marks_of_mood(mood, on, colours_of(Palette.OCEAN, light, mood), random.Random(seed))


def covered(placed: list[Placed]) -> NDArray[np.bool_]:
    """Which pixels of a small picture the drawings reach."""
    body = "".join(
        group(one.at, [plain(shape, lambda _: "#000000") for shape in one.drawing]) for one in placed
    )
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">{body}</svg>'
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=PIXELS, height=PIXELS))
    with Image.open(io.BytesIO(png)) as image:
        return np.asarray(image.convert("RGBA"))[..., 3] > 40


def around(point: tuple[float, float], radius: float) -> NDArray[np.bool_]:
    down, across = np.mgrid[0:PIXELS, 0:PIXELS] * (SIDE / PIXELS)
    near: NDArray[np.bool_] = np.hypot(across - point[0], down - point[1]) < radius
    return near


@pytest.mark.parametrize("composition", Composition)
@pytest.mark.parametrize("mood", Mood)
def test_nothing_crosses_the_middle_of_the_subject(mood: Mood, composition: Composition) -> None:
    for seed in range(3):
        on = stage(composition, seed=seed)
        before = [one for one in marks(mood, on, seed=seed).placed if one.layer > Layer.SUBJECT]
        assert not (covered(before) & around(on.focus, 0.62 * on.reach)).any()


@pytest.mark.parametrize("mood", Mood)
def test_every_mood_can_be_seen(mood: Mood) -> None:
    share = covered(list(marks(mood, stage()).placed)).mean()
    assert 0.015 < share < 0.6


def test_any_two_moods_mark_different_parts_of_the_picture() -> None:
    places = {mood: covered(list(marks(mood, stage()).placed)) for mood in Mood}
    for one, other in itertools.combinations(Mood, 2):
        both = (places[one] & places[other]).sum()
        either = (places[one] | places[other]).sum()
        assert both / either < 0.5, (one, other)


@pytest.mark.parametrize("mood", Mood)
def test_the_same_chance_gives_the_same_marks(mood: Mood) -> None:
    assert marks(mood, stage(), seed=4) == marks(mood, stage(), seed=4)
    assert marks(mood, stage(), seed=4) != marks(mood, stage(), seed=5)


@pytest.mark.parametrize("mood", [Mood.JOYFUL, Mood.MELANCHOLIC, Mood.MYSTERIOUS])
def test_lines_before_a_dark_sky_are_pale(mood: Mood) -> None:
    def inks(light: Light) -> set[Role | None]:
        placed = marks(mood, stage(), light=light).placed
        return {shape.line for one in placed for shape in one.drawing if one.layer is Layer.AIR}

    assert Role.DARK in inks(Light.DAY)
    assert Role.DARK not in inks(Light.NIGHT)
    assert Role.SECOND_SHADE in inks(Light.NIGHT)


def test_mystery_darkens_the_edges_but_not_the_subject() -> None:
    on = stage()
    (veil,) = marks(Mood.MYSTERIOUS, on).veils
    assert veil.around == on.focus
    assert veil.layer < Layer.SUBJECT
    assert veil.bottom_opacity > 0.4
    assert veil.top_opacity == 0


@pytest.mark.parametrize("mood", Mood)
def test_marks_keep_within_a_frame(mood: Mood) -> None:
    on = stage(Composition.FRAMED)
    middle = around((SIDE / 2, SIDE / 2), SIDE / 2 - 30)
    seen = covered([one for one in marks(mood, on).placed if one.layer is not Layer.GROUND])
    assert (seen & middle).sum() > 0.5 * seen.sum()
