"""The stage of the web page: tells the open pages of a session that there is something new to see.

A page shows a session wholly from what is stored, so nothing is sent but the news that it should look again,
and how far the work is. Previews of images that are being made are held in memory for as long as a page of
their session is open and they are not there yet.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from core.conversation.gallery import GalleryView
from core.errors import StorageError
from core.ports import PostedMessages, Progress
from core.types.identifiers import MessageRef, SessionId
from core.types.sessions import Session

PLATFORM = "web"
CHANNEL = "page"
RENDERING = "page"


@dataclass(frozen=True, slots=True)
class Changed:
    """The session should be looked at again."""


@dataclass(frozen=True, slots=True)
class StorageTrouble:
    """The session waits for the storage; it goes on by itself."""


News = Changed | StorageTrouble | Progress


class Listener:
    """One open page. At most one piece of news of each kind waits for it: the newest, so nothing piles up."""

    def __init__(self) -> None:
        self.is_over = False
        self._waiting: dict[type[News], News] = {}
        self._woken = asyncio.Event()

    def hear(self, news: News) -> None:
        """Take news in, without ever waiting; what has changed makes older news worthless."""
        if isinstance(news, Changed):
            self._waiting.clear()
        self._waiting[type(news)] = news
        self._woken.set()

    def end(self) -> None:
        """Say that nothing more will come."""
        self.is_over = True
        self._woken.set()

    async def news(self, *, patience_seconds: float) -> tuple[News, ...]:
        """What is new, oldest kind first; nothing where nothing comes in that time, or the end has come."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience_seconds):
                await self._woken.wait()
        news = tuple(self._waiting.values())
        self._waiting.clear()
        if not self.is_over:
            self._woken.clear()
        return news


class WebStage:
    """The pages that are open now, by session; who leaves is forgotten."""

    def __init__(self) -> None:
        self._listeners: dict[SessionId, set[Listener]] = {}
        self._previews: dict[SessionId, Mapping[int, bytes]] = {}
        self._is_closed = False

    @contextmanager
    def listen(self, session_id: SessionId) -> Iterator[Listener]:
        """Listen to a session for as long as the block lasts."""
        listener = Listener()
        if self._is_closed:
            listener.end()
        self._listeners.setdefault(session_id, set()).add(listener)
        try:
            yield listener
        finally:
            rest = self._listeners[session_id]
            rest.discard(listener)
            if not rest:
                del self._listeners[session_id]
                self._previews.pop(session_id, None)

    def publish(self, session_id: SessionId, news: News) -> None:
        """Tell every page of a session; what has changed makes previews worthless."""
        if isinstance(news, Changed):
            self._previews.pop(session_id, None)
        elif isinstance(news, Progress) and news.previews and session_id in self._listeners:
            self._previews[session_id] = news.previews
        for listener in self._listeners.get(session_id, ()):
            listener.hear(news)

    def preview(self, session_id: SessionId, number: int) -> bytes | None:
        """What there is to see so far of the image at that number (a JPEG)."""
        return self._previews.get(session_id, {}).get(number)

    def close(self) -> None:
        """End every listener at once, and those that still come: the program is about to leave."""
        self._is_closed = True
        for listeners in self._listeners.values():
            for listener in listeners:
                listener.end()

    @property
    def listeners(self) -> int:
        """How many pages listen now."""
        return sum(map(len, self._listeners.values()))

    async def post_gallery(self, session: Session, view: GalleryView) -> PostedMessages:
        """Tell the pages to look; the page itself is the message, named by the nonce."""
        self.publish(session.id, Changed())
        message = MessageRef(channel=session.place.channel, message=view.nonce)
        return PostedMessages(messages=(message,), rendering=RENDERING)

    async def close_gallery(self, session: Session, view: GalleryView) -> None:
        """Tell the pages to look: other tabs still show the gallery as open."""
        self.publish(session.id, Changed())

    async def deliver(self, session: Session) -> None:
        """Tell the pages to look at the end."""
        self.publish(session.id, Changed())

    async def tell(self, session: Session, news: Progress | StorageError | str) -> None:
        """Progress is shown as it is; a failure is part of the session, so the pages look again."""
        if isinstance(news, Progress):
            self.publish(session.id, news)
        elif isinstance(news, StorageError):
            self.publish(session.id, StorageTrouble())
        else:
            self.publish(session.id, Changed())
