"""A queue in front of one renderer: so many jobs at a time, and users take turns, a gallery at a time.

Taking turns image by image, all who come at once would get the last image of their gallery at the end, all at
once; so half of them have theirs after half that time, and nobody waits longer.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import OrderedDict, deque
from collections.abc import Callable
from enum import IntEnum
from types import TracebackType

from core.types.identifiers import UserId

JOBS_IN_TURN = 4
"""How many jobs of one user are let in before it is the next one's turn: an ordinary gallery's images."""


class Rank(IntEnum):
    """Who comes first: those behind are let in only where nobody else waits."""

    ORDINARY = 0
    BEHIND = 1


class FairQueue:
    """Lets `places` jobs in at a time, round-robin over users; who waits may be cancelled at any moment.

    Work done ahead of need takes a place only while nobody has anything to do here, always leaves one free
    where there are several, and is given up as soon as somebody comes.
    """

    def __init__(self, places: int) -> None:
        if places < 1:
            raise ValueError("a queue needs at least one place")
        self.entered = 0
        """Counts those who came to have something done."""
        self._places = places
        self._free = places
        self._rounds = {rank: _Round() for rank in Rank}
        self._ahead_of_need: dict[object, Callable[[], None]] = {}
        self._has_room = asyncio.Event()
        self._note_room()

    def place_for(self, user: UserId, rank: Rank = Rank.ORDINARY) -> QueuePlace:
        """Wait for a place and hold it."""
        return QueuePlace(self, user, rank)

    def users_ahead(self, user: UserId) -> int:
        """How many other users get a place before this one's next waiting job; 0 where none waits."""
        before: list[UserId] = []
        for waiting in self._rounds.values():
            if user in waiting.jobs:
                return len(set(before + list(itertools.takewhile(lambda one: one != user, waiting.jobs))))
            before += waiting.jobs
        return 0

    def jobs_ahead(self, user: UserId) -> int:
        """How many jobs of others get a place before this user's next waiting one; 0 where none waits."""
        before = 0
        for waiting in self._rounds.values():
            if user in waiting.jobs:
                return before + waiting.jobs_ahead(user)
            before += len(waiting)
        return 0

    def __len__(self) -> int:
        """How many jobs wait for a place."""
        return sum(map(len, self._rounds.values()))

    async def enter(self, user: UserId, rank: Rank = Rank.ORDINARY) -> None:
        """Wait for a place; `leave` must follow."""
        self.entered += 1
        self._has_room.clear()
        for give_up in tuple(self._ahead_of_need.values()):
            give_up()
        waiting = self._rounds[rank]
        if self._free:
            self._free -= 1
            waiting.count(user)
            return
        mine = waiting.add(user)
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():
                self.leave()
            else:
                waiting.drop(user, mine)
            raise

    def leave(self) -> None:
        """Hand the place to the first user's first job; a user whose turn is over goes last."""
        if not any(waiting.let_in() for waiting in self._rounds.values()):
            self._free += 1
        self._note_room()

    async def room_ahead_of_need(self) -> None:
        """Wait until nobody has anything to do here and a place can be taken ahead of need."""
        await self._has_room.wait()

    def take_ahead_of_need(self, owner: object, give_up: Callable[[], None]) -> bool:
        """Take a place for work that nobody waits for, if there is one; `give_back` must follow then.

        `give_up` is called when somebody comes.
        """
        if not self._has_room.is_set():
            return False
        self._free -= 1
        self._ahead_of_need[owner] = give_up
        self._note_room()
        return True

    def keep(self, owner: object) -> None:
        """What was begun ahead of need is needed now, if it still runs: it is not given up any more."""
        self._ahead_of_need.pop(owner, None)
        self._note_room()

    def give_back(self, owner: object) -> None:
        """Leave a place that was taken ahead of need."""
        self._ahead_of_need.pop(owner, None)
        self.leave()

    def _note_room(self) -> None:
        is_calm = self._free + len(self._ahead_of_need) == self._places
        if is_calm and self._free > (1 if self._places > 1 else 0):
            self._has_room.set()
        else:
            self._has_room.clear()


class _Round:
    """The users of one rank who wait, each with their jobs, in the order of their turns."""

    def __init__(self) -> None:
        self.jobs: OrderedDict[UserId, deque[asyncio.Future[None]]] = OrderedDict()
        self._in_turn: UserId | None = None
        self._let_in = 0

    def __len__(self) -> int:
        """How many jobs wait."""
        return sum(map(len, self.jobs.values()))

    def jobs_ahead(self, user: UserId) -> int:
        """How many jobs of others come before this user's first."""
        others = itertools.takewhile(lambda entry: entry[0] != user, self.jobs.items())
        return sum(min(len(jobs), JOBS_IN_TURN) for _, jobs in others)

    def add(self, user: UserId) -> asyncio.Future[None]:
        """Let one more job wait."""
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.jobs.setdefault(user, deque()).append(mine)
        return mine

    def drop(self, user: UserId, job: asyncio.Future[None]) -> None:
        """Let a job wait no longer."""
        if user in self.jobs and job in self.jobs[user]:
            self.jobs[user].remove(job)
            if not self.jobs[user]:
                del self.jobs[user]

    def let_in(self) -> bool:
        """Let the next job in; false where none waits.

        A job that has been cancelled may not have run since, and so may still stand in the queue.
        """
        while self.jobs:
            user, jobs = next(iter(self.jobs.items()))
            job = _first_wanted(jobs)
            if job is not None:
                job.set_result(None)
                self.count(user)
            self._put_back(user, jobs)
            if job is not None:
                return True
        return False

    def count(self, user: UserId) -> None:
        """Note that a job of this user was let in."""
        self._let_in = self._let_in + 1 if user == self._in_turn else 1
        self._in_turn = user

    def _put_back(self, user: UserId, jobs: deque[asyncio.Future[None]]) -> None:
        """Leave the user first until their turn is over."""
        if not jobs:
            del self.jobs[user]
        elif user == self._in_turn and self._let_in >= JOBS_IN_TURN:
            self.jobs.move_to_end(user)
            self._in_turn = None


def _first_wanted(jobs: deque[asyncio.Future[None]]) -> asyncio.Future[None] | None:
    while jobs:
        job = jobs.popleft()
        if not job.done():
            return job
    return None


class QueuePlace:
    """An async context manager; a plain class, since every image enters one."""

    __slots__ = ("_queue", "_rank", "_user")

    def __init__(self, queue: FairQueue, user: UserId, rank: Rank) -> None:
        self._queue = queue
        self._user = user
        self._rank = rank

    async def __aenter__(self) -> None:
        await self._queue.enter(self._user, self._rank)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._queue.leave()
