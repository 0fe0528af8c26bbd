"""The engine of `render_queue.py`, its jobs, and the same batches without anything round them."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import time
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from pathlib import Path

from core.errors import WorkError
from models.serving.process import POLITENESS
from models.serving.work import Onlooker

MOST_IN_BATCH = 4
BATCH_SECONDS = 0.5
RESULT_BYTES = 1_500_000


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One job of the measurement."""

    number: int

    @property
    def batch_key(self) -> Hashable:
        """All go together."""
        return None


@dataclass(frozen=True, kw_only=True)
class Product:
    """Its result: the number again, and as many bytes as an image has."""

    number: int
    content: bytes


@dataclass(kw_only=True)
class Bench:
    """An engine whose batch takes a fixed count of hashes, or where that is missing a sleep.

    In `notes` it writes down which jobs it begins, a line for each batch.
    """

    hashes: int | None
    seconds: float = BATCH_SECONDS
    notes: Path | None = None

    def __call__(self, device: str) -> Bench:
        """Be its own factory."""
        return self

    def perform(self, jobs: Sequence[Piece], onlooker: Onlooker | None) -> Sequence[Product | WorkError]:
        """Take the time of a batch, however many jobs are in it."""
        if self.notes is not None:
            with self.notes.open("a") as opened:
                opened.write(" ".join(map(str, (os.getpid(), *(job.number for job in jobs)))) + "\n")
        if self.hashes is None:
            time.sleep(self.seconds)
        else:
            hashlib.pbkdf2_hmac("sha256", b"work", b"salt", self.hashes)
        return [Product(number=job.number, content=bytes(RESULT_BYTES)) for job in jobs]

    def memory_bytes(self) -> Mapping[str, int]:
        """Nothing worth telling."""
        return {}


def hashes_for(seconds: float) -> int:
    """How many hashes take so long on one core of this machine."""
    count = 50_000

    def once() -> float:
        began = time.perf_counter()
        hashlib.pbkdf2_hmac("sha256", b"work", b"salt", count)
        return time.perf_counter() - began

    return int(count * seconds / min(once() for _ in range(10)))


def bare_seconds(engine: Bench, *, workers: int, batches: int) -> float:
    """How long as many processes take that only make their share of the batches."""
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(workers + 1)
    shares = [batches // workers + (number < batches % workers) for number in range(workers)]
    processes = [context.Process(target=_bare, args=(engine, share, barrier)) for share in shares]
    for process in processes:
        process.start()
    barrier.wait()
    began = time.perf_counter()
    barrier.wait()
    seconds = time.perf_counter() - began
    for process in processes:
        process.join()
    return seconds


def _bare(engine: Bench, batches: int, barrier: Barrier) -> None:
    os.nice(POLITENESS)
    barrier.wait()
    for _ in range(batches):
        engine.perform([Piece(number=number) for number in range(MOST_IN_BATCH)], None)
    barrier.wait()
