"""What a worker process sends: answers at once and in order, previews when there is time for them.

Images pass without being copied on the way: `multiprocessing` copies them three times on each side.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
from multiprocessing.connection import Connection
from typing import cast

from models.serving.messages import Flawed, Made, Message, NotReady, Over, Preview, Ready


class Outbox:
    """The sending end of a worker's pipe.

    The pipe is full where the program is slow to read. An answer waits then; a preview does not: a thread of
    its own sends them, and of several that wait of one job only the newest.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._previews: dict[int, Preview] = {}
        self._offered = threading.Condition()
        self._sending = threading.Lock()
        threading.Thread(target=self._send_previews, daemon=True).start()

    def offer(self, preview: Preview) -> None:
        """Send a preview some time, unless a newer one or an answer comes first."""
        with self._offered:
            self._previews[preview.index] = preview
            self._offered.notify()

    def send(self, message: Ready | NotReady | Made | Flawed | Over) -> None:
        """Send a message; previews that have not been sent by then never are."""
        with self._offered:
            self._previews.clear()
        with self._sending:
            send_message(self._connection, message)

    def _send_previews(self) -> None:
        while True:
            with self._offered:
                self._offered.wait_for(lambda: self._previews)
            with self._sending:
                preview = self._next()
                if preview is None:
                    continue
                try:
                    send_message(self._connection, preview)
                except OSError:  # the program has gone, and this process goes with it
                    return

    def _next(self) -> Preview | None:
        with self._offered:
            return self._previews.pop(next(iter(self._previews))) if self._previews else None


def send_message(connection: Connection, message: object) -> None:
    """Send to `receive_message`; nothing is sent of what does not pickle."""
    if sys.platform == "win32":
        connection.send(message)
        return
    parts = _Parts()
    pickle.Pickler(parts, protocol=5).dump(message)
    for part in parts.written:
        rest = memoryview(part)
        while rest:
            rest = rest[os.write(connection.fileno(), rest) :]


def receive_message(connection: Connection) -> Message:
    """What `send_message` sent; raises `EOFError` where the other end is closed, also in the midst of it."""
    if sys.platform == "win32":
        return cast("Message", connection.recv())
    received = pickle.Unpickler(_Reader(connection.fileno())).load()  # noqa: S301 - from a worker of ours
    return cast("Message", received)


class _Parts:
    """Collects what a pickler writes; of large bytes it passes the object itself."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def write(self, part: bytes) -> int:
        self.written.append(part)
        return len(part)


class _Reader:
    """Reads for an unpickler exactly what it asks for, large bytes right into the object that they become."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def readinto(self, buffer: bytearray) -> int:
        rest = memoryview(buffer)
        while rest:
            count = os.readv(self._descriptor, [rest])
            if not count:
                raise EOFError
            rest = rest[count:]
        return len(buffer)

    def read(self, count: int) -> bytes:
        part = bytearray(count)
        self.readinto(part)
        return bytes(part)

    def readline(self) -> bytes:
        raise pickle.UnpicklingError("no line is ever sent")
