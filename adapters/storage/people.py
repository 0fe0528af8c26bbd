"""Who somebody is and what they have agreed to.

Both are asked for with every event, so answers are remembered: no other process writes to the database.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.storage.community.auditing import write_note
from adapters.storage.database.engines import Database
from adapters.storage.database.failures import readable_failures
from adapters.storage.tables import consents, identities, users
from adapters.storage.writing.memory import Memory
from adapters.storage.writing.writer import Writer
from core.community_ports import Json
from core.ports import Consent, Purpose
from core.types.identifiers import Identity, UserId


class SqlPeople:
    """A People port."""

    def __init__(
        self, database: Database, writer: Writer, *, clock: Callable[[], float], new_id: Callable[[], str]
    ) -> None:
        self._database = database
        self._writer = writer
        self._clock = clock
        self._new_id = new_id
        self._known: Memory[Identity, UserId] = Memory()
        self._agreed: Memory[tuple[UserId, Purpose], bool] = Memory()

    async def recognise(self, identity: Identity) -> UserId:
        """The person behind an identity; a new person the first time, once however often asked at once."""

        async def find_or_add(connection: AsyncConnection) -> UserId:
            return await _find_user(connection, identity) or await self._add_user(connection, identity)

        user = self._known.get(identity)
        if user is None:
            user = await self._writer.perform(
                find_or_add, then=lambda found: self._known.remember({identity: found})
            )
        return user

    async def account_of(self, user: UserId, platform: str) -> str | None:
        """The person's account on a platform, or `None` where they have none there."""
        query = select(identities.c.account).where(
            identities.c.user_id == user, identities.c.platform == platform
        )
        with readable_failures(self._database.where):
            async with self._database.reader.connect() as connection:
                account: str | None = await connection.scalar(query.limit(1))
        return account

    async def record_consent(self, consent: Consent) -> None:
        """Write a yes or no down, for good and in the audit log."""

        async def record(connection: AsyncConnection) -> None:
            who = {"user_id": consent.user, "at": consent.at}
            what: dict[str, Json] = {
                "purpose": consent.purpose,
                "version": consent.version,
                "granted": consent.granted,
            }
            await connection.execute(insert(consents), {**who, **what})
            await write_note(connection, consent.user, "consent", what, at=consent.at)

        agreed = {(consent.user, consent.purpose): consent.granted}
        await self._writer.perform(record, then=lambda _: self._agreed.remember(agreed))

    async def has_agreed(self, user: UserId, purpose: Purpose) -> bool:
        """Whether the newest recorded answer is a yes."""
        agreed = self._agreed.get((user, purpose))
        if agreed is None:
            agreed = await self._newest_answer(user, purpose)
            self._agreed.suggest((user, purpose), agreed)
        return agreed

    def forget_remembered(self) -> None:
        """Forget all answers, since rows have gone."""
        self._known.forget()
        self._agreed.forget()

    async def _newest_answer(self, user: UserId, purpose: Purpose) -> bool:
        of_both = consents.c.user_id == user, consents.c.purpose == purpose
        query = select(consents.c.granted).where(*of_both).order_by(consents.c.id.desc()).limit(1)
        with readable_failures(self._database.where):
            async with self._database.reader.connect() as connection:
                return bool(await connection.scalar(query))

    async def _add_user(self, connection: AsyncConnection, identity: Identity) -> UserId:
        user = UserId(self._new_id())
        await connection.execute(insert(users), {"id": user, "recognised_at": self._clock()})
        await connection.execute(insert(identities), {**asdict(identity), "user_id": user})
        return user


async def _find_user(connection: AsyncConnection, identity: Identity) -> UserId | None:
    query = select(identities.c.user_id).where(
        identities.c.platform == identity.platform, identities.c.account == identity.account
    )
    user: UserId | None = await connection.scalar(query)
    return user
