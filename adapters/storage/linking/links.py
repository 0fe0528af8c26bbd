"""A Links port: what is written in one transaction, and what the other stores must forget after it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.storage.linking.joining import join_person
from adapters.storage.linking.offers import write_offer
from adapters.storage.linking.separating import separate_account
from adapters.storage.writing.writer import Writer
from core.community_ports import Joined, Separated
from core.errors import PastaError
from core.types.identifiers import Identity, UserId

Done = TypeVar("Done", Joined, Separated)


class SqlLinks:
    """A Links port; `forget_remembered` makes the other stores forget what they have read."""

    def __init__(
        self,
        writer: Writer,
        *,
        decay: float,
        new_user_id: Callable[[], str],
        forget_remembered: Callable[[], None],
    ) -> None:
        self._writer = writer
        self._decay = decay
        self._new_user_id = new_user_id
        self._forget_remembered = forget_remembered

    async def offer(self, user: UserId, *, code: str, until: float) -> None:
        """Let the code join others to this person once, until then; it takes the place of an earlier one."""

        async def write(connection: AsyncConnection) -> None:
            await write_offer(connection, user, code, until=until)

        await self._writer.perform(write)

    async def join(self, user: UserId, code: str, *, at: float) -> Joined:
        """Let all that is the person's belong to whoever offered the code."""

        async def join(connection: AsyncConnection) -> Joined | PastaError:
            return await join_person(connection, user, code, at=at, decay=self._decay)

        return await self._perform(join)

    async def separate(self, identity: Identity, *, at: float) -> Separated:
        """Make the account a person of its own, with what was done on its platform and a copy of taste."""
        name = UserId(self._new_user_id())

        async def separate(connection: AsyncConnection) -> Separated | PastaError:
            return await separate_account(connection, identity, name, at=at)

        return await self._perform(separate)

    async def _perform(self, errand: Callable[[AsyncConnection], Awaitable[Done | PastaError]]) -> Done:
        """Run an errand that hands a refusal back, so that what it has written is kept, and then raised."""
        done = await self._writer.perform(errand, then=self._let_go)
        if isinstance(done, PastaError):
            raise done
        return done

    def _let_go(self, done: Joined | Separated | PastaError) -> None:
        if not isinstance(done, PastaError):
            self._writer.forget_remembered()
            self._forget_remembered()
