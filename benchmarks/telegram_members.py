"""Members of groups on a fake Telegram, who look at what stands there and answer it after thinking."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from core.bots.showing.wording import DIGITS
from tests.fakes.circle import AGREE
from tests.fakes.telegram import Clock, Exchange, Group, Message, Person
from tests.fakes.telegram.people.looking import NotPossibleError

PROMPTS = ("a white cat", "an owl", "a castle in the clouds", "a red bicycle by the sea", "happiness")
WORDS = ("at night", "2 seen from above", "without people", "3: brighter", "0 a dog instead")
COUNT_MINE = "I agree; count my vote"
NONE, UNDO, MORE, ORIGINALS, BACK, KEEP = (
    "None of these",
    "Undo",
    "More…",
    "Originals",
    "← Back",
    "This is it",
)
START_AGAIN = "Start again"
THINKING_SECONDS = (5.0, 60.0)
RESTING_SECONDS = (20.0, 120.0)
LOOKING_SECONDS = 2.0
UNDO_OFFERED_SECONDS = 20.0
PATIENCE_SECONDS = 240.0
"""After so long a member asks for another image in place of waiting for this one."""
VOTE_MINUTES = 1
CHANCES = {"pick": 78, "words": 8, "none": 4, "undo": 4, "originals": 3, "keep": 3}


@dataclass(kw_only=True)
class Seen:
    """What all members together have seen."""

    presses: list[Exchange] = field(default_factory=list)
    waits_seconds: list[float] = field(default_factory=list)
    """Of those with a session of their own: from an answer to what comes of it, to the next glance; on the
    simulated clock."""
    given_up: int = 0
    refused: int = 0
    """What a member wanted to press was not there any more."""


@dataclass(kw_only=True)
class Member:
    """Somebody in one group."""

    person: Person
    group: Group
    clock: Clock
    chance: random.Random
    seen: Seen
    until: float
    """When everybody stops, on the simulated clock."""
    has_agreed: bool = False

    def goes_on(self) -> bool:
        """Whether there is time left."""
        return self.clock.now() < self.until

    async def play_alone(self) -> None:
        """Begin one session after the other, and answer the galleries of each."""
        await self._pause(0, RESTING_SECONDS[1])
        while self.goes_on():
            gallery = await self._begin()
            while gallery and self.goes_on() and not _is_end(gallery):
                await self._pause(*THINKING_SECONDS)
                gallery = await self._answer(gallery) if self.goes_on() else None
            await self._pause(*RESTING_SECONDS)

    async def begin_votes(self) -> None:
        """Begin votes of the group, and vote in them like the others."""
        while self.goes_on():
            gallery = await self._begin(f" --group --minutes {VOTE_MINUTES}")
            while gallery and self.goes_on() and not _is_end(gallery):
                await self._vote(gallery)
                gallery = await self._next(gallery)
            await self._pause(*RESTING_SECONDS)

    async def vote(self) -> None:
        """Vote in every poll that comes."""
        voted = 0
        while self.goes_on():
            poll = self._newest(lambda message: message.poll is not None)
            if poll is not None and poll.id > voted:
                voted = poll.id
                await self._vote(poll)
            await self._pause(LOOKING_SECONDS, 2 * LOOKING_SECONDS)

    async def _begin(self, options: str = "") -> Message | None:
        """Ask for images, agree where that is asked, and wait for the first gallery."""
        if not self.goes_on():
            return None
        asked = await self.person.says(self.group, f"/imagine {self.chance.choice(PROMPTS)}{options}")
        if not self.has_agreed:
            question = await self._look(lambda: self._question(asked))
            if question is None:
                return None
            await self._press(question, AGREE)
            self.has_agreed = True
        return await self._next(asked)

    async def _answer(self, gallery: Message) -> Message | None:
        """Answer a gallery in one of the ways that there are; returns what comes of it."""
        (way,) = self.chance.choices(list(CHANCES), weights=list(CHANCES.values()))
        if way == "words":
            await self.person.says(self.group, self.chance.choice(WORDS), reply_to=gallery)
            return await self._timed_next(gallery)
        if way == "originals":
            for label in (MORE, ORIGINALS, BACK):
                await self._press(gallery, label)
                await self._pause(1, 3)
        if way == "keep":
            await self._press(gallery, KEEP)
            await self._look(lambda: gallery if BACK in _labels(gallery) else None)
        edits = gallery.edits
        await self._press(gallery, NONE if way == "none" else self.chance.choice(DIGITS[:4]))
        if way == "undo" and await self._undo(gallery, edits):
            return gallery
        return await self._timed_next(gallery)

    async def _undo(self, gallery: Message, edits: int) -> bool:
        """Take the answer back, if that is offered before the next gallery is there."""
        offered = await self._look(
            lambda: gallery if gallery.edits > edits and UNDO in _labels(gallery) else None,
            within=UNDO_OFFERED_SECONDS,
        )
        if offered is None or self._newest_own(after=gallery) is not None:
            return False
        await self._press(gallery, UNDO)
        again = await self._look(
            lambda: gallery if DIGITS[0] in _labels(gallery) else self._newest_own(after=gallery)
        )
        return again is gallery

    async def _vote(self, poll: Message) -> None:
        """Vote once, and say yes to what is stored where that is asked."""
        await self._pause(*THINKING_SECONDS)
        if not self.goes_on():
            return
        try:
            if poll.poll is None:
                await self._press(poll, self.chance.choice(DIGITS[:4]))
            else:
                await self.person.votes(poll, self.chance.randrange(5))
        except NotPossibleError:
            self.seen.refused += 1
            return
        if not self.has_agreed:
            self.has_agreed = True
            question = await self._look(lambda: self._newest(_asks_voters), within=UNDO_OFFERED_SECONDS)
            if question is not None:
                await self._press(question, COUNT_MINE)

    async def _next(self, before: Message) -> Message | None:
        """The next gallery or end of one's own after a message; nothing where it takes too long."""
        message = await self._look(lambda: self._newest_own(after=before))
        if message is None and self.goes_on():
            self.seen.given_up += 1
        return message

    async def _timed_next(self, before: Message) -> Message | None:
        began = self.clock.now()
        message = await self._next(before)
        if message is not None:
            self.seen.waits_seconds.append(self.clock.now() - began)
        return message

    def _newest_own(self, *, after: Message) -> Message | None:
        signed = f"· {self.person.name}"

        def is_own(message: Message) -> bool:
            said = message.caption or message.text or ""
            is_answered = DIGITS[0] in _labels(message) or _is_end(message)
            return message.id > after.id and (bool(message.poll) or (signed in said and is_answered))

        return self._newest(is_own, after=after.id)

    def _question(self, asked: Message) -> Message | None:
        return self._newest(lambda message: message.reply_to is asked, after=asked.id)

    def _newest(self, wanted: Callable[[Message], bool], *, after: int = 0) -> Message | None:
        for message in reversed(self.group.messages):
            if message.id <= after:
                return None
            if message.sender is not self.person and wanted(message):
                return message
        return None

    async def _press(self, message: Message, label: str) -> None:
        try:
            self.seen.presses.append(await self.person.presses(message, label))
        except NotPossibleError:
            self.seen.refused += 1

    async def _look(
        self, found: Callable[[], Message | None], *, within: float = PATIENCE_SECONDS
    ) -> Message | None:
        """Glance now and then until something is there, or the time is over."""
        until = min(self.clock.now() + within, self.until)
        while (message := found()) is None and self.clock.now() < until:
            await self.clock.sleep(self.chance.uniform(0.5, 1.0) * LOOKING_SECONDS)
        return message

    async def _pause(self, least: float, most: float) -> None:
        left = max(0.0, self.until - self.clock.now())
        await self.clock.sleep(min(self.chance.uniform(least, most), left))


def _labels(message: Message) -> set[str]:
    return {label for row in message.labels for label in row}


def _is_end(message: Message) -> bool:
    return START_AGAIN in _labels(message)


def _asks_voters(message: Message) -> bool:
    return COUNT_MINE in _labels(message)
