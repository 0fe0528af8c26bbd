"""Images of different sessions made together are the same as alone."""

from __future__ import annotations

import pytest

from core.errors import TransientError, WorkError
from models.rendering.options import Acceleration, Distillation, Preset
from models.rendering.sdxl.pictures import BROKEN
from models.rendering.work import FinishWork
from models.serving.memory import NO_ROOM
from tests.fakes.tiny_studio import Crowd, Studio, Studios, distance, job, little_memory, pixels

LONG = "a fox in the snow under a red moon with birches, " * 9
"""More than 75 tokens."""


def difference(one: bytes, other: bytes) -> int:
    return int(abs(pixels(one) - pixels(other)).max())


@pytest.fixture(params=["lightning", "hyper", "lcm", "fine"])
def studio(studios: Studios, request: pytest.FixtureRequest) -> Studio:
    if request.param == "fine":
        return studios(preset=Preset.FINE, acceleration=None, fine_steps=12)
    return studios(acceleration=Acceleration(kind=Distillation(request.param)))


def test_an_image_alone_and_among_eight_differs_by_one_level_at_most(studio: Studio) -> None:
    jobs = [job(f"a white cat {seed}", seed=seed) for seed in range(8)]
    together = studio.make(*jobs)
    assert max(studio.calls) == (16 if studio.engine._schedule.is_guided else 8)
    for place in (0, 3, 7):
        [alone] = studio.make(jobs[place])
        assert difference(alone, together[place]) <= 1


def test_the_same_job_gives_the_same_bytes_and_another_seed_another_image(studio: Studio) -> None:
    [first], [again], [other] = studio.make(job()), studio.make(job()), studio.make(job(seed=6))
    assert first == again
    assert distance(first, other) > 3


def test_the_text_matters(studio: Studio) -> None:
    assert distance(*studio.make(job("a white cat"), job("a red truck on a road"))) > 0.05


def test_sizes_and_lengths_of_text_can_be_mixed_in_one_request(fast: Studio) -> None:
    jobs = [job(), job(LONG), job(size_pixels=96), job("a dog", seed=7), job(LONG, seed=8)]
    mixed = fast.make(*jobs)
    assert sorted(fast.calls) == [1] * 4 + [2] * 8
    for work, file in zip(jobs, mixed, strict=True):
        assert difference(file, *fast.make(work)) <= 1
        assert pixels(file).shape[0] == work.size_pixels


def test_where_memory_runs_out_the_batch_is_halved_and_every_image_comes(
    fast: Studio, studios: Studios
) -> None:
    studio = studios(most_in_batch=7)
    jobs = [job(seed=seed) for seed in range(7)]
    with little_memory(studio, room=2) as tried:
        files = studio.make(*jobs)
    assert tried[:2] == [7, 3]
    assert max(tried[2:]) == 1
    for file, expected in zip(files, fast.make(*jobs), strict=True):
        assert difference(file, expected) <= 1


def test_a_batch_that_was_too_large_is_not_tried_again_at_once(studios: Studios) -> None:
    studio = studios(most_in_batch=5)
    for _ in range(2):
        with little_memory(studio, room=2) as tried:
            studio.make(*[job(seed=seed) for seed in range(5)])
    assert max(tried) == 2


def test_where_one_image_does_not_fit_it_is_an_error(fast: Studio) -> None:
    with little_memory(fast, room=0), pytest.raises(WorkError) as failure:
        fast.make(job())
    assert str(failure.value) == NO_ROOM
    assert not isinstance(failure.value, TransientError)
    assert fast.make(job())


def test_an_image_of_no_numbers_is_an_error_of_its_own(fast: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    decode = fast.pipeline.vae.decode

    def spoiled(latents: torch.Tensor) -> object:
        return decode(torch.stack([latents[0], latents[1] * float("nan")]))

    monkeypatch.setattr(fast.pipeline.vae, "decode", spoiled)
    good, bad = fast.engine.perform([job(), job(seed=6)], Crowd())
    assert isinstance(good, bytes)
    assert isinstance(bad, WorkError)
    assert str(bad) == BROKEN


def test_new_images_and_kept_ones_in_one_request_come_back_in_order(fast: Studio) -> None:
    [picked] = fast.make(job())
    kept = FinishWork(text="a white cat", seed=5, size_pixels=64, picked=picked)
    files = fast.make(kept, job(), kept)
    assert [pixels(file).shape[0] for file in files] == [96, 64, 96]
    assert files[0] == files[2]
