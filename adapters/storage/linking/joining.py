"""Makes one person of two, inside one transaction of the writer."""

from __future__ import annotations

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.storage.community.auditing import write_note
from adapters.storage.community.tables import link_attempts
from adapters.storage.linking.moving import hand_over, unfinished
from adapters.storage.linking.offers import note_wrong_code, offering, take_offer, too_many_wrong_codes
from adapters.storage.linking.tastes import join_tastes
from adapters.storage.linking.twice import settle_doubles
from adapters.storage.tables import audit, consents, identities, users
from core.community_ports import Joined
from core.errors import LinkRefusedError, PastaError
from core.types.identifiers import Identity, UserId

_MOVED_WHOLE = (consents, audit, identities, link_attempts)


async def join_person(
    connection: AsyncConnection, guest: UserId, code: str, *, at: float, decay: float
) -> Joined | PastaError:
    """Let all that is the guest's belong to whoever offers the code; the caller commits.

    A refusal is returned, not raised: that a code was wrong must be written down.
    """
    if too_many := await too_many_wrong_codes(connection, guest, at=at):
        return too_many
    host = await offering(connection, code, at=at)
    if host is None:
        await note_wrong_code(connection, guest, at=at)
        return LinkRefusedError("refused-link-code")
    if refusal := await _why_not(connection, host, guest):
        return refusal
    return await _join(connection, host, guest, at=at, decay=decay)


async def accounts_of(connection: AsyncConnection, user: UserId) -> tuple[Identity, ...]:
    """The accounts of a person."""
    query = select(identities).where(identities.c.user_id == user).order_by(identities.c.platform)
    rows = await connection.execute(query)
    return tuple(Identity(platform=row.platform, account=row.account) for row in rows)


async def _why_not(connection: AsyncConnection, host: UserId, guest: UserId) -> PastaError | None:
    accounts = await accounts_of(connection, host)
    if host == guest:
        return LinkRefusedError("refused-link-own", accounts=len(accounts))
    platforms = {one.platform for one in accounts}
    for other in await accounts_of(connection, guest):
        if other.platform in platforms:
            return LinkRefusedError("refused-link-platform", platform=other.platform)
    return await unfinished(connection, guest)


async def _join(
    connection: AsyncConnection, host: UserId, guest: UserId, *, at: float, decay: float
) -> Joined:
    """Move everything; whatever comes a moment later in the guest's name finds nobody, and fails."""
    await join_tastes(connection, host, guest, decay=decay)
    await settle_doubles(connection, host, guest)
    changed = await hand_over(connection, guest, host)
    for table in _MOVED_WHOLE:
        await connection.execute(update(table).where(table.c.user_id == guest).values(user_id=host))
    for person in (host, guest):
        await take_offer(connection, person)
    await connection.execute(delete(users).where(users.c.id == guest))
    accounts = await accounts_of(connection, host)
    await write_note(connection, host, "link", {"platforms": [one.platform for one in accounts]}, at=at)
    return Joined(user=host, accounts=accounts, changed=changed)
