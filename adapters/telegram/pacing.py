"""Keeps the bot below Telegram's flood limits, without one chat making another wait.

Each chat has its lane. Answers to presses and inline queries, and all that counts for nothing, go at once.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import math
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from datetime import timedelta
from typing import Any

import structlog
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from adapters.telegram.counting import Call, Urgency, call_of, tells_of_the_overall_limit
from adapters.telegram.lanes import FloodLimits, Lane, Waiting, Window
from core.errors import TransientError, WorkError
from core.patience import Sleep

__all__ = ["FloodLimits", "Lanes", "StoppedError", "SupersededError", "Urgency"]

log = structlog.get_logger()

SLACK_SECONDS = 0.5
"""Added to the wait that Telegram asks for, which is in whole seconds."""
SHORT_WAIT_SECONDS = 5.0
"""What waits in no lane is made again after such a wait; after a longer one it would come too late."""

Result = bool | dict[str, Any] | list[dict[str, Any]]
Callback = Callable[..., Coroutine[Any, Any, Result]]
Perform = Callable[[], Awaitable[Result]]


class SupersededError(WorkError):
    """Progress was not told, as something newer about the same message came meanwhile; nothing is wrong."""

    def __init__(self) -> None:
        super().__init__("Something newer is told instead.")


class StoppedError(TransientError):
    """The bot stops, and what had not gone does not go any more."""

    def __init__(self) -> None:
        super().__init__("The bot is stopping.")


class Lanes(BaseRateLimiter[Urgency]):
    """Lets calls go as soon as Telegram takes them; `rate_limit_args` is their `Urgency`."""

    def __init__(
        self,
        limits: FloodLimits | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._limits = limits or FloodLimits()
        self._clock, self._sleep = clock, sleep
        self._lanes: dict[str, Lane] = {}
        self._numbers = itertools.count(1)
        self._overall = Window(messages=self._limits.overall_messages, seconds=self._limits.overall_seconds)
        self._halted_until = 0.0
        self._ready: list[tuple[Urgency, int, int, Lane]] = []
        self._not_yet: list[tuple[float, int, Lane]] = []
        self._forgettable: list[tuple[float, int, Lane]] = []
        self._timer: asyncio.Task[None] | None = None
        self._wakes_at = math.inf
        self._is_closed = False

    async def initialize(self) -> None:
        """Let calls go."""
        self._is_closed = False

    async def shutdown(self) -> None:
        """Give up what waits."""
        self.close()

    def close(self) -> None:
        """Raise `StoppedError` in all calls that wait, and in those that would have to."""
        self._is_closed = True
        self._wake_at(math.inf)
        for lane in self._lanes.values():
            for waiting in lane.waiting:
                _give_up(waiting, StoppedError())
                lane.remove(waiting)
            self._note(lane)

    async def process_request(
        self,
        callback: Callback,
        args: Sequence[object],
        kwargs: dict[str, Any],
        endpoint: str,
        data: Mapping[str, Any],
        rate_limit_args: Urgency | None,
    ) -> Result:
        """Make the call when its turn has come; `SupersededError` or `StoppedError` where it is not made."""
        call = call_of(endpoint, data, rate_limit_args)

        def perform() -> Awaitable[Result]:
            return callback(*args, **kwargs)

        if call.place is None or call.cost == 0:
            return await self._at_once(call, endpoint, perform)
        return await self._in_turn(call, call.place, perform)

    async def _at_once(self, call: Call, endpoint: str, perform: Perform) -> Result:
        lane = self._lanes.get(call.place or "")
        if lane is not None and (needless := lane.made_needless_by(call)):
            _give_up(needless, SupersededError())
            self._head_changed(lane)
        for attempt in itertools.count():
            try:
                return await perform()
            except RetryAfter as error:
                seconds = seconds_asked_for(error)
                if tells_of_the_overall_limit(endpoint, call):
                    log.warning("telegram is flooded", seconds=seconds)
                    self._halted_until = max(self._halted_until, self._clock() + seconds)
                if attempt >= self._limits.repeats or seconds > SHORT_WAIT_SECONDS + SLACK_SECONDS:
                    raise
                await self._sleep(seconds)
        raise AssertionError

    async def _in_turn(self, call: Call, place: str, perform: Perform) -> Result:
        lane = self._lane(call, place)
        waiting = Waiting(call=call, number=next(self._numbers))
        if needless := lane.add(waiting):
            _give_up(needless, SupersededError())
            self._head_changed(lane)
        for attempt in itertools.count():
            await self._turn(waiting, lane)
            try:
                return await perform()
            except RetryAfter as error:
                seconds = seconds_asked_for(error)
                log.warning("telegram asks for patience in a chat", seconds=seconds, attempt=attempt + 1)
                lane.halt(self._clock() + seconds)
                if attempt >= self._limits.repeats:
                    raise
            finally:
                lane.charge(call, self._clock())
                lane.is_busy = False
                self._head_changed(lane)
            waiting.passed = asyncio.get_running_loop().create_future()
            if not lane.put_back(waiting):
                raise SupersededError
        raise AssertionError

    def _lane(self, call: Call, place: str) -> Lane:
        if self._is_closed:
            raise StoppedError
        lane = self._lanes.get(place)
        if lane is None:
            lane = self._lanes[place] = Lane(place, self._limits, is_group=call.is_in_group)
        return lane

    async def _turn(self, waiting: Waiting, lane: Lane) -> None:
        """Wait until it may go; the lane is then busy with it."""
        if self._is_closed:
            lane.remove(waiting)
            self._note(lane)
            raise StoppedError
        if lane.head is waiting:
            self._head_changed(lane)
        try:
            await waiting.passed
        except asyncio.CancelledError:
            lane.remove(waiting)
            if _has_passed(waiting):  # its turn had come when it was cancelled
                lane.is_busy = False
            self._head_changed(lane)
            raise

    def _head_changed(self, lane: Lane) -> None:
        """Note anew when this lane may go, and let go what may."""
        self._note(lane)
        self._advance()

    def _note(self, lane: Lane) -> None:
        lane.stamp = next(self._numbers)
        if lane.is_busy:
            return
        now, head = self._clock(), lane.head
        if head is None:
            heapq.heappush(self._forgettable, (lane.forgettable_at(now), lane.stamp, lane))
        elif (at := lane.free_at(head.call, now)) > now:
            heapq.heappush(self._not_yet, (at, lane.stamp, lane))
        else:
            heapq.heappush(self._ready, (head.call.urgency, head.number, lane.stamp, lane))

    def _advance(self) -> None:
        """Let go what may, and wake up when something else may."""
        now = self._clock()
        self._forget(now)
        while self._not_yet and self._not_yet[0][0] <= now:
            _, stamp, lane = heapq.heappop(self._not_yet)
            if stamp == lane.stamp:
                self._note(lane)
        free_at = self._let_go(now)
        self._wake_at(min(free_at, self._not_yet[0][0] if self._not_yet else math.inf))

    def _let_go(self, now: float) -> float:
        """Start what is ready, until the bot as a whole is too fast; returns when it will not be."""
        while self._ready:
            _, _, stamp, lane = self._ready[0]
            head = lane.head
            if stamp == lane.stamp and head is not None:
                free_at = max(self._halted_until, self._overall.free_at(head.call.cost, now))
                if free_at > now:
                    return free_at
                self._start(head, lane, now)
            heapq.heappop(self._ready)
        return math.inf

    def _start(self, waiting: Waiting, lane: Lane, now: float) -> None:
        lane.remove(waiting)
        lane.is_busy, lane.stamp = True, next(self._numbers)
        self._overall.charge(waiting.call.cost, now)
        waiting.passed.set_result(None)

    def _forget(self, now: float) -> None:
        """Forget the lanes in which nothing has happened for so long that nothing is remembered of it."""
        while self._forgettable and self._forgettable[0][0] <= now:
            _, stamp, lane = heapq.heappop(self._forgettable)
            if stamp == lane.stamp:
                del self._lanes[lane.place]

    def _wake_at(self, at: float) -> None:
        at = math.inf if self._is_closed else at
        if at == self._wakes_at:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._wakes_at = at
        self._timer = None if at == math.inf else asyncio.create_task(self._wake(at))

    async def _wake(self, at: float) -> None:
        await self._sleep(at - self._clock())
        self._timer, self._wakes_at = None, math.inf
        self._advance()


def _has_passed(waiting: Waiting) -> bool:
    passed = waiting.passed
    return passed.done() and not passed.cancelled() and passed.exception() is None


def _give_up(waiting: Waiting, error: WorkError) -> None:
    if not waiting.passed.done():
        waiting.passed.set_exception(error)


def seconds_asked_for(error: RetryAfter) -> float:
    """The wait that Telegram asks for, and a little more."""
    asked: timedelta = error._retry_after  # noqa: SLF001 - the public one warns that it will change its type
    return asked.total_seconds() + SLACK_SECONDS
