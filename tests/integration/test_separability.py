"""A small form of `benchmarks/painter.py`: every attribute can be read off the pixels."""

from __future__ import annotations

import pytest

from models.evaluation.separability import read_all, train
from models.miniature.sampling import ATTRIBUTES, paint_many

PICTURES, HELD_OUT, SIZE_PIXELS, SECONDS = 2000, 400, 96, 100.0
AT_LEAST = {
    "subject": 0.055,
    "setting": 0.13,
    "style": 0.45,
    "palette": 0.5,
    "light": 0.4,
    "composition": 0.4,
    "mood": 0.27,
}
"""Well above chance, with few pictures and little time: an attribute that cannot be seen stays at chance.

The benchmark, which has more of both, asks for 0.95 of each.
"""


@pytest.mark.timeout(500)
def test_every_attribute_can_be_seen_at_the_size_of_a_thumbnail() -> None:
    training = paint_many(PICTURES, seed=11, size_pixels=SIZE_PIXELS)
    held_out = paint_many(HELD_OUT, seed=12, size_pixels=SIZE_PIXELS)
    readings = read_all(train(training, seconds=SECONDS, seed=1), held_out)
    assert set(AT_LEAST) == set(ATTRIBUTES)
    too_low = {
        name: reading.accuracy for name, reading in readings.items() if reading.accuracy < AT_LEAST[name]
    }
    assert too_low == {}
