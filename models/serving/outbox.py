"""What a worker process sends: answers at once and in order, previews when there is time for them."""

from __future__ import annotations

import threading
from multiprocessing.connection import Connection

from models.serving.messages import Flawed, Made, NotReady, Over, Preview, Ready


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
            self._connection.send(message)

    def _send_previews(self) -> None:
        while True:
            with self._offered:
                self._offered.wait_for(lambda: self._previews)
            with self._sending:
                preview = self._next()
                if preview is None:
                    continue
                try:
                    self._connection.send(preview)
                except OSError:  # the program has gone, and this process goes with it
                    return

    def _next(self) -> Preview | None:
        with self._offered:
            return self._previews.pop(next(iter(self._previews))) if self._previews else None
