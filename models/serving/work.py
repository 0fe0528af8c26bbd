"""What passes between those who want something made and those who make it: small, and it pickles.

An engine lives where the work is done: in a worker process of this machine (`models.serving.pool`), or behind
a deployment of Ray Serve on another. A service is what the rest of the program sees of it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from core.errors import WorkError
from core.ports import Show


class Job(Protocol):
    """One thing to make: a frozen record that pickles."""

    @property
    def batch_key(self) -> Hashable:
        """Jobs with the same key may be made together."""
        ...


JobT_contra = TypeVar("JobT_contra", bound=Job, contravariant=True)
ResultT = TypeVar("ResultT")
ResultT_co = TypeVar("ResultT_co", covariant=True)


class Onlooker(Protocol):
    """Who waits for a batch, as the engine sees them."""

    def show(self, index: int, preview: bytes) -> None:
        """Let them see how far the job with that index in the batch is; never waits long."""
        ...

    def is_wanted(self) -> bool:
        """Whether anybody still waits for anything of this batch; where not, the engine may stop."""
        ...


class Engine(Protocol[JobT_contra, ResultT_co]):
    """Makes things, a batch at a time, on one device; it never leaves the process in which it was built."""

    def perform(self, jobs: Sequence[JobT_contra], onlooker: Onlooker) -> Sequence[ResultT_co | WorkError]:
        """One result for each job, in order; an error stands where one job could not be done.

        What it raises all jobs of the batch get: `TransientError` where asking again may help.
        """
        ...

    def memory_bytes(self) -> Mapping[str, int]:
        """What it takes now and at most, by name: `resident`, `gpu`, `gpu_peak`."""
        ...


EngineFactory = Callable[[str], Engine[JobT_contra, ResultT_co]]
"""Builds an engine on a device (`cpu`, `cuda:0`) and warms it up, in the worker process; it must pickle.

It raises `WorkError` with words for the operator where that device or a model cannot be used.
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer(Generic[ResultT]):
    """A result, and the job's share of the time that its batch took on the device."""

    result: ResultT
    seconds: float


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkerFigures:
    """How one worker is: for `/metrics`."""

    name: str
    device: str
    is_ready: bool
    jobs_done: int
    batches_done: int
    busy_seconds: float
    restarts: int
    memory_bytes: Mapping[str, int]


class Service(Protocol[JobT_contra, ResultT]):
    """Has jobs made elsewhere."""

    async def run(self, job: JobT_contra, *, show: Show | None = None) -> Answer[ResultT]:
        """Wait for one job; cancelling gives it up.

        Raises what the engine raised for it, `TransientError` where no worker could finish it in time, and
        `WorkError` where it took down each worker that tried it.
        """
        ...

    def figures(self) -> Sequence[WorkerFigures]:
        """How the workers are now."""
        ...

    @property
    def waiting(self) -> int:
        """How many jobs no worker has begun."""
        ...
