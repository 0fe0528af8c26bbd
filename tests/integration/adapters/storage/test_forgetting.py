"""Somebody is forgotten: what goes, what stays, and that everybody else goes on."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from adapters.storage.community.tables import all_tables, forgettings
from adapters.storage.opening import Storage, open_storage
from adapters.storage.privacy import forgetting
from core.belief import Belief
from core.community_ports import Forgotten, Report, SavedImage
from core.conversation.session import owed
from core.errors import StorageError, StorageFullError, UnfinishedSessionsError
from core.ports import Consent, Purpose, SharedRecap
from core.types.answers import Act, Cancel, CloseVote, Compare, Keep, Pick, Undo
from core.types.communities import CommunityRules
from core.types.galleries import Comparison
from core.types.identifiers import Identity, UserId
from core.types.sessions import Rules, Session
from tests.fakes.ports import USER_MODEL
from tests.fakes.saving import a_file, acting, beginning, saved, saved_gallery, saved_until_shown, working
from tests.fakes.sessions import ANNA, BEN, BY_STARTER, CARLA

ACCOUNT = Identity(platform="fake", account=ANNA)
PROMPT, WORDS = "a prompt of hers", "by moonlight, she said"
RECAP = SharedRecap(answers=(), kept=None, is_found=False)


async def after(storage: Storage, session: Session, *acts: tuple[UserId, Act]) -> Session:
    """Let people act, and do what is owed after each act."""
    for user, act in acts:
        session = await saved(storage.sessions, acting(session, act, user=user))
        session = await saved_until_shown(storage.sessions, session)
    return session


async def own_session(storage: Storage, rules: Rules | None = None, *, user: UserId = ANNA) -> Session:
    """A session that has come to its end."""
    session = await saved(storage.sessions, beginning(rules, user=user, prompt=PROMPT))
    session = await saved_until_shown(storage.sessions, session)
    return await after(storage, session, (user, Pick(number=2, words=WORDS)), (user, Keep(number=1)))


async def group_of_ben(storage: Storage) -> Session:
    """Anna and others have voted and compared; the third gallery is open, with Anna's vote and Ben's."""
    return await after(
        storage,
        await saved_gallery(storage.sessions, BY_STARTER, user=BEN),
        (ANNA, Pick(number=1, words=WORDS)),
        (BEN, Pick(number=1, words="red")),
        (CARLA, Pick(number=2)),
        (BEN, CloseVote()),
        (ANNA, Pick(number=4)),
        (BEN, Pick(number=3, words="old")),
        (BEN, CloseVote()),
        (ANNA, Compare(comparison=Comparison.WORSE)),
        (CARLA, Compare(comparison=Comparison.SAME)),
        (ANNA, Pick(number=2, words=WORDS)),
        (BEN, Pick(number=1)),
    )


async def everything_of_anna(storage: Storage) -> Session:
    """Leave something of Anna's in every table; Ben's session is returned."""
    for purpose in Purpose:
        consent = Consent(user=ANNA, purpose=purpose, version="1", granted=True, at=1.0)
        await storage.people.record_consent(consent)
    own, group = await own_session(storage, Rules(finishes=True)), await group_of_ben(storage)
    await storage.shares.share(own.id, RECAP)
    for user, session in ((ANNA, own), (ANNA, group), (BEN, own), (BEN, group)):
        await storage.saved.save(user, SavedImage(session=session.id, serial=1, position=0, at=2.0))
        report = Report(kind="bad", session=session.id, serial=1, position=0, by=user, at=3.0)
        await storage.reports.record(replace(report, words=WORDS if user == ANNA else "Ben's words"))
    await storage.communities.save_rules("fake", "server", CommunityRules(turns=3), by=ANNA, at=4.0)
    for session, channel in ((own, "here"), (own, BEN), (group, "here"), (group, ANNA)):
        await storage.session_messages.note("fake", [a_file(session, channel)])
    return group


async def all_rows(storage: Storage) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    async with storage.sessions._database.reader.connect() as connection:
        return {
            name: sorted(str(row) for row in await connection.execute(select(table)))
            for name, table in all_tables.tables.items()
        }


async def forget(storage: Storage) -> Forgotten:
    return await storage.personal_data.forget(ANNA, at=5.0)


async def belief_of(storage: Storage, user: UserId) -> Belief | None:
    return await storage.beliefs.belief(user, USER_MODEL)


async def test_nothing_that_names_somebody_or_what_they_wrote_is_left_anywhere(storage: Storage) -> None:
    await everything_of_anna(storage)
    marks = (ANNA, PROMPT, WORDS)
    before = await all_rows(storage)
    for mark in marks:
        assert any(mark in row for rows in before.values() for row in rows)
    await forget(storage)
    left = [row for rows in (await all_rows(storage)).values() for row in rows]
    assert [row for row in left if any(mark in row for mark in marks)] == []


def database_bytes(folder: Path) -> bytes:
    """What the database's file holds, and those beside it."""
    return b"".join(path.read_bytes() for path in folder.glob("pasta.db*"))


async def test_nothing_they_wrote_can_be_read_from_the_closed_file(tmp_path: Path) -> None:
    names = iter([ANNA, BEN, CARLA])
    async with open_storage(None, tmp_path, new_user_id=lambda: next(names)) as storage:
        for name in (ANNA, BEN, CARLA):
            await storage.people.recognise(Identity(platform="fake", account=name))
        await everything_of_anna(storage)
    assert PROMPT.encode() in database_bytes(tmp_path)
    async with open_storage(None, tmp_path) as storage:
        await forget(storage)
    assert PROMPT.encode() not in database_bytes(tmp_path)
    assert WORDS.encode() not in database_bytes(tmp_path)


async def test_it_stays_that_somebody_was_forgotten_and_how_much_went(storage: Storage) -> None:
    group = await everything_of_anna(storage)
    before = await all_rows(storage)
    forgotten = await forget(storage)
    after_it = await all_rows(storage)
    lost = {name: len(rows) - len(after_it[name]) for name, rows in before.items() if name != "forgettings"}
    assert {name: count for name, count in forgotten.withdrawn.items() if count} == {
        name: count for name, count in lost.items() if count
    }
    once = ("sessions", "finishes", "shares", "users", "identities", "beliefs")
    assert [lost[name] for name in once] == [1] * len(once)
    assert lost["audit"] == lost["community_rules"] == 0
    assert lost["session_messages"] == 3
    assert len(forgotten.gone) == 1
    assert forgotten.changed == (group.id,)
    async with storage.sessions._database.reader.connect() as connection:
        (row,) = (await connection.execute(select(forgettings))).all()
    assert (row.id, row.at) == (forgotten.id, 5.0)
    assert '"picks":5' in row.withdrawn


async def test_their_own_sessions_are_gone_with_what_others_did_there(storage: Storage) -> None:
    own = await own_session(storage, BY_STARTER)
    other = await saved_gallery(storage.sessions, BY_STARTER)
    other = await after(storage, other, (BEN, Pick(number=2)), (ANNA, CloseVote()), (ANNA, Cancel()))
    learnt = await belief_of(storage, BEN)
    token = await storage.shares.share(own.id, RECAP)
    forgotten = await forget(storage)
    assert set(forgotten.gone) == {own.id, other.id}
    assert await storage.sessions.load(own.id) is None
    assert await storage.sessions.sessions_of(ANNA, limit=9) == []
    assert await storage.shares.shared_under(token) is None
    assert await belief_of(storage, ANNA) is None
    assert await belief_of(storage, BEN) == learnt is not None


async def test_others_sessions_load_without_their_answers_and_words(storage: Storage) -> None:
    group = await group_of_ben(storage)
    assert group.turns[2].intent.startswith(f"a white cat; {WORDS}; red")
    await forget(storage)
    left = await storage.sessions.load(group.id)
    assert left is not None
    assert [[vote.voter for vote in turn.votes] for turn in left.turns] == [[BEN, CARLA], [BEN], [BEN]]
    assert [said.voter for said in left.turns[1].feedback] == [CARLA]
    assert left.turns[0].outcome is not None
    assert left.turns[0].outcome.words == "red"
    assert [turn.intent for turn in left.turns[:2]] == ["a white cat", "a white cat; red"]
    assert left.turns[2].intent == group.turns[2].intent.replace(f"{WORDS}; ", "")
    assert left.version == group.version + 1


async def test_words_that_only_they_said_leave_the_prompt(storage: Storage) -> None:
    session = await saved_gallery(storage.sessions, Rules(group=True), user=BEN)
    session = await after(storage, session, (ANNA, Pick(number=1, words=WORDS)))
    assert session.turns[0].outcome is not None
    await forget(storage)
    left = await storage.sessions.load(session.id)
    assert left is not None
    assert left.turns[0].outcome == replace(session.turns[0].outcome, words=None)
    assert left.turns[1].intent == "a white cat"


async def test_a_group_votes_on_and_every_step_loads_back_as_it_was(storage: Storage) -> None:
    group = await group_of_ben(storage)
    await forget(storage)
    left = await storage.sessions.load(group.id)
    assert left is not None
    aaron = await storage.people.recognise(Identity(platform="fake", account="aaron"))
    moves: list[tuple[UserId, Act]] = [
        (CARLA, Pick(number=2)),
        (aaron, Pick(number=None)),
        (BEN, Compare(comparison=Comparison.SAME)),
        (CARLA, Compare(comparison=Comparison.BETTER)),
        (BEN, CloseVote()),
        (BEN, Undo()),
        (BEN, Keep(number=1)),
    ]
    for move in moves:
        left = await after(storage, left, move)
        assert await storage.sessions.load(left.id) == left
    assert left.kept is not None


async def test_what_others_learnt_beside_them_can_still_be_taken_back(storage: Storage) -> None:
    group = await group_of_ben(storage)
    await forget(storage)
    left = await storage.sessions.load(group.id)
    assert left is not None
    for _ in range(3):
        left = await after(storage, left, (BEN, Undo()))
    assert not left.answered
    belief = await belief_of(storage, BEN)
    assert belief is not None
    assert belief.log_evidence == pytest.approx([0.0] * len(belief.log_evidence), abs=1e-12)


async def test_who_remembers_a_session_as_it_was_must_read_it_again(storage: Storage) -> None:
    group = await group_of_ben(storage)
    forgotten = await forget(storage)
    assert forgotten.changed == (group.id,)
    with pytest.raises(StorageError, match="read it again"):
        await storage.sessions.save(acting(group, CloseVote(), user=BEN))
    left = await storage.sessions.load(group.id)
    assert left is not None
    left = await saved(storage.sessions, acting(left, CloseVote(), user=BEN))
    assert await storage.sessions.load(group.id) == left


async def test_a_step_saved_in_the_same_breath_counts_and_is_to_be_read_again(storage: Storage) -> None:
    group = await group_of_ben(storage)
    step = acting(group, Pick(number=3), user=CARLA)
    await asyncio.gather(storage.sessions.save(step), forget(storage))
    with pytest.raises(StorageError, match="read it again"):
        await storage.sessions.save(acting(step.after, CloseVote(), user=BEN))
    left = await storage.sessions.load(group.id)
    assert left is not None
    assert [vote.voter for vote in left.turns[2].votes] == [BEN, CARLA]


async def test_a_session_that_has_gone_takes_no_more_steps(storage: Storage) -> None:
    own = await own_session(storage)
    await forget(storage)
    with pytest.raises(StorageError):
        await storage.sessions.save(acting(own, Undo()))
    assert await storage.sessions.load(own.id) is None


@pytest.mark.parametrize("steps", range(5))
async def test_nobody_is_forgotten_while_a_session_of_theirs_goes_on(storage: Storage, steps: int) -> None:
    await everything_of_anna(storage)
    session = await saved(storage.sessions, beginning())
    for _ in range(steps):
        session = await saved(storage.sessions, working(session)) if owed(session) else session
    before = await all_rows(storage)
    with pytest.raises(UnfinishedSessionsError) as caught:
        await forget(storage)
    assert caught.value.sessions == (session.id,)
    assert await all_rows(storage) == before
    await saved(storage.sessions, acting(session, Cancel()))
    assert session.id in (await forget(storage)).gone


async def test_who_comes_back_is_somebody_new_who_has_agreed_to_nothing(storage: Storage) -> None:
    await storage.people.record_consent(
        Consent(user=ANNA, purpose=Purpose.RUN, version="1", granted=True, at=1.0)
    )
    assert await storage.people.recognise(ACCOUNT) == ANNA
    await forget(storage)
    again = await storage.people.recognise(ACCOUNT)
    assert again == "aaron"
    assert not await storage.people.has_agreed(again, Purpose.RUN)
    assert not await storage.people.has_agreed(ANNA, Purpose.RUN)
    assert (await own_session(storage, user=again)).starter == again


@pytest.mark.parametrize("forget_first", [True, False])
async def test_who_comes_at_the_same_moment_is_known_afterwards(storage: Storage, forget_first: bool) -> None:
    storage.people.forget_remembered()
    work = [forget(storage), storage.people.recognise(ACCOUNT)]
    await asyncio.gather(*(work if forget_first else reversed(work)))
    again = await storage.people.recognise(ACCOUNT)
    assert again != ANNA
    assert (await saved_gallery(storage.sessions, user=again)).starter == again


async def test_forgetting_somebody_unknown_changes_nobody(storage: Storage) -> None:
    await everything_of_anna(storage)
    before = await all_rows(storage)
    forgotten = await storage.personal_data.forget(UserId("nobody"), at=1.0)
    assert sum(forgotten.withdrawn.values()) == 0
    assert (forgotten.gone, forgotten.changed) == ((), ())
    assert {**await all_rows(storage), "forgettings": []} == before


async def test_where_deleting_fails_nobody_has_lost_anything(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise StorageFullError("the disk")

    group = await everything_of_anna(storage)
    before = await all_rows(storage)
    with monkeypatch.context() as patch:
        patch.setattr(forgetting, "_delete_unused", fail)
        with pytest.raises(StorageFullError):
            await forget(storage)
    assert await all_rows(storage) == before
    assert await storage.people.recognise(ACCOUNT) == ANNA
    group = await saved(storage.sessions, acting(group, CloseVote(), user=BEN))
    assert await storage.sessions.load(group.id) == group
