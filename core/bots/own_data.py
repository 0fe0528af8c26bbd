"""What is stored about somebody: handed to them as a file, and deleted for good when they say so."""

from __future__ import annotations

import asyncio
import gzip
import json
from dataclasses import dataclass
from itertools import chain

from core.bots.members import Members
from core.bots.services import BotServices
from core.community_ports import Role
from core.conductor.forgetting import forget
from core.types.identifiers import MessageRef, UserId

EVERY_SESSION = 100_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Forgetting:
    """How many sessions went, and their messages on the platform, which have to be deleted there."""

    sessions: int
    messages: tuple[MessageRef, ...]


class OwnData:
    """Hands out and takes out what is stored about an account's person."""

    def __init__(self, services: BotServices, members: Members) -> None:
        self._services = services
        self._members = members

    async def file_for(self, account: int, *, most_bytes: int) -> tuple[bytes, str]:
        """All that is stored as JSON, and the file's name; packed where it would be too large to send."""
        data = await self._services.personal_data.export(await self._members.recognise(account))
        return await asyncio.to_thread(_as_file, data, most_bytes)

    async def forget(self, account: int) -> Forgetting:
        """Delete everything; raises `StorageError`."""
        user = await self._members.recognise(account)
        messages = await self._messages_of(user)
        forgotten = await forget(
            user,
            conductor=self._services.conductor,
            personal_data=self._services.personal_data,
            clock=self._services.clock,
        )
        return Forgetting(sessions=len(forgotten.gone), messages=tuple(messages))

    async def _messages_of(self, user: UserId) -> list[MessageRef]:
        """All that shows the person's sessions; a poll is named beside its message, and is none."""
        platform = self._services.platform
        found: dict[MessageRef, None] = {}
        for session_id in await self._services.history.sessions_of(user, limit=EVERY_SESSION):
            session = await self._services.conductor.look(session_id)
            if session.place.platform == platform:
                galleries = (turn.gallery.messages for turn in session.turns if turn.gallery is not None)
                found.update(dict.fromkeys(chain.from_iterable(galleries)))
                beside = await self._services.session_messages.of_session(platform, session_id)
                found.update(dict.fromkeys(one.message for one in beside if one.role is not Role.POLL))
        return list(found)


def _as_file(data: object, most_bytes: int) -> tuple[bytes, str]:
    content = json.dumps(data, ensure_ascii=False, indent=1).encode()
    if len(content) <= most_bytes:
        return content, "my-data.json"
    return gzip.compress(content), "my-data.json.gz"
