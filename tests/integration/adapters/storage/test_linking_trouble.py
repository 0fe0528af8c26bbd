"""Two accounts become one person while others write, where writing fails, and where the process is killed."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from adapters.storage.linking import joining, separating
from adapters.storage.opening import Storage, open_storage
from core.community_ports import SavedImage, Separated
from core.errors import StorageError, StorageFullError
from core.ports import Consent, Purpose
from core.types.answers import Pick
from core.types.identifiers import Place
from tests.fakes.linked import (
    CODE,
    DISCORD,
    GUEST,
    HOST,
    TELEGRAM,
    all_rows,
    everything,
    join,
    rows_with,
    the_two,
)
from tests.fakes.ports import USER_MODEL
from tests.fakes.saving import acting, beginning, saved, saved_until_shown
from tests.fakes.sessions import BEN, BY_STARTER

CHECKOUT = Path(__file__).parents[4]
LONGEST_SECONDS = 0.3
"""Until the process is killed; in that time it joins and separates several times."""


async def test_what_comes_a_moment_later_in_the_joined_person_s_name_is_refused_and_leaves_nothing(
    storage: Storage,
) -> None:
    await the_two(storage)
    place = Place(platform="telegram", channel="here")
    session = await saved(storage.sessions, beginning(user=GUEST, place=place))
    session = await saved_until_shown(storage.sessions, session)
    group = await saved(storage.sessions, beginning(BY_STARTER, user=BEN, place=place))
    group = await saved_until_shown(storage.sessions, group)
    consent = Consent(user=GUEST, purpose=Purpose.TRAIN, version="1", granted=True, at=1.0)
    mark = SavedImage(session=session.id, serial=1, position=0, at=2.0)
    await join(storage)
    before = await all_rows(storage)
    for late in (
        storage.sessions.save(beginning(user=GUEST, place=place)),
        storage.sessions.save(acting(session, Pick(number=1), user=GUEST)),
        storage.sessions.save(acting(group, Pick(number=1), user=GUEST)),
        storage.people.record_consent(consent),
        storage.saved.save(GUEST, mark),
        storage.links.offer(GUEST, code="OTHER234", until=2000.0),
        storage.links.join(GUEST, "WRONG234", at=1000.0),
    ):
        with pytest.raises(StorageError):
            await late
    assert await all_rows(storage) == before
    assert not await storage.people.has_agreed(HOST, Purpose.TRAIN)


@pytest.mark.parametrize("join_first", [True, False])
async def test_what_is_saved_in_the_same_breath_counts_or_is_refused_and_only_that(
    storage: Storage, join_first: bool
) -> None:
    await the_two(storage)
    place = Place(platform="telegram", channel="here")
    group = await saved(storage.sessions, beginning(BY_STARTER, user=BEN, place=place))
    group = await saved_until_shown(storage.sessions, group)
    mine = await saved_until_shown(
        storage.sessions, await saved(storage.sessions, beginning(user=HOST, place=place))
    )
    await storage.links.offer(HOST, code=CODE, until=1001.0)
    work = [
        storage.links.join(GUEST, CODE, at=1000.0),
        storage.sessions.save(acting(group, Pick(number=1), user=GUEST)),
        storage.sessions.save(acting(mine, Pick(number=1), user=HOST)),
        storage.people.recognise(TELEGRAM),
    ]
    results = await asyncio.gather(*(work if join_first else reversed(work)), return_exceptions=True)
    assert [type(one) for one in results if isinstance(one, BaseException)] in ([], [StorageError])
    assert await storage.people.recognise(TELEGRAM) == HOST
    assert await rows_with(storage, f"'{GUEST}'") == []
    stored = await storage.sessions.load(group.id)
    assert stored is not None
    assert {vote.voter for vote in stored.turns[0].votes} <= {HOST}
    counted = await storage.sessions.load(mine.id)
    assert counted is not None
    assert len(counted.answered) == 1


@pytest.mark.parametrize("step", ["settle_doubles", "hand_over", "accounts_of", "write_note"])
async def test_where_joining_fails_everybody_is_who_they_were(
    storage: Storage, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise StorageFullError("the disk")

    await everything(storage)
    belief = await storage.beliefs.belief(GUEST, USER_MODEL)
    await storage.links.offer(HOST, code=CODE, until=1001.0)
    before = await all_rows(storage)
    with monkeypatch.context() as patch:
        patch.setattr(joining, step, fail)
        with pytest.raises(StorageFullError):
            await storage.links.join(GUEST, CODE, at=1000.0)
    assert await all_rows(storage) == before
    assert await storage.people.recognise(TELEGRAM) == GUEST
    assert await storage.beliefs.belief(GUEST, USER_MODEL) == belief
    assert (await join(storage)).user == HOST


@pytest.mark.parametrize("step", ["hand_over", "copy_taste", "write_note"])
async def test_where_separating_fails_they_are_still_one_person(
    storage: Storage, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise StorageFullError("the disk")

    await everything(storage)
    await join(storage)
    before = await all_rows(storage)
    with monkeypatch.context() as patch:
        patch.setattr(separating, step, fail)
        with pytest.raises(StorageFullError):
            await storage.links.separate(TELEGRAM, at=1500.0)
    assert await all_rows(storage) == before
    assert await storage.people.recognise(TELEGRAM) == HOST
    assert isinstance(await storage.links.separate(TELEGRAM, at=1500.0), Separated)


def acknowledged_by_killed(url: str | None, folder: Path, seconds: float) -> list[str]:
    """What a process that joins and separates without end has acknowledged when it is killed."""
    arguments = [sys.executable, "-m", "tests.fakes.linked", url or "-", str(folder)]
    process = subprocess.Popen(arguments, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "open 0\n"
        time.sleep(seconds)
    finally:
        process.kill()
    told = process.stdout.read()
    process.wait()
    process.stdout.close()
    return [line.partition(" ")[0] for line in told.splitlines() if line.endswith(" 0")]


@pytest.mark.parametrize("seed", range(3))
async def test_a_killed_process_leaves_one_person_or_two_and_nothing_in_between(
    url: str | None, tmp_path: Path, seed: int
) -> None:
    seconds = random.Random(seed).uniform(0.0, LONGEST_SECONDS)
    acknowledged = await asyncio.to_thread(acknowledged_by_killed, url, tmp_path, seconds)
    async with open_storage(url, tmp_path) as storage:
        host, other = [await storage.people.recognise(identity) for identity in (DISCORD, TELEGRAM)]
        tables = await all_rows(storage)
        done = [row for row in tables["audit"] if "'link'" in row or "'unlink'" in row]
        assert len(done) - len(acknowledged) in {0, 1}
        assert (host == other) is (len(done) % 2 == 1)
        whose = dict.fromkeys((host, other), 1 if host != other else 2)
        for user, share in whose.items():
            assert len(await storage.sessions.sessions_of(user, limit=9)) == share
            exported = await storage.personal_data.export(user)
            for kind, count in {"picks": 4, "reports": 2, "saved_images": 1, "identities": 1}.items():
                kept = exported[kind]
                assert isinstance(kept, list)
                assert len(kept) == count * share
        assert len(tables["users"]) == len({host, other}) + 3
