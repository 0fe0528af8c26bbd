"""Scenes drawn at random, every value as likely as the others, and their pictures as arrays."""

from __future__ import annotations

import io
import os
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from models.miniature.language.attributes import Attribute, Value, values_of
from models.miniature.scene import Scene

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ATTRIBUTES: dict[str, tuple[Value, ...]] = {attribute.value: values_of(attribute) for attribute in Attribute}
"""The attributes of a scene and their values, in the order in which they are numbered."""

CHUNK = 64


@dataclass(frozen=True, kw_only=True)
class Paintings:
    """Pictures (`picture x height x width x 3`, bytes) and their values' numbers (`picture x attribute`)."""

    pixels: NDArray[np.uint8]
    labels: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.pixels)


def random_scene(chance: random.Random, among: Mapping[str, Sequence[Value]] = ATTRIBUTES) -> Scene:
    """One scene with values out of these; nothing is tinted, and the subject stands alone."""
    drawn: dict[str, Any] = {name: chance.choice(values) for name, values in among.items()}
    return Scene(**drawn)


def labels_of(scene: Scene) -> list[int]:
    """The number of the scene's value of each attribute."""
    return [values.index(getattr(scene, name)) for name, values in ATTRIBUTES.items()]


def paint_many(
    count: int,
    *,
    seed: int,
    size_pixels: int,
    among: Mapping[str, Sequence[Value]] = ATTRIBUTES,
    wanted: Callable[[Scene], bool] = lambda _: True,
    processes: int | None = None,
) -> Paintings:
    """Paint so many random scenes in parallel; the same for the same seed.

    `among` gives the values to draw from; scenes that are not `wanted` are passed over.
    """
    import numpy as np

    scenes = list(_wanted_scenes(count, seed, among, wanted))
    jobs = [(scenes[start : start + CHUNK], start, size_pixels) for start in range(0, count, CHUNK)]
    with ProcessPoolExecutor(processes or os.cpu_count(), mp_context=get_context("spawn")) as pool:
        pixels = np.concatenate(list(pool.map(_painted, jobs)))
    return Paintings(pixels=pixels, labels=np.array([labels_of(scene) for scene in scenes]))


def _wanted_scenes(
    count: int, seed: int, among: Mapping[str, Sequence[Value]], wanted: Callable[[Scene], bool]
) -> Iterable[Scene]:
    chance, found = random.Random(f"scenes:{seed}"), 0
    while found < count:
        scene = random_scene(chance, among)
        if wanted(scene):
            found += 1
            yield scene


def _painted(job: tuple[Sequence[Scene], int, int]) -> NDArray[np.uint8]:
    import numpy as np
    from PIL import Image

    from models.miniature.painting import paint

    scenes, start, size_pixels = job
    pictures = [
        Image.open(io.BytesIO(paint(scene, start + index, size_pixels))).convert("RGB")
        for index, scene in enumerate(scenes)
    ]
    return np.stack([np.asarray(picture) for picture in pictures])
