"""Sessions at hand: one at a time, read once, forgotten when nobody needs them."""

from __future__ import annotations

import asyncio

import pytest

from core.conductor.live import LiveSessions
from core.errors import StorageUnavailableError, UnknownSessionError
from core.types.identifiers import SessionId
from core.types.work import Change
from tests.fakes.saving import beginning
from tests.fakes.world import FickleStore, a_moment


async def stored(count: int) -> tuple[FickleStore, list[SessionId]]:
    store = FickleStore()
    changes: list[Change] = [beginning() for _ in range(count)]
    for change in changes:
        await store.save(change)
    return store, [change.session_id for change in changes]


async def visit(live: LiveSessions, *names: SessionId) -> None:
    for name in names:
        async with live.hold(name):
            pass


async def test_a_session_is_read_once() -> None:
    store, (name,) = await stored(1)
    live = LiveSessions(store, capacity=2)
    await visit(live, name, name)
    assert await live.peek(name) == await store.load(name)
    assert store.loading.calls == 2, "once by the cache, once by this test"


async def test_only_one_holds_a_session_at_a_time() -> None:
    store, (name, other) = await stored(2)
    live = LiveSessions(store, capacity=2)
    async with live.hold(name):
        second = asyncio.create_task(visit(live, name))
        third = asyncio.create_task(visit(live, other))
        await a_moment()
        assert (second.done(), third.done()) == (False, True)
    await second


async def test_the_oldest_idle_session_is_forgotten_first() -> None:
    store, names = await stored(3)
    live = LiveSessions(store, capacity=2)
    await visit(live, names[0], names[1], names[0], names[2])
    before = store.loading.calls
    await visit(live, names[0], names[2])
    assert store.loading.calls == before
    await visit(live, names[1])
    assert store.loading.calls == before + 1


async def test_held_and_driven_sessions_are_never_forgotten() -> None:
    store, names = await stored(4)
    live = LiveSessions(store, capacity=1)
    never = asyncio.Event()

    async def work() -> None:
        await never.wait()

    async with live.hold(names[0]) as (entry, _):
        entry.driver = asyncio.create_task(work())
    async with live.hold(names[1]):
        await visit(live, names[2], names[3])
        before = store.loading.calls
        assert [(await live.peek(name)).id for name in names[:2]] == names[:2]
        assert store.loading.calls == before
    entry.driver.cancel()


async def test_an_unknown_session_is_refused_and_leaves_nothing_behind() -> None:
    live = LiveSessions(FickleStore(), capacity=2)
    for _ in range(2):
        with pytest.raises(UnknownSessionError, match="does not exist"):
            await visit(live, SessionId("nobody"))
    assert live._entries == {}


async def test_a_session_that_cannot_be_read_is_read_anew() -> None:
    store, (name,) = await stored(1)
    live = LiveSessions(store, capacity=2)
    store.loading.fail(StorageUnavailableError("gone"))
    with pytest.raises(StorageUnavailableError):
        await visit(live, name)
    await asyncio.wait_for(visit(live, name), 1)


async def test_who_is_cancelled_while_waiting_for_a_session_leaves_it_free() -> None:
    store, (name,) = await stored(1)
    live = LiveSessions(store, capacity=2)
    async with live.hold(name):
        waiting = asyncio.create_task(visit(live, name))
        await a_moment()
        waiting.cancel()
        await a_moment()
    await asyncio.wait_for(visit(live, name), 1)
    assert live._entries[name].holders == 0


async def test_after_a_failed_save_the_session_is_read_from_the_store() -> None:
    store, (name,) = await stored(1)
    live = LiveSessions(store, capacity=2)
    async with live.hold(name) as (entry, session):
        entry.session = None  # what the conductor does before it saves
    async with live.hold(name) as (_, again):
        assert again == session
    assert store.loading.calls == 2
