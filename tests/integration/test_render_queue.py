"""The benchmark of the line before the workers runs; only what may not depend on the machine is looked at."""

from __future__ import annotations

from benchmarks.render_engine import MOST_IN_BATCH
from benchmarks.render_queue import measure_kills, measure_overhead


def test_after_kills_every_job_is_answered_once_and_only_those_in_hand_are_begun_again() -> None:
    found = measure_kills(workers=2, kills=3)
    assert found["kills"] == 3
    assert found["jobs"] >= 3 * 2 * MOST_IN_BATCH
    assert found["begun again"] <= found["in hand of a worker when it was killed"] <= 3 * MOST_IN_BATCH
    for wrong in ("lost", "failed", "answered twice", "begun again without need"):
        assert found[wrong] == 0


def test_jobs_are_made_in_full_batches_beside_the_ideal_ones() -> None:
    rows = measure_overhead(workers=2, jobs=2 * MOST_IN_BATCH, runs=1)
    for engine in ("computing", "sleeping"):
        assert rows[f"{engine}: batches"] == [2]
        assert rows[f"{engine}: ideal batches, s"][0] > 0
