"""The recap of a session: one picture and one short loop of all its galleries, the picks outlined.

Nothing in it is text, so that it reads the same in every language; who may see it is not decided here.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.types.galleries import ImageRef
from core.types.identifiers import ImageHash
from core.types.sessions import Session, Turn

if TYPE_CHECKING:
    from PIL import Image

GROUND = "#16181d"
PICKED = "#ffc247"
KEPT = "#ffffff"
GAP_SHARE = 0.07
OUTLINE_SHARE = 0.03
CORNER_SHARE = 0.06
PASSED_OVER = 0.45
"""How bright an image is that was not chosen, where one was."""

GALLERY_MILLISECONDS = 1100
PICK_MILLISECONDS = 900
LAST_MILLISECONDS = 2600
LOOP_COLOURS = 128


@dataclass(frozen=True, kw_only=True, slots=True)
class RecapRow:
    """One gallery: the first image at each number, and the indices of those that were picked and kept."""

    images: tuple[ImageRef, ...]
    picked: int | None = None
    kept: int | None = None

    @property
    def chosen(self) -> frozenset[int]:
        """The indices of the images that stand out."""
        return frozenset(index for index in (self.picked, self.kept) if index is not None)


def recap_of(session: Session) -> tuple[RecapRow, ...]:
    """The galleries that were answered or kept from, oldest first; those undone do not count."""
    kept = session.kept.serial if session.kept else None
    return tuple(
        _row(session, turn)
        for turn in session.path
        if turn.gallery is not None and turn.images and (turn.outcome is not None or turn.serial == kept)
    )


def _row(session: Session, turn: Turn) -> RecapRow:
    assert turn.gallery is not None
    order = turn.gallery.order
    picked = turn.outcome.position if turn.outcome else None
    kept = session.kept.position if session.kept and session.kept.serial == turn.serial else None
    return RecapRow(
        images=tuple(turn.images[position][0] for position in order),
        picked=None if picked is None else order.index(picked),
        kept=None if kept is None else order.index(kept),
    )


def recap_picture(
    rows: Sequence[RecapRow], contents: Mapping[ImageHash, bytes], *, tile_pixels: int = 232
) -> bytes:
    """A PNG with a row for each gallery; `contents` holds the bytes of all their images.

    The picks are outlined, the others stand back; a kept image has a second outline.
    """
    from PIL import Image

    gap = round(tile_pixels * GAP_SHARE)
    step = tile_pixels + gap
    columns = max(len(row.images) for row in rows)
    picture = Image.new("RGB", (columns * step + gap, len(rows) * step + gap), GROUND)
    for down, row in enumerate(rows):
        for across in range(len(row.images)):
            tile = _tile(row, across, contents, tile_pixels)
            picture.paste(tile, (gap + across * step, gap + down * step))
    return _saved(picture)


def recap_loop(
    rows: Sequence[RecapRow], contents: Mapping[ImageHash, bytes], *, side_pixels: int = 440
) -> bytes:
    """A GIF that shows every gallery, then its pick, and dwells on the last image; it repeats for ever."""
    frames: list[tuple[Image.Image, int]] = []
    for row in rows:
        undecided = RecapRow(images=row.images)
        frames.append((_square(undecided, contents, side_pixels), GALLERY_MILLISECONDS))
        frames.append((_square(row, contents, side_pixels), PICK_MILLISECONDS))
    if last := _last_chosen(rows):
        frames.append((_opened(contents[last.hash], side_pixels), LAST_MILLISECONDS))
    first, *others = (frame.quantize(LOOP_COLOURS) for frame, _ in frames)
    out = io.BytesIO()
    durations = [milliseconds for _, milliseconds in frames]
    first.save(out, format="GIF", save_all=True, append_images=others, duration=durations, loop=0)
    return out.getvalue()


def _last_chosen(rows: Sequence[RecapRow]) -> ImageRef | None:
    """The kept image, or else the last one picked."""
    kept = [row.images[row.kept] for row in rows if row.kept is not None]
    picked = [row.images[row.picked] for row in rows if row.picked is not None]
    return next(iter([*kept, *reversed(picked)]), None)


def _square(row: RecapRow, contents: Mapping[ImageHash, bytes], side_pixels: int) -> Image.Image:
    """One gallery, as square as it can be."""
    from PIL import Image

    columns = 1
    while columns * columns < len(row.images):
        columns += 1
    gap = round(side_pixels / columns * GAP_SHARE)
    tile_pixels = (side_pixels - gap) // columns - gap
    square = Image.new("RGB", (side_pixels, side_pixels), GROUND)
    for index in range(len(row.images)):
        across, down = index % columns, index // columns
        tile = _tile(row, index, contents, tile_pixels)
        square.paste(tile, (gap + across * (tile_pixels + gap), gap + down * (tile_pixels + gap)))
    return square


def _tile(row: RecapRow, index: int, contents: Mapping[ImageHash, bytes], pixels: int) -> Image.Image:
    from PIL import Image, ImageEnhance

    image = _opened(contents[row.images[index].hash], pixels)
    is_chosen = index in row.chosen
    if row.chosen and not is_chosen:
        image = ImageEnhance.Brightness(image).enhance(PASSED_OVER)
    tile = Image.new("RGB", (pixels, pixels), GROUND)
    tile.paste(image, mask=_rounded(pixels))
    if is_chosen:
        _outline(tile, is_kept=index == row.kept)
    return tile


def _outline(tile: Image.Image, *, is_kept: bool) -> None:
    from PIL import ImageDraw

    width = max(3, round(tile.width * OUTLINE_SHARE))
    corner = round(tile.width * CORNER_SHARE)
    draw = ImageDraw.Draw(tile)
    edge = tile.width - 1
    draw.rounded_rectangle((0, 0, edge, edge), corner, outline=PICKED, width=width)
    if is_kept:
        inner = 2 * width
        draw.rounded_rectangle(
            (width, width, edge - width, edge - width), max(1, corner - width), outline=KEPT, width=inner // 2
        )


def _rounded(pixels: int) -> Image.Image:
    from PIL import Image, ImageDraw

    mask = Image.new("L", (pixels, pixels), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, pixels - 1, pixels - 1), pixels * CORNER_SHARE, fill=255)
    return mask


def _opened(content: bytes, pixels: int) -> Image.Image:
    from PIL import Image, ImageOps

    return ImageOps.fit(Image.open(io.BytesIO(content)).convert("RGB"), (pixels, pixels))


def _saved(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, format="PNG", optimize=False)
    return out.getvalue()
