"""The files that messages show: numbered copies to choose from, and the images themselves at the end."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import discord

from core.bots.showing.recaps import recap_file
from core.conversation.gallery import ALT_TEXT_CHARACTERS, GalleryView, shortened
from core.pictures import numbered_grid, numbered_tile, preview_grid, within_bytes
from core.ports import ImageStore
from core.texts.catalogue import Texts
from core.types.galleries import ImageRef
from core.types.sessions import Session

MOST_UPLOAD_BYTES = 10 * 1024 * 1024
"""Of one file, where nobody has boosted the server; a larger image is shown as a JPEG that fits."""
PREVIEWS_NAME = "previews.jpg"
SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """An image as a message names it; the bytes travel once, edits only name them."""

    name: str
    alt_text: str
    spoiler: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Upload:
    """A file to send with a message that shows it."""

    shown: Shown
    content: bytes

    @property
    def file(self) -> discord.File:
        """The file for one request; another try needs another one."""
        return discord.File(
            io.BytesIO(self.content), filename=self.shown.name, description=self.shown.alt_text
        )


def shown_in(view: GalleryView) -> list[Shown]:
    """A gallery's tiles as its message names them."""
    return [
        Shown(
            name=f"{tile.number}.jpg",
            alt_text=tile.alt_text,
            spoiler=any(image.spoiler for image in tile.images),
        )
        for tile in view.tiles
    ]


async def gallery_uploads(view: GalleryView, images: ImageStore) -> list[Upload]:
    """A gallery's tiles, each with its number in the corner."""
    contents = [[await images.get(image.hash) for image in tile.images] for tile in view.tiles]
    numbers = [tile.number for tile in view.tiles]
    jpegs = await asyncio.to_thread(_numbered, contents, numbers)
    return [Upload(shown=shown, content=jpeg) for shown, jpeg in zip(shown_in(view), jpegs, strict=True)]


async def composite_upload(view: GalleryView, images: ImageStore) -> Upload:
    """All tiles of a gallery in one numbered picture."""
    contents = [[await images.get(image.hash) for image in tile.images] for tile in view.tiles]
    picture = await asyncio.to_thread(numbered_grid, contents)
    spoiler = any(shown.spoiler for shown in shown_in(view))
    text = shortened("; ".join(tile.alt_text for tile in view.tiles), ALT_TEXT_CHARACTERS)
    name = f"{'SPOILER_' if spoiler else ''}gallery.png"
    return Upload(shown=Shown(name=name, alt_text=text, spoiler=spoiler), content=picture)


def _numbered(contents: Sequence[Sequence[bytes]], numbers: Sequence[int]) -> list[bytes]:
    return [numbered_tile(images, number) for images, number in zip(contents, numbers, strict=True)]


async def whole_image(image: ImageRef, name: str, text: str, images: ImageStore) -> Upload:
    """An image as it was made, at full quality where Discord takes that."""
    content = await images.get(image.hash)
    smaller = await asyncio.to_thread(within_bytes, content, MOST_UPLOAD_BYTES)
    suffix = SUFFIXES.get(image.media_type, "png") if smaller is None else "jpg"
    shown = Shown(
        name=f"{name}.{suffix}", alt_text=shortened(text, ALT_TEXT_CHARACTERS), spoiler=image.spoiler
    )
    return Upload(shown=shown, content=content if smaller is None else smaller)


async def previews_upload(previews: Mapping[int, bytes], size: int, texts: Texts, *, hides: bool) -> Upload:
    """What there is to see so far of the next gallery's images; see `preview_grid`."""
    picture = await asyncio.to_thread(preview_grid, previews, size, hides=hides)
    shown = Shown(name=PREVIEWS_NAME, alt_text=texts.say("progress-previews"))
    return Upload(shown=shown, content=picture)


async def recap_upload(session: Session, images: ImageStore) -> Upload:
    """One picture of the whole session."""
    picture, is_marked = await recap_file(session, images)
    return Upload(shown=Shown(name="recap.png", alt_text=session.prompt, spoiler=is_marked), content=picture)
