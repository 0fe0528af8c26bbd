"""What passes between the program and a worker process, over a pipe and through a few shared numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.serving.work import Job

ABANDONED = 0
"""Place of the shared number of the last batch that nobody wants any more; the program writes it."""

BEGUN = 1
"""Place of the shared number of the last batch that reached the worker; the worker writes it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Opening:
    """The first thing a worker hears: what to build (a pickled `EngineFactory`), and where."""

    factory: bytes
    device: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """What is to be made together; batches of one process are numbered from 1."""

    number: int
    jobs: tuple[Job, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Ready:
    """The engine stands and is warm."""

    memory_bytes: Mapping[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class NotReady:
    """The engine could not be built; the reason is for the operator. The worker ends."""

    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """What there is to see of a job so far."""

    batch: int
    index: int
    content: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """The result for one job, or the `WorkError` that stands for it, and its share of the batch's time."""

    index: int
    result: object
    seconds: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Flawed:
    """The engine broke its word in this batch; what error and where, without its message."""

    error: str
    where: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Over:
    """All answers of the batch are on their way; the worker waits for the next one."""

    seconds: float
    memory_bytes: Mapping[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Unsendable:
    """The batch never reached the worker, since a job does not pickle; the worker waits for another one."""

    error: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    """The process is gone; `exit_code` is minus the signal that ended it, and missing where none started."""

    exit_code: int | None


Message = Ready | NotReady | Preview | Made | Flawed | Over | Unsendable | Ended
