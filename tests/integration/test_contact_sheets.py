"""The contact sheets show every value, and are painted as large as they are laid out."""

from __future__ import annotations

import itertools

import numpy as np

from benchmarks.contact_sheets import GAP, LINE, SCENE, attributes, sheet, subjects_and_styles
from models.miniature.scene import Composition, Light, Mood, Palette, Setting, Style, Subject


def test_every_subject_is_shown_in_every_style() -> None:
    pairs = [(scene.subject, scene.style) for row in subjects_and_styles() for _, scene in row]
    assert pairs == list(itertools.product(Subject, Style))


def test_every_value_of_each_attribute_is_shown() -> None:
    scenes = [scene for row in attributes() for _, scene in row]
    assert {scene.setting for scene in scenes} == set(Setting)
    assert {scene.style for scene in scenes} == set(Style)
    assert {scene.palette for scene in scenes} == set(Palette)
    assert {scene.light for scene in scenes} == set(Light)
    assert {scene.composition for scene in scenes} == set(Composition)
    assert {scene.mood for scene in scenes} == set(Mood)
    assert {scene.count for scene in scenes} == set(range(1, 6))


def test_a_sheet_is_painted_tile_by_tile_with_captions() -> None:
    paper = np.asarray(sheet([[("one", SCENE), ("two", SCENE)], [("three", SCENE)]], tile=40, seed=1))
    assert paper.shape == (2 * (40 + GAP + LINE) + GAP, 2 * (40 + GAP) + GAP, 3)
    first, second = paper[GAP : GAP + 40, GAP : GAP + 40], paper[GAP : GAP + 40, 2 * GAP + 40 : 2 * GAP + 80]
    assert (first == second).all()
    caption = paper[GAP + 40 : GAP + 40 + LINE, GAP : GAP + 40]
    assert caption.min() < 120 < caption.max()
