"""What every Renderer port promises: the painter, SDXL (a tiny real one), and the fake."""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass

import pytest
from PIL import Image

from core.ports import FinishJob, RenderedImage, Renderer, RenderJob
from models.miniature.painter import PainterEngine, ScenePainter
from models.rendering.metadata import read_metadata
from models.rendering.renderer import SdxlRenderer
from tests.fakes.ports import FakeRenderer
from tests.fakes.services import ImmediateService
from tests.fakes.tiny_sdxl import TinySdxl
from tests.fakes.tiny_studio import Studios, distance

SIZE = 64


@dataclass(frozen=True, kw_only=True)
class Case:
    """A renderer, and what it is good for: the fake makes the same few pixels for everybody."""

    renderer: Renderer
    is_fake: bool = False


@pytest.fixture(scope="module")
def studios(tiny_sdxl: TinySdxl) -> Studios:
    return Studios(tiny_sdxl)


@pytest.fixture(params=["fake", "painter", "sdxl"])
def case(request: pytest.FixtureRequest) -> Case:
    if request.param == "fake":
        return Case(renderer=FakeRenderer(), is_fake=True)
    if request.param == "painter":
        return Case(renderer=ScenePainter(ImmediateService(PainterEngine()), enlarges=True))
    studio = request.getfixturevalue("studios")(preview_seconds=0.0)
    return Case(renderer=SdxlRenderer(ImmediateService(studio.engine)))


def job(text: str = "a white cat in a meadow", *, seed: int = 3, size: int = SIZE) -> RenderJob:
    return RenderJob(text=text, seed=seed, size_pixels=size)


def opened(image: RenderedImage) -> Image.Image:
    picture = Image.open(io.BytesIO(image.content))
    picture.load()
    return picture


async def test_the_same_job_gives_the_same_bytes(case: Case) -> None:
    first, second = await case.renderer.render(job()), await case.renderer.render(job())
    assert first.content == second.content


async def test_another_seed_gives_another_image(case: Case) -> None:
    one, other = await case.renderer.render(job(seed=3)), await case.renderer.render(job(seed=4))
    assert one.content != other.content


async def test_the_content_is_of_the_type_that_is_named(case: Case) -> None:
    image = await case.renderer.render(job())
    assert f"image/{str(opened(image).format).lower()}" == image.media_type
    assert image.gpu_seconds >= 0


@pytest.mark.parametrize("size", [SIZE, 96])
async def test_an_image_is_as_large_as_it_was_asked_for(case: Case, size: int) -> None:
    image = await case.renderer.render(job(size=size))
    assert case.is_fake or opened(image).size == (size, size)


async def test_jobs_at_once_do_not_mix(case: Case) -> None:
    jobs = [job(f"a {thing}", seed=seed) for seed, thing in enumerate(["cat", "dog", "red house", "ship"])]
    together = await asyncio.gather(*(case.renderer.render(one) for one in jobs))
    for one, image in zip(jobs, together, strict=True):
        alone = await case.renderer.render(one)
        assert distance(alone.content, image.content) < 0.1  # a batch rounds a little differently


async def test_a_cancelled_job_is_given_up_and_the_others_are_not(case: Case) -> None:
    given_up = asyncio.create_task(case.renderer.render(job(seed=11)))
    wanted = asyncio.create_task(case.renderer.render(job(seed=12)))
    given_up.cancel()
    with pytest.raises(asyncio.CancelledError):
        await given_up
    assert (await wanted).content == (await case.renderer.render(job(seed=12))).content


async def test_a_finished_image_has_the_shape_of_the_picked_one_and_is_no_smaller(case: Case) -> None:
    picked = await case.renderer.render(job())
    finished = await case.renderer.finish(FinishJob(job=job(), picked=picked.content))
    if finished is None:
        return
    before, after = opened(picked), opened(finished)
    assert f"image/{str(after.format).lower()}" == finished.media_type
    assert after.width * before.height == before.width * after.height
    assert after.width >= before.width
    again = await case.renderer.finish(FinishJob(job=job(), picked=picked.content))
    assert again is not None
    assert again.content == finished.content


async def test_what_is_not_to_be_finished_stays_as_it_is(studios: Studios) -> None:
    fake = FakeRenderer()
    fake.finished = None
    painter = ScenePainter(ImmediateService(PainterEngine()))
    sdxl = SdxlRenderer(ImmediateService(studios().engine), finishes=False)
    for renderer in (fake, painter, sdxl):
        picked = await renderer.render(job())
        assert await renderer.finish(FinishJob(job=job(), picked=picked.content)) is None


async def test_files_say_what_they_were_made_from(case: Case) -> None:
    if case.is_fake:
        return
    picked = await case.renderer.render(job("ein Fuchs im “Schnee”", seed=8))
    finished = await case.renderer.finish(
        FinishJob(job=job("ein Fuchs im “Schnee”", seed=8), picked=picked.content)
    )
    for image in (picked, finished):
        assert image is not None
        made = read_metadata(image.content)
        assert made is not None
        assert (made.prompt, made.seed) == ("ein Fuchs im “Schnee”", 8)
        assert made.model
        assert made.model_hash


async def test_previews_are_jpegs_and_change_nothing(case: Case) -> None:
    shown: list[bytes] = []
    seen = await case.renderer.render(job(), show=shown.append)
    assert seen.content == (await case.renderer.render(job())).content
    for preview in shown:
        with Image.open(io.BytesIO(preview)) as image:
            assert image.format == "JPEG"
            assert max(image.size) <= 256
    assert shown or not isinstance(case.renderer, SdxlRenderer)
