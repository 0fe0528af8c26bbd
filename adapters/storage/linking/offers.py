"""The codes that are on offer, as hashes, and how many wrong ones somebody has given."""

from __future__ import annotations

import hashlib
import math

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.storage.community.tables import link_attempts, link_offers
from core.community_ports import MOST_WRONG_CODES, WRONG_CODES_SECONDS
from core.errors import LinkRefusedError
from core.types.identifiers import UserId

_OFFERS = link_offers.c
_ATTEMPTS = link_attempts.c


async def write_offer(connection: AsyncConnection, user: UserId, code: str, *, until: float) -> None:
    """Put a code on offer in the place of the person's earlier one."""
    await take_offer(connection, user)
    row = {"user_id": user, "code_hash": _hash(code), "until": until}
    await connection.execute(insert(link_offers), row)


async def take_offer(connection: AsyncConnection, user: UserId) -> None:
    """Let the person's code be valid no more."""
    await connection.execute(delete(link_offers).where(_OFFERS.user_id == user))


async def offering(connection: AsyncConnection, code: str, *, at: float) -> UserId | None:
    """Who offers that code now."""
    query = select(_OFFERS.user_id).where(_OFFERS.code_hash == _hash(code), _OFFERS.until > at)
    user: UserId | None = await connection.scalar(query)
    return user


async def note_wrong_code(connection: AsyncConnection, user: UserId, *, at: float) -> None:
    """Remember that somebody gave a wrong code; what is too old to count goes."""
    await connection.execute(delete(link_attempts).where(_ATTEMPTS.at <= at - WRONG_CODES_SECONDS))
    await connection.execute(insert(link_attempts), {"user_id": user, "at": at})


async def too_many_wrong_codes(
    connection: AsyncConnection, user: UserId, *, at: float
) -> LinkRefusedError | None:
    """What to tell somebody who has given too many wrong codes of late."""
    of_late = _ATTEMPTS.user_id == user, _ATTEMPTS.at > at - WRONG_CODES_SECONDS
    query = select(_ATTEMPTS.at).where(*of_late).order_by(_ATTEMPTS.at.desc()).limit(MOST_WRONG_CODES)
    times = (await connection.scalars(query)).all()
    if len(times) < MOST_WRONG_CODES:
        return None
    seconds = times[-1] + WRONG_CODES_SECONDS - at
    return LinkRefusedError("refused-link-many", minutes=max(1, math.ceil(seconds / 60)))


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
