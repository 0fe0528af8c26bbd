"""A process of its own that opens a storage, saves sessions without end and prints what was acknowledged.

python -m tests.fakes.saver URL|- FOLDER
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from adapters.storage.opening import Storage, open_storage
from core.types.answers import Pick
from core.types.identifiers import Identity, SessionId
from core.types.sessions import ENDED, Session
from tests.fakes.saving import acting, beginning, saved_until_shown
from tests.fakes.sessions import ANNA

SESSIONS_AT_ONCE = 8


async def save_without_end(url: str | None, folder: Path) -> None:
    """Open the storage, say so, and go through one session after the other."""
    async with open_storage(url, folder, new_user_id=lambda: ANNA) as storage:
        await storage.people.recognise(Identity(platform="fake", account=ANNA))
        _tell("open", 0)
        await asyncio.gather(*(_go_through_sessions(storage) for _ in range(SESSIONS_AT_ONCE)))


async def _go_through_sessions(storage: Storage) -> None:
    while True:
        change = beginning()
        await storage.sessions.save(change)
        session = change.after
        _tell(session.id, session.version)
        while session.phase not in ENDED:
            session = await _answered(storage, await saved_until_shown(storage.sessions, session))


async def _answered(storage: Storage, session: Session) -> Session:
    change = acting(session, Pick(number=1))
    await storage.sessions.save(change)
    _tell(change.session_id, change.after.version)
    return change.after


def _tell(what: SessionId | str, version: int) -> None:
    sys.stdout.write(f"{what} {version}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(save_without_end(None if sys.argv[1] == "-" else sys.argv[1], Path(sys.argv[2])))
