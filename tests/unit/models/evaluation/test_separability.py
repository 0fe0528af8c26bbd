"""The reader learns what can be seen, and nothing that cannot."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from models.evaluation.separability import AttributeReader, read_all, train
from models.miniature.sampling import ATTRIBUTES, Paintings

COUNT = 512
SIDE = 32
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
    reader = train(stripes(COUNT, seed=1), seconds=12.0, seed=1)
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


def test_training_tells_how_far_it_is_and_ends_in_time() -> None:
    told: list[float] = []
    train(
        stripes(COUNT, seed=1),
        seconds=0.5,
        seed=1,
        told=lambda elapsed_seconds, _: told.append(elapsed_seconds),
    )
    assert told
    assert told[0] < 0.5
