"""A queue in front of one renderer: so many jobs at a time, and users take turns, a gallery at a time.

Taking turns image by image, all who come at once would get the last image of their gallery at the end, all at
once; so half of them have theirs after half that time, and nobody waits longer.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import OrderedDict, deque
from types import TracebackType

from core.types.identifiers import UserId

JOBS_IN_TURN = 4
"""How many jobs of one user are let in before it is the next one's turn: an ordinary gallery's images."""


class FairQueue:
    """Lets `places` jobs in at a time, round-robin over users; who waits may be cancelled at any moment."""

    def __init__(self, places: int) -> None:
        if places < 1:
            raise ValueError("a queue needs at least one place")
        self._free = places
        self._waiting: OrderedDict[UserId, deque[asyncio.Future[None]]] = OrderedDict()
        self._in_turn: UserId | None = None
        self._let_in = 0

    def place_for(self, user: UserId) -> QueuePlace:
        """Wait for a place and hold it."""
        return QueuePlace(self, user)

    def users_ahead(self, user: UserId) -> int:
        """How many other users get a place before this one's next waiting job; 0 where none waits."""
        return list(self._waiting).index(user) if user in self._waiting else 0

    def jobs_ahead(self, user: UserId) -> int:
        """How many jobs of others get a place before this user's next waiting one; 0 where none waits."""
        others = itertools.takewhile(lambda entry: entry[0] != user, self._waiting.items())
        return sum(min(len(jobs), JOBS_IN_TURN) for _, jobs in others) if user in self._waiting else 0

    def __len__(self) -> int:
        """How many jobs wait for a place."""
        return sum(map(len, self._waiting.values()))

    async def enter(self, user: UserId) -> None:
        """Wait for a place; `leave` must follow."""
        if self._free:
            self._free -= 1
            self._count(user)
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
        """Hand the place to the first user's first job; a user whose turn is over goes last.

        A job that has been cancelled may not have run since, and so may still stand in the queue.
        """
        while self._waiting:
            user, jobs = next(iter(self._waiting.items()))
            job = _first_wanted(jobs)
            if job is not None:
                job.set_result(None)
                self._count(user)
            self._put_back(user, jobs)
            if job is not None:
                return
        self._free += 1

    def _count(self, user: UserId) -> None:
        self._let_in = self._let_in + 1 if user == self._in_turn else 1
        self._in_turn = user

    def _put_back(self, user: UserId, jobs: deque[asyncio.Future[None]]) -> None:
        """Leave the user first until their turn is over."""
        if not jobs:
            del self._waiting[user]
        elif user == self._in_turn and self._let_in >= JOBS_IN_TURN:
            self._waiting.move_to_end(user)
            self._in_turn = None


def _first_wanted(jobs: deque[asyncio.Future[None]]) -> asyncio.Future[None] | None:
    while jobs:
        job = jobs.popleft()
        if not job.done():
            return job
    return None


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
