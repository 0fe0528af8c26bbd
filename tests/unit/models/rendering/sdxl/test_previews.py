"""Previews, and giving up what nobody waits for."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest
import torch
from PIL import Image

from core.errors import TransientError
from models.rendering.sdxl.previews import Previewer, Watch


@dataclass
class Crowd:
    """Remembers what it saw; it waits as long as it is told to."""

    shown: list[tuple[int, bytes]] = field(default_factory=list)
    waits: bool = True

    def show(self, index: int, preview: bytes) -> None:
        self.shown.append((index, preview))

    def is_wanted(self) -> bool:
        return self.waits


class Clock:
    """Shows what it is set to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def pipeline(steps: int = 10, guesses: torch.Tensor | None = None) -> SimpleNamespace:
    """What the callback looks at."""
    scheduler = SimpleNamespace() if guesses is None else SimpleNamespace(model_outputs=[None, guesses])
    return SimpleNamespace(num_timesteps=steps, scheduler=scheduler)


def colour_of(jpeg: bytes) -> tuple[float, ...]:
    with Image.open(io.BytesIO(jpeg)) as image:
        assert image.format == "JPEG"
        pixel = image.resize((1, 1)).getpixel((0, 0))
    assert isinstance(pixel, tuple)
    return pixel


LATENTS = {"latents": torch.zeros(2, 4, 16, 16)}


def test_previews_come_when_it_takes_long_one_for_each_image() -> None:
    crowd, clock = Crowd(), Clock()
    step_end = Watch(crowd, Previewer(), every_seconds=2.0, clock=clock).over([3, 5])
    for step, now in enumerate([0.5, 1.0, 2.5, 3.0, 4.6]):
        clock.now = now
        assert step_end(pipeline(), step, 0, LATENTS) == {}
    assert [index for index, _ in crowd.shown] == [3, 5, 3, 5]


def test_the_last_step_needs_no_preview() -> None:
    crowd = Crowd()
    Watch(crowd, Previewer(), every_seconds=0.0).over([0, 1])(pipeline(steps=4), 3, 0, LATENTS)
    assert crowd.shown == []


def test_work_that_nobody_waits_for_is_given_up() -> None:
    watch = Watch(Crowd(waits=False), Previewer(), every_seconds=2.0)
    with pytest.raises(TransientError, match="Nobody waits"):
        watch.over([0, 1])(pipeline(), 0, 0, LATENTS)


@pytest.mark.parametrize(("side", "expected"), [(16, 16), (128, 128), (300, 256)])
def test_a_preview_is_a_small_jpeg(side: int, expected: int) -> None:
    with Image.open(io.BytesIO(Previewer().jpeg(torch.randn(4, side, side)))) as image:
        assert image.format == "JPEG"
        assert image.size == (expected, expected)


def test_the_rough_mapping_knows_light_from_dark() -> None:
    bright = torch.zeros(4, 8, 8)
    bright[0] = 1.5
    assert min(colour_of(Previewer().jpeg(bright))) > 200
    assert max(colour_of(Previewer().jpeg(-bright))) < 70


def test_a_preview_shows_what_the_solver_expects_rather_than_noise() -> None:
    expected = torch.zeros(1, 4, 16, 16)
    expected[:, 0] = 1.5
    crowd = Crowd()
    noisy = {"latents": torch.randn(1, 4, 16, 16)}
    Watch(crowd, Previewer(), every_seconds=0.0).over([0])(pipeline(guesses=expected), 0, 0, noisy)
    assert min(colour_of(crowd.shown[0][1])) > 200


def test_latents_that_are_no_numbers_give_a_picture_all_the_same() -> None:
    assert len(colour_of(Previewer().jpeg(torch.full((4, 8, 8), float("nan"))))) == 3
