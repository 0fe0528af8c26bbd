"""When memory runs out: fewer things at once, and more again after a while."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

import torch

from core.errors import WorkError
from models.serving.process import resident_bytes

ItemT = TypeVar("ItemT")
ResultT = TypeVar("ResultT")
RECOVERY_SECONDS = 600.0
NO_ROOM = "The memory of the GPU does not suffice for a single image of this size."
SIGNS = ("out of memory", "can't allocate memory", "CUBLAS_STATUS_ALLOC_FAILED", "CUDNN_STATUS_ALLOC_FAILED")
"""How libraries say it in errors of no kind of their own."""


class BatchLimit:
    """How many images are made at once; halved when memory runs out, and forgiven after ten minutes."""

    def __init__(self, sizes: Sequence[int], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._sizes = sorted(sizes)
        self._clock = clock
        self._most = self._sizes[-1]
        self._lowered_at = 0.0

    @property
    def most(self) -> int:
        """The largest batch at the moment."""
        if self._most < self._sizes[-1] and self._clock() - self._lowered_at >= RECOVERY_SECONDS:
            self._most = self._sizes[-1]
        return self._most

    def fitting(self, waiting: int) -> int:
        """The largest allowed size that so many images fill."""
        return max(size for size in self._sizes if size <= max(1, min(waiting, self.most)))

    def lower(self, tried: int) -> None:
        """A batch of that size was too large; raises `WorkError` where it was a single image."""
        if tried == 1:
            raise WorkError(NO_ROOM)
        self._most = self.fitting(tried // 2)
        self._lowered_at = self._clock()


def in_batches(
    items: Sequence[ItemT], limit: BatchLimit, make: Callable[[Sequence[ItemT]], ResultT]
) -> list[ResultT]:
    """What `make` gives for each batch, in order; a batch that is too large is made in halves instead."""
    results: list[ResultT] = []
    done = 0
    while done < len(items):
        batch = items[done : done + limit.fitting(len(items) - done)]
        made = attempt(partial(make, batch))
        if made is None:
            limit.lower(len(batch))
        else:
            results.append(made)
            done += len(batch)
    return results


def attempt(make: Callable[[], ResultT]) -> ResultT | None:
    """What `make` returns, or `None` where memory ran out; what it had taken is free again then."""
    try:
        return make()
    except RuntimeError as error:
        if not is_out_of_memory(error):
            raise
    # only out here: the error held on to the frames that hold the tensors
    free_memory()
    return None


def is_out_of_memory(error: RuntimeError) -> bool:
    """Whether it says that memory ran out."""
    return isinstance(error, torch.cuda.OutOfMemoryError) or any(sign in str(error) for sign in SIGNS)


def free_memory() -> None:
    """Give back what nothing holds any more."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def memory_bytes(device: torch.device) -> Mapping[str, int]:
    """What this process takes, by name: `resident`, and on a GPU `gpu` now and `gpu_peak` at most."""
    figures = {"resident": resident_bytes()}
    if device.type == "cuda":
        figures["gpu"] = torch.cuda.memory_reserved(device)
        figures["gpu_peak"] = torch.cuda.max_memory_reserved(device)
    return figures
