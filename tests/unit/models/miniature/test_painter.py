"""The painter: repeatable, and different enough that there is something to choose."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace

import pytest
from PIL import Image, ImageChops, ImageStat

from core.candidates import Gathering
from core.conversation.requests import expansion_request, slate_request
from core.ports import RenderJob
from models.agent.baseline import GeneratorOrder
from models.miniature.expander import WordListExpander
from models.miniature.painter import PALETTES, EmblemPainter
from tests.fakes.sessions import begun, the_open


async def painted(text: str, *, seed: int = 1, size_pixels: int = 96) -> Image.Image:
    image = await EmblemPainter().render(RenderJob(text=text, seed=seed, size_pixels=size_pixels))
    assert image.media_type == "image/png"
    return Image.open(io.BytesIO(image.content)).convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean absolute difference of all pixels and channels, from 0 to 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


async def test_the_same_job_gives_the_same_bytes() -> None:
    job = RenderJob(text="a white cat, neon style", seed=5, size_pixels=64)
    assert await EmblemPainter().render(job) == await EmblemPainter().render(job)


@pytest.mark.parametrize("size", [32, 64, 513])
async def test_a_picture_has_the_size_asked_for(size: int) -> None:
    assert (await painted("a cat", size_pixels=size)).size == (size, size)


async def test_another_seed_or_another_word_is_another_picture() -> None:
    one = await painted("a white cat")
    assert difference(one, await painted("a white cat", seed=2)) > 1
    assert difference(one, await painted("a black cat")) > 1


@pytest.mark.parametrize("prompt", ["a white cat", "love", "Ein Haus am See", "猫", "🐈"])
async def test_the_four_pictures_of_a_gallery_look_different(prompt: str) -> None:
    session = begun(prompt=prompt)
    request = expansion_request(session, the_open(session), per_category=5)
    gathered = await Gathering(primary=WordListExpander()).gather(request, at_least=4)
    turn = replace(the_open(session), candidates=gathered.candidates)
    slate = await GeneratorOrder().choose(slate_request(session, turn, None))
    chosen = [gathered.candidates[index] for index in slate.chosen]
    pictures = [await painted(one.text, seed=one.seed) for one in chosen]
    for one, other in itertools.combinations(pictures, 2):
        assert difference(one, other) > 8


async def test_known_words_choose_the_ground() -> None:
    for word, (ground, _, _) in PALETTES.items():
        picture = await painted(f"a cat, {word}", size_pixels=128)
        top = picture.getpixel((1, 0))
        assert isinstance(top, tuple)
        assert max(abs(a - b) for a, b in zip(top, ground, strict=True)) < 40, word


@pytest.mark.parametrize("text", ["x", "...", "a " * 500, "{}", "\n"])
async def test_no_text_is_an_error(text: str) -> None:
    assert (await painted(text, size_pixels=32)).size == (32, 32)
