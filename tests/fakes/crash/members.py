"""Members of the chat: they begin sessions and answer galleries, several of them at once where they can."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from core.types.answers import Act, CloseVote, Compare, Keep, Pick, Stop, Undo
from core.types.galleries import Comparison
from core.types.sessions import Closing, Rules
from tests.fakes.crash.chat import Chat

Message = dict[str, Any]
SLOWEST_ANSWER_SECONDS = 0.12
RULES = (
    Rules(),
    Rules(turns=3),
    Rules(group=True, closing=Closing.DEADLINE, deadline_seconds=0.25, turns=3),
    Rules(group=True, closing=Closing.STARTER, turns=3),
    Rules(group=True, turns=3),
)


@dataclass(kw_only=True)
class Members:
    """Keeps `at_once` sessions going for as long as `open_more` is set."""

    chat: Chat
    at_once: int
    seed: int
    open_more: bool = True
    sessions: dict[str, Message] = field(default_factory=dict)
    """The acknowledged sessions, with the event that began each."""
    _keys: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    _beginning: set[str] = field(default_factory=set)
    _closed: set[str] = field(default_factory=set)
    _spoken_on: set[str] = field(default_factory=set)
    """Galleries that were answered; an undo there could mean that answer or the one before."""

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self.chat.on_post = self._on_post
        self.chat.on_ack = self._on_ack

    @property
    def going_on(self) -> int:
        """How many sessions are not over yet."""
        return len(self._beginning) + len(self.sessions.keys() - self.chat.delivered)

    def begin_more(self) -> None:
        """Begin sessions until enough are going on."""
        while self.open_more and self.going_on < self.at_once:
            number = next(self._keys)
            rules = self._random.choice(RULES)
            key = f"begin-{number}"
            self._beginning.add(key)
            self.chat.say(
                {"kind": "begin", "key": key, "user": f"member-{number % 7}", "rules": asdict(rules)}
            )

    def _on_post(self, post: Message) -> None:
        asyncio.get_running_loop().call_later(
            self._random.uniform(0, SLOWEST_ANSWER_SECONDS), self._answer, post
        )

    def _answer(self, post: Message) -> None:
        """Everybody in the room answers the gallery; in a solo session that is the starter."""
        begun = self.sessions.get(post["session"])
        if begun is None:
            self._on_post(post)
            return
        rules, starter = begun["rules"], begun["user"]
        others = [f"voter-{number}" for number in range(3)] if rules["group"] else []
        for user in (*others, starter):
            self._act(user, post, self._choose(post, is_starter=user == starter, group=rules["group"]))
        if rules["closing"] == Closing.STARTER:
            self._later(lambda: self._close(starter, post))

    def _choose(self, post: Message, *, is_starter: bool, group: bool) -> Act:
        number = self._random.randint(1, post["size"])
        chance = self._random.random()
        if is_starter and chance < 0.08:
            return Keep(number=number)
        is_first_word = post["turn"] not in self._spoken_on
        if is_starter and not group and chance < 0.2 and post["answered"] and is_first_word:
            return Undo()
        if is_starter and chance < 0.23:
            return Stop()
        if chance < 0.35:
            return Pick(number=None)
        return Pick(number=number, words="at night" if chance < 0.45 else None)

    def _act(self, user: str, post: Message, act: Act) -> None:
        event = {
            "kind": "act",
            "key": f"act-{next(self._keys)}",
            "user": user,
            "session": post["session"],
            "turn": post["turn"],
            "act": type(act).__name__,
            "fields": asdict(act),
        }
        self.chat.say(event)
        self._spoken_on.add(post["turn"])
        if self._random.random() < 0.1:
            self._later(lambda: self.chat.say(event))
        if post["answered"] and self._random.random() < 0.2 and not isinstance(act, Compare):
            self._later(lambda: self._act(user, post, Compare(comparison=Comparison.BETTER)))

    def _close(self, starter: str, post: Message) -> None:
        """Close the vote, again and again until it is closed: nobody may have voted yet."""
        if post["session"] not in self.chat.delivered and post["turn"] not in self._closed:
            self._act(starter, post, CloseVote())
            asyncio.get_running_loop().call_later(0.3, self._close, starter, post)

    def _later(self, do: Callable[[], None]) -> None:
        asyncio.get_running_loop().call_later(self._random.uniform(0, SLOWEST_ANSWER_SECONDS), do)

    def _on_ack(self, event: Message, ack: Message) -> None:
        if event["kind"] == "begin":
            self._beginning.discard(event["key"])
            if ack["status"] != "refused":
                self.sessions[ack["session"]] = event
            return
        if event["act"] == "CloseVote" and ack.get("reason") != "NotNowError":
            self._closed.add(event["turn"])
