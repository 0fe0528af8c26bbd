"""What somebody asked by a press or an inline query, and what the bot answers."""

from __future__ import annotations

import asyncio

from tests.fakes.telegram.messages.message import Message
from tests.fakes.telegram.world.queries import Answer, Query
from tests.fakes.telegram.world.world import World


class Exchange:
    """One press on a button, or one inline query, seen by the person who asked."""

    def __init__(self, world: World, query: Query, message: Message | None = None) -> None:
        self._world = world
        self.query = query
        self.message = message

    async def answered(self, within: float = 3.0) -> Answer:
        """The bot's answer; an assertion fails where there is none in so many real seconds."""
        try:
            await asyncio.wait_for(self.query.answered.wait(), within)
        except TimeoutError:
            raise AssertionError(f"no answer to {self.query.what!r} within {within} s") from None
        assert self.query.answer is not None
        return self.query.answer

    @property
    def answer(self) -> Answer | None:
        """The answer, where there is one by now."""
        return self.query.answer

    @property
    def failed(self) -> bool:
        """Whether it is too late for an answer, and none has come."""
        open_now = self._world.queries.open(self.query.id, self.query.kind, now=self._world.clock.now())
        return self.answer is None and open_now is None

    def __repr__(self) -> str:
        return f"<{self.query.what!r} by {self.query.user.name}: {self.answer}>"
