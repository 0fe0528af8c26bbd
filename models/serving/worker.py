"""One place to work: a device, and one process after another that works there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from core.errors import WorkError
from core.patience import Patience
from models.serving.line import Call
from models.serving.link import Link
from models.serving.messages import (
    Batch,
    Ended,
    Flawed,
    Made,
    Message,
    NotReady,
    Opening,
    Over,
    Preview,
    Ready,
    Unsendable,
)
from models.serving.work import WorkerFigures

log = structlog.get_logger()

HOPELESS_AFTER = 3
"""After so many starts in a row that failed, nobody is kept waiting for the next one."""

FLAWED_BATCHES = 2
"""After so many batches in a row that failed in a way the engine did not foresee, another process begins."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Owner:
    """What a worker tells whoever hands out the work: that it may be free, and which jobs it had to drop."""

    changed: Callable[[], None]
    put_back: Callable[[Sequence[Call]], None]


@dataclass(kw_only=True, slots=True)
class _InHand:
    """The batch that a worker works on."""

    number: int
    calls: Sequence[Call]
    alarm: asyncio.TimerHandle
    is_flawed: bool = False


@dataclass(slots=True)
class _Counts:
    jobs: int = 0
    batches: int = 0
    seconds: float = 0.0
    restarts: int = 0
    memory_bytes: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _InARow:
    """What has gone wrong several times, and not once right since."""

    starts: int = 0
    ends: int = 0
    flawed_batches: int = 0


class Worker:
    """Keeps a process with a warm engine on a device, and hands it one batch at a time.

    A process that ends is followed by another: at once, and with growing waits where one after another ends
    before it has finished a batch.
    """

    def __init__(self, opening: Opening, *, name: str, owner: Owner, patience: Patience) -> None:
        self._opening = opening
        self._name = name
        self._owner = owner
        self._patience = patience
        self._link: Link | None = None
        self._in_hand: _InHand | None = None
        self._number = 0
        self._is_ready = False
        self._was_ready = False
        self._is_stopped = False
        self._failed = _InARow()
        self._counts = _Counts()

    @property
    def is_free(self) -> bool:
        """Whether it can begin a batch now."""
        return self._is_ready and self._in_hand is None

    @property
    def is_hopeless(self) -> bool:
        """Whether it has failed to start so often that nobody should wait for it."""
        return self._failed.starts >= HOPELESS_AFTER

    def start(self) -> None:
        """Start a process; it is free once its engine is warm."""
        if not self._is_stopped:
            self._was_ready = False
            self._link = Link(self._opening, name=self._name, hear=self._hear)

    def begin(self, calls: Sequence[Call], *, patient_seconds: float) -> None:
        """Work on these; after so many seconds the process is taken to hang, and is replaced."""
        assert self._link is not None, "only a free worker begins"
        self._number += 1
        alarm = asyncio.get_running_loop().call_later(patient_seconds, self._replace, "it hangs")
        self._in_hand = _InHand(number=self._number, calls=calls, alarm=alarm)
        self._link.send(Batch(number=self._number, jobs=tuple(call.job for call in calls)))

    def look_round(self) -> None:
        """Give the batch in hand up where nobody wants anything of it any more."""
        in_hand = self._in_hand
        if self._link is not None and in_hand is not None and not any(call.is_open for call in in_hand.calls):
            self._link.abandon(in_hand.number)

    def stop(self) -> None:
        """End the process and start no other; what it had in hand is put back."""
        self._is_stopped = True
        self._is_ready = False
        if self._link is not None:
            self._link.kill()
        self._let_go()

    def join(self, seconds: float) -> None:
        """Wait, not on the event loop, until the process has ended."""
        link = self._link
        if link is not None:
            link.join(seconds)

    def figures(self) -> WorkerFigures:
        """How it is now."""
        return WorkerFigures(
            name=self._name,
            device=self._opening.device,
            is_ready=self._is_ready,
            jobs_done=self._counts.jobs,
            batches_done=self._counts.batches,
            busy_seconds=self._counts.seconds,
            restarts=self._counts.restarts,
            memory_bytes=self._counts.memory_bytes,
        )

    def _hear(self, message: Message) -> None:
        match message:
            case Made():
                self._answer(message)
            case Preview():
                self._show(message)
            case Over():
                self._finish(message)
            case Ready():
                self._welcome(message)
            case Ended():
                self._end(message)
            case _:
                self._hear_trouble(message)

    def _hear_trouble(self, trouble: NotReady | Flawed | Unsendable) -> None:
        match trouble:
            case NotReady():
                log.error("worker could not start", worker=self._name, reason=trouble.reason)
            case Flawed():
                log.error("engine failed", worker=self._name, error=trouble.error, where=trouble.where)
                if self._in_hand is not None:
                    self._in_hand.is_flawed = True
            case Unsendable():
                log.error("job does not pickle", worker=self._name, error=trouble.error)
                self._refuse(WorkError(f"This cannot be handed to a worker ({trouble.error})."))

    def _welcome(self, ready: Ready) -> None:
        self._failed.starts = 0
        self._was_ready = True
        self._is_ready = not self._is_stopped
        self._counts.memory_bytes = ready.memory_bytes
        self._owner.changed()

    def _answer(self, made: Made) -> None:
        if self._in_hand is not None:
            self._in_hand.calls[made.index].settle(made.result, made.seconds)
            self._counts.jobs += 1

    def _show(self, preview: Preview) -> None:
        """Pass a preview on, unless it comes too late: its job is done, and another batch in hand perhaps."""
        if self._in_hand is None or self._in_hand.number != preview.batch:
            return
        try:
            self._in_hand.calls[preview.index].see(preview.content)
        except Exception as error:  # noqa: BLE001 - a preview is a courtesy: its failure is logged and no more
            log.warning("preview not shown", worker=self._name, error=type(error).__name__)

    def _finish(self, over: Over) -> None:
        in_hand, self._in_hand = self._in_hand, None
        self._counts.memory_bytes = over.memory_bytes
        if in_hand is None:
            return
        in_hand.alarm.cancel()
        self._counts.batches += 1
        self._counts.seconds += over.seconds
        if not in_hand.is_flawed:
            self._failed = _InARow()
        elif self._failed.flawed_batches + 1 < FLAWED_BATCHES:
            self._failed.flawed_batches += 1
        else:
            self._replace("its engine keeps failing")
        self._owner.changed()

    def _refuse(self, error: WorkError) -> None:
        for call in self._taken_away():
            call.fail(error)
        self._owner.changed()

    def _replace(self, why: str) -> None:
        """Kill the process: not the jobs' fault as far as anybody knows, so it is not held against them."""
        log.warning("worker is replaced", worker=self._name, why=why)
        self._is_ready = False
        if self._link is not None:
            self._link.kill()
        self._let_go()

    def _end(self, ended: Ended) -> None:
        """See a process end, for whatever reason."""
        in_hand = self._in_hand
        if self._link is not None and in_hand is not None and self._link.has_begun(in_hand.number):
            for call in in_hand.calls:
                call.deaths += call.is_open
        self._link, self._is_ready, self._number = None, False, 0
        if not self._is_stopped:
            self._start_again(ended)
        self._let_go()

    def _start_again(self, ended: Ended) -> None:
        self._failed = _InARow(
            starts=0 if self._was_ready else self._failed.starts + 1, ends=self._failed.ends + 1
        )
        self._counts.restarts += 1
        wait = self._patience.wait_seconds(self._failed.ends - 1) if self._failed.ends > 1 else 0.0
        log.warning(
            "worker ended", worker=self._name, exit_code=ended.exit_code, starts_in_seconds=round(wait, 1)
        )
        asyncio.get_running_loop().call_later(wait, self.start)

    def _let_go(self) -> None:
        self._owner.put_back(self._taken_away())
        self._owner.changed()

    def _taken_away(self) -> Sequence[Call]:
        """The jobs of the batch in hand, which is in hand no longer."""
        in_hand, self._in_hand = self._in_hand, None
        if in_hand is None:
            return ()
        in_hand.alarm.cancel()
        return in_hand.calls
