"""Image files on a real disk and through fsspec, and the sweep that removes what nobody refers to."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import delete

from adapters.storage import tables
from adapters.storage.images import KNOWN_SECONDS, YOUNG_SECONDS, FileImageStore
from adapters.storage.opening import Storage
from adapters.storage.sweeping import sweep_images
from core.errors import StorageFullError, StorageUnavailableError
from core.ports import RenderedImage
from core.types.identifiers import ImageHash
from tests.fakes.saving import saved_with_images
from tests.integration.adapters.storage.conftest import Clock


@pytest.fixture
def images(tmp_path: Path, clock: Clock) -> FileImageStore:
    return FileImageStore(str(tmp_path / "images"), clock=clock)


def image(content: bytes) -> RenderedImage:
    return RenderedImage(content=content, media_type="image/png")


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


async def test_an_image_is_one_file_two_folders_deep(images: FileImageStore, tmp_path: Path) -> None:
    name = await images.put(image(b"one"))
    await images.put(image(b"one"))
    path = tmp_path / "images" / name[:2] / name[2:4] / name
    assert path.read_bytes() == b"one"
    assert files_in(tmp_path) == [name]


async def test_a_damaged_file_is_found_out_and_healed_by_putting_it_again(
    images: FileImageStore, tmp_path: Path, clock: Clock
) -> None:
    name = await images.put(image(b"whole"))
    path = tmp_path / "images" / name[:2] / name[2:4] / name
    path.write_bytes(b"holes")
    with pytest.raises(StorageUnavailableError, match="damaged"):
        await images.get(name)
    clock.ahead_seconds = YOUNG_SECONDS
    await images.put(image(b"whole"))
    assert await images.get(name) == b"whole"


async def test_a_file_cut_short_is_written_anew(images: FileImageStore, tmp_path: Path, clock: Clock) -> None:
    name = await images.put(image(b"whole"))
    (tmp_path / "images" / name[:2] / name[2:4] / name).write_bytes(b"who")
    clock.ahead_seconds = KNOWN_SECONDS
    await images.put(image(b"whole"))
    assert await images.get(name) == b"whole"


async def test_a_missing_file_is_named(images: FileImageStore) -> None:
    with pytest.raises(StorageUnavailableError, match="f" * 64 + ".*missing"):
        await images.get(ImageHash("f" * 64))


async def test_a_full_disk_is_said_to_be_full_and_leaves_no_rest(
    images: FileImageStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    (tmp_path / "images").mkdir()
    with pytest.raises(StorageFullError, match=str(tmp_path)):
        await images.put(image(b"too much"))
    assert files_in(tmp_path) == []


async def test_any_place_that_fsspec_knows_will_do(clock: Clock) -> None:
    images = FileImageStore(f"memory://{uuid4()}", clock=clock)
    name = await images.put(image(b"far away"))
    assert await images.put(image(b"far away")) == name
    assert await images.get(name) == b"far away"
    assert await images.stored(name[:2]) == [name]
    clock.ahead_seconds = YOUNG_SECONDS + 1
    await images.remove_old([name])
    assert await images.stored(name[:2]) == []
    with pytest.raises(StorageUnavailableError, match="missing"):
        await images.get(name)


async def test_the_sweep_removes_what_nobody_refers_to_and_is_not_young(
    storage: Storage, images: FileImageStore, clock: Clock
) -> None:
    database, writer = storage.sessions._database, storage.sessions._writer
    used = [await images.put(image(f"used {number}".encode())) for number in range(4)]
    unused = await images.put(image(b"unused"))
    await saved_with_images(storage.sessions, used)
    await sweep_images(database, writer, images)
    assert await images.get(unused) == b"unused"
    clock.ahead_seconds = YOUNG_SECONDS + 60
    await sweep_images(database, writer, images)
    with pytest.raises(StorageUnavailableError):
        await images.get(unused)
    for name in used:
        assert await images.get(name)


async def test_an_image_goes_with_the_last_session_that_shows_it(
    storage: Storage, images: FileImageStore, clock: Clock
) -> None:
    database, writer = storage.sessions._database, storage.sessions._writer
    shared = [await images.put(image(f"shared {number}".encode())) for number in range(4)]
    for _ in range(2):
        await saved_with_images(storage.sessions, shared)
    first, second = await storage.sessions.unfinished()
    clock.ahead_seconds = YOUNG_SECONDS + 60
    for session_id, left in ((first, 4), (second, 0)):
        references = delete(tables.turn_images).where(tables.turn_images.c.session_id == session_id)
        await writer.perform(lambda connection, query=references: connection.execute(query))  # type: ignore[misc]
        await sweep_images(database, writer, images)
        found = [name for name in shared if name in await images.stored(name[:2])]
        assert len(found) == left
