"""The one writer under load, with culprits in the batch, when it ends, and when it is killed."""

from __future__ import annotations

import asyncio
import random
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, func, select

from adapters.storage import tables
from adapters.storage.database import engines
from adapters.storage.opening import Storage, open_storage
from core.errors import RepeatedEventError, StorageError, StorageFullError, StorageUnavailableError
from core.ports import Consent, Purpose
from core.types.answers import Pick
from core.types.identifiers import Identity, SessionId, UserId
from core.types.work import Change
from tests.fakes.ports import USER_MODEL
from tests.fakes.postgres import PostgresServer
from tests.fakes.saving import acting, beginning, saved, saved_gallery, working
from tests.fakes.sessions import ANNA, BEN
from tests.integration.adapters.storage.conftest import Saver


@contextmanager
def commits(storage: Storage) -> Iterator[list[Connection]]:
    """Every commit of the writer meanwhile."""
    seen: list[Connection] = []
    engine = storage.sessions._database.writer.sync_engine
    note = seen.append
    event.listen(engine, "commit", note)
    yield seen
    event.remove(engine, "commit", note)


async def save_all(storage: Storage, changes: list[Change]) -> list[BaseException | None]:
    return await asyncio.gather(
        *(storage.sessions.save(change) for change in changes), return_exceptions=True
    )


async def test_what_waits_is_committed_at_once(storage: Storage) -> None:
    with commits(storage) as seen:
        assert await save_all(storage, [beginning() for _ in range(100)]) == [None] * 100
    assert len(seen) == 1


async def test_only_the_culprit_of_a_failed_batch_fails(storage: Storage) -> None:
    changes = [beginning() for _ in range(9)]
    changes[4] = beginning(user=UserId("nobody-we-know"))
    results = await save_all(storage, changes)
    assert isinstance(results[4], StorageError)
    assert [result for result in results if result] == [results[4]]
    assert await storage.sessions.load(changes[4].session_id) is None
    for change in changes[:4] + changes[5:]:
        assert await storage.sessions.load(change.session_id) == change.after


async def test_a_repeated_event_in_a_batch_costs_a_second_try_and_not_one_each(storage: Storage) -> None:
    first = beginning()
    await storage.sessions.save(first)
    again = replace(beginning(), event=first.event)
    others = [beginning() for _ in range(50)]
    with commits(storage) as seen:
        results = await save_all(storage, [*others, again])
    assert isinstance(results[-1], RepeatedEventError)
    assert results[:-1] == [None] * 50
    assert await storage.sessions.load(again.session_id) is None
    assert len(seen) == 1


async def test_an_error_does_not_repeat_what_somebody_wrote(storage: Storage) -> None:
    (error,) = await save_all(storage, [beginning(user=UserId("nobody-we-know"), prompt="my secret")])
    assert error is not None
    assert "my secret" not in "".join(traceback.format_exception(error))


async def test_a_belief_learnt_in_a_failed_batch_is_learnt_once(storage: Storage) -> None:
    session = await saved_gallery(storage.sessions)
    results = await save_all(
        storage, [acting(session, Pick(number=1)), beginning(user=UserId("nobody-we-know"))]
    )
    assert results[0] is None
    belief = await storage.beliefs.belief(ANNA, USER_MODEL)
    assert belief is not None
    assert belief.updates == 1


@pytest.mark.parametrize("text", ["half a letter: \ud83d", "nothing: \0"])
async def test_text_that_no_database_can_hold_harms_nobody_else(storage: Storage, text: str) -> None:
    odd, plain = beginning(prompt=text), beginning()
    results = await save_all(storage, [odd, plain])
    assert results[1] is None
    assert results[0] is None or isinstance(results[0], StorageError)
    if results[0] is None:
        assert await storage.sessions.load(odd.session_id) == odd.after


async def test_a_mistake_in_our_own_code_reaches_its_caller_as_it_is(storage: Storage) -> None:
    async def stumble(_connection: object) -> None:
        raise ZeroDivisionError

    writer, plain = storage.sessions._writer, beginning()
    results = await asyncio.gather(
        writer.perform(stumble), storage.sessions.save(plain), return_exceptions=True
    )
    assert isinstance(results[0], ZeroDivisionError)
    assert await storage.sessions.load(plain.session_id) == plain.after


async def test_leaving_writes_what_was_accepted_and_accepts_no_more(url: str | None, tmp_path: Path) -> None:
    changes = [beginning() for _ in range(5)]
    async with open_storage(url, tmp_path, new_user_id=lambda: ANNA) as storage:
        await storage.people.recognise(Identity(platform="fake", account=ANNA))
        tasks = [asyncio.create_task(storage.sessions.save(change)) for change in changes]
        await asyncio.sleep(0)
    await asyncio.gather(*tasks)
    with pytest.raises(StorageUnavailableError):
        await storage.sessions.save(beginning())
    async with open_storage(url, tmp_path) as storage:
        for change in changes:
            assert await storage.sessions.load(change.session_id) == change.after


async def test_beliefs_and_consents_are_there_after_opening_again(url: str | None, tmp_path: Path) -> None:
    async with open_storage(url, tmp_path, new_user_id=lambda: ANNA) as storage:
        await storage.people.recognise(Identity(platform="fake", account=ANNA))
        await saved(storage.sessions, acting(await saved_gallery(storage.sessions), Pick(number=1)))
        believed = await storage.beliefs.belief(ANNA, USER_MODEL)
        consent = Consent(user=ANNA, purpose=Purpose.RUN, version="1", granted=True, at=1.5)
        await storage.people.record_consent(consent)
    async with open_storage(url, tmp_path) as storage:
        assert await storage.beliefs.belief(ANNA, USER_MODEL) == believed
        assert await storage.people.has_agreed(ANNA, Purpose.RUN)
        assert await storage.people.recognise(Identity(platform="fake", account=ANNA)) == ANNA
        async with storage.sessions._database.reader.connect() as connection:
            (entry,) = await connection.execute(select(tables.audit))
        assert (entry.user_id, entry.action, entry.at) == (ANNA, "consent", 1.5)
        session = await saved_gallery(storage.sessions)
        await saved(storage.sessions, acting(session, Pick(number=2)))
        belief = await storage.beliefs.belief(ANNA, USER_MODEL)
        assert belief is not None
        assert belief.updates == 2


async def test_a_reader_in_the_middle_of_reading_holds_no_writer_up(storage: Storage) -> None:
    count = select(func.count()).select_from(tables.sessions)
    async with storage.sessions._database.reader.connect() as connection:
        assert await connection.scalar(count) == 0
        await asyncio.wait_for(storage.sessions.save(beginning()), timeout=5)
        assert await connection.scalar(count) == 0


async def test_shared_images_have_one_row_and_count_their_references(storage: Storage) -> None:
    await asyncio.gather(*(saved_gallery(storage.sessions) for _ in range(3)))
    await saved_gallery(storage.sessions, user=BEN)
    async with storage.sessions._database.reader.connect() as connection:
        images = await connection.scalar(select(func.count()).select_from(tables.images))
        references = await connection.scalar(select(func.count()).select_from(tables.turn_images))
    assert (images, references) == (4, 16)


async def test_a_full_database_says_so_and_keeps_what_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "_PRAGMAS", (*engines._PRAGMAS, "PRAGMA max_page_count = 80"))
    last = beginning()
    async with open_storage(None, tmp_path, new_user_id=lambda: ANNA) as storage:
        await storage.people.recognise(Identity(platform="fake", account=ANNA))
        error: BaseException | None = None
        while error is None:
            change = beginning(prompt="x" * 2000)
            (error,) = await save_all(storage, [change])
            last = last if error else change
        assert isinstance(error, StorageFullError)
        assert str(tmp_path / "pasta.db") in str(error)
        assert await storage.sessions.load(last.session_id) == last.after


async def test_a_connection_that_breaks_is_made_anew(tmp_path: Path, postgres_server: PostgresServer) -> None:
    async with open_storage(postgres_server.fresh_database(), tmp_path, new_user_id=lambda: ANNA) as storage:
        await storage.people.recognise(Identity(platform="fake", account=ANNA))
        postgres_server.run_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'pasta%'"
        )
        with pytest.raises(StorageUnavailableError):
            await storage.sessions.save(beginning())
        change = beginning()
        await storage.sessions.save(change)
        assert await storage.sessions.load(change.session_id) == change.after


@pytest.mark.parametrize("seed", range(3))
async def test_a_killed_process_has_lost_nothing_that_it_acknowledged(
    url: str | None, tmp_path: Path, start_saver: Saver, seed: int
) -> None:
    process = start_saver()
    await asyncio.sleep(random.Random(seed).uniform(0.1, 0.5))
    process.kill()
    assert process.stdout is not None
    acknowledged: dict[SessionId, int] = {}
    for line in process.stdout.read().splitlines():
        if line.count(" ") == 1:
            name, number = line.split()
            acknowledged[SessionId(name)] = int(number)
    assert acknowledged
    async with open_storage(url, tmp_path) as storage:
        for session_id, version in acknowledged.items():
            session = await storage.sessions.load(session_id)
            assert session is not None
            assert session.version >= version
            assert [turn.serial for turn in session.turns] == list(range(1, len(session.turns) + 1))


async def test_a_busy_event_loop_slows_the_writer_little(tmp_path: Path) -> None:
    """With one step per row the driver would wait for the loop at each, and this would take minutes."""
    async with open_storage(None, tmp_path, new_user_id=lambda: ANNA) as storage:
        await storage.people.recognise(Identity(platform="fake", account=ANNA))
        begun = [beginning() for _ in range(300)]
        await save_all(storage, begun)
        busy = asyncio.create_task(_never_wait())
        started = time.monotonic()
        await save_all(storage, [working(change.after) for change in begun])
        elapsed = time.monotonic() - started
        busy.cancel()
    assert elapsed < 5


async def _never_wait() -> None:
    while True:
        sum(range(1000))
        await asyncio.sleep(0)


async def test_a_change_of_many_rows_is_written_whole(storage: Storage) -> None:
    session = await saved(storage.sessions, beginning())
    change = working(session)
    turn = change.after.turns[0]
    many = tuple(replace(turn.candidates[0], seed=seed) for seed in range(6000))
    after = replace(change.after, turns=(replace(turn, candidates=many),))
    await storage.sessions.save(replace(change, after=after))
    assert await storage.sessions.load(session.id) == after
