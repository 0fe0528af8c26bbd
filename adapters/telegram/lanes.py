"""One chat's calls: in which order they go, and how soon. Times are given; nothing here waits."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from dataclasses import dataclass, field

from adapters.telegram.counting import Call, Urgency


@dataclass(frozen=True, kw_only=True, slots=True)
class FloodLimits:
    """What Telegram takes from a bot; a little less of it, as calls take differently long to get there."""

    seconds_per_message: float = 1.05
    burst: int = 3
    """Messages to one chat that may go at once after a pause; Telegram allows short bursts, and no number."""
    group_messages: int = 20
    group_seconds: float = 61.0
    overall_messages: int = 30
    overall_seconds: float = 1.05
    group_progress_seconds: float = 10.0
    """Between two calls that tell only progress in a group: the others need its messages a minute."""
    repeats: int = 3
    """How often a call that Telegram refused for a while is made again."""


@dataclass(eq=False, kw_only=True, slots=True)
class Waiting:
    """A call that waits for its turn; `passed` is done when it may go, or has an error when it need not."""

    call: Call
    number: int
    """Calls are numbered as they come."""
    passed: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Window:
    """So many messages in any stretch of so many seconds."""

    def __init__(self, *, messages: int, seconds: float) -> None:
        self._messages, self._seconds = messages, seconds
        self._charged: deque[tuple[float, int]] = deque()
        self._sum = 0

    def free_at(self, cost: int, now: float) -> float:
        """When there is room for that many, at the earliest."""
        self._forget(now)
        surplus, free = self._sum + min(cost, self._messages) - self._messages, now
        for at, charged in self._charged:
            if surplus <= 0:
                break
            surplus, free = surplus - charged, at + self._seconds
        return free

    def charge(self, cost: int, now: float) -> None:
        """Note that so many messages have gone."""
        self._charged.append((now, cost))
        self._sum += cost

    def _forget(self, now: float) -> None:
        while self._charged and self._charged[0][0] + self._seconds <= now:
            self._sum -= self._charged.popleft()[1]


class Lane:
    """The calls to one chat: one at a time, the most urgent first, those of the same kind as they came."""

    def __init__(self, place: str, limits: FloodLimits, *, is_group: bool) -> None:
        self.place = place
        self.stamp = 0
        """Tells which of several notes about when this lane may go is the latest."""
        self.is_busy = False
        self._limits = limits
        self._is_group = is_group
        self._queues: dict[Urgency, OrderedDict[int, Waiting]] = {kind: OrderedDict() for kind in Urgency}
        self._newest_edit: dict[int, Waiting] = {}
        self._paid_until = self._halted_until = self._next_progress_at = 0.0
        self._minute = Window(messages=limits.group_messages, seconds=limits.group_seconds)

    @property
    def head(self) -> Waiting | None:
        """Whose turn is next."""
        return next((next(iter(queue.values())) for queue in self._queues.values() if queue), None)

    @property
    def waiting(self) -> list[Waiting]:
        """All that wait."""
        return [waiting for queue in self._queues.values() for waiting in queue.values()]

    def add(self, waiting: Waiting) -> Waiting | None:
        """Put a call at the end of its kind; returns one that need not go any more because of it."""
        needless = self.made_needless_by(waiting.call)
        self._queues[waiting.call.urgency][waiting.number] = waiting
        if waiting.call.edits is not None:
            self._newest_edit[waiting.call.edits] = waiting
        return needless

    def put_back(self, waiting: Waiting) -> bool:
        """Put a call that was refused where it was; whether it is still needed."""
        call = waiting.call
        if call.urgency is Urgency.PROGRESS and call.edits in self._newest_edit:
            return False
        queue = self._queues[call.urgency]
        queue[waiting.number] = waiting
        queue.move_to_end(waiting.number, last=False)
        if call.edits is not None:
            self._newest_edit.setdefault(call.edits, waiting)
        return True

    def remove(self, waiting: Waiting) -> None:
        """Take a call out: it goes, or need not."""
        self._queues[waiting.call.urgency].pop(waiting.number, None)
        edits = waiting.call.edits
        if edits is not None and self._newest_edit.get(edits) is waiting:
            del self._newest_edit[edits]

    def made_needless_by(self, call: Call) -> Waiting | None:
        """Take out the progress that this call on the same message makes needless."""
        older = self._newest_edit.get(call.edits) if call.edits is not None else None
        if older is None or older.call.urgency is not Urgency.PROGRESS:
            return None
        self.remove(older)
        return older

    def free_at(self, call: Call, now: float) -> float:
        """When this call may go, as far as this chat is concerned."""
        limits = self._limits
        spare = max(0, limits.burst - call.cost) * limits.seconds_per_message
        at = max(now, self._halted_until, self._paid_until - spare)
        if self._is_group:
            at = max(at, self._minute.free_at(call.cost, now))
            if call.urgency is Urgency.PROGRESS:
                at = max(at, self._next_progress_at)
        return at

    def charge(self, call: Call, now: float) -> None:
        """Note that this call has gone: when it is over, as Telegram may have counted it only then."""
        self._paid_until = max(self._paid_until, now) + call.cost * self._limits.seconds_per_message
        if self._is_group:
            self._minute.charge(call.cost, now)
        if call.urgency is Urgency.PROGRESS:
            self._next_progress_at = now + self._limits.group_progress_seconds

    def halt(self, until: float) -> None:
        """Let nothing go before then."""
        self._halted_until = max(self._halted_until, until)

    def forgettable_at(self, now: float) -> float:
        """When this lane is as good as a new one, if nothing comes."""
        remembered = self._limits.group_seconds if self._is_group else 0.0
        return max(now + remembered, self._paid_until, self._halted_until)
