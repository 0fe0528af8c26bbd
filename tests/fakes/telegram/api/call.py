"""One request that has been let in, and what every method needs of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.fakes.telegram.api.errors import ApiError, bad, forbidden, wrong
from tests.fakes.telegram.api.reading import ATTACH
from tests.fakes.telegram.messages.message import Message
from tests.fakes.telegram.rules.keyboards import KeyboardError, checked_keyboard
from tests.fakes.telegram.rules.markup import MarkupError, read_html
from tests.fakes.telegram.rules.texts import STYLES, Formatted, units
from tests.fakes.telegram.updates.polling import Polling
from tests.fakes.telegram.world.chats import KICKED, LEFT, Chat
from tests.fakes.telegram.world.files import BadPhotoError, StoredFile, Upload
from tests.fakes.telegram.world.users import Payload
from tests.fakes.telegram.world.world import World

MOST_TEXT, MOST_CAPTION = 4096, 1024
MOST_PHOTO_BYTES = 10 * 1024 * 1024
UPGRADED = "group chat was upgraded to a supergroup chat"
NO_FILE = "wrong file identifier/HTTP URL specified"


@dataclass(frozen=True, kw_only=True)
class Call:
    """A request with its parameters read and its files at hand."""

    world: World
    method: str
    params: Payload
    files: Mapping[str, Upload]
    polling: Polling
    is_gone: Callable[[], bool]
    """Tells whether who asked has hung up."""

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - a parameter of any type
        """A parameter, where it is given."""
        return self.params.get(name, default)

    def chat(self, name: str = "chat_id") -> Chat:
        """The chat that is named, if the bot can write there."""
        chat = self.known_chat(name)
        if chat.is_blocked:
            raise forbidden("bot was blocked by the user")
        return chat

    def known_chat(self, name: str = "chat_id") -> Chat:
        """The chat that is named, if the bot knows it."""
        identifier = self.params.get(name)
        if identifier is None:
            raise wrong(f"{name} is empty")
        chat = self.world.chats.get(identifier)
        if identifier in self.world.users and (chat is None or not chat.is_started):
            raise forbidden("bot can't initiate conversation with a user")
        if chat is None:
            raise bad("chat not found")
        if chat.migrated_to is not None:
            raise ApiError(400, UPGRADED, parameters={"migrate_to_chat_id": chat.migrated_to})
        if not chat.is_private:
            self._check_membership(chat)
        return chat

    def _check_membership(self, chat: Chat) -> None:
        if self.world.bot.id not in chat.members:
            raise bad("chat not found")
        status = chat.membership(self.world.bot).status
        if status == KICKED:
            raise forbidden(f"bot was kicked from the {chat.kind} chat")
        if status == LEFT:
            raise forbidden(f"bot is not a member of the {chat.kind} chat")

    def need(self, chat: Chat, right: str, what: str) -> None:
        """Refuse what the bot may not send there."""
        if not chat.lets(self.world.bot, right):
            raise bad(f"not enough rights to send {what} to the chat")

    def own_message(self, chat: Chat, *, to: str = "edit") -> Message:
        """The message that is named, if it is there and the bot's own."""
        message = self.message(chat, to=to)
        if message.sender is not self.world.bot:
            raise bad("message can't be edited")
        return message

    def message(self, chat: Chat, *, to: str) -> Message:
        """The message that is named, if it is there."""
        if "message_id" not in self.params:
            raise wrong("message identifier is not specified")
        message = chat.posts.get(self.params["message_id"])
        if message is None or message.is_deleted:
            raise bad(f"message to {to} not found")
        return message

    def topic(self, chat: Chat) -> int | None:
        """The topic that is named, if the bot can write there."""
        identifier: int | None = self.params.get("message_thread_id")
        if identifier is None:
            return None
        topic = chat.topics.get(identifier) if chat.is_forum else None
        if topic is None or topic.is_deleted:
            raise bad("message thread not found")
        if topic.is_closed and not chat.membership(self.world.bot).may("can_manage_topics"):
            raise bad("TOPIC_CLOSED")
        return identifier

    def reply_to(self, chat: Chat) -> Message | None:
        """The message that is replied to."""
        asked = self.params.get("reply_parameters")
        if asked is None:
            return None
        if asked.get("chat_id", chat.id) != chat.id:
            raise wrong("the fake knows no replies across chats")
        message = chat.posts.get(asked["message_id"])
        if message is not None and not message.is_deleted:
            return message
        if asked.get("allow_sending_without_reply"):
            return None
        raise bad("message to be replied not found")

    def keyboard(self, chat: Chat) -> list[list[Payload]]:
        """The inline keyboard that goes below the message."""
        try:
            return checked_keyboard(self.params.get("reply_markup"), private=chat.is_private)
        except KeyboardError as error:
            raise wrong(str(error)) from None

    def text(self, *, too_long: str = "message is too long") -> Formatted:
        """The text of the message."""
        formatted = self.formatted(self.params, "text", entities_key="entities")
        if not formatted.text:
            raise wrong("message text is empty")
        if units(formatted.text) > MOST_TEXT:
            raise wrong(too_long)
        return formatted

    def caption(self, fields: Payload) -> Formatted | None:
        """The caption among some fields."""
        formatted = self.formatted(fields, "caption", entities_key="caption_entities")
        if units(formatted.text) > MOST_CAPTION:
            raise wrong("message caption is too long")
        return formatted if formatted.text else None

    def formatted(
        self, fields: Payload, name: str, *, entities_key: str, mode_key: str = "parse_mode"
    ) -> Formatted:
        """A text among some fields, as its way of marking up says."""
        source, mode = fields.get(name, ""), fields.get(mode_key, "")
        if mode.lower() in ("markdown", "markdownv2"):
            raise wrong("the fake reads no text in Markdown")
        if mode.lower() not in ("", "html"):
            raise wrong("unsupported parse_mode")
        if not mode:
            given = tuple(one for one in fields.get(entities_key, ()) if one["type"] in STYLES)
            return Formatted(text=source, entities=given).trimmed().with_found()
        try:
            read = read_html(source)
        except MarkupError as error:
            raise wrong(f"can't parse entities: {error}") from None
        return self._with_people(read).trimmed().with_found()

    def _with_people(self, formatted: Formatted) -> Formatted:
        kept: list[Payload] = []
        for entity in formatted.entities:
            user = self.world.users.get(entity.get("user", {}).get("id", 0))
            if entity["type"] != "text_mention":
                kept.append(entity)
            elif user is not None:
                kept.append(entity | {"user": user.payload()})
        return Formatted(text=formatted.text, entities=tuple(kept))

    async def file(self, kind: str, value: str) -> StoredFile:
        """A file that is uploaded with the request, or one from before by its identifier."""
        if not value.startswith(ATTACH):
            return self._earlier_file(kind, value)
        upload = self.files[value.removeprefix(ATTACH)]
        if not upload.content:
            raise wrong("file must be non-empty")
        if kind == "document":
            return self.world.files.add_document(upload)
        if len(upload.content) > MOST_PHOTO_BYTES:
            raise wrong(
                f"file of size {len(upload.content)} bytes is too big for a photo;"
                f" the maximum size is {MOST_PHOTO_BYTES} bytes"
            )
        try:
            return await asyncio.to_thread(self.world.files.add_photo, upload)
        except BadPhotoError as error:
            raise wrong(str(error)) from None

    def _earlier_file(self, kind: str, file_id: str) -> StoredFile:
        if file_id.startswith(("http://", "https://")):
            raise wrong("failed to get HTTP URL content")
        stored = self.world.files.by_id.get(file_id)
        if stored is None:
            raise bad(NO_FILE)
        if stored.kind != kind:
            raise bad(f"can't use file of type {stored.kind.title()} as {kind.title()}")
        return stored
