"""The picked image as a language model is shown it: small, and without what its file says about itself."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING

from adapters.expanders.transport import Picture

if TYPE_CHECKING:
    from PIL.Image import Image as PilImage

LONGEST_SIDE_PIXELS = 768
_JPEG_QUALITY = 85


class UnreadableImageError(Exception):
    """The bytes are no image that can be read."""


async def picture_of(content: bytes) -> Picture:
    """The image as a JPEG of at most 768 pixels a side, made in a thread; raises `UnreadableImageError`."""
    return await asyncio.to_thread(_small_jpeg, content)


def plain_picture() -> Picture:
    """A grey square, to try with."""
    from PIL import Image

    return _jpeg(Image.new("RGB", (64, 64), (128, 128, 128)))


def _small_jpeg(content: bytes) -> Picture:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content)) as image:
            image.draft("RGB", (LONGEST_SIDE_PIXELS, LONGEST_SIDE_PIXELS))
            flat = _on_white(image)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadableImageError from error
    flat.thumbnail((LONGEST_SIDE_PIXELS, LONGEST_SIDE_PIXELS))
    return _jpeg(flat)


def _on_white(image: PilImage) -> PilImage:
    from PIL import Image

    solid = image.convert("RGBA")
    flat = Image.new("RGB", solid.size, (255, 255, 255))
    flat.paste(solid, mask=solid.getchannel("A"))
    return flat


def _jpeg(image: PilImage) -> Picture:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=_JPEG_QUALITY)
    return Picture(content=file.getvalue(), media_type="image/jpeg")
