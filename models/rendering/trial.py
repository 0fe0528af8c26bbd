"""Whether this machine can render: its GPUs, and one image made from start to end."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import WorkError
from models.rendering.factory import SdxlFactory
from models.rendering.options import SdxlOptions
from models.rendering.work import RenderWork
from models.serving.patient import Patient

SUBJECT = "a white cat in a meadow, morning light"


@dataclass(frozen=True, kw_only=True, slots=True)
class Gpu:
    """A GPU as PyTorch sees it."""

    device: str
    name: str
    total_bytes: int
    free_bytes: int
    knows_bf16: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """What a first image took: loading with warming up, the image itself, and memory by name."""

    load_seconds: float
    image_seconds: float
    memory_bytes: Mapping[str, int]
    content: bytes


def list_gpus() -> tuple[Gpu, ...]:
    """The GPUs that PyTorch can use; none where there are none, or PyTorch is a CPU build."""
    import torch

    if not torch.cuda.is_available():
        return ()
    return tuple(_gpu(index) for index in range(torch.cuda.device_count()))


def try_out(options: SdxlOptions, device: str) -> Trial:
    """Load the model in this process and make one image; raises `WorkError` where that fails."""
    began = time.perf_counter()
    engine = SdxlFactory(options=options)(device)
    loaded = time.perf_counter()
    work = RenderWork(text=SUBJECT, seed=1, size_pixels=options.warm_pixels)
    [made] = engine.perform([work], Patient())
    if isinstance(made, WorkError):
        raise made
    return Trial(
        load_seconds=loaded - began,
        image_seconds=time.perf_counter() - loaded,
        memory_bytes=engine.memory_bytes(),
        content=made,
    )


def _gpu(index: int) -> Gpu:
    import torch

    facts = torch.cuda.get_device_properties(index)
    return Gpu(
        device=f"cuda:{index}",
        name=facts.name,
        total_bytes=facts.total_memory,
        free_bytes=torch.cuda.mem_get_info(index)[0],
        knows_bf16=facts.major >= 8,
    )
