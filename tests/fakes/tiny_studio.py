"""Engines on the tiny SDXL, each loaded once: in 32 bits on the CPU, as nothing else is exact enough."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from models.rendering.factory import SdxlFactory
from models.rendering.options import Acceleration, Distillation, Precision, SdxlOptions
from models.rendering.sdxl.engine import SdxlEngine
from models.rendering.sdxl.loading import Loaded, load
from models.rendering.sdxl.schedules import Diffusers
from models.rendering.work import RenderWork, SdxlWork
from tests.fakes.tiny_sdxl import PIXELS, TinySdxl

OF_LOADING = ("model", "precision", "preset", "acceleration", "vae", "preview_vae")
"""Options that change what is loaded; the others change what is done with it."""


@dataclass
class Crowd:
    """Waits until it has seen enough; remembers every preview."""

    patience: int = 10**6
    shown: list[tuple[int, bytes]] = field(default_factory=list)
    asked: int = 0

    def show(self, index: int, preview: bytes) -> None:
        self.shown.append((index, preview))

    def is_wanted(self) -> bool:
        self.asked += 1
        return self.asked <= self.patience


@dataclass
class Studio:
    """An engine, and what its UNet is asked."""

    engine: SdxlEngine
    calls: list[int] = field(default_factory=list)
    """How many latents each call of the UNet had."""

    def __post_init__(self) -> None:
        self.unet.register_forward_pre_hook(lambda _, inputs: self.calls.append(len(inputs[0])))

    @property
    def pipeline(self) -> Diffusers:
        return self.engine._loaded.pipeline

    @property
    def unet(self) -> Diffusers:
        return self.pipeline.unet

    def make(self, *jobs: SdxlWork, crowd: Crowd | None = None) -> list[bytes]:
        """The files; the first error is raised."""
        self.calls.clear()
        files = []
        for made in self.engine.perform(jobs, crowd or Crowd()):
            if isinstance(made, Exception):
                raise made
            files.append(made)
        return files


@dataclass(frozen=True)
class Studios:
    """Makes engines of the tiny model; what is the same for several of them is loaded once."""

    parts: TinySdxl
    loaded: dict[SdxlOptions, Loaded] = field(default_factory=dict)

    def options(self, **others: Any) -> SdxlOptions:  # noqa: ANN401 - any of the options
        plain = {
            "model": str(self.parts.model),
            "precision": Precision.FP32,
            "acceleration": Acceleration(kind=Distillation.LIGHTNING),
            "warm_pixels": PIXELS,
            "most_in_batch": 8,
        }
        return SdxlOptions(**{**plain, **others})

    def __call__(self, **others: Any) -> Studio:  # noqa: ANN401
        options = self.options(**others)
        loading = self.options(**{name: value for name, value in others.items() if name in OF_LOADING})
        if loading not in self.loaded:
            self.loaded[loading] = load(loading, "cpu")
        return Studio(SdxlEngine(replace(self.loaded[loading], options=options)))

    def anew(self, **others: Any) -> Studio:  # noqa: ANN401
        """An engine of its own, made as a worker process makes it."""
        return Studio(SdxlFactory(options=self.options(**others))("cpu"))


@contextmanager
def little_memory(studio: Studio, room: int) -> Iterator[list[int]]:
    """Let the UNet run out of memory for more latents than that; gives all that was tried."""
    import torch

    tried: list[int] = []

    def refuse(_: object, inputs: tuple[torch.Tensor, ...]) -> None:
        tried.append(len(inputs[0]))
        if len(inputs[0]) > room:
            raise torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")

    handle = studio.unet.register_forward_pre_hook(refuse)
    try:
        yield tried
    finally:
        handle.remove()


def job(text: str = "a white cat", seed: int = 5, size_pixels: int = PIXELS) -> RenderWork:
    return RenderWork(text=text, seed=seed, size_pixels=size_pixels)


def pixels(file: bytes) -> NDArray[np.int64]:
    with Image.open(io.BytesIO(file)) as image:
        return np.asarray(image.convert("RGB")).astype(np.int64)


def distance(one: bytes, other: bytes) -> float:
    """The mean difference in levels of 255."""
    return float(np.abs(pixels(one) - pixels(other)).mean())
