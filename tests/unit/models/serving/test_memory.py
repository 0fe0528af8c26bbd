"""Fewer images at once when memory runs out."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Sequence

import pytest
import torch

from core.errors import WorkError
from models.serving.memory import (
    RECOVERY_SECONDS,
    BatchLimit,
    attempt,
    in_batches,
    is_out_of_memory,
    memory_bytes,
)


class Clock:
    """Shows what it is set to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Oven:
    """Takes at most so many at once, and remembers what it was given."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.tried: list[int] = []

    def bake(self, batch: Sequence[int]) -> list[int]:
        self.tried.append(len(batch))
        if len(batch) > self.room:
            raise torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 8.00 GiB.")
        return list(batch)


def test_a_batch_that_is_too_large_is_halved_until_it_fits_and_nothing_is_lost() -> None:
    oven = Oven(room=3)
    made = in_batches(range(10), BatchLimit(range(1, 9)), oven.bake)
    assert [item for batch in made for item in batch] == list(range(10))
    assert oven.tried == [8, 4, 2, 2, 2, 2, 2]


def test_a_lowered_limit_is_remembered_and_forgiven_after_a_while() -> None:
    clock, oven = Clock(), Oven(room=2)
    limit = BatchLimit(range(1, 5), clock=clock)
    in_batches(range(4), limit, oven.bake)
    in_batches(range(4), limit, oven.bake)
    assert oven.tried == [4, 2, 2, 2, 2]
    oven.room = 4
    clock.now = RECOVERY_SECONDS
    in_batches(range(4), limit, oven.bake)
    assert oven.tried[5:] == [4]


def test_where_not_even_one_fits_it_is_an_error() -> None:
    with pytest.raises(WorkError, match="single image"):
        in_batches(range(3), BatchLimit((1, 2, 4)), Oven(room=0).bake)


def test_only_sizes_that_are_prepared_for_are_made() -> None:
    oven = Oven(room=8)
    in_batches(range(7), BatchLimit((1, 2, 4)), oven.bake)
    assert oven.tried == [4, 2, 1]


def test_what_a_failed_attempt_had_taken_is_free_again() -> None:
    held: list[weakref.ref[torch.Tensor]] = []

    def fail() -> None:
        tensor = torch.zeros(10)
        held.append(weakref.ref(tensor))
        raise torch.cuda.OutOfMemoryError("CUDA out of memory.")

    assert attempt(fail) is None
    gc.collect()
    assert held[0]() is None


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (torch.cuda.OutOfMemoryError("CUDA out of memory."), True),
        (RuntimeError("CUDA error: out of memory"), True),
        (RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"), True),
        (RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory"), True),
        (RuntimeError("mat1 and mat2 shapes cannot be multiplied"), False),
    ],
)
def test_running_out_of_memory_is_told_from_other_errors(error: RuntimeError, expected: bool) -> None:
    assert is_out_of_memory(error) is expected


def test_other_errors_go_through() -> None:
    def fail() -> None:
        raise RuntimeError("something else")

    with pytest.raises(RuntimeError, match="something else"):
        attempt(fail)


def test_the_memory_of_a_process_without_a_gpu_is_told() -> None:
    figures = memory_bytes(torch.device("cpu"))
    assert list(figures) == ["resident"]
    assert figures["resident"] > 10_000_000
