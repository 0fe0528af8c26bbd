"""One picture of a gallery: every tile is there, in order, with a number that can be read."""

from __future__ import annotations

import io
from typing import cast

import pytest
from PIL import Image

from core.pictures import numbered_grid, numbered_tile, plain_tile, preview_grid, within_bytes
from tests.fakes.ports import TINY_PNGS, tiny_png

PIXELS = 100
GAP = 2
COLOURS = [(10 * index + 40, 200 - 15 * index, 120) for index in range(9)]


def grid(tiles: list[list[bytes]], *, pixels: int = PIXELS) -> Image.Image:
    picture = Image.open(io.BytesIO(numbered_grid(tiles, tile_pixels=pixels)))
    assert picture.format == "PNG"
    return picture


def corner(index: int, columns: int) -> tuple[int, int]:
    return GAP + index % columns * (PIXELS + GAP), GAP + index // columns * (PIXELS + GAP)


@pytest.mark.parametrize(
    ("count", "columns", "rows"),
    [(2, 2, 1), (3, 2, 2), (4, 2, 2), (5, 3, 2), (6, 3, 2), (7, 3, 3), (8, 3, 3), (9, 3, 3)],
)
def test_every_tile_stands_in_its_place_in_reading_order(count: int, columns: int, rows: int) -> None:
    picture = grid([[tiny_png(*COLOURS[index])] for index in range(count)])
    assert picture.size == (GAP + columns * (PIXELS + GAP), GAP + rows * (PIXELS + GAP))
    for index in range(count):
        left, top = corner(index, columns)
        assert picture.getpixel((left + PIXELS - 5, top + PIXELS - 5)) == COLOURS[index]
        assert picture.getpixel((left + 1, top + PIXELS - 2)) == COLOURS[index]


@pytest.mark.parametrize("colour", [(255, 255, 255), (0, 0, 0), (128, 128, 128), (255, 0, 0)])
def test_numbers_can_be_read_on_any_picture(colour: tuple[int, int, int]) -> None:
    picture = grid([[tiny_png(*colour)]] * 4, pixels=200)
    badge = picture.crop((4 + 5, 4 + 5, 4 + 31, 4 + 31)).convert("L")
    shades = badge.histogram()
    assert sum(shades[:50]) > 0.3 * badge.width * badge.height, "the disc is dark"
    assert sum(shades[200:]) > 0.02 * badge.width * badge.height, "the number is light"


def test_every_tile_has_a_number_of_its_own() -> None:
    picture = grid([[TINY_PNGS[0]]] * 9, pixels=PIXELS)
    badges = set()
    for index in range(9):
        left, top = corner(index, 3)
        badges.add(picture.crop((left, top, left + 20, top + 20)).tobytes())
    assert len(badges) == 9


@pytest.mark.parametrize(("count", "side"), [(2, 2), (3, 2), (4, 2), (5, 3)])
def test_several_images_of_one_tile_stand_side_by_side(count: int, side: int) -> None:
    picture = grid([[tiny_png(*COLOURS[index]) for index in range(count)], [TINY_PNGS[1]]])
    part = PIXELS // side
    for index in range(count):
        left, top = GAP + index % side * part, GAP + index // side * part
        assert picture.getpixel((left + part - 2, top + part - 2)) == COLOURS[index]


def test_wide_images_fill_their_tile_undistorted() -> None:
    wide = io.BytesIO()
    Image.new("RGB", (400, 100), (9, 99, 200)).save(wide, format="PNG")
    picture = grid([[wide.getvalue()]] * 2)
    assert picture.getpixel((GAP + PIXELS - 1, GAP + PIXELS - 1)) == (9, 99, 200)
    assert picture.getpixel((GAP + PIXELS // 2, GAP + PIXELS - 1)) == (9, 99, 200)


def test_the_same_tiles_give_the_same_bytes() -> None:
    tiles = [[content] for content in TINY_PNGS]
    assert numbered_grid(tiles) == numbered_grid(tiles)


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def square(pixels: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (pixels, pixels), "teal").save(out, format="PNG")
    return out.getvalue()


def test_a_numbered_tile_is_a_jpeg_no_larger_than_its_image_and_carries_its_number() -> None:
    small, large = (numbered_tile([square(pixels)], 3, tile_pixels=256) for pixels in (128, 1024))
    assert [opened(content).size for content in (small, large)] == [(128, 128), (256, 256)]
    assert opened(small).format == "JPEG"
    assert numbered_tile([square(128)], 1) != numbered_tile([square(128)], 2)


def test_several_images_of_one_position_share_its_tile() -> None:
    assert opened(numbered_tile([square(64)] * 2, 1, tile_pixels=200)).size == (200, 200)


def test_a_plain_tile_shows_nothing_but_its_words() -> None:
    tile = opened(plain_tile("hidden here", tile_pixels=200)).convert("RGB")
    assert tile.size == (200, 200)
    colours = {tile.getpixel((x, y)) for x in range(200) for y in range(200) if not 80 <= y < 120}
    assert len(colours) == 1
    assert plain_tile("hidden here") != plain_tile("hier verborgen")


def test_previews_stand_at_their_numbers_blurred_and_small() -> None:
    half = Image.new("RGB", (64, 64), "black")
    half.paste("white", (32, 0, 64, 64))
    preview = io.BytesIO()
    half.save(preview, format="JPEG")
    content = preview_grid(
        {1: preview.getvalue(), 4: tiny_png(0, 200, 0)}, 4, hides=False, tile_pixels=PIXELS
    )
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.format == "JPEG"
        assert picture.size == (GAP + 2 * (PIXELS + GAP), GAP + 2 * (PIXELS + GAP))
        grey = picture.convert("L")
        shades = [cast("int", grey.getpixel((GAP + x, GAP + 90))) for x in (5, 46, 50, 54, 95)]
        green = picture.getpixel((2 * GAP + PIXELS + 80, 2 * GAP + PIXELS + 80))
        empty = picture.getpixel((2 * GAP + PIXELS + 80, GAP + 80))
    assert shades == sorted(shades)
    assert 40 < shades[1] < shades[3] < 215, "the edge is soft"
    assert cast("tuple[int, ...]", green)[1] > 180
    assert all(abs(a - b) < 4 for a, b in zip(cast("tuple[int, ...]", empty), (78, 80, 88), strict=True))
    assert len(content) < 40_000


def test_where_marked_images_must_not_be_seen_a_preview_shows_light_and_colours_alone() -> None:
    stripes = Image.new("RGB", (64, 64), "white")
    for left in range(0, 64, 16):
        stripes.paste("black", (left, 0, left + 8, 64))
    preview = io.BytesIO()
    stripes.save(preview, format="PNG")
    contrasts = []
    for hides in (False, True):
        content = preview_grid({1: preview.getvalue()}, 1, hides=hides, tile_pixels=PIXELS)
        row = Image.open(io.BytesIO(content)).convert("L").crop((GAP + 30, GAP + 80, GAP + 70, GAP + 81))
        darkest, lightest = cast("tuple[int, int]", row.getextrema())
        contrasts.append(lightest - darkest)
    assert contrasts[0] > 15
    assert contrasts[1] < 6


def test_an_image_that_is_small_enough_is_sent_as_it_is() -> None:
    assert within_bytes(TINY_PNGS[0], len(TINY_PNGS[0])) is None


def test_an_image_that_is_too_large_becomes_a_jpeg_that_fits() -> None:
    noise = io.BytesIO()
    Image.effect_noise((256, 256), 90).convert("RGB").save(noise, format="PNG")
    for most, sides in ((60_000, (256,)), (4_000, range(20, 256))):
        content = within_bytes(noise.getvalue(), most)
        assert content is not None
        assert len(content) <= most
        with Image.open(io.BytesIO(content)) as picture:
            assert picture.format == "JPEG"
            assert picture.width == picture.height
            assert picture.width in sides
