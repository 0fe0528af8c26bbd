"""What a run of the load on Telegram has shown, and what several of them have."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.gallery import quantile


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What one run has shown."""

    answers_seconds: list[float]
    """Real ones."""
    unanswered: int
    waits_seconds: list[float]
    sessions: int
    galleries: int
    lost: list[str]
    owed: int
    """Sessions that still waited for the bot when the members stopped."""
    drained_seconds: float
    floods: int
    violations: list[str]
    broken: list[str]
    most: dict[str, int]
    given_up: int

    @property
    def problems(self) -> list[str]:
        """What must not be; empty where all is well."""
        found = [*self.violations, *self.broken, *self.lost]
        return found + ([f"{self.floods} messages came too soon"] if self.floods else [])

    def summary(self) -> dict[str, float]:
        """The figures to publish."""
        return {
            "presses": len(self.answers_seconds) + self.unanswered,
            "answered, p50 s": round(_quantile(self.answers_seconds, 0.5), 3),
            "answered, p99 s": round(_quantile(self.answers_seconds, 0.99), 3),
            "answered, longest s": round(max(self.answers_seconds, default=0.0), 3),
            "not answered": self.unanswered,
            "sessions": self.sessions,
            "galleries": self.galleries,
            "galleries lost": len(self.lost),
            "sessions owed when all stop": self.owed,
            "until nothing is owed, s": round(self.drained_seconds, 1),
            "refused as too soon": self.floods,
            "rules broken": len(self.violations) + len(self.broken),
            **self.most,
            "answer to next gallery, p50 s": round(_quantile(self.waits_seconds, 0.5), 1),
            "answer to next gallery, p99 s": round(_quantile(self.waits_seconds, 0.99), 1),
            "waited over 4 min": self.given_up,
        }


def table_of(runs: Sequence[Figures]) -> dict[str, tuple[float, float]]:
    """Of each figure the median over the runs, and the highest."""
    rows = [one.summary() for one in runs]
    return {
        name: (round(statistics.median(row[name] for row in rows), 3), max(row[name] for row in rows))
        for name in rows[0]
    }


def _quantile(values: Sequence[float], share: float) -> float:
    return quantile(values, share) if values else 0.0
