"""What is stored about somebody: handed to them as a file, and deleted for good when they say so."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

import structlog

from adapters.telegram import questions
from adapters.telegram.connection import Connection
from adapters.telegram.incoming import Incoming
from adapters.telegram.keyboards import keyboard
from adapters.telegram.outlet import Picture
from adapters.telegram.own.alone import check_alone
from adapters.telegram.questions import Question
from adapters.telegram.tombstones import take_down
from adapters.telegram.wording import bold, escaped
from core.bots import own_data
from core.texts.catalogue import Texts
from core.types.identifiers import MessageRef

log = structlog.get_logger()

MOST_BYTES = 50_000_000
"""A bot sends no larger files."""


class OwnData:
    """Serves `/mydata` and `/forgetme`."""

    def __init__(self, core: own_data.OwnData) -> None:
        self._core = core
        self._tasks: set[asyncio.Task[None]] = set()

    async def hand_out(self, incoming: Incoming, _: Connection) -> None:
        """Send everything as one JSON file."""
        content, name = await self._core.file_for(incoming.account, most_bytes=MOST_BYTES)
        caption = escaped(incoming.texts.say("mydata-here"))
        await incoming.outlet.send_files([Picture(content=content, name=name, caption=caption)])

    async def ask(self, incoming: Incoming, _: Connection) -> None:
        """Say what will go, and ask whether it shall."""
        texts = incoming.texts
        text = f"{bold(texts.say('forget-title'))}\n{escaped(texts.say('forget-what'))}"
        yes = questions.answer(texts.say("forget-yes"), Question.FORGET)
        no = questions.answer(texts.say("forget-no"), Question.KEEP_ALL)
        await incoming.outlet.write(text, keyboard=keyboard([no], [yes]))

    async def keep(self, incoming: Incoming, _: Connection) -> None:
        """Delete nothing."""
        check_alone(incoming)
        await incoming.answer()
        await incoming.outlet.rewrite(incoming.number, escaped(incoming.texts.say("forget-kept")))

    async def forget(self, incoming: Incoming, connection: Connection) -> None:
        """Delete everything; what stands on Telegram goes as well, beside it."""
        check_alone(incoming)
        done = await incoming.when_durable(self._core.forget(incoming.account))
        await incoming.answer()
        self._start(_delete(done.messages, connection, incoming.texts))
        said = incoming.texts.say("forget-done", sessions=done.sessions)
        await incoming.outlet.rewrite(incoming.number, escaped(said))

    def end(self) -> None:
        """The bot leaves: what is not deleted on Telegram by now stays there."""
        for task in self._tasks:
            task.cancel()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _delete(messages: Sequence[MessageRef], connection: Connection, texts: Texts) -> None:
    """Delete messages of somebody who is forgotten; those that cannot be reached are left."""
    caption = escaped(texts.say("forgotten-here"))
    left = await take_down(connection.outlet, messages, caption, texts)
    if left:
        log.info("messages of a forgotten person left", messages=left)
