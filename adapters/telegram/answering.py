"""What people type: words by replying to a gallery, prompts in private chats, and answers to questions."""

from __future__ import annotations

import re

from telegram import Message

from adapters.telegram import questions
from adapters.telegram.beginning import Beginning
from adapters.telegram.connection import Connection
from adapters.telegram.incoming import Incoming
from adapters.telegram.keyboards import button
from adapters.telegram.services import PLATFORM
from adapters.telegram.wording import escaped
from core.bots.acting import Acting, noted
from core.bots.looking_back import LookingBack
from core.bots.services import BotServices
from core.bots.showing.controls import Press, Verb
from core.community_ports import Role
from core.texts.catalogue import LANGUAGES, texts_in
from core.types.answers import Pick
from core.types.identifiers import TurnId, session_of, turn_id
from core.types.sessions import Phase, Session

CLOSEST = re.compile(r"^\s*(?P<number>[0-5])(?:(?:\s*[:.,;)-]\s*|\s+|$)(?P<words>.*))?$", re.DOTALL)
"""A number in front says which image comes closest; 0 is none of them."""


class Answering:
    """Sorts what is typed."""

    def __init__(
        self, services: BotServices, core: Acting, looking_back: LookingBack, beginning: Beginning
    ) -> None:
        self._services = services
        self._core = core
        self._looking_back = looking_back
        self._beginning = beginning

    async def typed(self, incoming: Incoming, connection: Connection) -> None:
        """A message that is no command; what is not for the bot is left alone."""
        assert incoming.message is not None
        answered = incoming.message.reply_to_message
        if answered is not None and answered.from_user and answered.from_user.id == connection.bot.id:
            await self._replied(incoming, connection, answered)
        elif incoming.is_private:
            await self._typed_alone(incoming, connection)

    async def edited(self, incoming: Incoming) -> None:
        """What is edited has been read before; somebody alone with the bot is told so."""
        if incoming.is_private:
            await incoming.tell(incoming.texts.say("edited-ignored"))

    async def meant_as_words(self, incoming: Incoming, connection: Connection, press: Press) -> None:
        """What was typed while a gallery waits is about that gallery."""
        about = questions.asked_about(incoming)
        await self._say(incoming, press.turn, about.text or "")
        await incoming.answer(incoming.texts.say("words-noted"))
        await incoming.outlet.delete(incoming.number)

    async def _replied(self, incoming: Incoming, connection: Connection, answered: Message) -> None:
        turn = questions.words_turn(answered)
        if turn is None:
            named = await connection.messages.named(PLATFORM, incoming.spot.ref(answered.message_id))
            turn = named.turn if named and named.role is not Role.REPORT else None
        if turn is not None and not _asks_something(answered):
            await self._say(incoming, turn, incoming.message.text or "" if incoming.message else "")
        elif answered.text in _prompt_questions() or incoming.is_private:
            await self._beginning.begin(incoming, connection, incoming.text, incoming.number)

    async def _typed_alone(self, incoming: Incoming, connection: Connection) -> None:
        """A prompt, unless a gallery waits: then it may be about that."""
        waiting = await self._waiting_here(incoming)
        if waiting is None:
            await self._beginning.begin(incoming, connection, incoming.text, incoming.number)
            return
        current = waiting.current
        assert current is not None
        words = button(incoming.texts.say("meant-words"), Verb.WORDS, turn_id(waiting.id, current.serial))
        await incoming.outlet.write(
            escaped(incoming.texts.say("meant-which")),
            keyboard=questions.meant(words, incoming.texts),
            reply_to=incoming.number,
        )

    async def _waiting_here(self, incoming: Incoming) -> Session | None:
        """The person's newest session in this chat, where a gallery of it waits."""
        for session in await self._looking_back.own_sessions_here(incoming.account):
            if session.place == incoming.spot.place:
                return session if session.phase is Phase.AWAITING_PICK else None
        return None

    async def _say(self, incoming: Incoming, turn: TurnId, text: str) -> None:
        """Answer a gallery in words; a number alone is a pick."""
        match = CLOSEST.fullmatch(text)
        number = int(match["number"]) or None if match else None
        words = (match["words"] or "").strip() if match else text
        pick = Pick(number=number, words=words or None)
        receipt = await self._core.act(
            incoming.account,
            session_of(turn),
            pick,
            key=incoming.key,
            community=incoming.spot.community,
            turn=turn,
        )
        said = noted(pick, receipt.session, incoming.texts)
        if said is not None and incoming.press is None:
            await incoming.tell(said)


def _asks_something(message: Message) -> bool:
    """Whether the message is a question of ours, whose controls name a turn as well."""
    markup = message.reply_markup
    data = [str(one.callback_data) for row in markup.inline_keyboard for one in row] if markup else []
    return any(one.startswith(questions.PREFIX) for one in data)


def _prompt_questions() -> set[str]:
    return {texts_in(language).say("prompt-missing") for language in LANGUAGES}
