"""What moves with a community beside its rules and sessions, and that all of it moves or nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from adapters.storage.community import communities
from adapters.storage.community.tables import reports
from adapters.storage.opening import Storage, open_storage
from core.community_ports import Report
from core.errors import StorageFullError
from core.types.communities import CommunityRules
from core.types.identifiers import Identity, Place
from tests.fakes.saving import beginning, saved, saved_until_shown
from tests.fakes.sessions import ANNA, BEN

RULES = CommunityRules(turns=3, blocked_words=("clown",))
HALL = Place(platform="chat", channel="server:5", community="server")


async def test_reports_move_with_their_community(storage: Storage) -> None:
    for community in ("server", "another"):
        place = replace(HALL, community=community)
        session = await saved_until_shown(
            storage.sessions, await saved(storage.sessions, beginning(place=place))
        )
        for named in (community, None):
            report = Report(
                kind="odd", session=session.id, serial=1, position=None, by=BEN, at=1.0, community=named
            )
            await storage.reports.record(report)
    await storage.communities.move("chat", "server", "new", at=2.5)
    async with storage.sessions._database.reader.connect() as connection:
        named_now = await connection.scalars(select(reports.c.community).order_by(reports.c.id))
    assert named_now.all() == ["new", None, "another", None]


async def test_a_move_that_cannot_be_noted_moves_nothing(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise StorageFullError("the disk")

    session = await saved(storage.sessions, beginning(place=HALL))
    await storage.communities.save_rules("chat", "server", RULES, by=ANNA, at=1.5)
    with monkeypatch.context() as patch:
        patch.setattr(communities, "write_note", fail)
        with pytest.raises(StorageFullError):
            await storage.communities.move("chat", "server", "new", at=2.5)
    assert await storage.sessions.load(session.id) == session
    assert await storage.communities.rules_of("chat", "server") == RULES
    assert await storage.communities.rules_of("chat", "new") == CommunityRules()


async def test_a_move_holds_after_opening_again(url: str | None, tmp_path: Path) -> None:
    async with open_storage(url, tmp_path, new_user_id=lambda: ANNA) as storage:
        await storage.people.recognise(Identity(platform="fake", account=ANNA))
        session = await saved(storage.sessions, beginning(place=HALL))
        await storage.communities.save_rules("chat", "server", RULES, by=ANNA, at=1.5)
        await storage.communities.move("chat", "server", "new", at=2.5)
        assert await storage.communities.rules_of("chat", "new") == RULES
    async with open_storage(url, tmp_path) as storage:
        assert await storage.communities.rules_of("chat", "new") == RULES
        assert await storage.communities.rules_of("chat", "server") == CommunityRules()
        stored = await storage.sessions.load(session.id)
    assert stored is not None
    assert stored.place == Place(platform="chat", channel="new:5", community="new")
