"""Tells people how far the work is, where it takes long enough to be worth a word."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import TracebackType

import structlog

from core.ports import Progress, Stage
from core.types.sessions import Session

log = structlog.get_logger()


class Announcer:
    """While it is entered, shows `progress` every `interval_seconds` (`None`: never); quick work is silent.

    `refreshed` brings what changes by itself up to date, just before it is told. A stage that fails or is
    slow to tell holds nothing up.
    """

    def __init__(
        self, stage: Stage, session: Session, *, progress: Progress, interval_seconds: float | None
    ) -> None:
        self.progress = progress
        self.refreshed: Callable[[Progress], Progress] = lambda progress: progress
        self._stage = stage
        self._session = session
        self._interval_seconds = interval_seconds
        self._telling: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None

    def __enter__(self) -> Announcer:
        self._wind()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._telling is not None:
            self._telling.cancel()

    def _wind(self) -> None:
        if self._interval_seconds is not None:
            self._timer = asyncio.get_running_loop().call_later(self._interval_seconds, self._announce)

    def _announce(self) -> None:
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell())
        self._wind()

    async def _tell(self) -> None:
        try:
            await self._stage.tell(self._session, self.refreshed(self.progress))
        except Exception as error:  # noqa: BLE001 - progress is a courtesy: its failure is logged and no more
            log.info("progress not shown", session=self._session.id, error=type(error).__name__)
