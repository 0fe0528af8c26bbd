"""The fake itself: one web server with the methods and the files, in the loop of the test."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.fakes.telegram.api.app import Api, Request, Violation
from tests.fakes.telegram.api.failures import Delay, Failure
from tests.fakes.telegram.api.limits import Flood, Limits
from tests.fakes.telegram.people.group import Group
from tests.fakes.telegram.people.person import Person
from tests.fakes.telegram.rules.description import description
from tests.fakes.telegram.updates.polling import Polling
from tests.fakes.telegram.updates.webhook import Webhook
from tests.fakes.telegram.world.chats import Chat
from tests.fakes.telegram.world.clock import Clock
from tests.fakes.telegram.world.files import StoredFile
from tests.fakes.telegram.world.profile import Profile
from tests.fakes.telegram.world.queries import Queries
from tests.fakes.telegram.world.users import Payload, User
from tests.fakes.telegram.world.world import FIRST_USER, World

ALWAYS = 1_000_000_000
HOST = "127.0.0.1"


class FakeTelegram:
    """Telegram, on a port of this machine: `async with FakeTelegram() as fake`."""

    def __init__(
        self, *, speed: float = 1.0, check_answers: bool = False, takes_local_webhooks: bool = False
    ) -> None:
        self.clock = Clock(speed=speed)
        self._world = World(clock=self.clock)
        self.webhook = Webhook(world=self._world, takes_local=takes_local_webhooks)
        polling = Polling(webhook=self.webhook)
        self._api = Api(polling, description=description(), check_answers=check_answers)
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=1 << 26)
        app.router.add_get("/file/bot{token}/{path:.+}", self._file)
        app.router.add_route("*", "/bot{token}/{method}", self._api.serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, 0, backlog=1024).start()
        self._world.public_url = f"http://{HOST}:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.webhook.stop()
        for task in list(self._world.tasks):
            task.cancel()
        await asyncio.gather(*self._world.tasks, return_exceptions=True)
        assert self._runner is not None
        await self._runner.cleanup()

    @property
    def base_url(self) -> str:
        """What takes the place of https://api.telegram.org/bot."""
        return f"{self._world.public_url}/bot"

    @property
    def base_file_url(self) -> str:
        """What takes the place of https://api.telegram.org/file/bot."""
        return f"{self._world.public_url}/file/bot"

    @property
    def token(self) -> str:
        """The bot's token."""
        return self._world.token

    @property
    def bot(self) -> User:
        """The bot's account."""
        return self._world.bot

    @property
    def violations(self) -> list[Violation]:
        """Every request that broke a rule of Telegram's."""
        return self._api.violations

    @property
    def mistakes(self) -> list[Violation]:
        """Every answer and update of the fake that is not as Telegram describes it, with `check_answers`."""
        return self._api.mistakes

    @property
    def requests(self) -> list[Request]:
        """Every request so far, oldest answer first."""
        return self._api.requests

    def requested(self, method: str) -> list[Request]:
        """The requests of one method."""
        return [request for request in self.requests if request.method == method]

    @property
    def limits(self) -> Limits:
        """The flood limits; off until `limits.like_telegram()`, or until some are set."""
        return self._api.limits

    @property
    def floods(self) -> list[Flood]:
        """Every message that came too soon; those that `flood` refused are not among them."""
        return self._api.limits.floods

    @property
    def pending_updates(self) -> list[Payload]:
        """The updates that the bot has not confirmed."""
        return self._world.updates.pending

    @property
    def allowed_updates(self) -> tuple[str, ...]:
        """The kinds of updates that the bot asked for; none where it takes the default ones."""
        return self._world.updates.allowed

    @property
    def queries(self) -> Queries:
        """Presses and inline queries, and how long they can be answered."""
        return self._world.queries

    @property
    def profile(self) -> Profile:
        """The commands and descriptions that the bot has set."""
        return self._world.profile

    @property
    def files(self) -> dict[str, StoredFile]:
        """Every file, by its identifier."""
        return self._world.files.by_id

    def add_user(self, name: str, *, language_code: str | None = "en", username: str | None = None) -> Person:
        """Somebody who has not spoken to the bot yet."""
        person = Person(
            id=FIRST_USER + self._world.serial(),
            name=name,
            username=username,
            language_code=language_code,
            world=self._world,
        )
        self._world.users[person.id] = person
        return person

    def add_group(self, title: str = "Art club", *, kind: str = "supergroup", forum: bool = False) -> Group:
        """A group with its owner in it, and without the bot."""
        return Group(
            id=self._world.new_chat_id(kind),
            kind=kind,
            title=title,
            is_forum=forum,
            world=self._world,
            owner=self.add_user("owner"),
        )

    def fail(
        self,
        method: str,
        *,
        status: int = 500,
        times: int = 1,
        description: str | None = None,
        retry_after: int = 1,
        carried_out: bool = False,
        hangs_up: bool = False,
    ) -> Failure:
        """Let requests of a method fail, `*` for any part of its name; ALWAYS for as many as come.

        With `hangs_up` the connection is cut in place of an answer.
        """
        failure = Failure(
            method=method,
            status=status,
            times=times,
            description=description,
            retry_after=retry_after,
            carried_out=carried_out,
            hangs_up=hangs_up,
        )
        self._api.failures.append(failure)
        return failure

    def delay(self, method: str, *, seconds: float) -> None:
        """Let the answers to a method take so much longer; they act at once."""
        self._api.delays.append(Delay(method=method, seconds=seconds))

    def flood(self, chat: Chat, *, retry_after: int, times: int = 1) -> None:
        """Answer the next messages to a chat with 429; who then comes too soon is noted in `floods`."""
        self.limits.force(chat.id, retry_after=retry_after, times=times)

    async def until(self, condition: Callable[[], object], within: float = 10.0) -> None:
        """Wait until a condition holds, at most so many real seconds."""
        await self._world.until(condition, within=within)

    async def _file(self, request: web.Request) -> web.Response:
        stored = self._world.files.by_path.get(request.match_info["path"])
        if request.match_info["token"] != self.token or stored is None:
            return web.json_response({"ok": False, "error_code": 404, "description": "Not Found"}, status=404)
        return web.Response(body=stored.content, content_type="application/octet-stream")
