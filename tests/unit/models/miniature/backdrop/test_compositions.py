"""Compositions: where everything stands, for any number of subjects."""

from __future__ import annotations

import random

import pytest

from models.miniature.backdrop.compositions import Layout, layout_of
from models.miniature.drawing.picture import SIDE, Layer, Placement
from models.miniature.scene import Composition

UNCUT = [one for one in Composition if one is not Composition.CLOSE]


def layout(composition: Composition, *, count: int = 1, accompanied: bool = False, seed: int = 1) -> Layout:
    return layout_of(composition, count=count, accompanied=accompanied, chance=random.Random(seed))


def box(at: Placement) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what may be drawn there."""
    return at.x - 100 * at.scale, at.y - 200 * at.scale, at.x + 100 * at.scale, at.y


@pytest.mark.parametrize("composition", UNCUT)
@pytest.mark.parametrize("count", range(1, 6))
@pytest.mark.parametrize("accompanied", [False, True])
def test_subjects_stay_inside_the_picture(composition: Composition, count: int, *, accompanied: bool) -> None:
    for seed in range(6):
        for at in layout(composition, count=count, accompanied=accompanied, seed=seed).subjects:
            left, top, right, bottom = box(at)
            assert min(left, top) >= -8
            assert max(right, bottom) <= SIDE + 8


@pytest.mark.parametrize("composition", Composition)
@pytest.mark.parametrize("count", range(1, 6))
def test_as_many_stand_there_as_were_asked_for(composition: Composition, count: int) -> None:
    places = {(at.x, at.y) for at in layout(composition, count=count).subjects}
    assert len(places) == count


@pytest.mark.parametrize("count", range(2, 6))
@pytest.mark.parametrize("composition", Composition)
def test_none_of_many_hides_another(composition: Composition, count: int) -> None:
    subjects = layout(composition, count=count).subjects
    for index, one in enumerate(subjects):
        for other in subjects[:index]:
            apart = max(abs(one.x - other.x) / 150, abs(one.y - other.y) / 200)
            assert apart > 0.5 * min(one.scale, other.scale)


@pytest.mark.parametrize("count", range(2, 6))
def test_those_behind_are_drawn_before_those_in_front(count: int) -> None:
    heights = [at.y for at in layout(Composition.CENTRED, count=count).subjects]
    rows = [round(height / 40) for height in heights]
    assert rows == sorted(rows)


def test_close_is_larger_than_centred_and_centred_than_wide() -> None:
    close, centred, wide = (
        layout(one).subjects[0].scale for one in (Composition.CLOSE, Composition.CENTRED, Composition.WIDE)
    )
    assert close > 1.35 * centred
    assert centred > 1.3 * wide


def test_close_is_cut_by_the_lower_edge() -> None:
    _, top, _, bottom = box(layout(Composition.CLOSE).subjects[0])
    assert bottom > SIDE + 20
    assert 40 < top < 150


def test_wide_leaves_most_of_the_height_to_the_sky() -> None:
    wide = layout(Composition.WIDE)
    assert wide.horizon > 0.75 * SIDE
    assert 0.33 < 200 * wide.subjects[0].scale / SIDE < 0.43


def test_aside_stands_across_from_the_light_and_looks_in() -> None:
    for seed in range(8):
        aside = layout(Composition.ASIDE, seed=seed)
        (subject,) = aside.subjects
        assert (subject.x - SIDE / 2) * aside.side < -60
        assert subject.flip is (aside.side < 0)


def test_aside_has_a_path_and_a_fence_or_a_companion_in_its_place() -> None:
    alone, accompanied = (layout(Composition.ASIDE, accompanied=one) for one in (False, True))
    assert len(alone.marks.placed) == 2
    assert len(accompanied.marks.placed) == 1


def test_only_a_framed_picture_has_a_frame() -> None:
    framed = [one for one in Composition if layout(one).frame is not None]
    assert framed == [Composition.FRAMED]
    assert [one.layer for one in layout(Composition.FRAMED).marks.placed] == [Layer.AIR]


def test_frames_are_round_or_arched() -> None:
    assert len({layout(Composition.FRAMED, seed=seed).frame for seed in range(12)}) == 2


def test_only_a_reflected_picture_has_water_and_its_subject_stands_by_it() -> None:
    mirrors = [one for one in Composition if layout(one).waterline is not None]
    assert mirrors == [Composition.REFLECTED]
    reflected = layout(Composition.REFLECTED)
    assert reflected.waterline is not None
    assert abs(reflected.subjects[0].y - reflected.waterline) < 6
    assert reflected.waterline > 0.6 * SIDE


@pytest.mark.parametrize("composition", Composition)
def test_a_companion_is_smaller_stands_beside_and_inside(composition: Composition) -> None:
    for seed in range(6):
        scene = layout(composition, accompanied=True, seed=seed)
        (subject,) = scene.subjects
        left, _, right, bottom = box(scene.companion)
        assert scene.companion.scale < 0.75 * subject.scale
        assert abs(scene.companion.x - subject.x) > 0.9 * 100 * scene.companion.scale
        assert left >= -12
        assert right <= SIDE + 12
        assert bottom <= SIDE


@pytest.mark.parametrize("composition", Composition)
def test_a_sign_floats_clear_of_the_edges_and_of_the_subjects_middle(composition: Composition) -> None:
    for seed in range(6):
        scene = layout(composition, seed=seed)
        x, y = scene.sign.x, scene.sign.y
        assert 55 < x < SIDE - 55
        assert 55 < y < SIDE - 55
        away = ((x - scene.focus[0]) ** 2 + (y - scene.focus[1]) ** 2) ** 0.5
        assert away > 0.9 * scene.reach


@pytest.mark.parametrize("composition", Composition)
def test_the_light_may_come_from_either_side(composition: Composition) -> None:
    assert {layout(composition, seed=seed).side for seed in range(12)} == {-1, 1}


@pytest.mark.parametrize("composition", UNCUT)
def test_what_must_stay_clear_is_larger_for_a_group(composition: Composition) -> None:
    one, five = (layout(composition, count=count) for count in (1, 5))
    widest = max(abs(at.x - five.focus[0]) for at in five.subjects)
    assert five.reach > widest
    assert one.reach == pytest.approx(100 * one.subjects[0].scale)
