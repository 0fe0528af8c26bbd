"""The queue before the renderer: never too many at once, users by turns, and no place ever lost."""

from __future__ import annotations

import asyncio
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.conductor.fair_queue import JOBS_IN_TURN, FairQueue, Rank
from core.types.identifiers import UserId
from tests.fakes.world import a_moment


class Jobs:
    """Jobs in one queue: they run until told to finish."""

    def __init__(self, places: int) -> None:
        self.queue = FairQueue(places)
        self.order: list[str] = []
        self.running: set[str] = set()
        self.most = 0
        self._ends: dict[str, asyncio.Event] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}

    def start(self, *names: str) -> None:
        for name in names:
            self._ends[name] = asyncio.Event()
            self.tasks[name] = asyncio.create_task(self._run(name))

    def finish(self, name: str) -> None:
        self._ends[name].set()

    async def _run(self, name: str) -> None:
        async with self.queue.place_for(UserId(name[0])):
            self.order.append(name)
            self.running.add(name)
            self.most = max(self.most, len(self.running))
            try:
                await self._ends[name].wait()
            finally:
                self.running.discard(name)

    async def finish_all(self) -> None:
        while self.running:
            self.finish(next(name for name in self.order if name in self.running))
            await a_moment()


async def started(places: int, *names: str) -> Jobs:
    jobs = Jobs(places)
    for name in names:
        jobs.start(name)
        await asyncio.sleep(0)
    await a_moment()
    return jobs


def test_a_queue_without_places_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one"):
        FairQueue(0)


async def test_so_many_run_at_once_and_no_more() -> None:
    jobs = await started(2, "a1", "a2", "a3", "b1")
    assert jobs.running == {"a1", "a2"}
    await jobs.finish_all()
    assert jobs.most == 2
    assert len(jobs.order) == 4


async def test_users_take_turns_a_gallery_at_a_time() -> None:
    names = [f"a{number}" for number in range(1, 10)]
    jobs = await started(1, *names, "b1", "b2", "b3", "b4", "c1")
    await jobs.finish_all()
    assert jobs.order == [*names[:4], "b1", "b2", "b3", "b4", "c1", *names[4:]]


async def test_a_turn_that_was_not_used_up_is_not_saved() -> None:
    jobs = await started(1, "a1", "b1", "c1", "c2", "c3", "c4", "c5", "d1")
    await jobs.finish_all()
    assert jobs.order == ["a1", "b1", "c1", "c2", "c3", "c4", "d1", "c5"]


async def test_who_has_one_gallery_waits_for_one_of_each_other_at_most() -> None:
    crowd = [f"{user}{number}" for user in "abcde" for number in range(8)]
    jobs = await started(2, *crowd, "z1", "z2", "z3", "z4")
    await jobs.finish_all()
    assert max(jobs.order.index(f"z{number}") for number in range(1, 5)) < 6 * JOBS_IN_TURN


async def test_how_many_users_come_before_somebody() -> None:
    jobs = await started(1, "a1", "b1", "c1")
    assert [jobs.queue.users_ahead(UserId(user)) for user in "abcd"] == [0, 0, 1, 0]
    await jobs.finish_all()
    assert jobs.queue.users_ahead(UserId("d")) == 0


async def test_how_many_jobs_of_others_come_before_somebody_s_next() -> None:
    jobs = await started(1, "x1", *(f"a{number}" for number in range(6)), "b1", "c1")
    assert [jobs.queue.jobs_ahead(UserId(user)) for user in "abcd"] == [0, JOBS_IN_TURN, JOBS_IN_TURN + 1, 0]
    await jobs.finish_all()
    assert jobs.queue.jobs_ahead(UserId("c")) == 0


async def test_its_length_is_the_jobs_that_wait() -> None:
    jobs = await started(1, "a1", "a2", "b1", "b2")
    assert len(jobs.queue) == 3
    jobs.tasks["b1"].cancel()
    await a_moment()
    assert len(jobs.queue) == 2
    await jobs.finish_all()
    assert len(jobs.queue) == 0


async def test_who_waits_can_leave() -> None:
    jobs = await started(1, "a1", "b1", "c1")
    jobs.tasks["b1"].cancel()
    await a_moment()
    assert jobs.queue.users_ahead(UserId("c")) == 0
    await jobs.finish_all()
    assert jobs.order == ["a1", "c1"]


async def test_who_runs_can_leave_and_hands_the_place_on() -> None:
    jobs = await started(1, "a1", "b1")
    jobs.tasks["a1"].cancel()
    await a_moment()
    assert jobs.running == {"b1"}


async def test_who_has_just_been_given_a_place_can_leave_and_hands_it_on() -> None:
    jobs = await started(1, "a1", "b1", "c1")
    jobs.queue.leave()  # as a1 would
    jobs.tasks["b1"].cancel()
    await a_moment()
    assert "b1" not in jobs.order
    assert "c1" in jobs.running


async def test_a_place_is_not_handed_to_who_left_in_the_same_moment() -> None:
    jobs = await started(1, "a1", "b1", "c1")
    jobs.tasks["a1"].cancel()
    jobs.tasks["b1"].cancel()
    await a_moment()
    assert jobs.running == {"c1"}
    jobs.tasks["c1"].cancel()
    await a_moment()
    jobs.start("d1")
    await a_moment()
    assert jobs.running == {"d1"}, "no place is lost"


async def test_all_of_a_users_jobs_can_leave_at_once() -> None:
    jobs = await started(2, "a1", "a2", "a3", "a4", "b1", "b2")
    for name in ("a1", "a2", "a3", "a4"):
        jobs.tasks[name].cancel()
    await a_moment()
    assert jobs.running == {"b1", "b2"}
    outcomes = await asyncio.gather(*(jobs.tasks[f"a{n}"] for n in range(1, 5)), return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {asyncio.CancelledError}


@settings(max_examples=60, deadline=None)
@given(places=st.integers(1, 3), seed=st.integers(0, 10_000))
def test_whatever_happens_no_place_is_lost_and_none_is_made_up(places: int, seed: int) -> None:
    async def trial() -> None:
        chance = random.Random(seed)
        jobs = Jobs(places)
        for number in range(25):
            match chance.choice(["start", "start", "finish", "cancel", "cancel"]):
                case "start":
                    jobs.start(f"{chance.choice('abc')}{number}")
                case "finish" if jobs.running:
                    jobs.finish(chance.choice(sorted(jobs.running)))
                case "cancel" if jobs.tasks:
                    jobs.tasks[chance.choice(sorted(jobs.tasks))].cancel()
            for _ in range(chance.choice([0, 0, 1, 5])):
                await asyncio.sleep(0)
        await a_moment()
        await jobs.finish_all()
        assert jobs.most <= places
        ends = await asyncio.gather(*jobs.tasks.values(), return_exceptions=True)
        assert all(end is None or isinstance(end, asyncio.CancelledError) for end in ends)
        late = [f"z{number}" for number in range(places + 1)]
        jobs.start(*late)
        await a_moment()
        assert jobs.running == set(late[:places])
        await jobs.finish_all()

    asyncio.run(trial())


async def test_who_stands_behind_is_let_in_where_nobody_else_waits() -> None:
    queue, order = FairQueue(1), []

    async def job(user: str, rank: Rank) -> None:
        async with queue.place_for(UserId(user), rank):
            order.append(user)
            await asyncio.sleep(0)

    await queue.enter(UserId("x"))
    behind = [asyncio.create_task(job("a", Rank.BEHIND)) for _ in range(2)]
    await a_moment()
    others = [asyncio.create_task(job(user, Rank.ORDINARY)) for user in "bc"]
    await a_moment()
    assert [queue.users_ahead(UserId(user)) for user in "abc"] == [2, 0, 1]
    assert queue.jobs_ahead(UserId("a")) == 2
    queue.leave()
    await asyncio.gather(*behind, *others)
    assert order == ["b", "c", "a", "a"]


def ahead(queue: FairQueue) -> tuple[list[str], bool]:
    given_up: list[str] = []
    return given_up, queue.take_ahead_of_need("owner", lambda: given_up.append("owner"))


async def test_work_ahead_of_need_leaves_one_of_several_places_free() -> None:
    queue = FairQueue(3)
    assert [queue.take_ahead_of_need(n, lambda: None) for n in range(3)] == [True, True, False]
    assert FairQueue(1).take_ahead_of_need(0, lambda: None), "of one place it takes that"


async def test_work_ahead_of_need_waits_while_anybody_has_something_to_do() -> None:
    queue = FairQueue(2)
    await queue.enter(UserId("a"))
    assert not ahead(queue)[1]
    waiting = asyncio.create_task(queue.room_ahead_of_need())
    await a_moment()
    assert not waiting.done()
    queue.leave()
    await asyncio.wait_for(waiting, 1)
    assert ahead(queue)[1]


async def test_work_ahead_of_need_is_given_up_when_somebody_comes() -> None:
    queue = FairQueue(1)
    given_up, is_in = ahead(queue)
    assert is_in
    coming = asyncio.create_task(queue.enter(UserId("a")))
    await a_moment()
    assert given_up == ["owner"]
    assert not coming.done()
    queue.give_back("owner")
    await asyncio.wait_for(coming, 1)
    queue.leave()
    await asyncio.wait_for(queue.room_ahead_of_need(), 1)


async def test_work_that_is_needed_after_all_is_kept() -> None:
    queue = FairQueue(2)
    given_up, _ = ahead(queue)
    queue.keep("owner")
    await queue.enter(UserId("a"))
    assert given_up == []
    queue.leave()
    assert not ahead(queue)[1], "it counts as anybody's work now"
    queue.give_back("owner")
    assert ahead(queue)[1]
