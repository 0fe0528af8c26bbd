"""A group's vote as a poll: a picture for each image, and *none of these*."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from adapters.telegram.captions import OPTION_CHARACTERS, QUESTION_CHARACTERS, closing_line, tile_texts
from adapters.telegram.outlet import Ballot
from adapters.telegram.pictures import tiles
from adapters.telegram.wording import unlinked
from core.conversation.gallery import GalleryView, shortened
from core.ports import ImageStore
from core.texts.catalogue import texts_in
from core.types.sessions import Session

NOTED_SECONDS = 10.0
"""How long a vote may wait for its poll to be known."""
POLL = "poll"
"""The name of this rendering of a gallery."""
POLL_CHANNEL = "poll"
"""In place of a chat where a poll is named, whose votes tell no more than its number."""


async def ballot_of(session: Session, view: GalleryView, images: ImageStore) -> Ballot:
    """What is voted on; the order of the options is that of the gallery, and *none of these* comes last.

    Telegram is not told when it closes: where nobody has voted by then, the first vote shall decide.
    """
    texts = texts_in(session.rules.language)
    heading = texts.say("gallery-heading", number=view.number, most=view.most)
    numbers = [texts.say("words-image", number=tile.number) for tile in view.tiles]
    options = [*numbers, texts.say("button-none")]
    return Ballot(
        question=shortened(unlinked(f"{heading}: {view.prompt}"), QUESTION_CHARACTERS),
        options=tuple(shortened(option, OPTION_CHARACTERS) for option in options),
        pictures=tuple(await tiles(view, images)),
        description="\n".join((*closing_line(session, texts), tile_texts(view))),
    )


class PollsUnderWay:
    """Knows whether a poll is being sent: somebody can vote before its number is written down."""

    def __init__(self) -> None:
        self._count = 0
        self._noted = asyncio.Condition()

    @asynccontextmanager
    async def posting(self) -> AsyncIterator[None]:
        """Send a poll and write down which it is within."""
        self._count += 1
        try:
            yield
        finally:
            self._count -= 1
            async with self._noted:
                self._noted.notify_all()

    async def noted(self) -> None:
        """Wait until one that is under way has been written down, if there is one."""
        if not self._count:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(NOTED_SECONDS), self._noted:
                await self._noted.wait()


def number_voted(option: int, *, size: int) -> int | None:
    """The number of the image that an option stands for; `None` for none of these."""
    return option + 1 if option < size else None
