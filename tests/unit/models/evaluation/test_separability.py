"""The reader learns what can be seen, and nothing that cannot."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from models.evaluation import separability
from models.evaluation.separability import AttributeReader, read_all, train
from models.miniature.sampling import ATTRIBUTES, Paintings

COUNT = 512
SIDE = 32
BATCH = 32
STEPS = 150
STYLE = list(ATTRIBUTES).index("style")


def stripes(count: int, *, seed: int) -> Paintings:
    """Grey squares in which only the style can be seen, as how bright the left half is."""
    chance = np.random.default_rng(seed)
    labels = np.stack([chance.integers(0, len(values), count) for values in ATTRIBUTES.values()], axis=1)
    pixels = np.full((count, SIDE, SIDE, 3), 128, dtype=np.uint8)
    brightness = (labels[:, STYLE] * 20 + 10).astype(np.uint8)
    pixels[:, :, : SIDE // 2] = brightness[:, None, None, None]
    return Paintings(pixels=pixels, labels=labels)


def test_there_are_logits_for_every_value_of_every_attribute() -> None:
    logits = AttributeReader()(torch.zeros(2, 3, 96, 96))
    assert {name: tuple(found.shape) for name, found in logits.items()} == {
        name: (2, len(values)) for name, values in ATTRIBUTES.items()
    }


def test_what_can_be_seen_is_learned_and_what_cannot_is_not() -> None:
    reader = train(stripes(COUNT, seed=1), steps=STEPS, batch=BATCH, seed=1)
    readings = read_all(reader, stripes(COUNT, seed=2))
    assert readings["style"].accuracy > 0.8
    assert readings["subject"].accuracy < 0.15
    assert readings["mood"].accuracy < 0.35


def test_a_confusion_counts_every_picture_under_its_true_value() -> None:
    paintings = stripes(COUNT, seed=3)
    readings = read_all(AttributeReader().eval(), paintings)
    for column, name in enumerate(ATTRIBUTES):
        confusion = readings[name].confusion
        assert confusion.sum() == COUNT
        counts = np.bincount(paintings.labels[:, column], minlength=len(confusion))
        assert np.array_equal(confusion.sum(axis=1), counts)
        assert readings[name].accuracy == pytest.approx(np.trace(confusion) / COUNT)


def test_training_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(separability, "TOLD_EVERY", 2)
    told: list[int] = []
    train(stripes(BATCH, seed=1), steps=3, batch=BATCH, seed=1, told=lambda step, _: told.append(step))
    assert told == [0, 2]


def test_the_same_seed_finds_the_same_weights() -> None:
    paintings = stripes(BATCH, seed=1)
    first, again = (train(paintings, steps=3, batch=BATCH, seed=1).state_dict() for _ in range(2))
    assert all(torch.equal(first[name], again[name]) for name in first)


def test_too_few_pictures_are_refused() -> None:
    with pytest.raises(ValueError, match="at least"):
        train(stripes(BATCH - 1, seed=1), steps=1, batch=BATCH, seed=1)
