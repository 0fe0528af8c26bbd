"""What every Shares port promises."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from core.ports import Share, SharedAnswer, SharedRecap
from core.types.galleries import ImageRef
from core.types.identifiers import ImageHash, SessionId, ShareToken
from core.types.sessions import Finish, Kept
from core.types.work import Change
from tests.fakes.sessions import begun
from tests.fakes.stores import Stores

RECAP = SharedRecap(
    answers=(SharedAnswer(serial=1, position=2), SharedAnswer(serial=3, position=None)),
    kept=Kept(serial=1, position=0, at=1.25),
    is_found=True,
)
SHORT = SharedRecap(answers=(SharedAnswer(serial=1, position=2),), kept=None, is_found=False)


@pytest.fixture
async def session_id(stores: Stores) -> SessionId:
    """A stored session."""
    session = begun()
    await stores.sessions.save(Change(before=None, after=session))
    return session.id


async def test_nothing_is_shared_unasked(stores: Stores, session_id: SessionId) -> None:
    assert await stores.shares.share_of(session_id) is None
    assert await stores.shares.shared_under(ShareToken("guess")) is None


@pytest.mark.parametrize("recap", [RECAP, SHORT])
async def test_a_shared_recap_is_found_by_its_token_as_it_was(
    stores: Stores, session_id: SessionId, recap: SharedRecap
) -> None:
    token = await stores.shares.share(session_id, recap)
    share = Share(token=token, session=session_id, recap=recap)
    assert await stores.shares.shared_under(token) == share
    assert await stores.shares.share_of(session_id) == share


async def test_sharing_again_keeps_the_token_and_renews_the_recap(
    stores: Stores, session_id: SessionId
) -> None:
    token = await stores.shares.share(session_id, SHORT)
    assert await stores.shares.share(session_id, RECAP) == token
    assert await stores.shares.shared_under(token) == Share(token=token, session=session_id, recap=RECAP)


async def test_sharing_at_once_gives_the_same_token(stores: Stores, session_id: SessionId) -> None:
    tokens = await asyncio.gather(*(stores.shares.share(session_id, RECAP) for _ in range(5)))
    assert set(tokens) == {await stores.shares.share(session_id, RECAP)}


async def test_two_shared_recaps_do_not_mix(stores: Stores, session_id: SessionId) -> None:
    other = replace(begun(), id=SessionId("00000000000000ee"))
    await stores.sessions.save(Change(before=None, after=other))
    first, second = await stores.shares.share(session_id, RECAP), await stores.shares.share(other.id, SHORT)
    await stores.shares.share(session_id, RECAP)
    assert await stores.shares.shared_under(first) == Share(token=first, session=session_id, recap=RECAP)
    assert await stores.shares.shared_under(second) == Share(token=second, session=other.id, recap=SHORT)


async def test_a_link_that_was_taken_back_shows_nothing_and_never_works_again(
    stores: Stores, session_id: SessionId
) -> None:
    first = await stores.shares.share(session_id, RECAP)
    await stores.shares.unshare(session_id)
    await stores.shares.unshare(session_id)
    assert await stores.shares.share_of(session_id) is None
    assert await stores.shares.shared_under(first) is None
    second = await stores.shares.share(session_id, RECAP)
    assert second != first
    assert await stores.shares.shared_under(first) is None


@pytest.mark.parametrize("image", [None, ImageRef(hash=ImageHash("ab"), media_type="image/png")])
async def test_a_shared_recap_tells_of_the_picked_image_and_of_no_refined_one(
    stores: Stores, session_id: SessionId, image: ImageRef | None
) -> None:
    assert RECAP.kept is not None
    refined = replace(RECAP, kept=replace(RECAP.kept, finish=Finish(image=image)))
    token = await stores.shares.share(session_id, refined)
    assert await stores.shares.shared_under(token) == Share(token=token, session=session_id, recap=RECAP)
