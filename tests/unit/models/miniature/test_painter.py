"""The renderer of the small world: any text becomes a picture, off the event loop, the same each time."""

from __future__ import annotations

import asyncio
import io
import itertools
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from PIL import Image, ImageChops, ImageStat

from core.candidates import Gathering
from core.conversation.requests import expansion_request, slate_request
from core.ports import RenderJob
from models.agent.baseline import GeneratorOrder
from models.miniature.expander import GrammarExpander
from models.miniature.painter import ScenePainter, painted, prepare_to_paint
from models.serving.processes import WorkerProcesses
from tests.fakes.sessions import begun, the_open

PROMPTS = (
    "a white cat",
    "an image of love",
    "quantum llama",
    "قطة بيضاء على القمر",
    "🐱🚀",
    "a cat " * 333,
    "<script>alert(1)</script><b>dog</b>",
    "猫",
    "Ein Haus am See",
    "xyzzy",
)


@pytest.fixture
async def painter() -> AsyncIterator[ScenePainter]:
    async with WorkerProcesses(2, prepare=prepare_to_paint) as processes:
        yield ScenePainter(processes)


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def picture(text: str, *, seed: int = 1, size_pixels: int = 96) -> Image.Image:
    return opened(painted(RenderJob(text=text, seed=seed, size_pixels=size_pixels)))


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean absolute difference of all pixels and channels, from 0 to 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


async def test_pictures_are_painted_side_by_side_and_each_is_its_own_jobs(painter: ScenePainter) -> None:
    jobs = [RenderJob(text=text, seed=3, size_pixels=64) for text in PROMPTS]
    images = await asyncio.gather(*map(painter.render, jobs))
    assert {image.media_type for image in images} == {"image/png"}
    assert [image.content for image in images] == [painted(job) for job in jobs]


@pytest.mark.parametrize("size", [32, 64, 513])
def test_a_picture_has_the_size_asked_for(size: int) -> None:
    assert picture("a cat in the snow, in pixel art", size_pixels=size).size == (size, size)


def test_what_the_text_leaves_open_the_seed_decides() -> None:
    assert difference(picture("a white cat"), picture("a white cat", seed=2)) > 8


def test_another_word_is_another_picture() -> None:
    said = "{} in a meadow, flat, ocean blues, by day, centred, calm"
    assert difference(picture(said.format("a white cat")), picture(said.format("a black cat"))) > 1
    assert difference(picture(said.format("a white cat")), picture(said.format("a dragon"))) > 4


@pytest.mark.parametrize("prompt", PROMPTS)
async def test_the_four_pictures_of_a_gallery_look_different(prompt: str) -> None:
    session = begun(prompt=prompt)
    request = expansion_request(session, the_open(session), per_category=5)
    gathered = await Gathering(primary=GrammarExpander()).gather(request, at_least=4)
    turn = replace(the_open(session), candidates=gathered.candidates)
    slate = await GeneratorOrder().choose(slate_request(session, turn, None))
    chosen = [gathered.candidates[index] for index in slate.chosen]
    pictures = [picture(one.text, seed=one.seed) for one in chosen]
    for one, other in itertools.combinations(pictures, 2):
        assert difference(one, other) > 16


@pytest.mark.parametrize("text", ["x", "...", "{}", "\n", "\u202e", "a" * 6000])
def test_no_text_is_an_error(text: str) -> None:
    assert picture(text, size_pixels=32).size == (32, 32)
