"""Everything there is, who is told of changes, and waiting for them."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable

from tests.fakes.discord.interactions.commands import CommandBook
from tests.fakes.discord.interactions.interaction import Interaction
from tests.fakes.discord.messages.message import Attachment, Message
from tests.fakes.discord.world.clock import Clock, Snowflakes
from tests.fakes.discord.world.events import Event
from tests.fakes.discord.world.payloads import channel_payload, guild_payload
from tests.fakes.discord.world.permissions import DIRECT, Permission
from tests.fakes.discord.world.places import Channel, ChannelKind, Guild
from tests.fakes.discord.world.users import Payload, User

LOOK_AGAIN_SECONDS = 0.05


class World:
    """All users, guilds, channels, messages and interactions."""

    def __init__(self, *, clock: Clock) -> None:
        self.clock = clock
        self.ids = Snowflakes(clock)
        self.token = f"{secrets.token_urlsafe(18)}.fake.{secrets.token_urlsafe(24)}"
        self.public_url = ""
        self.shards = 1
        self.application_id = self.ids.next()
        self.bot = User(id=self.ids.next(), name="pasta", bot=True)
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.messages: dict[int, Message] = {}
        self.attachments: dict[int, Attachment] = {}
        self.interactions: dict[str, Interaction] = {}
        self.commands = CommandBook(application_id=self.application_id, ids=self.ids)
        self.direct: dict[int, Channel] = {}
        self._listeners: list[Callable[[Event], None]] = []
        self._waiting: set[asyncio.Future[None]] = set()

    @property
    def gateway_url(self) -> str:
        """Where the gateway is."""
        return self.public_url.replace("http", "ws", 1) + "/gateway"

    def subscribe(self, listener: Callable[[Event], None]) -> None:
        """Tell a listener of every event from now on."""
        self._listeners.append(listener)

    def publish(
        self,
        name: str,
        body: Payload,
        *,
        guild_id: int | None = None,
        without_content: Payload | None = None,
    ) -> None:
        """Tell the bot of something that happened."""
        event = Event(name=name, body=body, guild_id=guild_id, without_content=without_content)
        for listener in self._listeners:
            listener(event)
        self.changed()

    def changed(self) -> None:
        """Let those who wait look again."""
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, condition: Callable[[], object], *, within: float) -> None:
        """Wait until a condition holds; looked at after every change, and now and then besides."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within
        while not condition():
            left = deadline - loop.time()
            if left <= 0:
                raise AssertionError(f"this did not come true within {within} s")
            future: asyncio.Future[None] = loop.create_future()
            self._waiting.add(future)
            await asyncio.wait([future], timeout=min(left, LOOK_AGAIN_SECONDS))
            self._waiting.discard(future)

    def permissions(self, user: User, channel: Channel) -> Permission:
        """What a user may in a channel."""
        if channel.guild_id is None:
            return DIRECT if user is self.bot or user is channel.recipient else Permission(0)
        return self.guilds[channel.guild_id].permissions(user, channel)

    def sees(self, user: User, channel: Channel) -> bool:
        """Whether a user sees a channel."""
        return bool(self.permissions(user, channel) & Permission.VIEW_CHANNEL)

    def direct_channel(self, user: User) -> Channel:
        """The channel between a user and the bot, opened where there is none."""
        channel = self.direct.get(user.id)
        if channel is None:
            channel = self.add_channel(
                Channel(
                    id=self.ids.next(),
                    kind=ChannelKind.DIRECT,
                    recipient=user,
                    on_change=self.channel_changed,
                )
            )
            self.direct[user.id] = channel
        return channel

    def add_channel(self, channel: Channel) -> Channel:
        """Let a channel be there."""
        self.channels[channel.id] = channel
        if channel.guild_id is not None:
            self.guilds[channel.guild_id].channels[channel.id] = channel
            name = "THREAD_CREATE" if channel.is_thread else "CHANNEL_CREATE"
            body = channel_payload(channel) | ({"newly_created": True} if channel.is_thread else {})
            if self.sees(self.bot, channel):
                self.publish(name, body, guild_id=channel.guild_id)
        return channel

    def channel_changed(self, channel: Channel) -> None:
        """Tell that a channel is no longer as it was."""
        name = "THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE"
        self.publish(name, channel_payload(channel), guild_id=channel.guild_id)

    def guild_payload(self, guild: Guild) -> Payload:
        """A guild as the bot sees it."""
        threads = [one for one in guild.channels.values() if one.is_thread and self.sees(self.bot, one)]
        return guild_payload(guild, bot=self.bot, threads=threads)
