"""What the workers, the day's budget and the work ahead of need say of themselves, for Prometheus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from core.budget import BudgetFigures
from core.conductor.preparing import Preparation
from models.serving.work import WorkerFigures


@dataclass(frozen=True, kw_only=True, slots=True)
class StudioSources:
    """Where the numbers are read, whenever somebody asks for them."""

    workers: Callable[[], Sequence[WorkerFigures]]
    budget: Callable[[], BudgetFigures]
    preparation: Preparation


class StudioCollector(Collector):
    """Reads the sources when the numbers are read."""

    def __init__(self, sources: StudioSources) -> None:
        self._sources = sources

    def collect(self) -> Iterable[Metric]:
        """All numbers as they are now."""
        yield from _of_workers(self._sources.workers())
        yield from _of_budget(self._sources.budget())
        yield from _of_preparation(self._sources.preparation)


def _of_workers(workers: Sequence[WorkerFigures]) -> Iterable[Metric]:
    labels = ("worker", "device")
    ready = GaugeMetricFamily("pasta_worker_ready", "Whether a worker process takes jobs", labels=labels)
    jobs = CounterMetricFamily("pasta_worker_jobs", "Jobs that it has done", labels=labels)
    batches = CounterMetricFamily("pasta_worker_batches", "Batches that it has done", labels=labels)
    busy = CounterMetricFamily("pasta_worker_busy_seconds", "Time that it has worked", labels=labels)
    restarts = CounterMetricFamily("pasta_worker_restarts", "Times that it was replaced", labels=labels)
    memory = GaugeMetricFamily(
        "pasta_worker_memory_bytes", "Memory that it holds, now and at most", labels=(*labels, "kind")
    )
    for each in workers:
        where = (each.name, each.device)
        ready.add_metric(where, each.is_ready)
        jobs.add_metric(where, each.jobs_done)
        batches.add_metric(where, each.batches_done)
        busy.add_metric(where, each.busy_seconds)
        restarts.add_metric(where, each.restarts)
        for kind, amount in each.memory_bytes.items():
            memory.add_metric((*where, kind), amount)
    yield from (ready, jobs, batches, busy, restarts, memory)


def _of_budget(figures: BudgetFigures) -> Iterable[Metric]:
    spent = GaugeMetricFamily("pasta_spent_today", "Spent since midnight UTC", labels=("account", "cost"))
    limit = GaugeMetricFamily("pasta_daily_limit", "What may be spent in a day", labels=("share", "cost"))
    for account, amounts in figures.accounts.items():
        for cost, amount in amounts.items():
            spent.add_metric((account, cost), amount)
    for share, limits in (("total", figures.limits.total), ("community", figures.limits.per_account)):
        for cost, amount in limits.items():
            limit.add_metric((share, cost), amount)
    yield from (spent, limit)


def _of_preparation(preparation: Preparation) -> Iterable[Metric]:
    figures = preparation.figures
    yield CounterMetricFamily("pasta_turns_followed", "Turns after the first", value=figures.turns)
    yield CounterMetricFamily(
        "pasta_turns_prepared", "Of these, those whose images had been begun", value=figures.turns_prepared
    )
    yield CounterMetricFamily(
        "pasta_images_made_ahead", "Images made ahead of need", value=figures.images_made
    )
    yield CounterMetricFamily(
        "pasta_images_used_ahead", "Of these, those that were shown", value=figures.images_used
    )
    yield GaugeMetricFamily(
        "pasta_images_held", "Images ahead of need in memory", value=preparation.images_held
    )
