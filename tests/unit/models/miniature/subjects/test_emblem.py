from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.miniature.drawing.shapes import Drawing
from models.miniature.subjects.emblem import emblem

Rasterised = Callable[[Drawing], npt.NDArray[np.uint8]]
MARGIN = 20
WORDS = ("jazz", "octopus", "quantum tax", "سلام", "волшебство", "哲学", "🦄🦄", "", "zebra", "a", "b", "ohm")


def _fingerprint(drawing: Drawing) -> str:
    text = "|".join(f"{shape.d};{shape.fill};{shape.line};{shape.width:g}" for shape in drawing)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def test_a_sign_is_the_same_today_as_on_every_machine_before() -> None:
    assert _fingerprint(emblem("quantum tax")) == "1569a6e0a3f21e94"
    assert _fingerprint(emblem("سلام 🦄")) == "37c9b839f4f642fa"


@pytest.mark.parametrize("words", ["JAZZ", " jazz ", "\tJazz\n", "\uff4a\uff41\uff5a\uff5a"])
def test_case_spaces_and_width_do_not_matter(words: str) -> None:
    assert emblem(words) == emblem("jazz")


def test_runs_of_spaces_are_one_space_but_not_none() -> None:
    assert emblem("sea   shell") == emblem("sea shell")
    assert emblem("seashell") != emblem("sea shell")


def test_different_words_differ_visibly(rasterised: Rasterised) -> None:
    pictures = {words: rasterised(emblem(words)).astype(int) for words in WORDS}
    for (one, first), (other, second) in combinations(pictures.items(), 2):
        changed = (np.abs(first - second).max(axis=-1) > 40).mean()
        assert changed > 0.04, (one, other)


def test_many_words_have_many_signs() -> None:
    assert len({emblem(f"word {i}") for i in range(500)}) >= 498


def test_signs_have_every_kind_of_frame() -> None:
    frames = Counter(len(emblem(f"word {i}")[0].d) // 10 for i in range(200))
    assert len(frames) >= 5
    assert max(frames.values()) < 120


@given(words=st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_has_a_sign(words: str) -> None:
    drawing = emblem(words)
    assert 8 <= len(drawing) <= 30
    assert emblem(words) == drawing


def test_half_a_surrogate_pair_has_a_sign_too() -> None:
    assert emblem("\ud83e") != emblem("")


def test_every_sign_stays_in_its_box_and_fills_it(rasterised: Rasterised) -> None:
    for i in range(60):
        down, across = np.nonzero(rasterised(emblem(f"word {i}"))[..., 3] > 100)
        assert min(across.min(), down.min()) >= MARGIN - 3
        assert max(across.max(), down.max()) <= MARGIN + 202
        assert across.max() - across.min() >= 155
        assert down.max() - down.min() >= 165
