"""What every ImageStore promises."""

from __future__ import annotations

import asyncio
import hashlib

import pytest

from core.errors import StorageUnavailableError
from core.ports import RenderedImage
from core.types.identifiers import ImageHash
from tests.fakes.stores import Stores


def image(content: bytes) -> RenderedImage:
    return RenderedImage(content=content, media_type="image/png")


async def test_an_image_comes_back_as_it_was_put(stores: Stores) -> None:
    content = bytes(range(256)) * 100
    image_hash = await stores.images.put(image(content))
    assert image_hash == hashlib.sha256(content).hexdigest()
    assert await stores.images.get(image_hash) == content


async def test_the_same_bytes_put_at_once_are_one_image(stores: Stores) -> None:
    hashes = await asyncio.gather(*(stores.images.put(image(b"the same")) for _ in range(8)))
    assert len(set(hashes)) == 1
    assert await stores.images.get(hashes[0]) == b"the same"


@pytest.mark.parametrize("name", ["f" * 64, "", "../../secret", "F" * 64])
async def test_an_image_that_is_not_there_is_said_to_be_missing(stores: Stores, name: str) -> None:
    with pytest.raises(StorageUnavailableError):
        await stores.images.get(ImageHash(name))
