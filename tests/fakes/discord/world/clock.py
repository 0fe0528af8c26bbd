"""The fake's time, which tests can move, and identifiers that carry it as Discord's do."""

from __future__ import annotations

import time
from datetime import UTC, datetime

EPOCH_MILLISECONDS = 1_420_070_400_000
YEAR_MILLISECONDS = 365 * 24 * 3600 * 1000


class Clock:
    """Real time, plus what tests have added to it."""

    def __init__(self) -> None:
        self._ahead_seconds = 0.0

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time() + self._ahead_seconds

    def advance(self, seconds: float) -> None:
        """Let time pass without waiting for it."""
        self._ahead_seconds += seconds

    def written(self) -> str:
        """Now, as Discord writes it."""
        return datetime.fromtimestamp(self.now(), UTC).isoformat()


class Snowflakes:
    """Gives out identifiers; a later one is always greater."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0
        self._old = 0

    def next(self) -> int:
        """An identifier that nobody has."""
        earliest = (int(self._clock.now() * 1000) - EPOCH_MILLISECONDS) << 22
        self._last = max(self._last + 1, earliest)
        return self._last

    def next_of_guild(self) -> int:
        """One that is a year old; consecutive ones fall on consecutive shards."""
        self._old += 1
        milliseconds = int(self._clock.now() * 1000) - EPOCH_MILLISECONDS - YEAR_MILLISECONDS
        return (milliseconds // 1000 * 1000 + self._old) << 22
