"""The renderer of the small world: any text becomes a picture, off the event loop, the same each time."""

from __future__ import annotations

import asyncio
import io
import itertools
from dataclasses import replace

import pytest
from PIL import Image, ImageChops, ImageStat

from core.candidates import Gathering
from core.conversation.requests import expansion_request, slate_request
from core.ports import FinishJob, RenderJob
from models.agent.baseline import GeneratorOrder
from models.miniature.expander import GrammarExpander
from models.miniature.language.completing import complete
from models.miniature.language.reading import read
from models.miniature.painter import VERSION, PainterEngine, Painting, ScenePainter, painted
from models.miniature.painting import paint
from models.miniature.scene import Style
from models.rendering.metadata import Made, read_metadata, this_program
from models.serving.pool import WorkerPool
from tests.fakes.services import ImmediateService
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


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def picture(text: str, *, seed: int = 1, size_pixels: int = 96) -> Image.Image:
    return opened(painted(Painting(text=text, seed=seed, size_pixels=size_pixels)))


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean absolute difference of all pixels and channels, from 0 to 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


async def test_pictures_are_painted_side_by_side_and_each_is_its_own_jobs() -> None:
    jobs = [RenderJob(text=text, seed=3, size_pixels=64) for text in PROMPTS]
    async with WorkerPool(PainterEngine, devices=("cpu", "cpu")) as pool:
        painter = ScenePainter(pool)
        images = await asyncio.gather(*map(painter.render, jobs))
        worked = [figures.memory_bytes["resident"] for figures in pool.figures() if figures.jobs_done]
    assert worked, "one may have done it all before the other was there"
    assert min(worked) > 10_000_000
    assert {(image.media_type, image.gpu_seconds) for image in images} == {("image/png", 0.0)}
    expected = [painted(Painting(text=job.text, seed=job.seed, size_pixels=64)) for job in jobs]
    assert [image.content for image in images] == expected


def test_a_file_says_what_it_was_made_from_and_its_pixels_are_those_of_the_scene() -> None:
    content = painted(Painting(text="a cat\nunder the moon 🌙", seed=3, size_pixels=64))
    assert read_metadata(content) == Made(
        prompt="a cat\nunder the moon 🌙",
        seed=3,
        model="the small world",
        model_hash=VERSION,
        program=this_program(),
    )
    bare = paint(complete(read("a cat\nunder the moon 🌙"), 3), 3, 64)
    assert opened(content).tobytes() == opened(bare).tobytes()


def enlarging(job: RenderJob) -> FinishJob:
    return FinishJob(
        job=job, picked=painted(Painting(text=job.text, seed=job.seed, size_pixels=job.size_pixels))
    )


@pytest.mark.parametrize("style", Style)
async def test_a_kept_picture_is_enlarged_and_stays_the_same_drawing(style: Style) -> None:
    job = RenderJob(text=f"a white cat in a meadow, {style}", seed=3, size_pixels=256)
    finishing = enlarging(job)
    large = await ScenePainter(ImmediateService(PainterEngine()), enlarges=True).finish(finishing)
    assert large is not None
    assert opened(large.content).size == (512, 512)
    assert (found := read_metadata(large.content)) is not None
    assert (found.prompt, found.seed) == (job.text, job.seed)
    small = opened(finishing.picked)
    shrunk = opened(large.content).resize(small.size, Image.Resampling.BOX)
    assert difference(small, shrunk) < 0.2 * difference(small, picture(job.text, seed=4, size_pixels=256))


@pytest.mark.parametrize(("size", "larger"), [(100, 200), (200, 300), (299, 300)])
@pytest.mark.parametrize("style", ["pixel art", "flat"])
async def test_an_enlarged_picture_is_twice_as_wide_but_never_wider_than_the_largest(
    size: int, style: str, larger: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.miniature.painter.LARGEST_PIXELS", 300)
    job = RenderJob(text=f"a white cat, {style}", seed=3, size_pixels=size)
    large = await ScenePainter(ImmediateService(PainterEngine()), enlarges=True).finish(enlarging(job))
    assert large is not None
    assert opened(large.content).size == (larger, larger)


@pytest.mark.parametrize(("enlarges", "size"), [(False, 64), (True, 2048)])
async def test_what_is_not_to_be_enlarged_or_as_large_as_it_gets_stays_as_it_is(
    enlarges: bool, size: int
) -> None:
    job = FinishJob(job=RenderJob(text="a cat", seed=1, size_pixels=size), picked=b"")
    painter = ScenePainter(ImmediateService(PainterEngine()), enlarges=enlarges)
    assert await painter.finish(job) is None


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
