"""An engine that does as each job says, and jobs that say it: for services, in whatever process they work."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import BudgetSpentError, TransientError, WorkError
from models.serving.work import Onlooker

SECRET = "a prompt that no log may hold"


@dataclass(frozen=True, kw_only=True)
class Probe:
    """What to do, and what to know it again by."""

    act: str = "echo"
    number: int = 0
    seconds: float = 0.0
    key: Hashable = None
    file: Path | None = None
    """Where it is written down that the job was begun, and what happened to it."""
    size_bytes: int = 0
    extra: object = None

    @property
    def batch_key(self) -> Hashable:
        return self.key

    def has(self, word: str) -> bool:
        """Whether that is written down of it."""
        return f"{word} {self.number}\n" in self.noted()

    def noted(self) -> str:
        """All that is written down in its file."""
        return self.file.read_text() if self.file is not None and self.file.exists() else ""

    def note(self, word: str) -> None:
        """Add a line to the file; whole, also where several processes do."""
        if self.file is not None:
            with self.file.open("a") as opened:
                opened.write(f"{word} {self.number}\n")


@dataclass(frozen=True, kw_only=True)
class Seen:
    """The job's number again, with whom it was made and where, what it weighs and what was found out."""

    number: int
    together: tuple[int, ...]
    process: int
    device: str
    weight: bytes = b""
    found: object = None


class ProbeEngine:
    """Does what its jobs say, one after the other."""

    def __init__(self, device: str) -> None:
        self.device = device

    def perform(self, jobs: Sequence[Probe], onlooker: Onlooker) -> Sequence[Seen | WorkError]:
        for job in jobs:
            job.note("begun")
        together = tuple(job.number for job in jobs)
        found = [ACTS[job.act](job, index, onlooker) for index, job in enumerate(jobs)]
        return [
            one if isinstance(one, WorkError) else self._seen(job, together, one)
            for job, one in zip(jobs, found, strict=True)
        ]

    def memory_bytes(self) -> Mapping[str, int]:
        return {"resident": 1}

    def _seen(self, job: Probe, together: tuple[int, ...], found: object) -> Seen:
        return Seen(
            number=job.number,
            together=together,
            process=os.getpid(),
            device=self.device,
            weight=bytes(job.size_bytes),
            found=found,
        )


async def until(condition: Callable[[], bool], *, seconds: float = 20.0) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - what other processes do sets no event here
            await asyncio.sleep(0.005)


def spin(seconds: float) -> None:
    """Keep a core busy and the interpreter to itself."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


class _Unreadable:
    """It pickles, but cannot be put together again."""

    def __reduce__(self) -> tuple[object, ...]:
        return int, (SECRET,)


def _die_once(job: Probe, index: int, onlooker: Onlooker) -> None:
    if "died" not in job.noted():
        job.note("died")
        os.kill(os.getpid(), signal.SIGKILL)


def _raise(error: Exception) -> object:
    raise error


def _show_much(job: Probe, index: int, onlooker: Onlooker) -> None:
    for number in range(4):
        onlooker.show(index, f"{job.number}: {number}".encode())
        time.sleep(0.02)
    threading.Timer(0.12, onlooker.show, (index, b"late")).start()


def _show_large(job: Probe, index: int, onlooker: Onlooker) -> object:
    began = time.perf_counter()
    for _ in range(20):
        onlooker.show(index, bytes(1_000_000))
    return time.perf_counter() - began


def _until_unwanted(job: Probe, index: int, onlooker: Onlooker) -> None:
    end = time.perf_counter() + job.seconds
    while onlooker.is_wanted() and time.perf_counter() < end:
        time.sleep(0.005)
    job.note("unwanted" if not onlooker.is_wanted() else "wanted to the end")


ACTS: Mapping[str, Callable[[Probe, int, Onlooker], object]] = {
    "echo": lambda job, index, onlooker: None,
    "spin": lambda job, index, onlooker: spin(job.seconds),
    "sleep": lambda job, index, onlooker: time.sleep(job.seconds),
    "die": lambda job, index, onlooker: os.kill(os.getpid(), signal.SIGKILL),
    "die once": _die_once,
    "refuse": lambda job, index, onlooker: WorkError(f"not number {job.number}"),
    "not now": lambda job, index, onlooker: _raise(TransientError("later", retry_after_seconds=7.0)),
    "bug": lambda job, index, onlooker: _raise(ValueError(SECRET)),
    "odd result": lambda job, index, onlooker: lambda: SECRET,
    "unreadable result": lambda job, index, onlooker: _Unreadable(),
    "odd error": lambda job, index, onlooker: BudgetSpentError("calls", in_total=True, renewed_at=0.0),
    "show": _show_much,
    "show large": _show_large,
    "until unwanted": _until_unwanted,
    "nice": lambda job, index, onlooker: os.nice(0),
    "hears ctrl-c": lambda job, index, onlooker: signal.getsignal(signal.SIGINT) is not signal.SIG_IGN,
}


def no_engine(device: str) -> ProbeEngine:
    """A factory on a machine that cannot."""
    raise WorkError(f"There is no {device} here.")
