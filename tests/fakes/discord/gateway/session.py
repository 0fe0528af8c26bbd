"""What one shard has been told, in order, so that it can be told again after a lost connection."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field

from tests.fakes.discord.world.events import Event, Intent
from tests.fakes.discord.world.users import Payload

REMEMBERED_EVENTS = 10_000
DISPATCH = 0


@dataclass(kw_only=True, eq=False)
class Session:
    """One shard's session; it outlives its connections."""

    id: str
    shard: int
    shards: int
    intents: int
    sequence: int = 0
    outbox: asyncio.Queue[str] | None = None
    """Of the connection that is open now."""
    told: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=REMEMBERED_EVENTS))

    def hears(self, event: Event) -> bool:
        """Whether an event is this shard's, and of a kind it asked for."""
        home = 0 if event.guild_id is None else (event.guild_id >> 22) % self.shards
        needed = event.needs()
        return home == self.shard and (not needed or bool(needed & self.intents))

    def tell(self, event: Event) -> None:
        """Put an event into words and send it, now or once the shard is back."""
        body = event.body
        if event.without_content is not None and not self.intents & Intent.MESSAGE_CONTENT:
            body = event.without_content
        self.dispatch(event.name, body)

    def dispatch(self, name: str, body: Payload) -> None:
        """Send one numbered event."""
        self.sequence += 1
        text = json.dumps({"op": DISPATCH, "t": name, "s": self.sequence, "d": body}, separators=(",", ":"))
        self.told.append((self.sequence, text))
        if self.outbox is not None:
            self.outbox.put_nowait(text)

    def replay(self, after: int) -> None:
        """Send again what came after a number."""
        assert self.outbox is not None
        for number, text in self.told:
            if number > after:
                self.outbox.put_nowait(text)

    def can_resume(self, after: int) -> bool:
        """Whether everything after a number is still remembered."""
        if after > self.sequence:
            return False
        return after == self.sequence or bool(self.told and self.told[0][0] <= after + 1)
