"""Two accounts become one person and two again: whose every row is then, and what is told of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from adapters.storage.community.tables import all_tables, link_offers
from adapters.storage.opening import Storage, open_storage
from adapters.storage.tables import audit, beliefs
from adapters.storage.writing.rows import belief_row
from core.belief import unknown_person
from core.errors import LinkRefusedError
from core.types.identifiers import Identity
from tests.fakes.linked import (
    CODE,
    DISCORD,
    GUEST,
    HOST,
    NEW,
    TELEGRAM,
    all_rows,
    everything,
    join,
    rows_with,
    the_two,
)
from tests.fakes.ports import USER_MODEL
from tests.fakes.sessions import ANNA, BEN, CARLA


async def test_nobody_is_left_who_was_joined(storage: Storage) -> None:
    await everything(storage)
    told_of = set(await rows_with(storage, f"'{GUEST}'"))
    assert told_of == {
        table.name
        for table in all_tables.tables.values()
        if {"user_id", "starter_id"} & set(table.columns.keys()) or table.name == "users"
    } - {"shared_tastes"}
    await join(storage)
    assert await rows_with(storage, f"'{GUEST}'") == []
    assert await rows_with(storage, f"by {GUEST}") != []


async def test_whoever_forgets_the_joined_person_deletes_what_either_has_left(storage: Storage) -> None:
    await everything(storage)
    await join(storage)
    forgotten = await storage.personal_data.forget(HOST, at=2000.0)
    assert len(forgotten.gone) == len(forgotten.changed) == 2
    for mark in (HOST, GUEST, DISCORD.account, TELEGRAM.account):
        assert await rows_with(storage, mark) == []
    assert await storage.beliefs.belief(BEN, USER_MODEL) is not None


@pytest.mark.parametrize("account", [DISCORD, TELEGRAM])
async def test_a_separated_and_forgotten_account_leaves_nothing_but_what_the_other_knows(
    storage: Storage, account: Identity
) -> None:
    await everything(storage)
    await join(storage)
    new = (await storage.links.separate(account, at=1500.0)).user
    await storage.personal_data.forget(new, at=2000.0)
    for mark in (new, account.account):
        assert await rows_with(storage, mark) == []
    (left,) = await storage.sessions.sessions_of(HOST, limit=9)
    assert await storage.sessions.load(left) is not None


@pytest.mark.parametrize("account", [DISCORD, TELEGRAM])
async def test_joined_and_separated_everybody_has_what_was_theirs(
    storage: Storage, account: Identity
) -> None:
    await everything(storage)
    before = await all_rows(storage)
    await join(storage)
    await storage.links.separate(account, at=1500.0)
    after = await all_rows(storage)
    now = {"discord": HOST, "telegram": HOST, account.platform: NEW}
    of_both = ("identities", "feedback", "events", "saved_images", "shares", "finishes", "turns", "galleries")
    for name in of_both:
        as_it_was = [row.replace(f"'{HOST}'", "'A'").replace(f"'{GUEST}'", "'B'") for row in before[name]]
        is_now = [
            row.replace(f"'{now['discord']}'", "'A'").replace(f"'{now['telegram']}'", "'B'")
            for row in after[name]
        ]
        assert sorted(is_now) == sorted(as_it_was) != [], name
    for platform, user in now.items():
        (session,) = await storage.sessions.sessions_of(user, limit=9)
        stored = await storage.sessions.load(session)
        assert stored is not None
        assert stored.place.platform == platform
        exported = await storage.personal_data.export(user)
        for kind, count in (
            ("picks", 4),
            ("reports", 2),
            ("saved_images", 1),
            ("consents", 6),
            ("shares", 1),
        ):
            kept = exported[kind]
            assert isinstance(kept, list)
            assert len(kept) == count, kind


async def test_my_data_names_both_accounts_and_tells_of_both(storage: Storage) -> None:
    await everything(storage)
    await join(storage)
    exported = json.loads(json.dumps(await storage.personal_data.export(HOST)))
    assert exported["identities"] == [
        {"platform": one.platform, "account": one.account} for one in (DISCORD, TELEGRAM)
    ]
    assert [session["place"]["platform"] for session in exported["sessions"]] == ["discord", "telegram"]
    assert len(exported["picks"]) == 8
    assert [entry["action"] for entry in exported["audit"]].count("link") == 1
    assert len(exported["link_attempts"]) == 2


async def test_both_ways_are_in_the_audit_log_without_naming_an_account(storage: Storage) -> None:
    await the_two(storage)
    await join(storage)
    await storage.links.separate(TELEGRAM, at=1500.0)
    async with storage.sessions._database.reader.connect() as connection:
        rows = (await connection.execute(select(audit).order_by(audit.c.id))).all()
    assert [(row.user_id, row.action, json.loads(row.details), row.at) for row in rows] == [
        (HOST, "link", {"platforms": ["discord", "telegram"]}, 1000.0),
        (NEW, "unlink", {"platform": "telegram"}, 1500.0),
    ]


async def test_a_code_is_nowhere_to_be_read(storage: Storage) -> None:
    await the_two(storage)
    await storage.links.offer(HOST, code=CODE, until=1001.0)
    assert await rows_with(storage, CODE) == []
    async with storage.sessions._database.reader.connect() as connection:
        (row,) = (await connection.execute(select(link_offers))).all()
    assert len(row.code_hash) == 64


async def test_wrong_codes_do_not_pile_up(storage: Storage) -> None:
    await the_two(storage)
    for at in range(0, 6000, 300):
        with pytest.raises(LinkRefusedError):
            await storage.links.join(GUEST, "WRONG234", at=float(at))
    assert len((await all_rows(storage))["link_attempts"]) == 2


async def test_beliefs_under_different_user_models_are_all_kept(storage: Storage) -> None:
    await everything(storage)
    older = unknown_person("older", (-0.5, -1.0))
    names = [column.name for column in beliefs.columns]
    async with storage.sessions._database.writer.begin() as connection:
        row = dict(zip(names, belief_row(GUEST, older), strict=True))
        await connection.execute(insert(beliefs), row)
    await join(storage)
    assert await storage.beliefs.belief(HOST, "older") == older
    assert await storage.beliefs.belief(HOST, USER_MODEL) is not None


async def test_who_is_one_person_stays_so_when_the_storage_is_opened_again(
    url: str | None, tmp_path: Path
) -> None:
    names = iter([ANNA, BEN, CARLA, HOST, GUEST])
    async with open_storage(url, tmp_path, new_user_id=lambda: next(names)) as storage:
        for name in (ANNA, BEN, CARLA):
            await storage.people.recognise(Identity(platform="fake", account=name))
        await everything(storage)
        await join(storage)
        belief = await storage.beliefs.belief(HOST, USER_MODEL)
    async with open_storage(url, tmp_path) as storage:
        assert await storage.people.recognise(TELEGRAM) == HOST
        assert await storage.beliefs.belief(HOST, USER_MODEL) == belief
        assert len(await storage.sessions.sessions_of(HOST, limit=9)) == 2
