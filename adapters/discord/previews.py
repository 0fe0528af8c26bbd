"""Small messages that show how sessions' next images come about, and go when these are there.

Each stands by itself, and without components: Discord does not find there what comes with an edit.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping

import discord
import structlog

from adapters.discord.finding import LOOKED_THROUGH
from adapters.discord.outlets import Outlet
from adapters.discord.pictures import PREVIEWS_NAME, previews_upload
from adapters.discord.wording import plain
from core.bots.showing.wording import asked_for
from core.errors import WorkError
from core.texts.catalogue import texts_in
from core.types.identifiers import SessionId
from core.types.sessions import Session

log = structlog.get_logger()

QUIET_SECONDS = 15.0
"""Where nothing is told of the work for so long, it has been given up."""


async def take_leftovers_away(channel: discord.PartialMessageable, *, me: int, begun: str) -> None:
    """Delete what the run before has left of them in a channel; `begun` is what stands in theirs."""
    try:
        async for message in channel.history(limit=LOOKED_THROUGH):
            names = [one.filename for one in message.attachments]
            if message.author.id == me and message.content == begun and names == [PREVIEWS_NAME]:
                await message.delete()
    except discord.HTTPException as error:
        log.info("leftovers not taken away", error=type(error).__name__)


class PreviewMessages:
    """Those that stand now; `start` lets work go on in the background."""

    def __init__(self, start: Callable[[Coroutine[None, None, None]], None]) -> None:
        self._start = start
        self._standing: dict[SessionId, _PreviewMessage] = {}

    def hear(self, session_id: SessionId, previews: Mapping[int, bytes] | None) -> bool:
        """The work for a session goes on, maybe with new previews; false where no message stands."""
        standing = self._standing.get(session_id)
        if standing is not None:
            standing.hear(previews)
        return standing is not None

    def begin(
        self, outlet: Outlet, session: Session, mention: str, previews: Mapping[int, bytes], *, hides: bool
    ) -> None:
        """Show the first ones; `hides` where images that are marked must not be seen."""
        standing = _PreviewMessage(outlet, session, mention, previews, hides=hides)
        self._standing[session.id] = standing
        self._start(self._keep(standing, session.id))

    def end(self, session_id: SessionId) -> None:
        """The images of a session are there, or are not wanted any more."""
        standing = self._standing.pop(session_id, None)
        if standing is not None:
            standing.end()

    async def _keep(self, standing: _PreviewMessage, session_id: SessionId) -> None:
        try:
            await standing.stand()
        finally:
            if self._standing.get(session_id) is standing:
                del self._standing[session_id]


class _PreviewMessage:
    """The message of one session, from its first previews until its end or until nothing is heard."""

    def __init__(
        self, outlet: Outlet, session: Session, mention: str, previews: Mapping[int, bytes], *, hides: bool
    ) -> None:
        self._hides = hides
        self._outlet = outlet
        self._session = session
        self._mention = mention
        self._newest: Mapping[int, bytes] | None = previews
        self._number: int | None = None
        self._is_over = False
        self._woken = asyncio.Event()

    def hear(self, previews: Mapping[int, bytes] | None) -> None:
        """The work goes on."""
        self._newest = previews or self._newest
        self._woken.set()

    def end(self) -> None:
        """The images are there, or are not wanted any more."""
        self._is_over = True
        self._woken.set()

    async def stand(self) -> None:
        """Show what is heard until the end, then go; trouble with it is nobody's."""
        try:
            await self._show_all()
        except TimeoutError:
            log.debug("no more previews", session=self._session.id)
        except WorkError as error:
            log.info("previews not shown", session=self._session.id, error=type(error).__name__)
        finally:
            await self._go()

    async def _show_all(self) -> None:
        while not self._is_over:
            self._woken.clear()
            if self._newest is not None:
                await self._show(self._newest)
            async with asyncio.timeout(QUIET_SECONDS):
                await self._woken.wait()

    async def _show(self, previews: Mapping[int, bytes]) -> None:
        self._newest = None
        rules = self._session.rules
        texts = texts_in(rules.language)
        upload = await previews_upload(previews, rules.slate_size, texts, hides=self._hides)
        if self._number is None:
            whose = asked_for(self._session, self._mention, plain=plain)
            self._number = await self._outlet.send({"content": whose}, [upload])
        else:
            await self._outlet.edit(self._number, {"attachments": [upload.file]})

    async def _go(self) -> None:
        if self._number is None:
            return
        try:
            await self._outlet.delete(self._number)
        except WorkError as error:
            log.info("previews not taken away", session=self._session.id, error=type(error).__name__)
