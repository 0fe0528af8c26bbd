"""Every encoder: the fake, and CLIP in this process and in a worker process."""

from __future__ import annotations

import asyncio
import io
import math
from collections.abc import AsyncIterator, Sequence

import pytest
import pytest_asyncio
from PIL import Image

from core.errors import WorkError
from core.ports import Encoder
from models.encoder import EncoderFactory, SharedEncoder
from models.serving.pool import WorkerPool
from tests.fakes.ports import TINY_PNGS, FakeEncoder
from tests.fakes.services import ImmediateService
from tests.fakes.tiny_clip import TinyClip

pytestmark = pytest.mark.asyncio(loop_scope="module")
TEXTS = ["cat on a sofa", "dog", "house by the sea, at night, in oil", "x"]


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["fake", "in process", "worker process"])
async def encoder(request: pytest.FixtureRequest, tiny_clip: TinyClip) -> AsyncIterator[Encoder]:
    factory = EncoderFactory(options=tiny_clip.options())
    if request.param == "fake":
        yield FakeEncoder()
    elif request.param == "in process":
        yield SharedEncoder(ImmediateService(factory("cpu")))
    else:
        async with WorkerPool(factory, most_in_batch=4, name="encoder") as pool:
            yield SharedEncoder(pool)


def cosine(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


async def test_there_is_one_row_of_unit_length_for_each_text_and_image(encoder: Encoder) -> None:
    rows = [*await encoder.encode_texts(TEXTS), *await encoder.encode_images(TINY_PNGS)]
    assert len(rows) == len(TEXTS) + len(TINY_PNGS)
    assert len({len(row) for row in rows}) == 1
    for row in rows:
        assert math.isclose(cosine(row, row), 1.0, abs_tol=1e-5)


async def test_rows_are_in_the_order_of_what_was_asked_for(encoder: Encoder) -> None:
    together = await encoder.encode_texts(TEXTS)
    assert list(await encoder.encode_texts(TEXTS[::-1])) == list(together)[::-1]
    for text, row in zip(TEXTS, together, strict=True):
        assert list(await encoder.encode_texts([text])) == [row]


async def test_different_texts_have_different_rows_and_the_same_ones_the_same(encoder: Encoder) -> None:
    one, other, again = await encoder.encode_texts(["cat", "dog", "cat"])
    assert list(one) == list(again)
    assert cosine(one, other) < 0.999


async def test_nothing_comes_of_nothing(encoder: Encoder) -> None:
    assert list(await encoder.encode_texts([])) == []
    assert list(await encoder.encode_images([])) == []


async def test_a_text_without_words_has_a_row_too(encoder: Encoder) -> None:
    (row,) = await encoder.encode_texts([""])
    assert math.isclose(cosine(row, row), 1.0, abs_tol=1e-5)


async def test_whoever_asks_at_once_gets_their_own(encoder: Encoder) -> None:
    alone = [(await encoder.encode_texts([f"{word} alone"]))[0] for word in ("red", "green", "blue")]
    calls = [encoder.encode_texts([f"{word} alone", f"{word} at once"]) for word in ("red", "green", "blue")]
    images, *texts = await asyncio.gather(encoder.encode_images(TINY_PNGS[:2]), *calls)
    assert len(images) == 2
    for row, found in zip(alone, texts, strict=True):
        assert cosine(row, found[0]) > 0.99999
        assert len(found) == 2


async def test_a_cancelled_call_ends_and_the_next_is_answered(encoder: Encoder) -> None:
    call = asyncio.ensure_future(encoder.encode_texts(["cat that nobody waits for"]))
    kept = asyncio.ensure_future(encoder.encode_texts(["cat that somebody waits for"]))
    await asyncio.sleep(0)
    call.cancel()
    assert len(await kept) == 1
    assert call.cancelled() or isinstance(encoder, FakeEncoder)
    assert len(await encoder.encode_texts(["cat that nobody waits for"])) == 1


async def test_only_who_asked_for_a_damaged_image_is_told(encoder: Encoder) -> None:
    if isinstance(encoder, FakeEncoder):
        return  # it does not look at them
    file = io.BytesIO()
    Image.new("RGB", (70, 50), "teal").save(file, "PNG")
    damaged, sound = await asyncio.gather(
        encoder.encode_images([TINY_PNGS[0], file.getvalue()[:60]]),
        encoder.encode_images([file.getvalue()]),
        return_exceptions=True,
    )
    assert isinstance(damaged, WorkError)
    assert not isinstance(sound, BaseException)
    assert len(await encoder.encode_images([TINY_PNGS[0]])) == 1
