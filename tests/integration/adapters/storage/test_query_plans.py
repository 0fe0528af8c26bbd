"""SQLite finds what belongs to a person, a message or a session by an index, however much there is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from adapters.storage.community.tables import all_tables
from adapters.storage.opening import Storage, open_storage
from core.community_ports import Role, SessionMessage
from core.errors import LinkRefusedError
from core.types.answers import Cancel, Keep, Pick
from core.types.communities import CommunityRules
from core.types.identifiers import Identity, MessageRef, Place, turn_id
from core.types.sessions import Rules
from tests.fakes.saving import acting, beginning, saved, saved_gallery, saved_until_shown
from tests.fakes.sessions import ANNA, BEN, GROUP

Statement = tuple[str, Sequence[Any]]


@contextmanager
def statements(storage: Storage) -> Iterator[list[Statement]]:
    """Every statement meanwhile, with its values."""
    seen: list[Statement] = []

    def note(_connection: object, _cursor: object, text: str, values: Sequence[Any], *_: object) -> None:
        seen.append((text, values))

    database = storage.sessions._database
    engines = [database.reader.sync_engine, database.writer.sync_engine]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


def scanned(database: Path, seen: Sequence[Statement]) -> list[str]:
    """The steps that read a whole table, and the statement each belongs to."""
    whole = tuple(f"SCAN {name}" for name in all_tables.tables)
    return [f"{step} in {one[0]}" for one in seen for step in plan(database, one) if step.startswith(whole)]


def plan(database: Path, statement: Statement) -> list[str]:
    """The steps that SQLite takes for a statement."""
    text, values = statement
    if text.startswith("BEGIN"):
        return []
    with closing(sqlite3.connect(database)) as connection:
        return [step for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {text}", values)]


async def join_and_separate(storage: Storage) -> None:
    """Join another account to Ben's, separate it, and join Ben's to it."""
    elsewhere = Identity(platform="elsewhere", account=BEN)
    newcomer = await storage.people.recognise(elsewhere)
    await storage.links.offer(BEN, code="FIRST", until=2.0)
    with pytest.raises(LinkRefusedError):
        await storage.links.join(newcomer, "WRONG", at=1.0)
    await storage.links.join(newcomer, "FIRST", at=1.0)
    again = (await storage.links.separate(elsewhere, at=1.0)).user
    await storage.links.offer(again, code="SECOND", until=2.0)
    await storage.links.join(BEN, "SECOND", at=1.0)


async def test_nothing_about_one_person_reads_a_whole_table(tmp_path: Path) -> None:
    names = iter([ANNA, BEN, "dora", "emil"])
    async with open_storage(None, tmp_path, new_user_id=lambda: next(names)) as storage:
        for name in (ANNA, BEN):
            await storage.people.recognise(Identity(platform="fake", account=name))
        for starter in (ANNA, BEN):
            session = await saved_gallery(storage.sessions, GROUP, user=starter)
            session = await saved(storage.sessions, acting(session, Pick(number=1, words="at night")))
            await saved(storage.sessions, acting(session, Cancel(), user=starter))
        kept = await saved_gallery(storage.sessions, Rules(finishes=True))
        kept = await saved(storage.sessions, acting(kept, Keep(number=1)))
        await saved_until_shown(storage.sessions, kept)
        place = Place(platform="fake", channel="here", community="server")
        with statements(storage) as seen:
            await storage.posted_galleries.turn_shown_by("fake", MessageRef(channel="here", message="one"))
            await storage.activity.begun_since(ANNA, place, at=1.0)
            await storage.saved.saved_of(ANNA, limit=9)
            await storage.communities.rules_of("fake", "server")
            await join_and_separate(storage)
            await storage.personal_data.export(ANNA)
            await storage.personal_data.forget(ANNA, at=1.0)
    assert len(seen) > 120
    assert scanned(tmp_path / "pasta.db", seen) == []


async def test_nothing_about_a_message_or_a_community_reads_a_whole_table(tmp_path: Path) -> None:
    async with open_storage(None, tmp_path, new_user_id=lambda: ANNA) as storage:
        await storage.people.recognise(Identity(platform="fake", account=ANNA))
        place = Place(platform="fake", channel="server:5", community="server")
        session = await saved(storage.sessions, beginning(place=place))
        await storage.communities.save_rules("fake", "server", CommunityRules(turns=3), by=ANNA, at=1.0)
        message = MessageRef(channel="server", message="one")
        noted = SessionMessage(message=message, turn=turn_id(session.id, 1), role=Role.HEADER)
        with statements(storage) as seen:
            await storage.spending.add("1970-01-01", "fake:server", {"calls": 1})
            assert await storage.spending.spent("1970-01-01") == {("fake:server", "calls"): 1}
            await storage.session_messages.note("fake", [noted])
            assert await storage.session_messages.named("fake", message) == noted
            assert await storage.session_messages.of_session("fake", session.id) == [noted]
            assert await storage.communities.move("fake", "server", "hall", at=1.0) == (session.id,)
    assert len(seen) > 10
    assert scanned(tmp_path / "pasta.db", seen) == []


async def test_a_persons_sessions_are_found_by_person_also_in_a_community(tmp_path: Path) -> None:
    place = Place(platform="fake", channel="here", community="server")
    async with open_storage(None, tmp_path) as storage:
        with statements(storage) as seen:
            for where in (place, replace(place, community=None)):
                await storage.activity.begun_since(ANNA, where, at=1.0)
    steps = [step for one in seen for step in plan(tmp_path / "pasta.db", one) if "sessions" in step]
    assert steps
    assert all("ix_sessions_starter_id_began_at" in step for step in steps)
