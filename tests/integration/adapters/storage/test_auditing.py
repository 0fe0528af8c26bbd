"""What the audit log and the reports hold, and what is still known when the storage is opened again."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from adapters.storage.community.tables import reports
from adapters.storage.opening import Storage, open_storage
from adapters.storage.tables import audit
from core.community_ports import Report
from core.errors import StorageError
from core.types.communities import CommunityRules
from core.types.identifiers import Identity, Place, SessionId, UserId
from tests.fakes.saving import beginning, saved, saved_gallery
from tests.fakes.sessions import ANNA, BEN

FIRST, SECOND = (
    CommunityRules(turns=3, blocked_words=("clown",), hides_images_above=0.25),
    CommunityRules(channels=("art",)),
)


async def entries(storage: Storage) -> list[tuple[UserId | None, str, Any, float]]:
    async with storage.sessions._database.reader.connect() as connection:
        rows = await connection.execute(select(audit).order_by(audit.c.id))
        return [(row.user_id, row.action, json.loads(row.details), row.at) for row in rows]


def as_stored(rules: CommunityRules) -> Any:  # noqa: ANN401 - what json.loads returns
    return json.loads(json.dumps(asdict(rules)))


async def test_changed_rules_are_in_the_audit_log_with_what_held_before(storage: Storage) -> None:
    await storage.communities.save_rules("chat", "server", FIRST, by=ANNA, at=1.5)
    await storage.communities.save_rules("chat", "server", SECOND, by=BEN, at=2.5)
    where = {"platform": "chat", "community": "server"}
    nothing, first, second = (as_stored(rules) for rules in (CommunityRules(), FIRST, SECOND))
    assert await entries(storage) == [
        (ANNA, "rules", {**where, "before": nothing, "after": first}, 1.5),
        (BEN, "rules", {**where, "before": first, "after": second}, 2.5),
    ]


async def test_what_a_moderator_does_can_be_noted(storage: Storage) -> None:
    await storage.audit_log.note(BEN, "remove gallery", {"session": "s", "serial": 2}, at=9.0)
    assert await entries(storage) == [(BEN, "remove gallery", {"session": "s", "serial": 2}, 9.0)]


async def test_a_report_is_kept_whole_and_noted_without_its_words(storage: Storage) -> None:
    session = await saved_gallery(storage.sessions, user=BEN)
    what = {"kind": "violent", "session": session.id, "serial": 1, "position": 2, "community": "server"}
    report = Report(
        kind="violent",
        session=session.id,
        serial=1,
        position=2,
        by=ANNA,
        at=4.5,
        community="server",
        words="No!",
    )
    for one in (report, replace(report, position=None, community=None, words=None)):
        await storage.reports.record(one)
    assert await entries(storage) == [
        (ANNA, "report", what, 4.5),
        (ANNA, "report", {**what, "position": None, "community": None}, 4.5),
    ]
    async with storage.sessions._database.reader.connect() as connection:
        rows = (await connection.execute(select(reports).order_by(reports.c.id))).mappings().all()
    whole = {"user_id": ANNA, "session_id": session.id, "serial": 1, "kind": "violent", "at": 4.5}
    for row, rest in zip(rows, ((2, "server", "No!"), (None, None, None)), strict=True):
        assert whole.items() <= row.items()
        assert (row["position"], row["community"], row["words"]) == rest


async def test_a_report_about_nothing_is_refused_and_not_noted(storage: Storage) -> None:
    report = Report(kind="violent", session=SessionId("gone"), serial=1, position=None, by=ANNA, at=4.5)
    with pytest.raises(StorageError):
        await storage.reports.record(report)
    assert await entries(storage) == []


async def test_rules_hold_after_opening_again(url: str | None, tmp_path: Path) -> None:
    async with open_storage(url, tmp_path, new_user_id=lambda: ANNA) as storage:
        await storage.people.recognise(Identity(platform="fake", account=ANNA))
        await storage.communities.save_rules("chat", "server", FIRST, by=ANNA, at=1.5)
    async with open_storage(url, tmp_path) as storage:
        assert await storage.communities.rules_of("chat", "server") == FIRST
        await storage.communities.save_rules("chat", "server", SECOND, by=ANNA, at=2.5)
        assert await storage.communities.rules_of("chat", "server") == SECOND


MOVE = {"platform": "chat", "before": "server", "after": "new"}
HALL = Place(platform="chat", channel="server:5", community="server")


async def test_a_move_is_noted_once_and_is_nobodys_doing(storage: Storage) -> None:
    await saved(storage.sessions, beginning(place=HALL))
    for at in (2.5, 3.5):
        await storage.communities.move("chat", "server", "new", at=at)
    assert await entries(storage) == [(None, "move", {**MOVE, "sessions": 1, "rules": None}, 2.5)]


async def test_rules_that_give_way_when_a_community_moves_are_in_the_audit_log(storage: Storage) -> None:
    for name, rules in (("server", FIRST), ("new", SECOND)):
        await storage.communities.save_rules("chat", name, rules, by=ANNA, at=1.5)
    await storage.communities.move("chat", "server", "new", at=2.5)
    details = {**MOVE, "sessions": 0, "rules": as_stored(FIRST)}
    assert (await entries(storage))[2:] == [(None, "move", details, 2.5)]
