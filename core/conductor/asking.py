"""Asks a port patiently; people who wait see that it is being tried again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

from core.conductor.announcer import Announcer
from core.conductor.settings import Limits

Answer = TypeVar("Answer")


async def ask(limits: Limits, announcer: Announcer, work: Callable[[], Awaitable[Answer]]) -> Answer:
    """The port's answer; raises what it raised last."""

    def tell() -> None:
        announcer.progress = replace(announcer.progress, retrying=True)

    answer = await limits.patience.ask(work, before_wait=tell)
    if announcer.progress.retrying:
        announcer.progress = replace(announcer.progress, retrying=False)
    return answer
