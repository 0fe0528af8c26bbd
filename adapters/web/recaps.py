"""Recaps on demand: drawn in a thread, one at a time, and remembered until the session moves on."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from enum import StrEnum

from core.ports import ImageStore
from core.recap import recap_loop, recap_of, recap_picture
from core.types.identifiers import SessionId
from core.types.sessions import Session

MOST_REMEMBERED = 16


class RecapKind(StrEnum):
    """A still picture or a loop; the value is the suffix of its address."""

    PICTURE = "png"
    LOOP = "gif"

    @property
    def media_type(self) -> str:
        """What browsers call it."""
        return f"image/{self.value}"


def has_hidden(session: Session) -> bool:
    """Whether an image of the recap is hidden until somebody asks to see it."""
    return any(image.spoiler for row in recap_of(session) for image in row.images)


class Recaps:
    """Draws recaps."""

    def __init__(self, images: ImageStore) -> None:
        self._images = images
        self._lock = asyncio.Lock()
        self._done: OrderedDict[tuple[SessionId, int, RecapKind], bytes] = OrderedDict()

    async def draw(self, session: Session, kind: RecapKind) -> bytes | None:
        """The recap, or `None` where nothing has been answered yet."""
        rows = recap_of(session)
        if not rows:
            return None
        name = (session.id, session.version, kind)
        async with self._lock:
            if name not in self._done:
                hashes = {image.hash for row in rows for image in row.images}
                contents = {each: await self._images.get(each) for each in sorted(hashes)}
                drawer = recap_picture if kind is RecapKind.PICTURE else recap_loop
                self._done[name] = await asyncio.to_thread(drawer, rows, contents)
            self._done.move_to_end(name)
            while len(self._done) > MOST_REMEMBERED:
                self._done.popitem(last=False)
            return self._done[name]
