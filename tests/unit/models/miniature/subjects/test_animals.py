"""What holds for every animal: it fills its box and stays in it, has eyes, and looks like no other."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from functools import cache
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest
import resvg_py
from PIL import Image

from models.miniature.drawing.shapes import Drawing, Role, Shape
from models.miniature.scene import Subject
from models.miniature.subjects import beasts, pets, sea, winged, woodland

Mask = npt.NDArray[np.bool_]
Draw = Callable[[random.Random], Drawing]

ANIMALS: dict[Subject, Draw] = {
    **pets.DRAWINGS,
    **woodland.DRAWINGS,
    **sea.DRAWINGS,
    **beasts.DRAWINGS,
    **winged.DRAWINGS,
}
MARGIN = 30
"""How far around its box a drawing is looked at."""
SIDE = 200 + 2 * MARGIN
SEEDS = range(6)

every_animal = pytest.mark.parametrize(
    "draw", [pytest.param(draw, id=name) for name, draw in ANIMALS.items()]
)


def _element(shape: Shape) -> str:
    fill, line = "#000" if shape.fill else "none", "#000" if shape.line else "none"
    stroke = f'stroke="{line}" stroke-width="{shape.width}" stroke-linecap="round"'
    return f'<path d="{shape.d}" fill="{fill}" {stroke}/>'


@cache
def _silhouette(drawing: Drawing, side: int = SIDE) -> Mask:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-100 - MARGIN} {-200 - MARGIN} {SIDE} {SIDE}">'
        f"{''.join(map(_element, drawing))}</svg>"
    )
    png = resvg_py.svg_to_bytes(svg_string=svg, width=side, height=side)
    alpha: Mask = np.asarray(Image.open(io.BytesIO(bytes(png))))[..., 3] > 100
    return alpha


def _bounds(mask: Mask) -> tuple[int, int, int, int]:
    """The box around a silhouette in the drawing's units: left, top, right, bottom."""
    down, across = np.nonzero(mask)
    left, top = int(across.min()) - MARGIN - 100, int(down.min()) - MARGIN - 200
    return left, top, int(across.max()) - MARGIN - 99, int(down.max()) - MARGIN - 199


def _likeness(one: Mask, other: Mask) -> float:
    """The share of two silhouettes that they have in common, whichever way the other one looks."""
    return max(float((one & way).sum() / (one | way).sum()) for way in (other, other[:, ::-1]))


def test_there_are_the_sixteen_animals_of_the_vocabulary() -> None:
    assert set(ANIMALS) == set(list(Subject)[: list(Subject).index(Subject.HOUSE)])


@every_animal
def test_an_animal_stays_in_its_box(draw: Draw) -> None:
    for seed in SEEDS:
        left, top, right, bottom = _bounds(_silhouette(draw(random.Random(seed))))
        assert left >= -105, seed
        assert right <= 105, seed
        assert top >= -204, seed
        assert bottom <= 4, seed


@every_animal
def test_an_animal_stands_on_the_ground(draw: Draw) -> None:
    for seed in SEEDS:
        assert _bounds(_silhouette(draw(random.Random(seed))))[3] >= -10, seed


@every_animal
def test_an_animal_fills_its_box(draw: Draw) -> None:
    for seed in SEEDS:
        mask = _silhouette(draw(random.Random(seed)))
        left, top, right, bottom = _bounds(mask)
        longer, shorter = sorted((right - left, bottom - top), reverse=True)
        assert longer >= 170, seed
        assert shorter >= 140, seed
        assert mask.sum() >= 0.4 * 200 * 200, seed


@every_animal
def test_the_large_shapes_of_an_animal_are_nearly_all_of_its_silhouette(draw: Draw) -> None:
    drawing = draw(random.Random(1))
    large = tuple(shape for shape in drawing if shape.fill and not shape.is_detail)
    assert _silhouette(large).sum() >= 0.97 * _silhouette(drawing).sum()


@every_animal
def test_the_same_seed_draws_the_same_animal(draw: Draw) -> None:
    assert draw(random.Random(7)) == draw(random.Random(7))


@every_animal
def test_other_seeds_vary_an_animal(draw: Draw) -> None:
    assert len({draw(random.Random(seed)) for seed in SEEDS}) > 1


@every_animal
def test_an_animal_is_recognisable_under_every_seed(draw: Draw) -> None:
    first, *others = (_silhouette(draw(random.Random(seed))) for seed in SEEDS)
    assert min(_likeness(first, other) for other in others) > 0.8


@every_animal
def test_an_animal_wears_the_main_colour_and_has_dark_eyes(draw: Draw) -> None:
    for seed in SEEDS:
        drawing = draw(random.Random(seed))
        assert any(shape.fill is Role.MAIN for shape in drawing)
        assert any(Role.DARK in (shape.fill, shape.line) for shape in drawing)


@every_animal
def test_most_of_an_animal_is_in_colours_that_follow_a_tint(draw: Draw) -> None:
    body = (Role.MAIN, Role.MAIN_SHADE, Role.MAIN_LIGHT)
    drawing = draw(random.Random(3))
    tinted = tuple(shape for shape in drawing if shape.fill in body)
    assert _silhouette(tinted).sum() >= 0.7 * _silhouette(drawing).sum()


@every_animal
def test_an_animal_is_rich_but_not_costly(draw: Draw) -> None:
    drawing = draw(random.Random(2))
    assert 20 <= len(drawing) <= 80
    assert sum(len(shape.d) for shape in drawing) < 40_000
    assert any(shape.is_detail for shape in drawing)


@every_animal
def test_an_animal_has_no_colour_of_the_scenery(draw: Draw) -> None:
    scenery = {
        Role.SKY,
        Role.HORIZON,
        Role.FAR,
        Role.MID,
        Role.GROUND,
        Role.GROUND_SHADE,
        Role.PLANT,
        Role.WATER,
    }
    assert not scenery & {role for shape in draw(random.Random(5)) for role in (shape.fill, shape.line)}


def test_no_two_animals_have_the_same_silhouette() -> None:
    masks = {name: _silhouette(draw(random.Random(1)), 40) for name, draw in ANIMALS.items()}
    alike = {(one, other): _likeness(masks[one], masks[other]) for one, other in combinations(masks, 2)}
    closest = max(alike, key=lambda pair: alike[pair])
    assert alike[closest] < 0.8, closest
