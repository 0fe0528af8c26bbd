"""Whether the encoder works on this machine: one picture and one text, from start to end."""

from __future__ import annotations

import time
from dataclasses import dataclass

from core.errors import WorkError
from core.pictures import plain_tile
from models.encoding.factory import EncoderFactory
from models.encoding.work import EncoderOptions, EncoderWork, ImagesWork, TextsWork
from models.serving.patient import Patient


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """What loading with warming up took, and a picture after that; the length of its embedding."""

    load_seconds: float
    image_seconds: float
    dimension: int


def try_out(options: EncoderOptions, device: str) -> Trial:
    """Load the model in this process and use it; raises `WorkError` where that fails."""
    began = time.perf_counter()
    engine = EncoderFactory(options=options)(device)
    loaded = time.perf_counter()
    jobs: list[EncoderWork] = [
        ImagesWork(images=(plain_tile("a trial"),)), TextsWork(texts=("a white cat",))
    ]  # fmt: skip
    dimension = 0
    for job in jobs:
        [rows] = engine.perform([job], Patient())
        if isinstance(rows, WorkError):
            raise rows
        dimension = rows.shape[1]
    return Trial(load_seconds=loaded - began, image_seconds=time.perf_counter() - loaded, dimension=dimension)
