"""What Prometheus sees: counts and times, and nothing that anybody wrote."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import MOST_TIMED, Metrics
from core.conductor.conductor import Conductor
from core.conductor.settings import Ports
from core.errors import WorkError
from core.types.answers import Cancel, Keep, Pick, TryAgain
from core.types.identifiers import SessionId
from tests.fakes.sessions import ANNA
from tests.fakes.world import PLATFORM, World


class MeasuredWorld(World):
    """A world whose ports are looked on."""

    metrics: Metrics

    @property
    def ports(self) -> Ports:
        return self.metrics.look_on(super().ports)


@dataclass
class Scene:
    """A running conductor whose ports are looked on."""

    world: MeasuredWorld
    metrics: Metrics
    conductor: Conductor

    def value(self, name: str, **labels: str) -> float | None:
        return self.metrics.registry.get_sample_value(name, labels)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    world = MeasuredWorld()
    world.metrics = Metrics(clock=world.time)
    await world.agree(ANNA)
    async with world.conductor() as conductor:
        yield Scene(world, world.metrics, conductor)


async def test_what_people_did_is_counted_by_kind(scene: Scene) -> None:
    name = await scene.world.begin(scene.conductor)
    for act in (Pick(number=1), Pick(number=None), Keep(number=2)):
        await scene.world.act(scene.conductor, name, act)
    kinds = {
        kind: scene.value("pasta_answers_total", platform=PLATFORM, kind=kind)
        for kind in ("begin", "pick", "keep", "undo")
    }
    assert kinds == {"begin": 1, "pick": 2, "keep": 1, "undo": None}


async def test_galleries_are_counted_and_timed_from_the_answer(scene: Scene) -> None:
    with scene.world.renderer.hitch.held() as reached:
        beginning = asyncio.create_task(scene.world.begin(scene.conductor))
        await asyncio.wait_for(reached.wait(), 5)
        scene.world.time.now += 3.0
    await beginning
    assert scene.value("pasta_galleries_total", platform=PLATFORM) == 1
    assert scene.value("pasta_gallery_seconds_count", platform=PLATFORM) == 1
    assert scene.value("pasta_gallery_seconds_sum", platform=PLATFORM) == 3.0


async def test_images_are_timed_and_their_failures_counted(scene: Scene) -> None:
    scene.world.renderer.hitch.fail(WorkError("no"))
    name = await scene.world.begin(scene.conductor)
    assert scene.value("pasta_image_failures_total") == 1
    assert scene.value("pasta_failures_total", platform=PLATFORM, phase="rendering") == 1
    await scene.world.act(scene.conductor, name, TryAgain())
    made = scene.value("pasta_image_seconds_count")
    assert made is not None
    assert made >= 4


async def test_ends_are_counted_by_their_kind(scene: Scene) -> None:
    kept = await scene.world.begin(scene.conductor)
    await scene.world.act(scene.conductor, kept, Keep(number=1))
    thrown = await scene.world.begin(scene.conductor)
    await scene.world.act(scene.conductor, thrown, Cancel())
    assert scene.value("pasta_sessions_ended_total", platform=PLATFORM, ending="kept") == 1
    assert scene.value("pasta_sessions_ended_total", platform=PLATFORM, ending="cancelled") == 1


async def test_the_queue_is_asked_when_the_numbers_are_read(scene: Scene) -> None:
    lengths = iter([7, 8])
    scene.metrics.watch_queue(lambda: next(lengths))
    assert scene.value("pasta_images_waiting") == 7
    assert scene.value("pasta_images_waiting") == 8


async def test_a_loop_that_is_held_up_is_seen_to_be_late() -> None:
    metrics = Metrics()
    async with metrics.loop_watched():
        await asyncio.sleep(0.01)
        time.sleep(0.3)  # noqa: ASYNC251 - this is what must be seen
        await asyncio.sleep(0.01)
    late = metrics.registry.get_sample_value("pasta_loop_delay_seconds_sum")
    assert late is not None
    assert late >= 0.2


async def test_the_page_is_what_prometheus_reads_and_holds_no_prompt(scene: Scene) -> None:
    await scene.world.begin(scene.conductor, scene.world.wish("a secret lighthouse"))
    body, media_type = scene.metrics.page()
    assert media_type.startswith("text/plain")
    names = {family.name for family in text_string_to_metric_families(body.decode())}
    assert {"pasta_answers", "pasta_gallery_seconds", "pasta_loop_delay_seconds"} <= names
    assert b"lighthouse" not in body
    assert ANNA.encode() not in body


async def test_sessions_that_nobody_ever_ends_do_not_pile_up() -> None:
    metrics = Metrics()
    for number in range(MOST_TIMED + 10):
        metrics._begin_timing(SessionId(str(number)))
    assert len(metrics._since) <= MOST_TIMED
