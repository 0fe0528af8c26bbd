"""What `/link` and `/unlink` do and say on every platform: a code here, the same code there, one person."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from core.community_ports import Joined, Links, Separated
from core.conductor.conductor import Conductor
from core.conversation.session import owed
from core.errors import LinkRefusedError, UnfinishedSessionsError
from core.linking.codes import new_code, read_code, shown
from core.texts.catalogue import Texts
from core.types.identifiers import Identity, SessionId, UserId
from core.types.work import Duty

CODE_SECONDS = 600.0
"""How long a code is valid."""

WAIT_SECONDS = 10.0
"""How long galleries that are on their way are waited for."""

ATTEMPTS = 3
"""A person may answer in one session while others are waited for."""

Changed = TypeVar("Changed", Joined, Separated)


class Linking:
    """Joins and separates accounts; what it returns is for the person who asked, and for nobody else."""

    def __init__(
        self,
        links: Links,
        conductor: Conductor,
        *,
        clock: Callable[[], float],
        wait_seconds: float = WAIT_SECONDS,
    ) -> None:
        self._links = links
        self._conductor = conductor
        self._clock = clock
        self._wait_seconds = wait_seconds

    async def link(self, user: UserId, typed: str | None, texts: Texts) -> str:
        """Offer a code where none was typed, or let the typed one make one person of two accounts.

        Raises `LinkRefusedError` with words for the person, or `StorageError`.
        """
        if typed is None or not typed.strip():
            code = await self.offer(user)
            return texts.say("link-offered", code=code, minutes=round(CODE_SECONDS / 60))
        joined = await self.join(user, typed)
        return texts.say("link-joined", platforms=_named(joined.accounts, texts))

    async def unlink(self, identity: Identity, texts: Texts) -> str:
        """Let the account where this is asked be a person of its own; raises as `link` does."""
        separated = await self.separate(identity)
        return texts.say("unlink-done", platforms=_named(separated.left, texts))

    async def offer(self, user: UserId) -> str:
        """A new code, as it is shown; earlier ones of the person are not valid any more."""
        code = new_code()
        await self._links.offer(user, code=code, until=self._clock() + CODE_SECONDS)
        return shown(code)

    async def join(self, user: UserId, typed: str) -> Joined:
        """Join the person to whoever offered the code."""
        return await self._when_at_rest(lambda: self._links.join(user, read_code(typed), at=self._clock()))

    async def separate(self, identity: Identity) -> Separated:
        """Make the account a person of its own."""
        return await self._when_at_rest(lambda: self._links.separate(identity, at=self._clock()))

    async def _when_at_rest(self, change: Callable[[], Awaitable[Changed]]) -> Changed:
        """Try until nothing is on its way in the person's sessions; then nothing of them stays in memory."""
        for _ in range(ATTEMPTS):
            try:
                changed = await change()
            except UnfinishedSessionsError as error:
                await self._wait_for(error.sessions)
            else:
                await self._conductor.let_go(changed.changed)
                return changed
        raise LinkRefusedError("refused-link-busy")

    async def _wait_for(self, sessions: Sequence[SessionId]) -> None:
        """Wait for what is on its way; a change is never given up: it may happen all the same."""
        try:
            async with asyncio.timeout(self._wait_seconds):
                for session in sessions:
                    await self._check_comes_soon(session)
                    await self._conductor.settled(session)
        except TimeoutError:
            raise LinkRefusedError("refused-link-busy") from None

    async def _check_comes_soon(self, session: SessionId) -> None:
        wanted = owed(await self._conductor.look(session))
        if wanted is not None and wanted.duty is Duty.AWAIT_DEADLINE:
            raise LinkRefusedError("refused-link-busy")


def _named(accounts: Sequence[Identity], texts: Texts) -> str:
    return ", ".join(texts.say("platform-name", platform=one.platform) for one in accounts)
