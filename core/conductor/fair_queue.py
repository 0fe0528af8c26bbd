"""A queue in front of one renderer: so many jobs at a time, and users take turns."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from types import TracebackType

from core.types.identifiers import UserId


class FairQueue:
    """Lets `places` jobs in at a time, round-robin over users; who waits may be cancelled at any moment."""

    def __init__(self, places: int) -> None:
        if places < 1:
            raise ValueError("a queue needs at least one place")
        self._free = places
        self._waiting: OrderedDict[UserId, deque[asyncio.Future[None]]] = OrderedDict()

    def place_for(self, user: UserId) -> QueuePlace:
        """Wait for a place and hold it."""
        return QueuePlace(self, user)

    def users_ahead(self, user: UserId) -> int:
        """How many other users get a place before this one's next job."""
        others = list(self._waiting)
        return others.index(user) if user in self._waiting else len(others)

    async def enter(self, user: UserId) -> None:
        """Wait for a place; `leave` must follow."""
        if self._free:
            self._free -= 1
            return
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(user, deque()).append(mine)
        try:
            await mine
        except asyncio.CancelledError:
            self._give_up(user, mine)
            raise

    def _give_up(self, user: UserId, mine: asyncio.Future[None]) -> None:
        if mine.done() and not mine.cancelled():
            self.leave()
        elif user in self._waiting and mine in self._waiting[user]:
            self._waiting[user].remove(mine)
            if not self._waiting[user]:
                del self._waiting[user]

    def leave(self) -> None:
        """Hand the place to the next user's first job, and put that user last.

        A job that has been cancelled may not have run since, and so may still stand in the queue.
        """
        while self._waiting:
            user, jobs = self._waiting.popitem(last=False)
            wanted = deque(job for job in jobs if not job.done())
            if wanted:
                wanted.popleft().set_result(None)
                if wanted:
                    self._waiting[user] = wanted
                return
        self._free += 1


class QueuePlace:
    """An async context manager; a plain class, since every image enters one."""

    __slots__ = ("_queue", "_user")

    def __init__(self, queue: FairQueue, user: UserId) -> None:
        self._queue = queue
        self._user = user

    async def __aenter__(self) -> None:
        await self._queue.enter(self._user)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._queue.leave()
