"""The real bot over a real storage and a world of fakes, connected to a fake Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from adapters.storage.opening import Storage
from adapters.telegram.client import TelegramBot
from adapters.telegram.pacing import FloodLimits, Lanes
from adapters.telegram.running import run_bot
from adapters.telegram.services import PLATFORM, TelegramOptions, WebhookOptions
from adapters.telegram.stage import TelegramStage
from core.conductor.conductor import Conductor
from core.types.identifiers import SessionId
from core.types.sessions import Rules, Session
from tests.fakes.conducting import conducted, running
from tests.fakes.telegram import Chat, Exchange, FakeTelegram, Group, Message, Person
from tests.fakes.world import World

HURRIED = FloodLimits(
    seconds_per_message=0.0,
    group_messages=10_000,
    overall_messages=10_000,
    group_progress_seconds=0.0,
)
"""Of a Telegram that takes everything at once, unless a test is about its limits."""
PROMPT = "a white cat"
AGREE = "I agree; begin"


@dataclass(kw_only=True)
class Circle:
    """A group with the bot in it, and people; the world behind it outlives a restart of the bot."""

    telegram: FakeTelegram
    group: Group
    mia: Person
    ben: Person
    folder: Path
    world: World = field(default_factory=World)
    told: list[str] = field(default_factory=list)
    rules: Rules = field(default_factory=Rules)
    photo_polls: bool = True
    webhook: WebhookOptions | None = None
    limits: FloodLimits = HURRIED
    new_lanes: Callable[[], Lanes] | None = None
    """In place of lanes with these limits, where another clock shall hold."""
    storage: Storage = field(init=False)
    """What is stored, while the bot is up."""

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[Conductor]:
        """The bot, up and connected meanwhile; entered again it is the same after a restart."""
        async with conducted(
            self.world, self.folder, platform=PLATFORM, rules=self.rules, make_stage=self._make_stage
        ) as (self.storage, stage, services):
            client = TelegramBot(services, self._options(), stage, tell=self.told.append)
            bot = run_bot(
                self._options(),
                add_handlers=client.add_handlers,
                connected=client.connected,
                disconnected=client.disconnected,
                tell=self.told.append,
                new_lanes=self.new_lanes or (lambda: Lanes(self.limits)),
            )
            async with running(bot, stage) as runner:
                connected = asyncio.create_task(stage.reach.connected())
                await asyncio.wait({runner, connected}, return_when=asyncio.FIRST_COMPLETED)
                connected.cancel()
                yield services.conductor

    def _make_stage(self, storage: Storage) -> TelegramStage:
        clock = self.world.time
        return TelegramStage(storage.images, storage.people, clock=clock, photo_polls=self.photo_polls)

    def _options(self) -> TelegramOptions:
        return TelegramOptions(
            token=self.telegram.token,
            data_directory=self.folder,
            base_url=self.telegram.base_url,
            base_file_url=self.telegram.base_file_url,
            webhook=self.webhook,
            cooldown_seconds=0,
            farewell_seconds=0.5,
        )

    async def galleries(self, count: int, chat: Chat | None = None) -> Message:
        """The newest gallery, once there are so many."""
        place = chat or self.group
        await self.telegram.until(lambda: len(galleries_in(place)) >= count)
        return galleries_in(place)[count - 1]

    async def said(self, chat: Chat, part: str) -> Message:
        """The newest message of the bot with that text in it, once there is one."""
        await self.telegram.until(lambda: self._saying(chat, part))
        return self._saying(chat, part)[-1]

    async def session(self, conductor: Conductor, number: int = 1) -> Session:
        """The session that was begun as the how manieth, once it rests."""
        return await conductor.settled(SessionId(f"{number:016x}"))

    def by_bot(self, chat: Chat) -> list[Message]:
        """What the bot has said, its greeting in groups apart."""
        said = (message for message in chat.messages if message.sender is self.telegram.bot)
        return [message for message in said if not (message.text or "").startswith("Hello!")]

    def _saying(self, chat: Chat, part: str) -> list[Message]:
        return [
            message
            for message in chat.messages
            if message.sender is self.telegram.bot and part in (message.text or message.caption or "")
        ]


def circle_in(telegram: FakeTelegram, folder: Path) -> Circle:
    """A group with mia, ben and the bot as an administrator; both have opened their private chats."""
    group = telegram.add_group("Art circle")
    group.add_bot(admin=True)
    mia, ben = telegram.add_user("mia"), telegram.add_user("ben")
    for person in (mia, ben):
        group.add(person)
        person.chat.is_started = True
    telegram.pending_updates.clear()  # the bot has been there for long
    return Circle(telegram=telegram, group=group, mia=mia, ben=ben, folder=folder)


async def begun(circle: Circle, prompt: str = PROMPT, *, chat: Chat | None = None) -> Message:
    """The first gallery of mia's first session; she agrees to what is stored before."""
    place = chat or circle.group
    await circle.mia.says(place, f"/imagine {prompt}")
    question = await circle.said(place, "your prompts and picks are stored")
    await circle.mia.presses(question, AGREE)
    return await circle.galleries(1, place)


async def told_by(exchange: Exchange) -> str:
    """What a press is answered with, in words."""
    return (await exchange.answered()).text or ""


def labels_of(message: Message) -> list[str]:
    """What stands on all buttons below a message."""
    return [label for row in message.labels for label in row]


def galleries_in(chat: Chat) -> list[Message]:
    """The messages that show a gallery to choose from, or one that was, oldest first."""
    return [
        message
        for message in chat.messages
        if (message.photo is not None and (message.caption or "").startswith("Turn ")) or message.poll
    ]
