"""A service in this process: an engine in a thread, with batches of whatever was asked for at once."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from core.errors import WorkError
from core.ports import Show
from models.serving.work import Answer, Engine, Job, WorkerFigures

JobT = TypeVar("JobT", bound=Job)
ResultT = TypeVar("ResultT")


@dataclass(eq=False)
class _Call(Generic[JobT, ResultT]):
    job: JobT
    show: Show | None
    answer: asyncio.Future[Answer[ResultT]]

    def see(self, preview: bytes) -> None:
        if self.show is not None and not self.answer.done():
            self.show(preview)


class _Audience(Generic[JobT, ResultT]):
    def __init__(self, batch: Sequence[_Call[JobT, ResultT]], loop: asyncio.AbstractEventLoop) -> None:
        self._batch = batch
        self._loop = loop

    def show(self, index: int, preview: bytes) -> None:
        self._loop.call_soon_threadsafe(self._batch[index].see, preview)

    def is_wanted(self) -> bool:
        return any(not call.answer.done() for call in self._batch)


class ImmediateService(Generic[JobT, ResultT]):
    """One engine, one batch at a time, oldest first; `batches` says how many jobs each had."""

    def __init__(self, engine: Engine[JobT, ResultT], *, most_in_batch: int = 8) -> None:
        self.batches: list[int] = []
        self._engine = engine
        self._most_in_batch = most_in_batch
        self._calls: deque[_Call[JobT, ResultT]] = deque()
        self._work: asyncio.Task[None] | None = None
        self._seconds = 0.0

    async def run(self, job: JobT, *, show: Show | None = None) -> Answer[ResultT]:
        answer: asyncio.Future[Answer[ResultT]] = asyncio.get_running_loop().create_future()
        self._calls.append(_Call(job, show, answer))
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._perform_all())
        return await answer

    def figures(self) -> Sequence[WorkerFigures]:
        return [
            WorkerFigures(
                name="immediate",
                device="cpu",
                is_ready=True,
                jobs_done=sum(self.batches),
                batches_done=len(self.batches),
                busy_seconds=self._seconds,
                restarts=0,
                memory_bytes=self._engine.memory_bytes(),
            )
        ]

    @property
    def waiting(self) -> int:
        return sum(not call.answer.done() for call in self._calls)

    async def _perform_all(self) -> None:
        while batch := self._next_batch():
            began = time.perf_counter()
            results = await self._results_of(batch)
            seconds = time.perf_counter() - began
            self.batches.append(len(batch))
            self._seconds += seconds
            for call, result in zip(batch, results, strict=True):
                _settle(call, result, seconds / len(batch))

    def _next_batch(self) -> list[_Call[JobT, ResultT]]:
        wanted = [call for call in self._calls if not call.answer.done()]
        batch = [call for call in wanted if call.job.batch_key == wanted[0].job.batch_key]
        del batch[self._most_in_batch :]
        self._calls = deque(call for call in wanted if call not in batch)
        return batch

    async def _results_of(self, batch: Sequence[_Call[JobT, ResultT]]) -> Sequence[ResultT | WorkError]:
        audience = _Audience(batch, asyncio.get_running_loop())
        try:
            return await asyncio.to_thread(self._engine.perform, [call.job for call in batch], audience)
        except WorkError as error:
            return [error] * len(batch)
        except Exception as error:  # noqa: BLE001 - the boundary to an engine that may be anything
            return [WorkError(f"The engine failed: {type(error).__name__}.")] * len(batch)


def _settle(call: _Call[JobT, ResultT], result: ResultT | WorkError, seconds: float) -> None:
    if call.answer.done():
        return
    if isinstance(result, WorkError):
        call.answer.set_exception(result)
    else:
        call.answer.set_result(Answer(result=result, seconds=seconds))
