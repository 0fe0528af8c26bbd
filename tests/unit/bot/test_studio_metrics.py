"""What Prometheus sees of workers, budgets and work ahead of need."""

from __future__ import annotations

import asyncio

import pytest

from bot.metrics import Metrics
from bot.studio_metrics import StudioSources
from core.budget import Budget, BudgetAlarm, BudgetLimits
from core.conductor.settings import Limits, Ports
from core.ports import Cost
from core.types.answers import Pick
from models.serving.work import WorkerFigures
from tests.fakes.sessions import ANNA
from tests.fakes.stores import InMemorySpending
from tests.fakes.world import World, a_moment

WORKER = WorkerFigures(
    name="renderer-0",
    device="cuda:0",
    is_ready=True,
    jobs_done=9,
    batches_done=3,
    busy_seconds=4.5,
    restarts=1,
    memory_bytes={"gpu": 7, "gpu_peak": 8},
)


class MeasuredWorld(World):
    """A world whose ports are looked on."""

    metrics: Metrics

    @property
    def ports(self) -> Ports:
        return self.metrics.look_on(super().ports)


@pytest.fixture
async def world() -> MeasuredWorld:
    world = MeasuredWorld(limits=Limits(prepared_picks=5, images_at_once=3))
    world.metrics = Metrics(clock=world.time)
    await world.agree(ANNA)
    return world


async def test_workers_and_what_was_spent_are_told_as_they_are_when_asked(world: MeasuredWorld) -> None:
    limits = BudgetLimits(total={Cost.CALLS: 10}, per_account={Cost.GPU_SECONDS: 60})
    budget = Budget(InMemorySpending(), limits, clock=world.time)
    value = world.metrics.registry.get_sample_value
    async with world.conductor() as conductor:
        sources = StudioSources(
            workers=lambda: [WORKER], budget=budget.figures, preparation=conductor.preparation
        )
        world.metrics.watch_studio(sources)
        await budget.spend("discord:1", {Cost.CALLS: 2})
        where = {"worker": "renderer-0", "device": "cuda:0"}
        assert value("pasta_worker_ready", where) == 1
        assert value("pasta_worker_jobs_total", where) == 9
        assert value("pasta_worker_restarts_total", where) == 1
        assert value("pasta_worker_memory_bytes", {**where, "kind": "gpu_peak"}) == 8
        assert value("pasta_spent_today", {"account": "discord:1", "cost": "calls"}) == 2
        assert value("pasta_daily_limit", {"share": "total", "cost": "calls"}) == 10
        assert value("pasta_daily_limit", {"share": "community", "cost": "gpu_seconds"}) == 60


async def test_waits_are_told_apart_by_whether_the_gallery_was_made_ahead(world: MeasuredWorld) -> None:
    value = world.metrics.registry.get_sample_value
    async with world.conductor() as conductor:
        budget = Budget(InMemorySpending(), BudgetLimits(), clock=world.time)
        sources = StudioSources(workers=list, budget=budget.figures, preparation=conductor.preparation)
        world.metrics.watch_studio(sources)
        name = await world.begin(conductor)
        for _ in range(500):
            await asyncio.sleep(0)
        await world.act(conductor, name, Pick(number=1))
        await world.act(conductor, name, Pick(number=1, words="at night"))
        await a_moment()
    counts = {kind: value("pasta_next_gallery_seconds_count", {"prepared": kind}) for kind in ("yes", "no")}
    assert counts == {"yes": 1, "no": 1}
    assert value("pasta_turns_followed_total") == 2
    assert value("pasta_turns_prepared_total") == 1
    assert (value("pasta_images_made_ahead_total") or 0) >= 4
    assert value("pasta_images_used_ahead_total") == 4


def test_alarms_are_counted_by_what_is_spent(world: MeasuredWorld) -> None:
    for spent in (8.0, 10.0):
        world.metrics.count_alarm(BudgetAlarm(cost=Cost.TOKENS, account=None, spent=spent, limit=10.0))
    value = world.metrics.registry.get_sample_value
    assert value("pasta_budget_alarms_total", {"cost": "tokens", "used_up": "false"}) == 1
    assert value("pasta_budget_alarms_total", {"cost": "tokens", "used_up": "true"}) == 1
