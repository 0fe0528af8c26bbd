"""What holds for every drawing, whatever it shows."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cache
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest

from models.miniature.drawing.shapes import Drawing, Role
from models.miniature.scene import Subject
from models.miniature.subjects.registry import drawing_of

Rasterised = Callable[[Drawing], npt.NDArray[np.uint8]]
MARGIN = 20
SEEDS = range(12)
COMMANDS = re.compile(r"[A-Za-z]")
NUMBER = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")

every_subject = pytest.mark.parametrize("subject", list(Subject), ids=str)


@cache
def _drawn(subject: Subject, seed: int = 0) -> Drawing:
    return drawing_of(subject, f"word {seed}", random.Random(seed))


def _mask(rasterised: Rasterised, drawing: Drawing) -> npt.NDArray[np.bool_]:
    return rasterised(drawing)[..., 3] > 100


@every_subject
def test_every_subject_is_drawn_with_its_main_colour(subject: Subject) -> None:
    for seed in SEEDS:
        roles = {shape.fill for shape in _drawn(subject, seed)} | {
            shape.line for shape in _drawn(subject, seed)
        }
        assert Role.MAIN in roles
        assert len(roles - {None}) >= 4, "a drawing lives from several colours"


@every_subject
def test_the_same_seed_gives_the_same_drawing(subject: Subject) -> None:
    one, other = (drawing_of(subject, "a word", random.Random(7)) for _ in range(2))
    assert one == other


@every_subject
def test_seeds_vary_a_drawing(subject: Subject) -> None:
    assert len({_drawn(subject, seed) for seed in SEEDS}) >= 2


@every_subject
def test_a_drawing_stays_in_its_box_and_fills_it(subject: Subject, rasterised: Rasterised) -> None:
    for seed in SEEDS:
        down, across = np.nonzero(_mask(rasterised, _drawn(subject, seed)))
        left, right = int(across.min()) - MARGIN, int(across.max()) - MARGIN
        top, bottom = int(down.min()) - MARGIN, int(down.max()) - MARGIN
        assert min(left, top) >= -5, f"seed {seed} begins at {left}, {top}"
        assert max(right, bottom) <= 204, f"seed {seed} ends at {right}, {bottom}"
        width, height = right - left, bottom - top
        assert max(width, height) >= 150, f"seed {seed} is {width} by {height}"
        assert min(width, height) >= 105, f"seed {seed} is {width} by {height}"


@every_subject
def test_a_drawing_stands_on_the_ground_in_the_middle(subject: Subject, rasterised: Rasterised) -> None:
    down, across = np.nonzero(_mask(rasterised, _drawn(subject)))
    assert int(down.max()) - MARGIN >= 182
    assert abs((int(across.max()) + int(across.min())) / 2 - MARGIN - 100) <= 25


@every_subject
def test_a_drawing_is_rich_but_no_heap_of_shapes(subject: Subject) -> None:
    for seed in SEEDS:
        assert 9 <= len(_drawn(subject, seed)) <= 70


@every_subject
def test_a_silhouette_needs_no_details(subject: Subject, rasterised: Rasterised) -> None:
    drawing = _drawn(subject)
    whole = _mask(rasterised, drawing)
    bare = _mask(rasterised, tuple(shape for shape in drawing if not shape.is_detail))
    assert bare.sum() >= 0.75 * whole.sum()


@every_subject
def test_every_shape_is_painted_and_every_line_has_a_width(subject: Subject) -> None:
    for seed in SEEDS:
        for shape in _drawn(subject, seed):
            assert (shape.fill is None) != (shape.line is None)
            assert (shape.width > 0) == (shape.line is not None)


@every_subject
def test_path_data_are_letters_and_plain_numbers(subject: Subject) -> None:
    for shape in _drawn(subject, 3):
        assert shape.d.startswith("M")
        assert not NUMBER.sub("", COMMANDS.sub("", shape.d)).strip(" ,")
        assert "e" not in shape.d
        assert "nan" not in shape.d


def test_no_two_subjects_have_the_same_silhouette(rasterised: Rasterised) -> None:
    masks = {subject: _mask(rasterised, _drawn(subject, 1)) for subject in Subject}
    alike = {}
    for (one, first), (other, second) in combinations(masks.items(), 2):
        alike[one, other] = max(
            float((first & way).sum() / (first | way).sum()) for way in (second, second[:, ::-1])
        )
    closest = max(alike, key=alike.__getitem__)
    assert alike[closest] < 0.85, closest


def test_an_emblem_is_drawn_from_its_words_and_from_nothing_else() -> None:
    first = drawing_of(Subject.EMBLEM, "jazz", random.Random(1))
    assert first == drawing_of(Subject.EMBLEM, "jazz", random.Random(2))
    assert first != drawing_of(Subject.EMBLEM, "blues", random.Random(1))


LIT = (
    *(Subject.HOUSE, Subject.CASTLE, Subject.LIGHTHOUSE, Subject.WINDMILL, Subject.TRAIN, Subject.CAR),
    *(Subject.BICYCLE, Subject.BOAT, Subject.ROCKET, Subject.BALLOON, Subject.CAKE, Subject.ROBOT),
)


@pytest.mark.parametrize("subject", LIT, ids=str)
def test_what_has_lamps_or_windows_shines(subject: Subject) -> None:
    for seed in SEEDS:
        assert any(shape.fill is Role.GLOW for shape in _drawn(subject, seed))
