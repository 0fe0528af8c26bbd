"""One trial: kill the program at random moments, let everything end, then audit the database."""

from __future__ import annotations

import asyncio
import random
import signal
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from adapters.storage.opening import open_storage
from tests.fakes.crash.audit import audit, stored_events
from tests.fakes.crash.chat import Chat
from tests.fakes.crash.members import Members

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
            wrong = await audit(
                storage, chat, await stored_events(url, data_directory), list(members.sessions)
            )
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
        program.kill()
        left = sorted(members.sessions.keys() - chat.delivered)
        raise AssertionError(f"not over: {left}, not acknowledged: {list(chat.pending)}") from None
    chat.stop_program()
    await program.wait()
