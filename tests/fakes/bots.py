"""The real bot over a real storage and a world of fakes, connected to a fake Discord."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path

from adapters.discord.running import NO_NETWORK, run_bot
from adapters.discord.services import PLATFORM, DiscordOptions
from adapters.discord.stage import DiscordStage
from adapters.storage.opening import Storage
from core.conductor.conductor import Conductor
from core.types.identifiers import SessionId
from core.types.sessions import Rules, Session
from tests.fakes.conducting import conducted, running
from tests.fakes.discord import Channel, Community, Exchange, FakeDiscord, Message, Person, ResponseKind
from tests.fakes.world import World


@dataclass(kw_only=True)
class Club:
    """A server with the bot in it, and people; the world behind it outlives a restart of the bot."""

    discord: FakeDiscord
    guild: Community
    studio: Channel
    mia: Person
    ben: Person
    folder: Path
    world: World = field(default_factory=World)
    told: list[str] = field(default_factory=list)
    rules: Rules = field(default_factory=Rules)
    storage: Storage = field(init=False)
    """What is stored, while the bot is up."""
    token: str | None = None
    """Another one than the bot's, where a test wants that."""
    api_base: str | None = None
    """Another one than the fake's, where a test wants that."""

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[Conductor]:
        """The bot, up and connected meanwhile; entered again it is the same after a restart."""
        async with conducted(
            self.world, self.folder, platform=PLATFORM, rules=self.rules, make_stage=self.make_stage
        ) as (self.storage, stage, services):
            bot = run_bot(services, self.options(), stage, tell=self.told.append)
            async with running(bot, stage) as runner:
                connected = asyncio.create_task(stage.connected())
                await self.discord.until(lambda: runner.done() or connected.done() or NO_NETWORK in self.told)
                connected.cancel()
                yield services.conductor

    def make_stage(self, storage: Storage) -> DiscordStage:
        """Where the bot shows sessions."""
        return DiscordStage(storage.images, storage.people, clock=self.world.time)

    def options(self) -> DiscordOptions:
        """How this Discord is reached."""
        return DiscordOptions(
            token=self.token or self.discord.token,
            data_directory=self.folder,
            api_base=self.api_base or self.discord.api_base,
            gateway=self.discord.gateway,
            cooldown_seconds=0,
            guild_wait_seconds=0.01,
        )

    async def galleries(self, count: int, channel: Channel | None = None) -> Message:
        """The newest gallery, once there are so many."""
        place = channel or self.studio
        await self.discord.until(lambda: len(galleries_in(place)) >= count)
        return galleries_in(place)[count - 1]

    async def session(self, conductor: Conductor, number: int = 1) -> Session:
        """The session that was begun as the how manieth, once it rests."""
        return await conductor.settled(SessionId(f"{number:016x}"))


async def begun(
    club: Club, prompt: str = "a white cat", *, channel: Channel | None = None, **options: object
) -> Message:
    """The first gallery of mia's first session; her command is answered by the form that asks for consent."""
    place = channel or club.studio
    form = await (await club.mia.command(place, "imagine", prompt=prompt, **options)).modal()
    await (await club.mia.submit(form, {})).acknowledged()
    return await club.galleries(1, place)


async def answer_to(exchange: Exchange) -> Message:
    """What the bot says to a press: at once, or after it has put the answer off."""
    response = await exchange.acknowledged()
    if response.kind is ResponseKind.DEFERRED_UPDATE:
        return (await exchange.followed_up())[0]
    assert response.message is not None
    return response.message


def audited(club: Club) -> list[str]:
    """What has been noted for good, in a word each, oldest first."""
    with closing(sqlite3.connect(club.folder / "pasta.db")) as database:
        return [action for (action,) in database.execute("select action from audit order by id")]


def galleries_in(channel: Channel) -> list[Message]:
    """The messages that show numbered images, oldest first."""
    return [message for message in channel.messages if len(message.media) > 1]
