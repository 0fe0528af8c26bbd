"""The images of somebody who is forgotten: which go, and when."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from adapters.storage import opening
from adapters.storage.images import YOUNG_SECONDS, FileImageStore
from adapters.storage.opening import Storage, open_storage
from core.community_ports import Forgotten
from core.conversation.session import advance, owed
from core.errors import StorageUnavailableError
from core.ports import RenderedImage
from core.types.answers import Cancel, Keep, Undo
from core.types.galleries import ImageRef
from core.types.identifiers import Identity, ImageHash, UserId
from core.types.sessions import Finish, Rules, Session
from core.types.work import Change, Finished, WorkEvent
from tests.fakes.saving import acting, saved, saved_until_shown, saved_with_images, working
from tests.fakes.sessions import ANNA, BEN
from tests.integration.adapters.storage.conftest import Clock

ACCOUNT = Identity(platform="fake", account=ANNA)


async def over_with_images(storage: Storage, user: UserId, names: list[ImageHash]) -> None:
    """A session of that person whose gallery shows these images, and which is over."""
    session = await saved_with_images(storage.sessions, names, user=user)
    await saved(storage.sessions, acting(session, Cancel(), user=user))


async def refined(
    storage: Storage, user: UserId, shown: list[ImageHash], refined_one: ImageHash | None
) -> Session:
    """A session of that person that has ended with the first of these images kept, and refined."""
    session = await saved_with_images(storage.sessions, shown, user=user, rules=Rules(finishes=True))
    session = await saved(storage.sessions, working(session))
    assert session.turns[0].gallery is not None
    number = session.turns[0].gallery.number_of(0)
    session = await saved(storage.sessions, acting(session, Keep(number=number), user=user))
    wanted = owed(session)
    assert wanted is not None
    image = refined_one and ImageRef(hash=refined_one, media_type="image/png")
    step = advance(session, WorkEvent(owed=wanted, result=Finished(finish=Finish(image=image or None))))
    session = await saved(storage.sessions, Change(before=session, after=step.session))
    return await saved_until_shown(storage.sessions, session)


async def forget(storage: Storage) -> Forgotten:
    return await storage.personal_data.forget(ANNA, at=5.0)


async def put(storage: Storage, *contents: str) -> list[ImageHash]:
    return [
        await storage.images.put(RenderedImage(content=one.encode(), media_type="image/png"))
        for one in contents
    ]


async def is_there(storage: Storage, name: ImageHash) -> bool:
    try:
        await storage.images.get(name)
    except StorageUnavailableError:
        return False
    return True


async def wait_until_gone(storage: Storage, names: list[ImageHash]) -> None:
    """Wait for the sweep, which goes on beside everything else."""
    for _ in range(600):
        if not any([await is_there(storage, name) for name in names]):
            return
        await asyncio.sleep(0.05)
    raise AssertionError("The images are still there.")


async def test_images_go_with_the_person_unless_others_show_them_too(storage: Storage, clock: Clock) -> None:
    own, shared = await put(storage, "o1", "o2", "o3"), await put(storage, "shared")
    others = await put(storage, "x1", "x2", "x3")
    await over_with_images(storage, ANNA, own + shared)
    await over_with_images(storage, BEN, others + shared)
    clock.ahead_seconds = YOUNG_SECONDS + 60
    forgotten = await forget(storage)
    assert forgotten.withdrawn["images"] == 3
    assert [await is_there(storage, name) for name in own] == [False] * 3
    assert [await is_there(storage, name) for name in others + shared] == [True] * 4


async def test_young_images_go_with_a_later_sweep(
    url: str | None, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "SWEEP_SECONDS", 0.05)
    async with open_storage(url, tmp_path, clock=clock, new_user_id=lambda: ANNA) as storage:
        await storage.people.recognise(ACCOUNT)
        own = await put(storage, "1", "2", "3", "4")
        await over_with_images(storage, ANNA, own)
        await forget(storage)
        assert await is_there(storage, own[0])
        clock.ahead_seconds = YOUNG_SECONDS + 60
        await wait_until_gone(storage, own)


async def test_files_that_could_not_be_removed_are_swept_when_the_storage_is_opened_again(
    url: str | None, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise StorageUnavailableError("The disk is away.")

    async with open_storage(url, tmp_path, clock=clock, new_user_id=lambda: ANNA) as storage:
        await storage.people.recognise(ACCOUNT)
        own = await put(storage, "1", "2", "3", "4")
        await over_with_images(storage, ANNA, own)
        clock.ahead_seconds = YOUNG_SECONDS + 60
        with monkeypatch.context() as patch:
            patch.setattr(FileImageStore, "remove_old", fail)
            assert (await forget(storage)).withdrawn["images"] == 4
        assert await is_there(storage, own[0])
    async with open_storage(url, tmp_path, clock=clock) as storage:
        assert await storage.people.recognise(ACCOUNT) != ANNA
        await wait_until_gone(storage, own)


async def test_somebody_with_hundreds_of_images_is_forgotten_whole(storage: Storage, clock: Clock) -> None:
    images = await put(storage, *(f"image {number}" for number in range(1100)))
    for start in range(0, len(images), 4):
        await over_with_images(storage, ANNA, images[start : start + 4])
    clock.ahead_seconds = YOUNG_SECONDS + 60
    assert (await forget(storage)).withdrawn["images"] == len(images)
    assert not any([await is_there(storage, name) for name in images])


async def test_a_refined_image_goes_with_the_person_unless_others_have_it_too(
    storage: Storage, clock: Clock
) -> None:
    own, (alone, of_both, shown) = await put(storage, "o1", "o2", "o3", "o4"), await put(storage, *"rst")
    others = await put(storage, "x1", "x2", "x3")
    await refined(storage, ANNA, own, alone)
    await refined(storage, ANNA, own, of_both)
    await refined(storage, ANNA, own, shown)
    await refined(storage, ANNA, own, None)
    kept = await refined(storage, BEN, [*others, shown], of_both)
    clock.ahead_seconds = YOUNG_SECONDS + 60
    withdrawn = (await forget(storage)).withdrawn
    assert (withdrawn["images"], withdrawn["finishes"]) == (5, 4)
    assert [await is_there(storage, name) for name in (*own, alone)] == [False] * 5
    assert [await is_there(storage, name) for name in (*others, of_both, shown)] == [True] * 5
    assert await storage.sessions.load(kept.id) == kept


async def test_a_refined_image_stays_for_as_long_as_its_session_has_it(
    url: str | None, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "SWEEP_SECONDS", 0.05)
    async with open_storage(url, tmp_path, clock=clock, new_user_id=lambda: ANNA) as storage:
        await storage.people.recognise(ACCOUNT)
        own, (kept, dropped) = await put(storage, *"1234"), await put(storage, "kept", "dropped")
        stays = await refined(storage, ANNA, own, kept)
        goes = await refined(storage, ANNA, own, dropped)
        clock.ahead_seconds = YOUNG_SECONDS + 60
        await saved(storage.sessions, acting(goes, Undo()))
        await wait_until_gone(storage, [dropped])
        assert [await is_there(storage, name) for name in (*own, kept)] == [True] * 5
        assert await storage.sessions.load(stays.id) == stays
