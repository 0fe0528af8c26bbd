"""Painting: PNGs that show what the scene says, each value of each attribute in its own way."""

from __future__ import annotations

import io
import itertools
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, replace
from enum import StrEnum
from functools import lru_cache

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from models.miniature.composing import compose
from models.miniature.painting import COLOURS, paint, svg_of
from models.miniature.scene import (
    Composition,
    Light,
    Mood,
    Palette,
    Scene,
    Setting,
    Style,
    Subject,
    Tint,
)
from models.miniature.styles.registry import GRIDS

SCENE = Scene(
    subject=Subject.CAT,
    setting=Setting.MEADOW,
    style=Style.FLAT,
    palette=Palette.OCEAN,
    light=Light.DAY,
    composition=Composition.CENTRED,
    mood=Mood.CALM,
)
ATTRIBUTES: dict[str, type[StrEnum]] = {
    "subject": Subject,
    "setting": Setting,
    "style": Style,
    "palette": Palette,
    "light": Light,
    "composition": Composition,
    "mood": Mood,
}


@lru_cache(maxsize=512)
def shown(scene: Scene, seed: int = 3, size: int = 96) -> NDArray[np.float64]:
    with Image.open(io.BytesIO(paint(scene, seed, size))) as image:
        return np.asarray(image.convert("RGB"), dtype=np.float64)


def with_value(scene: Scene, attribute: str, value: StrEnum) -> Scene:
    return replace(scene, **{attribute: value})  # type: ignore[arg-type]


def difference(one: Scene, other: Scene) -> float:
    """The mean absolute difference of all channels, from 0 to 255."""
    return float(np.abs(shown(one) - shown(other)).mean())


def pairwise() -> Iterator[Scene]:
    """Scenes in which any two values of two attributes meet at least nearly always."""
    values = [list(one) for one in ATTRIBUTES.values()]
    for row, (subject, style) in enumerate(itertools.product(Subject, Style)):
        others = [many[(row * (index + 1) + row // 12) % len(many)] for index, many in enumerate(values)]
        chosen = dict(zip(ATTRIBUTES, others, strict=True)) | {"subject": subject, "style": style}
        yield Scene(**chosen)  # type: ignore[arg-type]


def test_attributes_are_those_of_the_scene() -> None:
    assert list(ATTRIBUTES) == [one.name for one in fields(Scene)][: len(ATTRIBUTES)]


@pytest.mark.parametrize("style", [Style.FLAT, Style.PIXEL, Style.WATERCOLOUR])
@pytest.mark.parametrize("size", [32, 96, 200])
def test_a_picture_has_the_size_asked_for(style: Style, size: int) -> None:
    assert shown(replace(SCENE, style=style), size=size).shape == (size, size, 3)


@pytest.mark.parametrize("style", Style)
def test_the_same_arguments_give_the_same_bytes(style: Style) -> None:
    scene = replace(SCENE, style=style, light=Light.NIGHT, mood=Mood.DREAMY)
    assert paint(scene, 5, 64) == paint(scene, 5, 64)
    assert paint(scene, 5, 64) != paint(scene, 6, 64)


def test_the_svg_is_what_is_painted() -> None:
    assert svg_of(SCENE, 1).startswith("<svg ")
    assert svg_of(SCENE, 1) == svg_of(SCENE, 1)


@pytest.mark.slow
def test_every_pair_of_values_can_be_painted() -> None:
    for seed, scene in enumerate(pairwise()):
        assert shown(scene, seed, 24).std() > 4, scene


def test_every_subject_and_style_can_be_painted() -> None:
    for seed, scene in enumerate(itertools.islice(pairwise(), 0, None, 13)):
        assert shown(scene, seed, 24).std() > 4, scene


@pytest.mark.parametrize("attribute", ATTRIBUTES)
@pytest.mark.parametrize("style", [Style.FLAT, Style.INK, Style.PIXEL])
def test_every_change_of_an_attribute_can_be_seen(attribute: str, style: Style) -> None:
    scene = replace(SCENE, style=style)
    for one, other in itertools.pairwise(ATTRIBUTES[attribute]):
        before, after = (with_value(scene, attribute, value) for value in (one, other))
        assert difference(before, after) > 4, (one, other)


@pytest.mark.parametrize(
    ("tint", "expected"),
    [
        (Tint.WHITE, (240, 240, 240)),
        (Tint.RED, (215, 40, 40)),
        (Tint.BLACK, (35, 35, 40)),
        (Tint.GREEN, (30, 150, 60)),
    ],
)
@pytest.mark.parametrize("palette", [Palette.EMBER, Palette.OCEAN, Palette.MONOCHROME])
@pytest.mark.parametrize("light", [Light.DAY, Light.NIGHT, Light.MIST])
def test_a_tinted_cat_has_the_tints_colour(
    tint: Tint, expected: tuple[int, int, int], palette: Palette, light: Light
) -> None:
    scene = replace(SCENE, tint=tint, palette=palette, light=light)
    x, y = (round(at * 96 / 512) for at in compose(scene, 3).focus)
    middle = shown(scene)[y - 14 : y + 20, x - 16 : x + 16].reshape(-1, 3)
    near = np.abs(middle - np.array(expected)).max(axis=1) < 45
    assert near.mean() > 0.2


def test_a_close_subject_covers_more_than_a_centred_and_that_more_than_a_far_one() -> None:
    def red(composition: Composition) -> float:
        """The share of the picture that is as red as the subject."""
        image = shown(replace(SCENE, tint=Tint.RED, composition=composition))
        return float(((image[..., 0] > 150) & (image[..., 1] < 80)).mean())

    assert red(Composition.CLOSE) > 1.5 * red(Composition.CENTRED) > 2 * red(Composition.WIDE) > 0.01


def test_more_of_the_same_cover_more_of_the_width() -> None:
    def columns(count: int) -> float:
        image = shown(replace(SCENE, tint=Tint.RED, count=count))
        return float(((image[..., 0] > 150) & (image[..., 1] < 80)).any(axis=0).mean())

    assert columns(5) > 1.3 * columns(1)


@pytest.mark.parametrize("style", GRIDS)
def test_pictures_of_cells_are_of_even_squares_in_few_colours(style: Style) -> None:
    image = shown(replace(SCENE, style=style), size=GRIDS[style] * 5)
    cells = image.reshape(GRIDS[style], 5, GRIDS[style], 5, 3)
    assert (cells == cells[:, :1, :, :1]).all()
    assert len(np.unique(image.reshape(-1, 3), axis=0)) <= COLOURS


def test_large_cells_are_cut_evenly_and_never_blurred() -> None:
    cells = GRIDS[Style.PIXEL]
    image = shown(replace(SCENE, style=Style.PIXEL), size=cells * 5 - 10)
    whole = shown(replace(SCENE, style=Style.PIXEL), size=cells * 5)
    assert (image == whole[5:-5, 5:-5]).all()


def test_importing_loads_no_rasteriser_before_it_is_needed() -> None:
    program = "import sys, models.miniature.painting; print({'PIL', 'resvg_py', 'numpy'} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "set()"
