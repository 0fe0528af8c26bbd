"""The pictures that messages show: a numbered gallery to choose from, and the images as they were made."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from adapters.telegram.outlet import Picture
from core.bots.showing.ends import EndImage, TheEnd
from core.bots.showing.recaps import recap_file
from core.conversation.gallery import GalleryView
from core.pictures import numbered_grid, numbered_tile, within_bytes
from core.ports import ImageStore
from core.texts.catalogue import Texts
from core.types.galleries import ImageRef
from core.types.sessions import Session

MOST_PHOTO_BYTES = 10_000_000
"""Of what is sent to be seen; files may be five times as large."""
SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


async def composite(view: GalleryView, caption: str, images: ImageStore) -> Picture:
    """All tiles of a gallery in one numbered picture."""
    contents = [[await images.get(image.hash) for image in tile.images] for tile in view.tiles]
    picture = await asyncio.to_thread(numbered_grid, contents, media_type="image/jpeg")
    return Picture(content=picture, name="gallery.jpg", caption=caption, spoiler=_is_marked(view))


async def tiles(view: GalleryView, images: ImageStore) -> list[Picture]:
    """Each tile with its number in the corner, captioned by it."""
    shown = []
    for tile in view.tiles:
        contents = [await images.get(image.hash) for image in tile.images]
        picture = await asyncio.to_thread(numbered_tile, contents, tile.number)
        spoiler = any(image.spoiler for image in tile.images)
        shown.append(
            Picture(content=picture, name=f"{tile.number}.jpg", caption=str(tile.number), spoiler=spoiler)
        )
    return shown


async def originals(view: GalleryView, images: ImageStore) -> list[Picture]:
    """Each image of a gallery as it was made, byte by byte, named by its number."""
    return [
        await whole_image(
            image, f"{tile.number}-{place}" if len(tile.images) > 1 else str(tile.number), images
        )
        for tile in view.tiles
        for place, image in enumerate(tile.images, start=1)
    ]


async def of_the_end(end: TheEnd, images: ImageStore) -> list[Picture]:
    """The images of the end as they were made."""
    return [await _end_image(one, images) for one in end.images]


async def photos_of_the_end(end: TheEnd, texts: Texts, images: ImageStore) -> list[Picture]:
    """The same to be looked at, each captioned where it has to be told from another one."""
    captions = [None if one.label_key is None else texts.say(one.label_key) for one in end.images]
    pictures = await of_the_end(end, images)
    return [
        replace(await within_photo(picture), caption=caption)
        for picture, caption in zip(pictures, captions, strict=True)
    ]


async def within_photo(picture: Picture) -> Picture:
    """A picture as Telegram takes it for a photo: one that is too large becomes a JPEG that fits."""
    smaller = await asyncio.to_thread(within_bytes, picture.content, MOST_PHOTO_BYTES)
    if smaller is None:
        return picture
    return replace(picture, content=smaller, name=f"{picture.name.rpartition('.')[0]}.jpg")


async def _end_image(one: EndImage, images: ImageStore) -> Picture:
    return await whole_image(one.image, one.name, images)


async def whole_image(image: ImageRef, name: str, images: ImageStore) -> Picture:
    """An image as it was made."""
    suffix = SUFFIXES.get(image.media_type, "png")
    return Picture(
        content=await images.get(image.hash), name=f"{name}.{suffix}", caption=None, spoiler=image.spoiler
    )


async def recap_photo(session: Session, caption: str, images: ImageStore) -> Picture:
    """One picture of the whole session."""
    picture, is_marked = await recap_file(session, images)
    return Picture(content=picture, name="recap.png", caption=caption, spoiler=is_marked)


def _is_marked(view: GalleryView) -> bool:
    return any(image.spoiler for tile in view.tiles for image in tile.images)
