"""Worker processes of this machine with one line of jobs before them: off the event loop, in batches.

They end with the process that started them, however that ends. A process that is killed is replaced and its
jobs are done by another: each job is answered once, and begun again only if it was in hand at that moment.
"""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Sequence
from types import TracebackType
from typing import Generic, Self, TypeVar

from core.errors import TransientError
from core.patience import Patience
from core.ports import Show
from models.serving.line import Call, Line
from models.serving.messages import Opening
from models.serving.work import Answer, EngineFactory, Job, WorkerFigures
from models.serving.worker import Owner, Worker

JobT = TypeVar("JobT", bound=Job)
ResultT = TypeVar("ResultT")

RESTARTS = Patience(first_wait_seconds=0.5, longest_wait_seconds=30.0)
"""How the waits grow between one process and the next where none finishes a batch."""

FAREWELL_SECONDS = 5.0
"""How long leaving waits for a killed process, which one that is stuck in a driver may outlive."""


class WorkerPool(Generic[JobT, ResultT]):
    """A `Service` of one process for each of `devices`, while it is entered.

    Entering does not wait until they are warm. A worker that becomes free takes the oldest job and those with
    the same `batch_key`, up to `most_in_batch`; several that are free at once share these. Leaving kills the
    processes; whoever still waits gets a `TransientError`. It is entered once.
    """

    def __init__(
        self,
        factory: EngineFactory[JobT, ResultT],
        *,
        devices: Sequence[str] = ("cpu",),
        most_in_batch: int = 1,
        deadline_seconds: float = 300.0,
        name: str = "worker",
        restarts: Patience = RESTARTS,
    ) -> None:
        if not devices:
            raise ValueError("a pool needs at least one device")
        self._name = name
        self._not_running = f"The {name} is not running."
        self._deadline_seconds = deadline_seconds
        self._line = Line(most_in_batch=most_in_batch)
        self._is_open = False
        self._is_handing_out = False
        owner = Owner(changed=self._hand_out_soon, put_back=self._line.put_back)
        described = pickle.dumps(factory)
        self._workers = [
            Worker(
                Opening(factory=described, device=device),
                name=f"{name}-{number}",
                owner=owner,
                patience=restarts,
            )
            for number, device in enumerate(devices)
        ]

    async def __aenter__(self) -> Self:
        self._is_open = True
        for worker in self._workers:
            worker.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_open = False
        for worker in self._workers:
            worker.stop()
        self._line.fail_all(self._not_running)
        await asyncio.to_thread(self._join)

    async def run(self, job: JobT, *, show: Show | None = None) -> Answer[ResultT]:
        """Have one job done; see `Service`. The deadline counts from now, waiting included."""
        if not self._is_open:
            raise TransientError(self._not_running)
        call = self._call(job, show)
        self._line.add(call)
        self._hand_out_soon()
        try:
            async with asyncio.timeout_at(call.due):
                return await call.answer
        except TimeoutError:
            raise TransientError(f"The {self._name} did not finish this in time.") from None
        finally:
            self._line.discard(call)
            for worker in self._workers:
                worker.look_round()

    def figures(self) -> Sequence[WorkerFigures]:
        """How the workers are now."""
        return [worker.figures() for worker in self._workers]

    @property
    def waiting(self) -> int:
        """How many jobs no worker has begun."""
        return len(self._line)

    def _call(self, job: JobT, show: Show | None) -> Call:
        loop = asyncio.get_running_loop()
        return Call(
            job=job,
            batch_key=job.batch_key,
            show=show,
            answer=loop.create_future(),
            due=loop.time() + self._deadline_seconds,
        )

    def _hand_out_soon(self) -> None:
        """Wait for this round of the loop: what is asked for at once is made together."""
        if not self._is_handing_out:
            self._is_handing_out = True
            asyncio.get_running_loop().call_soon(self._hand_out)

    def _hand_out(self) -> None:
        self._is_handing_out = False
        if all(worker.is_hopeless for worker in self._workers):
            self._line.fail_all(f"The {self._name} cannot be started; its operator is told why.")
        free = [worker for worker in self._workers if worker.is_free]
        while free and (batch := self._line.next_batch(workers=len(free))):
            free.pop(0).begin(batch, patient_seconds=self._patient_seconds(batch))

    def _patient_seconds(self, batch: Sequence[Call]) -> float:
        """Until the first of them should have been answered: a worker that has not done so hangs.

        One that began a job late has half the deadline, or a long line would have healthy workers killed.
        """
        first_due = min(call.due for call in batch)
        return max(first_due - asyncio.get_running_loop().time(), self._deadline_seconds / 2)

    def _join(self) -> None:
        for worker in self._workers:
            worker.join(FAREWELL_SECONDS)
