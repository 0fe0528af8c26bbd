"""A chat platform that outlives the program: it delivers an event until it is acknowledged.

It does not know a post that it has seen before, so that posting twice shows.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Message = dict[str, Any]
SLOWEST_REPLY_SECONDS = 0.03


@dataclass(kw_only=True)
class Chat:
    """What was posted, what waits for its acknowledgement, and what was acknowledged."""

    on_post: Callable[[Message], None] = lambda _: None
    on_ack: Callable[[Message, Message], None] = lambda _event, _ack: None
    generation: int = 0
    """Counts the programs that have connected."""
    posts: list[tuple[int, str]] = field(default_factory=list)
    """Generation and nonce of every post."""
    pending: dict[str, Message] = field(default_factory=dict)
    statuses: Counter[str] = field(default_factory=Counter)
    acknowledged: dict[str, Message] = field(default_factory=dict)
    """Counted events with the session they went to."""
    delivered: set[str] = field(default_factory=set)
    tellings: list[str] = field(default_factory=list)
    phases: Counter[str] = field(default_factory=Counter)
    """Phases that a restarted program found sessions in."""
    port: int = 0
    connected: asyncio.Event = field(default_factory=asyncio.Event)
    _heard: asyncio.Event = field(default_factory=asyncio.Event)
    _writer: asyncio.StreamWriter | None = None
    _server: asyncio.Server | None = None
    _random: random.Random = field(default_factory=lambda: random.Random(1))
    _messages: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    async def __aenter__(self) -> Chat:
        """Listen."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Hang up."""
        assert self._server is not None
        self._server.close()

    def say(self, event: Message) -> None:
        """Let a member do something; it is delivered now and after every restart until it is acknowledged."""
        self.pending[event["key"]] = event
        self._send(event)

    async def something_happened(self) -> None:
        """Wait until the program has said something."""
        self._heard.clear()
        await self._heard.wait()

    def stop_program(self) -> None:
        """Ask the program to end."""
        self._send({"kind": "stop"})

    def duplicates(self) -> Counter[tuple[int, str]]:
        """Per generation and session, the posts that an earlier generation had made already."""
        seen: set[str] = set()
        found: Counter[tuple[int, str]] = Counter()
        for generation, nonce in self.posts:
            found[generation, nonce.partition(".")[0]] += nonce in seen
            seen.add(nonce)
        return found

    def _send(self, message: Message) -> None:
        if self._writer is not None and not self._writer.is_closing():
            self._writer.write(json.dumps(message).encode() + b"\n")

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.generation += 1
        generation = self.generation
        self._writer = writer
        try:
            while line := await reader.readline():
                self._take(generation, json.loads(line))
        except ConnectionError:
            pass
        finally:
            if self.generation == generation:
                self._writer = None
                self.connected.clear()
            writer.close()

    def _take(self, generation: int, message: Message) -> None:
        self._heard.set()
        match message["kind"]:
            case "hello":
                self.phases.update(message["phases"])
                self.connected.set()
                for event in list(self.pending.values()):
                    self._send(event)
            case "post":
                self.posts.append((generation, message["nonce"]))
                self._reply(message, f"m{next(self._messages)}")
                self.on_post(message)
            case "deliver":
                self._reply(message, "delivered", then=lambda: self.delivered.add(message["session"]))
            case "tell":
                self.tellings.append(message["reason"])
            case "ack":
                self._acknowledge(message)

    def _reply(self, call: Message, name: str, *, then: Callable[[], None] = lambda: None) -> None:
        """Answer a call after a moment, in which the program may be killed; the next one gets no answer."""
        caller, reply = self.generation, {"reply": call["call"], "message": name}

        def answer() -> None:
            if self.generation == caller:
                self._send(reply)
                then()
                self._heard.set()

        asyncio.get_running_loop().call_later(self._random.uniform(0, SLOWEST_REPLY_SECONDS), answer)

    def _acknowledge(self, ack: Message) -> None:
        event = self.pending.pop(ack["key"], None)
        self.statuses[ack["status"]] += 1
        if ack["status"] != "refused":
            self.acknowledged[ack["key"]] = ack
        if event is not None:
            self.on_ack(event, ack)
