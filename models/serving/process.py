"""A worker process from within: builds the engine, then makes what it is handed, a batch at a time."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from ctypes import Array, c_uint64
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from core.errors import WorkError
from models.serving.messages import (
    ABANDONED,
    BEGUN,
    Batch,
    Flawed,
    Made,
    NotReady,
    Opening,
    Over,
    Preview,
    Ready,
)
from models.serving.outbox import Outbox
from models.serving.work import Engine, Onlooker

POLITENESS = 5
"""By how much the workers give way to the event loop where there are fewer cores than processes."""

AnyEngine = Engine[Any, object]


def serve(connection: Connection, numbers: Array[c_uint64]) -> None:
    """What a worker process runs, from its first moment to its end."""
    _settle_in()
    outbox = Outbox(connection)
    with suppress(EOFError, OSError):  # the program has closed the pipe
        engine = _built(connection.recv(), outbox)
        while engine is not None:
            batch: Batch = connection.recv()
            numbers[BEGUN] = batch.number
            _work(engine, batch, outbox, _Audience(batch.number, outbox, numbers))


def resident_bytes() -> int:
    """How much memory this process takes now."""
    import psutil

    return int(psutil.Process().memory_info().rss)


class _Audience:
    def __init__(self, number: int, outbox: Outbox, numbers: Array[c_uint64]) -> None:
        self._number = number
        self._outbox = outbox
        self._numbers = numbers

    def show(self, index: int, preview: bytes) -> None:
        self._outbox.offer(Preview(batch=self._number, index=index, content=preview))

    def is_wanted(self) -> bool:
        return self._numbers[ABANDONED] != self._number


def _settle_in() -> None:
    """Leave Ctrl-C to the program, end with it, and give way to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if sys.platform != "win32":
        os.nice(POLITENESS)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _built(opening: Opening, outbox: Outbox) -> AnyEngine | None:
    try:
        factory = pickle.loads(opening.factory)  # noqa: S301 - from the program that started this process
        engine: AnyEngine = factory(opening.device)
        outbox.send(Ready(memory_bytes=dict(engine.memory_bytes())))
    except WorkError as error:
        outbox.send(NotReady(reason=str(error)))
    except Exception as error:  # noqa: BLE001 - the boundary to an engine that may be anything
        outbox.send(NotReady(reason=f"{type(error).__name__} at {_where(error)}: {error}"))
    else:
        return engine
    return None


def _work(engine: AnyEngine, batch: Batch, outbox: Outbox, audience: Onlooker) -> None:
    """Make a batch and send each answer by itself, so that what has arrived need not be made again."""
    began = time.perf_counter()
    results = _performed(engine, batch, outbox, audience)
    seconds = time.perf_counter() - began
    for index, result in enumerate(results):
        _send_made(Made(index=index, result=result, seconds=seconds / len(results)), outbox)
    outbox.send(Over(seconds=seconds, memory_bytes=dict(engine.memory_bytes())))


def _send_made(made: Made, outbox: Outbox) -> None:
    try:
        outbox.send(made)
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - what does not pickle raises what it likes
        outbox.send(_flaw(error))
        outbox.send(Made(index=made.index, result=_failure(error), seconds=made.seconds))


def _performed(
    engine: AnyEngine, batch: Batch, outbox: Outbox, audience: Onlooker
) -> Sequence[object | WorkError]:
    count = len(batch.jobs)
    try:
        results = _complete(engine.perform(batch.jobs, audience), count)
    except WorkError as error:
        return [_portable(error)] * count
    except Exception as error:  # noqa: BLE001 - the boundary to an engine that may be anything
        outbox.send(_flaw(error))
        return [_failure(error)] * count
    return [_portable(result) if isinstance(result, WorkError) else result for result in results]


def _complete(results: Sequence[object], count: int) -> Sequence[object]:
    if len(results) != count:
        raise ValueError(f"{len(results)} results for {count} jobs")
    return results


def _portable(error: WorkError) -> WorkError:
    """The error as it will arrive: some pickle, but cannot be put together again."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - made a moment ago
    except Exception as trouble:  # noqa: BLE001 - whatever their constructors raise
        return _failure(trouble)
    return error


def _failure(error: Exception) -> WorkError:
    """What callers are told; the error's own message may quote a prompt, and logs hold none."""
    return WorkError(f"This could not be made ({type(error).__name__}); the log says where it went wrong.")


def _flaw(error: Exception) -> Flawed:
    return Flawed(error=type(error).__name__, where=_where(error))


def _where(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
