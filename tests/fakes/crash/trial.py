"""One trial: kill the program at random moments, let everything end, then audit the database."""

from __future__ import annotations

import asyncio
import random
import signal
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from adapters.storage.opening import Storage, open_storage
from core.belief import learn, unknown_person
from core.types.identifiers import EventKey, SessionId, UserId, turn_id
from core.types.sessions import Phase, Session, TurnStatus
from tests.fakes.crash.chat import Chat
from tests.fakes.crash.members import Members
from tests.fakes.ports import USER_MODEL

START_SECONDS = 30.0
LONGEST_LIFE_SECONDS = 0.8
END_SECONDS = 90.0


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a trial saw; `wrong` is empty where nothing was lost and nothing counted twice."""

    kills: int
    sessions: int
    answers: int
    repeated: int
    refused: int
    posts: int
    duplicate_posts: int
    most_duplicates_of_one_kill: int
    most_duplicates_of_one_session_and_kill: int
    phases_found_after_kills: dict[str, int]
    wrong: list[str] = field(default_factory=list)


async def run_trial(
    url: str | None, data_directory: Path, *, kills: int, seed: int, sessions_at_once: int = 4
) -> Report:
    """Run and audit one trial; the database must be empty at the start."""
    chance = random.Random(seed)
    async with Chat() as chat:
        members = Members(chat=chat, at_once=sessions_at_once, seed=seed)
        for number in range(kills):
            program = await _start(chat, url, data_directory, seed=seed + number)
            await _live_and_die(chat, members, program, chance)
        members.open_more = False
        await _run_to_the_end(chat, members, url, data_directory, seed=seed + kills)
        async with open_storage(url, data_directory) as storage:
            wrong = await audit(storage, chat, members)
    duplicates = chat.duplicates()
    by_kill: Counter[int] = Counter()
    for (generation, _), count in duplicates.items():
        by_kill[generation] += count
    return Report(
        kills=kills,
        sessions=len(members.sessions),
        answers=chat.statuses["counted"],
        repeated=chat.statuses["repeated"],
        refused=chat.statuses["refused"],
        posts=len(chat.posts),
        duplicate_posts=duplicates.total(),
        most_duplicates_of_one_kill=max(by_kill.values(), default=0),
        most_duplicates_of_one_session_and_kill=max(duplicates.values(), default=0),
        phases_found_after_kills=dict(chat.phases),
        wrong=wrong,
    )


async def _start(
    chat: Chat, url: str | None, data_directory: Path, *, seed: int
) -> asyncio.subprocess.Process:
    chat.connected.clear()
    arguments = ("-m", "tests.fakes.crash.program", url or "", str(data_directory), str(chat.port), str(seed))
    return await asyncio.create_subprocess_exec(sys.executable, *arguments)


async def _live_and_die(
    chat: Chat, members: Members, program: asyncio.subprocess.Process, chance: random.Random
) -> None:
    """Kill the program at a random moment: mostly at work, at times while it starts."""
    if chance.random() < 0.9:
        await _wait_until_up(chat, program)
        for _ in range(20):
            members.begin_more()
            await asyncio.sleep(chance.uniform(0, LONGEST_LIFE_SECONDS) / 20)
    else:
        await asyncio.sleep(chance.uniform(0, 1.0))
    program.send_signal(signal.SIGKILL)
    await program.wait()


async def _wait_until_up(chat: Chat, program: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(START_SECONDS):
        ended = asyncio.ensure_future(program.wait())
        connected = asyncio.ensure_future(chat.connected.wait())
        await asyncio.wait((ended, connected), return_when=asyncio.FIRST_COMPLETED)
        connected.cancel()
        if ended.done():
            raise AssertionError(f"the program ended by itself with {program.returncode}")
        ended.cancel()


async def _run_to_the_end(
    chat: Chat, members: Members, url: str | None, data_directory: Path, *, seed: int
) -> None:
    program = await _start(chat, url, data_directory, seed=seed)
    await _wait_until_up(chat, program)
    try:
        async with asyncio.timeout(END_SECONDS):
            while members.going_on or chat.pending:
                await chat.something_happened()
    except TimeoutError:
        left = sorted(members.sessions.keys() - chat.delivered)
        raise AssertionError(f"not over: {left}, not acknowledged: {list(chat.pending)}") from None
    chat.stop_program()
    await program.wait()


async def audit(storage: Storage, chat: Chat, members: Members) -> list[str]:
    """Everything that is not as it was acknowledged."""
    wrong = [
        f"event {key} is lost"
        for key, ack in chat.acknowledged.items()
        if await storage.sessions.session_of_event(EventKey(key)) != SessionId(ack["session"])
    ]
    votes: list[tuple[UserId, Session, int, int | None]] = []
    for name in members.sessions:
        session = await storage.sessions.load(SessionId(name))
        if session is None:
            wrong.append(f"session {name} is lost")
            continue
        wrong += [*_wrong_votes(session, members)]
        votes += [
            (vote.voter, session, turn.serial, vote.position)
            for turn in session.answered
            for vote in turn.votes
        ]
    return wrong + await _wrong_beliefs(storage, votes)


def _wrong_votes(session: Session, members: Members) -> list[str]:
    wrong = [] if session.phase is Phase.FINISHED else [f"session {session.id} is {session.phase}"]
    for turn in session.turns:
        name = turn_id(session.id, turn.serial)
        voters = Counter(vote.voter for vote in turn.votes)
        if any(count > 1 for count in voters.values()):
            wrong.append(f"{name}: somebody counts twice")
        if turn.status is TurnStatus.ANSWERED and not session.rules.group and len(turn.votes) != 1:
            wrong.append(f"{name}: {len(turn.votes)} answers count")
        if turn.status is TurnStatus.UNDONE:
            continue
        stored = {str(vote.key) for vote in turn.votes}
        acknowledged = set(members.ledger.get(name, {}).values())
        if stored != acknowledged:
            wrong.append(f"{name}: stored {stored}, acknowledged {acknowledged}")
    return wrong


async def _wrong_beliefs(storage: Storage, votes: list[tuple[UserId, Session, int, int | None]]) -> list[str]:
    """Stored beliefs that differ from what the standing votes teach."""
    wrong = []
    for user in {user for user, *_ in votes}:
        stored = await storage.beliefs.belief(user, USER_MODEL)
        belief = None
        for voter, session, serial, position in votes:
            outcomes = session.turn(serial).outcomes
            if voter == user and outcomes is not None:
                belief = belief or unknown_person(USER_MODEL, outcomes.log_prior)
                belief = learn(belief, outcomes.column(position))
        rebuilt = belief.log_probs if belief else ()
        found = stored.log_probs if stored else ()
        if len(found) != len(rebuilt) or any(abs(a - b) > 1e-9 for a, b in zip(found, rebuilt, strict=True)):
            wrong.append(f"the belief about {user} is {found}, its votes say {rebuilt}")
    return wrong
