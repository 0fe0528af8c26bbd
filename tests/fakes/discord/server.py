"""The fake itself: one web server with the API, the gateway and the files, in the loop of the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

import yarl
from aiohttp import web

import discord
from tests.fakes.discord.gateway.gateway import Gateway
from tests.fakes.discord.interactions.commands import CommandBook
from tests.fakes.discord.people.community import Community
from tests.fakes.discord.people.person import Person
from tests.fakes.discord.rest.app import API, INVALID_STATUSES, Api, Request, Violation
from tests.fakes.discord.rest.call import MOST_REQUEST_BYTES
from tests.fakes.discord.rest.limits import Delay, Failure, Limits
from tests.fakes.discord.rules.openapi import description
from tests.fakes.discord.world.clock import Clock
from tests.fakes.discord.world.events import Intent
from tests.fakes.discord.world.permissions import EVERYONE, NONE, Permission
from tests.fakes.discord.world.places import Role
from tests.fakes.discord.world.users import User
from tests.fakes.discord.world.world import World

ALWAYS = 1_000_000_000
HOST = "127.0.0.1"
NO_INTENT = Intent(0)


class FakeDiscord:
    """Discord, on a port of this machine: `async with FakeDiscord() as fake`."""

    def __init__(
        self,
        *,
        validate: bool = True,
        check_answers: bool = False,
        shards: int = 1,
        heartbeat_seconds: float = 41.25,
        privileged: Intent = NO_INTENT,
    ) -> None:
        self.clock = Clock()
        self._world = World(clock=self.clock)
        self._world.shards = shards
        self._gateway = Gateway(self._world, heartbeat_seconds=heartbeat_seconds, privileged=privileged)
        described = description() if validate else None
        self._api = Api(self._world, validate=validate, description=described)
        self._api.check_answers = check_answers
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=2 * MOST_REQUEST_BYTES)
        app.router.add_get("/gateway", self._gateway.serve)
        app.router.add_get("/attachments/{channel_id}/{attachment_id}/{filename}", self._file)
        self._api.add_routes(app.router)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, 0, backlog=1024)
        await site.start()
        self._world.public_url = f"http://{HOST}:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._gateway.shut()
        assert self._runner is not None
        await self._runner.cleanup()

    @property
    def api_base(self) -> str:
        """What takes the place of https://discord.com/api/v10."""
        return self._world.public_url + API

    @property
    def gateway(self) -> str:
        """What takes the place of wss://gateway.discord.gg/."""
        return self._world.gateway_url

    @contextmanager
    def in_place_of_discord(self) -> Iterator[None]:
        """Let every client of this process come here meanwhile."""
        before = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
        discord.http.Route.BASE = self.api_base
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(self.gateway)
        try:
            yield
        finally:
            discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = before

    @property
    def token(self) -> str:
        """The bot's token."""
        return self._world.token

    @property
    def bot(self) -> User:
        """The bot's account."""
        return self._world.bot

    @property
    def application_id(self) -> int:
        """The bot's application; another number than its account's."""
        return self._world.application_id

    @property
    def commands(self) -> CommandBook:
        """The commands that the bot has registered."""
        return self._world.commands

    @property
    def connection(self) -> Gateway:
        """The gateway's side: sessions, heartbeats, refusals; and how to invalidate or reconnect."""
        return self._gateway

    @property
    def violations(self) -> list[Violation]:
        """Every body that broke a rule of Discord's."""
        return self._api.violations

    @property
    def mistakes(self) -> list[Violation]:
        """Every answer of the fake that is not as Discord describes it, with `check_answers`."""
        return self._api.mistakes

    @property
    def requests(self) -> list[Request]:
        """Every request so far, with the status of its answer."""
        return self._api.requests

    @property
    def invalid_requests(self) -> int:
        """How many were answered in a way for which Discord blocks an address."""
        return sum(1 for request in self.requests if request.status in INVALID_STATUSES)

    @property
    def limits(self) -> Limits:
        """The rate limits; off until `limits.like_discord()`, or until some are set."""
        return self._api.limits

    def add_guild(
        self,
        name: str = "Art club",
        *,
        locale: str = "en-US",
        everyone: Permission = EVERYONE,
        bot_permissions: Permission = NONE,
    ) -> Community:
        """A new guild with the bot in it; what the bot may comes on top of what everyone may."""
        world = self._world
        identifier = world.ids.next_of_guild()
        owner = self.add_user("owner")
        guild = Community(
            id=identifier,
            name=name,
            locale=locale,
            owner_id=owner.id,
            joined_at=world.clock.written(),
            roles={identifier: Role(id=identifier, name="@everyone", permissions=everyone)},
            world=world,
        )
        world.guilds[identifier] = guild
        guild.add_member(owner)
        guild.join(world.bot, [guild.add_role("the bot", bot_permissions)])
        world.publish("GUILD_CREATE", world.guild_payload(guild), guild_id=guild.id)
        return guild

    def remove_guild(self, guild: Community) -> None:
        """Throw the bot out of a guild."""
        guild.remove_member(self.bot)
        self._world.publish("GUILD_DELETE", {"id": str(guild.id)}, guild_id=guild.id)

    def add_user(self, name: str, *, locale: str = "en-US") -> Person:
        """Somebody who is in no guild."""
        person = Person(id=self._world.ids.next(), name=name, locale=locale, world=self._world)
        self._world.users[person.id] = person
        return person

    def fail(
        self,
        method: str,
        path: str,
        *,
        status: int = 500,
        times: int = 1,
        code: int = 0,
        retry_after: float = 0.1,
        carried_out: bool = False,
    ) -> Failure:
        """Let requests fail: the path without /api/v10, `*` for any part; ALWAYS for as many as come."""
        failure = Failure(
            method=method,
            path=path,
            status=status,
            times=times,
            code=code,
            retry_after=retry_after,
            carried_out=carried_out,
        )
        self._api.failures.append(failure)
        return failure

    def delay(self, method: str, path: str, *, seconds: float) -> None:
        """Let the answers to some requests take so much longer; they act at once."""
        self._api.delays.append(Delay(method=method, path=path, seconds=seconds))

    async def drop_gateway(self, *, resumable: bool = True) -> None:
        """Cut all connections to the gateway; without `resumable` the sessions are lost as well."""
        await self._gateway.drop(resumable=resumable)

    async def until(self, condition: Callable[[], object], within: float = 10.0) -> None:
        """Wait until a condition holds."""
        await self._world.until(condition, within=within)

    async def _file(self, request: web.Request) -> web.Response:
        attachment = self._world.attachments.get(int(request.match_info["attachment_id"]))
        if attachment is None or int(request.query.get("ex", "0"), 16) < self.clock.now():
            return web.Response(status=404, text="This content is no longer available.")
        return web.Response(body=attachment.content, content_type=attachment.content_type)
