"""The picked image on its way to a model."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from adapters.expanders.asking.picturing import UnreadableImageError, picture_of, plain_picture


def file_of(image: Image.Image, kind: str) -> bytes:
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
async def test_a_large_image_is_scaled_down_in_proportion(kind: str) -> None:
    picture = await picture_of(file_of(Image.new("RGB", (1024, 2048), (10, 90, 200)), kind))
    with Image.open(io.BytesIO(picture.content)) as seen:
        assert (picture.media_type, seen.format, seen.size) == ("image/jpeg", "JPEG", (384, 768))
        pixel = seen.convert("RGB").getpixel((100, 100))
    assert isinstance(pixel, tuple)
    assert max(abs(one - other) for one, other in zip(pixel, (10, 90, 200), strict=True)) <= 3


async def test_a_small_image_keeps_its_size_and_what_is_transparent_becomes_white() -> None:
    picture = await picture_of(file_of(Image.new("RGBA", (40, 30), (0, 0, 0, 0)), "PNG"))
    with Image.open(io.BytesIO(picture.content)) as seen:
        assert seen.size == (40, 30)
        assert seen.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("content", [b"", b"no image", b"\x89PNG\r\n\x1a\nbroken"])
async def test_what_is_no_image_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(UnreadableImageError):
        await picture_of(content)


async def test_half_an_image_is_none() -> None:
    whole = file_of(Image.effect_noise((300, 300), 50), "PNG")
    with pytest.raises(UnreadableImageError):
        await picture_of(whole[: len(whole) // 2])


def test_a_picture_to_try_with_is_an_image() -> None:
    with Image.open(io.BytesIO(plain_picture().content)) as seen:
        assert seen.size == (64, 64)
