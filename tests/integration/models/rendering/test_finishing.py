"""The end is the picked image itself, enlarged and refined, never a new one."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from core.errors import TransientError, WorkError
from models.rendering.metadata import read_metadata
from models.rendering.options import Acceleration, Distillation, Preset
from models.rendering.work import FinishWork
from models.serving.memory import NO_ROOM
from tests.fakes.tiny_studio import Crowd, Studio, Studios, distance, job, little_memory, pixels

FINE = {"preset": Preset.FINE, "acceleration": None, "fine_steps": 12}


def photo(width: int = 64, height: int = 64) -> bytes:
    """A picture of all colours and brightnesses, in squares that the autoencoder gives back as they were."""
    squares = np.indices((height // 8, width // 8)) / [[[height // 8 - 1]], [[width // 8 - 1]]]
    down, right = squares.repeat(8, axis=1).repeat(8, axis=2)
    colours = np.stack([down, right, 1 - (down + right) / 2], axis=-1)
    buffer = io.BytesIO()
    Image.fromarray((255 * colours).round().astype(np.uint8)).save(buffer, "PNG")
    return buffer.getvalue()


def kept(picked: bytes, seed: int = 5) -> FinishWork:
    return FinishWork(text="a white cat", seed=seed, size_pixels=64, picked=picked)


def enlarged(file: bytes, size: tuple[int, int]) -> bytes:
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(file)) as image:
        image.resize(size, Image.Resampling.LANCZOS).save(buffer, "PNG")
    return buffer.getvalue()


def likeness(one: bytes, other: bytes) -> float:
    """The correlation of all pixels."""
    return float(np.corrcoef(pixels(one).ravel(), pixels(other).ravel())[0, 1])


@pytest.mark.parametrize("kind", ["lightning", "hyper", "lcm", "fine"])
def test_what_is_refined_stays_near_what_was_picked_and_far_from_any_other(
    studios: Studios, kind: str
) -> None:
    preset = FINE if kind == "fine" else {"acceleration": Acceleration(kind=Distillation(kind))}
    studio = studios(**preset, finish_scale=1.0)
    [refined], [anew] = studio.make(kept(photo())), studio.make(job())
    # the measure is a new image of that text and seed; a random model leaves the noise in and greys colours
    assert 0 < distance(refined, photo()) < 25
    assert distance(anew, photo()) > 50
    assert likeness(refined, photo()) > 0.95 > 0.5 > likeness(anew, photo())


def test_the_stronger_the_further(studios: Studios) -> None:
    distances = [
        distance(studios(**FINE, finish_scale=1.0, refine_strength=strength).make(kept(photo()))[0], photo())
        for strength in (0.1, 0.2, 0.3)
    ]
    assert distances == sorted(distances)
    assert distances[0] < distances[2] / 1.3


def test_a_strength_of_nothing_leaves_the_picked_pixels(studios: Studios) -> None:
    [same] = studios(refine_strength=0, finish_scale=1.0).make(kept(photo()))
    assert np.array_equal(pixels(same), pixels(photo()))
    studio = studios(refine_strength=0, finish_scale=2.0)
    [larger] = studio.make(kept(photo()))
    assert np.array_equal(pixels(larger), pixels(enlarged(photo(), (128, 128))))
    assert studio.calls == []


def test_only_the_last_steps_are_taken_with_the_guidance_of_the_preset(
    studios: Studios, fast: Studio
) -> None:
    fine = studios(**FINE)
    fine.make(kept(photo()))
    assert fine.calls == [2] * 3  # 0.3 of 12
    fast.make(kept(photo()))
    assert fast.calls == [1]


def test_the_size_grows_and_the_shape_stays(fast: Studio) -> None:
    [file] = fast.make(kept(photo(80, 48)))
    assert pixels(file).shape == (72, 120, 3)


def test_the_file_says_that_it_was_refined(fast: Studio) -> None:
    made = read_metadata(*fast.make(kept(photo(), seed=9)))
    assert made is not None
    assert (made.prompt, made.seed, made.preset) == ("a white cat", 9, "fast, refined at 0.3")


def test_the_same_kept_image_is_refined_in_the_same_way_again(fast: Studio) -> None:
    assert fast.make(kept(photo())) == fast.make(kept(photo()))


@pytest.mark.parametrize("broken", [b"", b"no image", photo()[:80]])
def test_a_picked_file_that_is_no_image_is_an_error_of_its_own(fast: Studio, broken: bytes) -> None:
    bad, good = fast.engine.perform([kept(broken), kept(photo())], Crowd())
    assert isinstance(bad, WorkError)
    assert "cannot be read" in str(bad)
    assert isinstance(good, bytes)


def test_what_is_too_large_to_refine_is_an_error_of_its_own(fast: Studio) -> None:
    with little_memory(fast, room=0):
        [bad] = fast.engine.perform([kept(photo())], Crowd())
    assert isinstance(bad, WorkError)
    assert str(bad) == NO_ROOM


def test_refining_stops_when_nobody_waits(studios: Studios) -> None:
    studio = studios(**FINE)
    with pytest.raises(TransientError):
        studio.make(kept(photo()), crowd=Crowd(patience=2))
    assert len(studio.calls) == 2
