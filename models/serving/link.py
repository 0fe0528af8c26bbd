"""A worker process from without: one thread starts it, talks with it over a pipe, and sees it end."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from ctypes import c_uint64
from multiprocessing.connection import Connection, Pipe, wait
from multiprocessing.context import SpawnProcess

import structlog

from models.serving.messages import ABANDONED, BEGUN, Batch, Ended, Message, Opening, Unsendable
from models.serving.outbox import receive_message
from models.serving.process import serve

FAREWELL_SECONDS = 1.0
"""How long a process that has closed its pipe may take to say with which exit code it ends."""

PIPE_BYTES = 4_000_000
"""What a worker can send without waiting for the program to read, where the system allows so much."""

log = structlog.get_logger()
_spawn = multiprocessing.get_context("spawn")


class Link:
    """One process from its start to its end; `hear` is called on the event loop, the last time with `Ended`.

    Everything that could wait happens in the thread: the loop only rings a bell.
    """

    def __init__(self, opening: Opening, *, name: str, hear: Callable[[Message], None]) -> None:
        self._opening = opening
        self._name = name
        self._hear = hear
        self._loop = asyncio.get_running_loop()
        self._numbers = _spawn.RawArray(c_uint64, 2)
        self._outgoing: deque[Batch] = deque()
        self._bell, self._cord = Pipe(duplex=False)
        self._process: SpawnProcess | None = None
        self._is_killed = False
        self._thread = threading.Thread(target=self._live, name=name, daemon=True)
        self._thread.start()

    def send(self, batch: Batch) -> None:
        """Hand the worker a batch; it must be ready."""
        self._outgoing.append(batch)
        self._cord.send_bytes(b"!")

    def abandon(self, number: int) -> None:
        """Let the worker know, if it asks, that nobody wants that batch any more."""
        self._numbers[ABANDONED] = number

    def has_begun(self, number: int) -> bool:
        """Whether that batch has reached the worker."""
        return self._numbers[BEGUN] == number

    def kill(self) -> None:
        """End the process, whatever it does; also one that is only just being started."""
        self._is_killed = True
        if self._process is not None:
            self._process.kill()

    def join(self, seconds: float) -> None:
        """Wait, not on the event loop, until it has ended."""
        self._thread.join(seconds)

    def _live(self) -> None:
        try:
            self._converse(self._started())
        except (EOFError, OSError):
            pass
        except Exception as error:  # noqa: BLE001 - what arrives may refuse to be put together, and say anything
            log.error("worker not understood", worker=self._name, error=type(error).__name__)  # noqa: TRY400
        finally:
            self._tell(Ended(exit_code=self._reaped()))

    def _started(self) -> Connection:
        _block_ctrl_c()
        ours, theirs = _spawn.Pipe()
        _widen(theirs)
        process = _spawn.Process(target=serve, args=(theirs, self._numbers), name=self._name, daemon=True)
        process.start()
        self._process = process
        if self._is_killed:  # `kill` may have come before there was anything to kill
            process.kill()
        theirs.close()
        ours.send(self._opening)
        return ours

    def _converse(self, ours: Connection) -> None:
        while True:
            for ready in wait([ours, self._bell]):
                if ready is ours:
                    self._tell(receive_message(ours))
                else:
                    self._bell.recv_bytes()
                    self._send(ours, self._outgoing.popleft())

    def _send(self, ours: Connection, batch: Batch) -> None:
        try:
            ours.send(batch)
        except OSError:
            raise
        except Exception as error:  # noqa: BLE001 - what does not pickle raises what it likes
            self._tell(Unsendable(error=type(error).__name__))

    def _tell(self, message: Message) -> None:
        with suppress(RuntimeError):  # the loop has been closed: nobody listens
            self._loop.call_soon_threadsafe(self._hear, message)

    def _reaped(self) -> int | None:
        process = self._process
        if process is None:
            return None
        process.join(FAREWELL_SECONDS)
        process.kill()
        process.join()
        return process.exitcode


def _widen(connection: Connection) -> None:
    """Let whole images fit into the pipe: passed on in pieces, each waits for the other side to be woken."""
    if sys.platform != "win32":
        with socket.socket(fileno=os.dup(connection.fileno())) as opened:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, PIPE_BYTES)


def _block_ctrl_c() -> None:
    """Hold Ctrl-C back in this thread: its process inherits that, and is deaf from its first moment.

    Python's resource tracker, which the first process to start brings with it, lets the signal through again
    in the thread that starts it; so it has to be there before.
    """
    if sys.platform != "win32":
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
