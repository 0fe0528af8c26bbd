"""Who waits for a worker: the oldest comes first, and what goes with it comes along."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from core.errors import TransientError, WorkError
from core.ports import Show
from models.serving.work import Answer, Job

ALONE_AFTER = 2
"""A job that was in the hands of so many workers when they died is made alone from then on."""

REFUSED_AFTER = 3
"""A job that was in the hands of so many, the last time alone, is not tried again."""


@dataclass(eq=False, kw_only=True, slots=True)
class Call:
    """One job, and who waits for it; whatever happens, it is answered once."""

    job: Job
    batch_key: Hashable
    show: Show | None
    answer: asyncio.Future[Answer[Any]]
    due: float
    """When it must be answered, by the loop's clock."""
    deaths: int = 0
    """How many workers died over it."""

    @property
    def is_open(self) -> bool:
        """Whether somebody still waits."""
        return not self.answer.done()

    def settle(self, result: object, seconds: float) -> None:
        """Answer with a result, or with the error that stands for it."""
        if not self.is_open:
            return
        if isinstance(result, WorkError):
            self.answer.set_exception(result)
        else:
            self.answer.set_result(Answer(result=result, seconds=seconds))

    def see(self, preview: bytes) -> None:
        """Show how far it is; after the answer nothing is shown any more."""
        if self.show is not None and self.is_open:
            self.show(preview)

    def fail(self, error: WorkError) -> None:
        """Answer with an error."""
        self.settle(error, 0.0)


class Line:
    """Jobs that no worker has begun, oldest first."""

    def __init__(self, *, most_in_batch: int) -> None:
        self._most_in_batch = most_in_batch
        self._calls: OrderedDict[Call, None] = OrderedDict()

    def __len__(self) -> int:
        return len(self._calls)

    def add(self, call: Call) -> None:
        """Let a new job wait behind all others."""
        self._calls[call] = None

    def discard(self, call: Call) -> None:
        """Forget a job that is no longer wanted; it need not be here."""
        self._calls.pop(call, None)

    def put_back(self, calls: Sequence[Call]) -> None:
        """Let jobs whose worker ended be the next ones, in their order; what ends every worker is refused."""
        for call in reversed(calls):
            if call.deaths >= REFUSED_AFTER:
                call.fail(WorkError("This cannot be made: every worker that tried broke down over it."))
            elif call.is_open:
                self._calls[call] = None
                self._calls.move_to_end(call, last=False)

    def next_batch(self, *, workers: int = 1) -> list[Call]:
        """Take the oldest job and those that go with it, or this one's share where more workers are free.

        Empty where nobody waits.
        """
        waiting = [call for call in self._calls if call.is_open]
        if not waiting:
            return []
        oldest = waiting[0]
        alike = [oldest] if _is_alone(oldest) else [call for call in waiting if _go_together(oldest, call)]
        share = -(-len(alike) // workers)
        batch = list(islice(alike, min(share, self._most_in_batch)))
        for call in batch:
            self.discard(call)
        return batch

    def fail_all(self, why: str) -> None:
        """Tell everybody to come again later."""
        calls, self._calls = self._calls, OrderedDict()
        for call in calls:
            call.fail(TransientError(why))


def _is_alone(call: Call) -> bool:
    return call.deaths >= ALONE_AFTER


def _go_together(oldest: Call, call: Call) -> bool:
    return call.batch_key == oldest.batch_key and not _is_alone(call)
