"""Makes two people of one, inside one transaction of the writer."""

from __future__ import annotations

from sqlalchemy import insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.storage.community.auditing import write_note
from adapters.storage.linking.joining import accounts_of
from adapters.storage.linking.moving import hand_over, unfinished
from adapters.storage.linking.offers import take_offer
from adapters.storage.linking.tastes import copy_taste
from adapters.storage.tables import consents, identities, users
from core.community_ports import Separated
from core.errors import LinkRefusedError, PastaError
from core.types.identifiers import Identity, UserId


async def separate_account(
    connection: AsyncConnection, identity: Identity, new: UserId, *, at: float
) -> Separated | PastaError:
    """Make the account a new person; the caller commits. A refusal is returned."""
    is_theirs = identities.c.platform == identity.platform, identities.c.account == identity.account
    user: UserId | None = await connection.scalar(select(identities.c.user_id).where(*is_theirs))
    accounts = () if user is None else await accounts_of(connection, user)
    if user is None or len(accounts) == 1:
        return LinkRefusedError("refused-link-none")
    if refusal := await unfinished(connection, user, platform=identity.platform):
        return refusal
    await connection.execute(insert(users), {"id": new, "recognised_at": at})
    await connection.execute(update(identities).where(*is_theirs).values(user_id=new))
    changed = await hand_over(connection, user, new, platform=identity.platform)
    await copy_taste(connection, user, new)
    await _copy_consents(connection, user, new)
    await take_offer(connection, user)
    await write_note(connection, new, "unlink", {"platform": identity.platform}, at=at)
    left = tuple(one for one in accounts if one != identity)
    return Separated(user=new, left=left, changed=changed)


async def _copy_consents(connection: AsyncConnection, user: UserId, new: UserId) -> None:
    """Let what the person has agreed to hold for both, in the order in which they said so."""
    what = [column for column in consents.c if column.name not in {"id", "user_id"}]
    given = select(literal(new), *what).where(consents.c.user_id == user).order_by(consents.c.id)
    names = ["user_id", *(column.name for column in what)]
    await connection.execute(insert(consents).from_select(names, given))
