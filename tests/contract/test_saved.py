"""What every Saved port promises."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from core.community_ports import SavedImage
from core.types.sessions import Session
from tests.fakes.saving import saved_gallery
from tests.fakes.sessions import ANNA, BEN
from tests.fakes.stores import Stores


@pytest.fixture
async def session(stores: Stores) -> Session:
    """Anna's stored session."""
    return await saved_gallery(stores.sessions)


def image(session: Session, position: int, *, at: float = 1.0) -> SavedImage:
    return SavedImage(session=session.id, serial=1, position=position, at=at)


async def test_nothing_is_saved_unasked(stores: Stores) -> None:
    assert await stores.saved.saved_of(ANNA, limit=5) == []


async def test_saved_images_come_newest_first_and_no_more_than_asked_for(
    stores: Stores, session: Session
) -> None:
    images = [image(session, position, at=at) for position, at in enumerate((2.5, 4.5, 1.5, 3.5))]
    for one in images:
        await stores.saved.save(ANNA, one)
    assert await stores.saved.saved_of(ANNA, limit=3) == [images[1], images[3], images[0]]


async def test_everybody_saves_for_themselves_also_from_others_sessions(
    stores: Stores, session: Session
) -> None:
    await stores.saved.save(BEN, image(session, 2))
    assert await stores.saved.saved_of(BEN, limit=5) == [image(session, 2)]
    assert await stores.saved.saved_of(ANNA, limit=5) == []


async def test_saving_twice_is_once(stores: Stores, session: Session) -> None:
    first = image(session, 2)
    await stores.saved.save(ANNA, first)
    await asyncio.gather(*(stores.saved.save(ANNA, replace(first, at=9.0 + n)) for n in range(3)))
    assert await stores.saved.saved_of(ANNA, limit=5) == [first]


async def test_an_image_taken_back_is_gone_and_can_be_saved_again(stores: Stores, session: Session) -> None:
    for position in (1, 2):
        await stores.saved.save(ANNA, image(session, position))
        await stores.saved.save(BEN, image(session, position))
    for _ in range(2):
        await stores.saved.unsave(ANNA, session.id, serial=1, position=1)
    assert await stores.saved.saved_of(ANNA, limit=5) == [image(session, 2)]
    assert len(await stores.saved.saved_of(BEN, limit=5)) == 2
    await stores.saved.save(ANNA, image(session, 1, at=7.0))
    assert await stores.saved.saved_of(ANNA, limit=1) == [image(session, 1, at=7.0)]
