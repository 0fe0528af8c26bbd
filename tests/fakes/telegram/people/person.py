"""A person, and all that they can do with the bot and its messages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.fakes.telegram.messages import posting, voting
from tests.fakes.telegram.messages.message import Message
from tests.fakes.telegram.people import looking, reacting
from tests.fakes.telegram.people.exchange import Exchange
from tests.fakes.telegram.people.looking import NotPossibleError
from tests.fakes.telegram.people.memberships import tell, tell_of_change
from tests.fakes.telegram.rules.reactions import ALLOWED
from tests.fakes.telegram.rules.texts import plain, units
from tests.fakes.telegram.world.chats import KICKED, LEFT, MEMBER, Chat, Membership, Topic
from tests.fakes.telegram.world.files import Upload
from tests.fakes.telegram.world.queries import Query
from tests.fakes.telegram.world.users import Payload, User
from tests.fakes.telegram.world.world import World

MOST_TEXT, MOST_QUERY = 4096, 256
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(kw_only=True, eq=False)
class Person(User):
    """Somebody with Telegram's own program in front of them."""

    world: World

    @property
    def chat(self) -> Chat:
        """The private chat between them and the bot."""
        return self.world.private_chat(self)

    @property
    def messages(self) -> list[Message]:
        """What stands in that chat, deleted messages apart."""
        return self.chat.messages

    async def starts(self, payload: str | None = None) -> Message:
        """Press Start in the private chat, as a link with a payload lets them do it."""
        if payload is not None and not PAYLOAD.fullmatch(payload):
            raise NotPossibleError(f"no link can carry {payload!r}")
        if self.chat.is_blocked:
            await self.unblocks()
        self.chat.is_started = True
        return await self.says(self.chat, "/start" if payload is None else f"/start {payload}")

    async def says(
        self,
        chat: Chat,
        text: str,
        *,
        topic: Topic | int | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Write a text."""
        message = self._begin(chat, topic, reply_to)
        message.formatted = plain(text)
        if not 1 <= units(message.formatted.text) <= MOST_TEXT:
            raise NotPossibleError("a message has 1 to 4096 characters")
        return posting.post(self.world, message)

    async def sends_photo(
        self, chat: Chat, content: bytes, caption: str = "", *, topic: Topic | int | None = None
    ) -> Message:
        """Send a photo."""
        message = self._begin(chat, topic, None, right="can_send_photos")
        upload = Upload(name="photo.jpg", content=content, content_type="image/jpeg")
        message.photo = self.world.files.add_photo(upload)
        message.formatted = plain(caption) if caption else None
        return posting.post(self.world, message)

    async def edits(self, message: Message, text: str) -> None:
        """Give one's own message another text."""
        looking.seen(self.world, message, self)
        if message.sender is not self:
            raise NotPossibleError("people edit their own messages only")
        message.formatted = plain(text)
        posting.edited(self.world, message)

    async def deletes(self, message: Message) -> None:
        """Delete a message; in groups others' only as an administrator."""
        chat = looking.seen(self.world, message, self)
        may = chat.is_private or chat.membership(self).may("can_delete_messages")
        if message.sender is not self and not may:
            raise NotPossibleError(f"{self.name} may not delete what others wrote")
        posting.delete(self.world, message)

    async def presses(self, message: Message, button: str) -> Exchange:
        """Press a button as it is shown now, named by its label or its data."""
        looking.seen(self.world, message, self)
        return await self.presses_data(message, looking.button_data(message, button))

    async def presses_data(self, message: Message, data: str) -> Exchange:
        """Send any data as if a button below a message had it: a program that is modified, or out of date."""
        chat = looking.seen(self.world, message, self)
        if message.sender is not self.world.bot or chat.is_blocked:
            raise NotPossibleError("only messages of a bot that is not blocked have buttons that work")
        query = self._ask("callback", data)
        self.world.publish(
            "callback_query",
            {
                "id": query.id,
                "from": self.payload(),
                "message": self.world.written(message),
                "chat_instance": str(7_000_000_000_000 + abs(chat.id)),
                "data": data,
            },
        )
        return Exchange(self.world, query, message)

    async def asks_inline(self, query: str, *, chat: Chat | None = None, offset: str = "") -> Exchange:
        """Type the bot's name and a query into any chat; the name may be left out here."""
        wanted = query.removeprefix(f"@{self.world.bot.username}").strip()
        if units(wanted) > MOST_QUERY:
            raise NotPossibleError("an inline query has at most 256 characters")
        asked = self._ask("inline", wanted)
        body: Payload = {"id": asked.id, "from": self.payload(), "query": wanted, "offset": offset}
        if chat is not None:
            looking.in_chat(chat, self)
            body["chat_type"] = "sender" if chat.is_private else chat.kind
        self.world.publish("inline_query", body)
        return Exchange(self.world, asked)

    async def reacts(self, message: Message, emoji: str) -> None:
        """Put a reaction under a message, in place of the one before."""
        chat = looking.seen(self.world, message, self)
        if emoji not in ALLOWED:
            raise NotPossibleError(f"{emoji} is no reaction")
        if message.service is not None or not chat.lets(self, "can_react_to_messages"):
            raise NotPossibleError(f"{self.name} cannot react there")
        reacting.change(self.world, message, self, (emoji,))

    async def unreacts(self, message: Message) -> None:
        """Take one's own reaction back."""
        looking.seen(self.world, message, self)
        if self not in message.reactions and self not in message.anonymous_reactions:
            raise NotPossibleError(f"{self.name} has no reaction there")
        reacting.change(self.world, message, self, ())

    async def votes(self, message: Message, *positions: int) -> None:
        """Choose options of a poll, counted from 0; none takes the vote back."""
        chat = looking.seen(self.world, message, self)
        poll = message.poll
        if poll is None or poll.is_closed:
            raise NotPossibleError("nobody can vote there")
        if self in poll.votes and not poll.allows_revoting:
            raise NotPossibleError("a vote in this poll cannot be changed")
        if len(positions) > 1 and not poll.allows_multiple_answers:
            raise NotPossibleError("this poll takes one answer")
        if not all(0 <= position < len(poll.options) for position in positions):
            raise NotPossibleError(f"the poll has {len(poll.options)} options")
        if not positions and self not in poll.votes:
            raise NotPossibleError("there is no vote to take back")
        voting.vote(self.world, poll, chat, self, tuple(sorted(positions)))

    async def leaves(self, chat: Chat) -> None:
        """Leave a group."""
        looking.in_chat(chat, self)
        before, after = chat.membership(self), Membership(user=self, status=LEFT)
        posting.service(self.world, chat, self, {"left_chat_member": self.payload()})
        chat.members[self.id] = after
        tell(self.world, chat, by=self, before=before, after=after)

    async def blocks(self) -> None:
        """Block the bot."""
        if self.chat.is_blocked or not self.chat.is_started:
            raise NotPossibleError("there is nothing to block")
        self.chat.is_blocked = True
        tell_of_change(self.world, self.chat, by=self, before=MEMBER, after=KICKED)

    async def unblocks(self) -> None:
        """Block the bot no more."""
        if not self.chat.is_blocked:
            raise NotPossibleError(f"{self.name} has not blocked the bot")
        self.chat.is_blocked = False
        tell_of_change(self.world, self.chat, by=self, before=KICKED, after=MEMBER)

    def commands_shown(self, chat: Chat) -> list[str]:
        """The commands that their program offers them in a chat."""
        return self.world.profile.commands_shown(chat, self)

    def _begin(
        self,
        chat: Chat,
        topic: Topic | int | None,
        reply_to: Message | None,
        *,
        right: str = "can_send_messages",
    ) -> Message:
        number = topic.id if isinstance(topic, Topic) else topic
        if reply_to is not None:
            looking.seen(self.world, reply_to, self)
            number = reply_to.topic if number is None else number
        looking.may_write(chat, self, number, right)
        return posting.begin(self.world, chat, self, topic=number, reply_to=reply_to)

    def _ask(self, kind: str, what: str) -> Query:
        world = self.world
        query = Query(
            id=str(21_000_000_000_000_000 + world.serial()),
            kind=kind,
            user=self,
            what=what,
            asked_at=world.clock.now(),
        )
        world.queries.all[query.id] = query
        return query
