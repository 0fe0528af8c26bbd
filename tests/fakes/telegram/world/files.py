"""Files: photos are recompressed as Telegram does it, documents stay as they are."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, UnidentifiedImageError

MOST_SIDES, MOST_RATIO = 10_000, 20
LARGEST_SIDE, SMALL_SIDE = 1280, 320
JPEG_QUALITY = 80


class BadPhotoError(ValueError):
    """What was sent is no photo that Telegram takes; the message is Telegram's word for it."""


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A part of a request that holds a file."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True, kw_only=True, eq=False)
class StoredFile:
    """A file on Telegram's servers; `sent_bytes` are those that were uploaded."""

    file_id: str
    unique_id: str
    kind: str
    content: bytes
    sent_bytes: bytes
    path: str
    name: str = ""
    content_type: str = ""
    width: int = 0
    height: int = 0
    small: StoredFile | None = None


class FileStore:
    """All files, by their identifiers and by the paths they are downloaded from."""

    def __init__(self) -> None:
        self.by_id: dict[str, StoredFile] = {}
        self.by_path: dict[str, StoredFile] = {}

    def add_document(self, upload: Upload) -> StoredFile:
        """Keep a document byte for byte."""
        suffix = upload.name.rpartition(".")[2] or "bin"
        return self._keep(
            "document",
            upload.content,
            upload.content,
            suffix,
            name=upload.name,
            content_type=upload.content_type,
        )

    def add_photo(self, upload: Upload) -> StoredFile:
        """Keep a photo in two sizes, both recompressed."""
        picture = _opened(upload.content)
        sizes = [_compressed(picture, side) for side in (SMALL_SIDE, LARGEST_SIDE)]
        (small_bytes, small_size), (large_bytes, large_size) = sizes
        small = self._keep(
            "photo", small_bytes, upload.content, "jpg", width=small_size[0], height=small_size[1]
        )
        return self._keep(
            "photo",
            large_bytes,
            upload.content,
            "jpg",
            width=large_size[0],
            height=large_size[1],
            small=small,
        )

    def _keep(
        self,
        kind: str,
        content: bytes,
        sent: bytes,
        suffix: str,
        *,
        name: str = "",
        content_type: str = "",
        width: int = 0,
        height: int = 0,
        small: StoredFile | None = None,
    ) -> StoredFile:
        path = f"{kind}s/file_{len(self.by_id)}.{suffix}"
        stored = StoredFile(
            file_id=f"{'AgAC' if kind == 'photo' else 'BQAC'}{secrets.token_urlsafe(30)}",
            unique_id="AQAD" + hashlib.sha256(content).hexdigest()[:12],
            kind=kind,
            content=content,
            sent_bytes=sent,
            path=path,
            name=name,
            content_type=content_type,
            width=width,
            height=height,
            small=small,
        )
        self.by_id[stored.file_id] = self.by_path[path] = stored
        return stored


def _opened(content: bytes) -> Image.Image:
    try:
        picture = Image.open(BytesIO(content))
    except (UnidentifiedImageError, OSError) as error:
        raise BadPhotoError("IMAGE_PROCESS_FAILED") from error
    width, height = picture.size
    if width + height > MOST_SIDES or max(width, height) > MOST_RATIO * min(width, height):
        raise BadPhotoError("PHOTO_INVALID_DIMENSIONS")
    try:
        return picture.convert("RGB")
    except OSError as error:
        raise BadPhotoError("IMAGE_PROCESS_FAILED") from error


def _compressed(picture: Image.Image, side: int) -> tuple[bytes, tuple[int, int]]:
    smaller = picture.copy()
    smaller.thumbnail((side, side))
    buffer = BytesIO()
    smaller.save(buffer, "JPEG", quality=JPEG_QUALITY)
    return buffer.getvalue(), smaller.size
