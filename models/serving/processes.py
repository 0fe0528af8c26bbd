"""Worker processes for work that holds the interpreter: it must not run where the event loop does.

They end with the process that started them, however that ends. What they are asked for is made whole or not
at all: a process that is killed is replaced, and its caller is told to ask again.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait
from types import TracebackType
from typing import Self, TypeVar

import structlog

from core.errors import TransientError

log = structlog.get_logger()
Argument = TypeVar("Argument")
Result = TypeVar("Result")

POLITENESS = 5
"""By how much the workers give way to the event loop where there are fewer cores than processes."""


class WorkerProcesses:
    """So many processes while it is entered; `prepare`, a function of a module, runs first in each."""

    def __init__(self, count: int, *, prepare: Callable[[], None]) -> None:
        self._count = count
        self._prepare = prepare
        self._executor: ProcessPoolExecutor | None = None

    async def __aenter__(self) -> Self:
        self._start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        executor, self._executor = self._executor, None
        if executor is not None:
            await asyncio.to_thread(executor.shutdown, wait=True, cancel_futures=True)

    async def run(self, function: Callable[[Argument], Result], argument: Argument) -> Result:
        """Run a function of a module in one of the processes and return what it returns, or raises.

        Raises `TransientError` where that process ended meanwhile: another one takes its place.
        """
        executor = self._executor
        if executor is None:
            raise TransientError("The workers are not running.")
        try:
            with _ctrl_c_held_back():
                work = asyncio.get_running_loop().run_in_executor(executor, function, argument)
            return await work
        except BrokenProcessPool as error:
            self._replace(executor)
            raise TransientError("A worker was stopped from outside; another one starts.") from error

    def _start(self) -> None:
        self._executor = ProcessPoolExecutor(
            self._count,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(self._prepare,),
        )
        with _ctrl_c_held_back():
            self._executor.submit(os.getpid)

    def _replace(self, broken: ProcessPoolExecutor) -> None:
        """Start new processes, once for all callers that saw the old ones end."""
        if self._executor is broken:
            log.warning("worker process ended", replaced=self._count)
            broken.shutdown(wait=False)
            self._start()


@contextmanager
def _ctrl_c_held_back() -> Iterator[None]:
    """Whatever process starts meanwhile is deaf to Ctrl-C from its first moment, long before `_begin`."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(prepare: Callable[[], None]) -> None:
    """Leave Ctrl-C to the parent, end with it, give way to it, and get ready."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if sys.platform != "win32":
        os.nice(POLITENESS)
    prepare()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
