"""Images as files, named by the hash of their bytes: in a local folder, or wherever fsspec can write.

A file is there before any row refers to it, and is removed after the last such row has gone. Putting an image
again makes its file young again and young files are never removed, so one on its way into a session stays.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import tempfile
import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.storage.database.failures import readable_failures
from core.errors import StorageUnavailableError
from core.ports import RenderedImage
from core.types.identifiers import ImageHash

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

YOUNG_SECONDS = 3600.0
"""No file younger than this is removed; one older than half of it is written anew when it is put again."""

KNOWN_SECONDS = 60.0
"""For so long a file that was put just now is not looked for again; much less than a file stays young."""

MOST_KNOWN = 10_000
MOST_HASHED_AT_ONCE_BYTES = 1 << 18
"""A larger image is hashed in a thread: an event loop has about half a millisecond for this."""

_HASH = re.compile(r"[0-9a-f]{64}")


class FileImageStore:
    """An ImageStore; its work is done in threads."""

    def __init__(self, location: str, *, clock: Callable[[], float]) -> None:
        """Keep images under `location`, a path or any url that fsspec knows."""
        from fsspec.core import url_to_fs

        self._files: AbstractFileSystem
        self._files, self._root = url_to_fs(location)
        self._clock = clock
        self._replacing = threading.Lock()
        self._known: dict[ImageHash, float] = {}

    async def put(self, image: RenderedImage) -> ImageHash:
        """Store an image durably; the same bytes are stored once."""
        if len(image.content) <= MOST_HASHED_AT_ONCE_BYTES:
            image_hash = _hash_of(image.content)
            if self._clock() - self._known.get(image_hash, 0.0) < KNOWN_SECONDS:
                return image_hash
        image_hash = await asyncio.to_thread(self._put, image.content)
        self._remember(image_hash)
        return image_hash

    async def get(self, image_hash: ImageHash) -> bytes:
        """The image's bytes; raises `StorageUnavailableError` where they are missing or damaged."""
        return await asyncio.to_thread(self._get, image_hash)

    async def stored(self, start: str) -> Sequence[ImageHash]:
        """The images whose hash starts with these two digits."""
        return await asyncio.to_thread(self._stored, start)

    async def remove_old(self, hashes: Collection[ImageHash]) -> None:
        """Remove those of the images that are not young."""
        await asyncio.to_thread(self._remove_old, hashes)

    def _put(self, content: bytes) -> ImageHash:
        image_hash = _hash_of(content)
        path = self._path(image_hash)
        with readable_failures(path):
            if self._age_seconds(path, len(content)) > YOUNG_SECONDS / 2:
                self._write(path, content)
        return image_hash

    def _remember(self, image_hash: ImageHash) -> None:
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[image_hash] = self._clock()

    def _get(self, image_hash: ImageHash) -> bytes:
        path = self._path(image_hash)
        try:
            with readable_failures(path):
                content = bytes(self._files.cat_file(path))
        except StorageUnavailableError as error:
            if isinstance(error.__cause__, FileNotFoundError):
                raise StorageUnavailableError(f"{path}: this image is missing.") from None
            raise
        if _hash_of(content) != image_hash:
            raise StorageUnavailableError(f"{path}: this image is damaged.")
        return content

    def _stored(self, start: str) -> list[ImageHash]:
        folder = f"{self._root}/{start}"
        with readable_failures(folder):
            names = [str(path).rpartition("/")[2] for path in self._files.find(folder)]
        return [ImageHash(name) for name in names if _HASH.fullmatch(name)]

    def _remove_old(self, hashes: Collection[ImageHash]) -> None:
        for image_hash in hashes:
            self._known.pop(image_hash, None)
        for path in map(self._path, hashes):
            with readable_failures(path), self._replacing:
                if YOUNG_SECONDS < self._age_seconds(path) < float("inf"):
                    self._files.rm_file(path)

    def _age_seconds(self, path: str, size_bytes: int | None = None) -> float:
        """How long ago a file was written; one that is missing, or has another size, is infinitely old."""
        try:
            if size_bytes is not None and self._files.size(path) != size_bytes:
                return float("inf")
            written_at: datetime = self._files.modified(path)
        except FileNotFoundError:
            return float("inf")
        return self._clock() - written_at.replace(tzinfo=written_at.tzinfo or UTC).timestamp()

    def _write(self, path: str, content: bytes) -> None:
        if "file" in self._files.protocol:
            self._write_durably(Path(path), content)
        else:
            self._files.pipe_file(path, content)

    def _write_durably(self, path: Path, content: bytes) -> None:
        """Write whole or not at all, and return when a power cut would not undo it."""
        for folder in (path.parent.parent, path.parent):
            if not folder.exists():
                folder.mkdir(parents=True, exist_ok=True)
                _sync_folder(folder.parent)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            with self._replacing:
                Path(temporary).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(temporary).unlink()
            raise
        _sync_folder(path.parent)

    def _path(self, image_hash: ImageHash) -> str:
        if not _HASH.fullmatch(image_hash):
            raise StorageUnavailableError("There is no such image.")
        return f"{self._root}/{image_hash[:2]}/{image_hash[2:4]}/{image_hash}"


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _hash_of(content: bytes) -> ImageHash:
    return ImageHash(hashlib.sha256(content).hexdigest())
