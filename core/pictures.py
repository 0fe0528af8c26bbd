"""Pictures of a gallery to choose from: each image with its number, or all of them in one square.

And of one that is not there yet, and of images that are too large to be sent.
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

GAP_SHARE = 0.02
BADGE_SHARE = 0.13
PLAIN_COLOUR = "#4E5058"
PLAIN_TEXT_SHARE = 0.08
PREVIEW_QUALITY = 80
SOFT_SHARE = 0.05
HIDING_SHARE = 0.14
"""Of a preview's side, how far it is blurred: just to look unfinished, or so that nothing can be told."""
SMALLER = 0.8
"""Of its sides, each time that an image is too large still."""
SHOWN_QUALITY = 92
"""Of a JPEG that is looked at to choose; what is kept is the image itself."""


def numbered_grid(
    tiles: Sequence[Sequence[bytes]], *, tile_pixels: int = 512, media_type: str = "image/png"
) -> bytes:
    """All tiles, numbered from 1 in reading order; several images of one tile stand side by side.

    Every tile is `tile_pixels` wide and high; a PNG or a JPEG, as `media_type` says.
    """
    from PIL import Image

    columns = math.ceil(math.sqrt(len(tiles)))
    rows = math.ceil(len(tiles) / columns)
    gap = round(tile_pixels * GAP_SHARE)
    step = tile_pixels + gap
    grid = Image.new("RGB", (columns * step + gap, rows * step + gap), "white")
    for index, images in enumerate(tiles):
        corner = (gap + index % columns * step, gap + index // columns * step)
        grid.paste(_tile(images, index + 1, tile_pixels), corner)
    out = io.BytesIO()
    if media_type == "image/jpeg":
        grid.save(out, format="JPEG", quality=SHOWN_QUALITY)
    else:
        grid.save(out, format="PNG")
    return out.getvalue()


def numbered_tile(images: Sequence[bytes], number: int, *, tile_pixels: int = 1024) -> bytes:
    """A JPEG of one position with its number in the corner; at most `tile_pixels` wide and high.

    Several images stand side by side; one image by itself is made no larger than it is.
    """
    from PIL import Image

    pixels = tile_pixels
    if len(images) == 1:
        with Image.open(io.BytesIO(images[0])) as only:
            pixels = min(pixels, max(only.size))
    out = io.BytesIO()
    _tile(images, number, pixels).save(out, format="JPEG", quality=SHOWN_QUALITY)
    return out.getvalue()


def preview_grid(previews: Mapping[int, bytes], size: int, *, hides: bool, tile_pixels: int = 208) -> bytes:
    """A small JPEG of `size` places, with what there is to see so far at the numbers that have something.

    No safety check has seen that yet: with `hides`, only its light and colours are left.
    """
    from PIL import Image, ImageFilter

    columns = math.ceil(math.sqrt(size))
    gap = round(tile_pixels * GAP_SHARE)
    step = tile_pixels + gap
    rows = math.ceil(size / columns)
    grid = Image.new("RGB", (columns * step + gap, rows * step + gap), PLAIN_COLOUR)
    for index in range(size):
        tile = Image.new("RGB", (tile_pixels, tile_pixels), PLAIN_COLOUR)
        if preview := previews.get(index + 1):
            blur = ImageFilter.GaussianBlur(tile_pixels * (HIDING_SHARE if hides else SOFT_SHARE))
            tile = _fitted(preview, tile_pixels).filter(blur)
        _draw_number(tile, index + 1)
        grid.paste(tile, (gap + index % columns * step, gap + index // columns * step))
    out = io.BytesIO()
    grid.save(out, format="JPEG", quality=PREVIEW_QUALITY)
    return out.getvalue()


def within_bytes(content: bytes, most_bytes: int) -> bytes | None:
    """A JPEG of an image file that is larger than that, as good as fits; `None` where it is not."""
    from PIL import Image

    if len(content) <= most_bytes:
        return None
    with Image.open(io.BytesIO(content)) as image:
        picture = image.convert("RGB")
    while True:
        out = io.BytesIO()
        picture.save(out, format="JPEG", quality=SHOWN_QUALITY)
        if out.tell() <= most_bytes:
            return out.getvalue()
        picture = picture.resize([max(1, round(side * SMALLER)) for side in picture.size])


def plain_tile(words: str, *, tile_pixels: int = 512) -> bytes:
    """A PNG that shows nothing and says why: it stands in for an image that must not be seen."""
    from PIL import Image, ImageDraw, ImageFont

    tile = Image.new("RGB", (tile_pixels, tile_pixels), PLAIN_COLOUR)
    font = ImageFont.load_default(size=tile_pixels * PLAIN_TEXT_SHARE)
    middle = (tile_pixels / 2, tile_pixels / 2)
    ImageDraw.Draw(tile).text(middle, words, fill="white", font=font, anchor="mm")
    out = io.BytesIO()
    tile.save(out, format="PNG")
    return out.getvalue()


def _tile(images: Sequence[bytes], number: int, pixels: int) -> Image.Image:
    """The images of one position in a square, with its number in the corner."""
    from PIL import Image

    tile = Image.new("RGB", (pixels, pixels), "white")
    side = math.ceil(math.sqrt(len(images)))
    part = pixels // side
    for index, content in enumerate(images):
        tile.paste(_fitted(content, part), (index % side * part, index // side * part))
    _draw_number(tile, number)
    return tile


def _fitted(content: bytes, pixels: int) -> Image.Image:
    from PIL import Image, ImageOps

    return ImageOps.fit(Image.open(io.BytesIO(content)).convert("RGB"), (pixels, pixels))


def _draw_number(tile: Image.Image, number: int) -> None:
    """White on a dark disc with a white rim: readable on every picture, without relying on colour."""
    from PIL import ImageDraw, ImageFont

    draw = ImageDraw.Draw(tile)
    size = round(tile.width * BADGE_SHARE)
    inset = size // 5
    draw.ellipse(
        (inset, inset, inset + size, inset + size), fill="#111111", outline="white", width=max(2, size // 16)
    )
    centre = inset + size / 2
    font = ImageFont.load_default(size=size * 0.62)
    draw.text((centre, centre), str(number), fill="white", font=font, anchor="mm")
