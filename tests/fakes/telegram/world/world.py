"""Everything there is, who is told of changes, and waiting for them."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable

from tests.fakes.telegram.messages.message import Message
from tests.fakes.telegram.messages.payloads import message_payload
from tests.fakes.telegram.updates.queue import UpdateQueue
from tests.fakes.telegram.world.chats import PRIVATE, SUPERGROUP, Chat, Membership
from tests.fakes.telegram.world.clock import Clock
from tests.fakes.telegram.world.files import FileStore
from tests.fakes.telegram.world.profile import Profile
from tests.fakes.telegram.world.queries import Queries
from tests.fakes.telegram.world.users import Payload, User

LOOK_AGAIN_SECONDS = 0.05
FIRST_USER, FIRST_GROUP, FIRST_SUPERGROUP = 5_000_000_001, -4_000_000_001, -1_002_000_000_001


class World:
    """All users, chats, messages, polls and files."""

    def __init__(self, *, clock: Clock) -> None:
        self.clock = clock
        self.bot = User(id=7_100_000_001, name="pasta", username="pasta_bot", is_bot=True)
        self.token = f"{self.bot.id}:{secrets.token_urlsafe(26)[:35]}"
        self.public_url = ""
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.files = FileStore()
        self.polls: dict[str, Message] = {}
        self.queries = Queries()
        self.profile = Profile()
        self.updates = UpdateQueue(clock)
        self.updates.listeners.append(lambda _: self.changed())
        self.tasks: set[asyncio.Task[None]] = set()
        self._last_message_id = 0
        self._serial = 0
        self._waiting: set[asyncio.Future[None]] = set()

    def serial(self) -> int:
        """A number that was never given out."""
        self._serial += 1
        return self._serial

    def new_chat_id(self, kind: str) -> int:
        """An identifier for a new group."""
        return (FIRST_SUPERGROUP if kind == SUPERGROUP else FIRST_GROUP) - self.serial()

    def message_id(self, chat: Chat) -> int:
        """The next identifier of a message: each supergroup has its own count, all other chats share one."""
        if chat.kind == SUPERGROUP:
            return next(reversed(chat.posts), 0) + 1
        self._last_message_id += 1
        return self._last_message_id

    def private_chat(self, user: User) -> Chat:
        """The chat between a person and the bot."""
        chat = self.chats.get(user.id)
        if chat is None:
            both = {one.id: Membership(user=one) for one in (user, self.bot)}
            chat = self.chats[user.id] = Chat(id=user.id, kind=PRIVATE, person=user, members=both)
        return chat

    def written(self, message: Message) -> Payload:
        """A message as Telegram writes it."""
        return message_payload(message, self.chats[message.chat_id].payload())

    def publish(self, kind: str, body: Payload) -> None:
        """Tell the bot of something that happened."""
        self.updates.publish(kind, body)
        self.changed()

    def in_background(self, task: asyncio.Task[None]) -> None:
        """Keep a task until it is done."""
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def changed(self) -> None:
        """Let those who wait look again."""
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def change(self, seconds: float) -> None:
        """Wait for the next change, or so many real seconds."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await asyncio.wait([future], timeout=seconds)
        finally:
            self._waiting.discard(future)

    async def until(self, condition: Callable[[], object], *, within: float) -> None:
        """Wait until a condition holds; looked at after every change, and now and then besides."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within
        while not condition():
            left = deadline - loop.time()
            if left <= 0:
                raise AssertionError(f"this did not come true within {within} s")
            await self.change(min(left, LOOK_AGAIN_SECONDS))
