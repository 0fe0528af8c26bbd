"""What every Shares port promises."""

from __future__ import annotations

import asyncio

import pytest

from core.types.identifiers import SessionId, ShareToken
from core.types.work import Change
from tests.fakes.sessions import begun
from tests.fakes.stores import Stores


@pytest.fixture
async def session_id(stores: Stores) -> SessionId:
    """A stored session."""
    session = begun()
    await stores.sessions.save(Change(before=None, after=session))
    return session.id


async def test_nothing_is_shared_unasked(stores: Stores, session_id: SessionId) -> None:
    assert await stores.shares.token_of(session_id) is None
    assert await stores.shares.shared_session(ShareToken("guess")) is None


async def test_a_shared_recap_is_found_by_its_token(stores: Stores, session_id: SessionId) -> None:
    token = await stores.shares.share(session_id)
    assert await stores.shares.shared_session(token) == session_id
    assert await stores.shares.token_of(session_id) == token


async def test_sharing_again_and_at_once_gives_the_same_token(stores: Stores, session_id: SessionId) -> None:
    tokens = await asyncio.gather(*(stores.shares.share(session_id) for _ in range(5)))
    assert set(tokens) == {await stores.shares.share(session_id)}


async def test_a_link_that_was_taken_back_shows_nothing_and_never_works_again(
    stores: Stores, session_id: SessionId
) -> None:
    first = await stores.shares.share(session_id)
    await stores.shares.unshare(session_id)
    await stores.shares.unshare(session_id)
    assert await stores.shares.token_of(session_id) is None
    assert await stores.shares.shared_session(first) is None
    second = await stores.shares.share(session_id)
    assert second != first
    assert await stores.shares.shared_session(first) is None
