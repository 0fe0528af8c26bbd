"""Begins sessions: by `/imagine`, or by just typing in a private chat; asks once for consent."""

from __future__ import annotations

import re
from dataclasses import replace

from telegram import ForceReply

from adapters.telegram import captions, keyboards, questions
from adapters.telegram.connection import Connection
from adapters.telegram.failures import GoneError
from adapters.telegram.incoming import Incoming
from adapters.telegram.requests import wish_of
from adapters.telegram.services import TelegramOptions
from adapters.telegram.stage import TelegramStage
from adapters.telegram.where import Spot
from adapters.telegram.wording import escaped
from core.bots.beginning import new_session
from core.bots.gate import Asker, Gate
from core.bots.members import Members
from core.bots.services import BotServices
from core.bots.showing.wishes import Wish
from core.errors import NotNowError
from core.types.identifiers import turn_id
from core.types.sessions import Session

COMMAND = re.compile(r"^/\w+(?:@\w+)?\s*")
ADMINISTRATORS = "administrators"
"""The one role that Telegram has, as a group's rules name it."""


class Beginning:
    """Turns prompts into sessions."""

    def __init__(
        self,
        services: BotServices,
        options: TelegramOptions,
        members: Members,
        gate: Gate,
        stage: TelegramStage,
    ) -> None:
        self._services = services
        self._options = options
        self._members = members
        self._gate = gate
        self._stage = stage

    async def imagine(self, incoming: Incoming, connection: Connection) -> None:
        """Begin with the prompt of a message, or ask for one."""
        assert incoming.message is not None
        await self.begin(incoming, connection, COMMAND.sub("", incoming.message.text or ""), incoming.number)

    async def begin(self, incoming: Incoming, connection: Connection, text: str, asked_in: int) -> None:
        """Begin, or ask for what is missing first: a prompt, or a yes. `asked_in` is the prompt's message."""
        wish = wish_of(text)
        if not wish.prompt:
            await self._ask_for_prompt(incoming)
            return
        await self.begin_with(incoming, connection, wish, asked_in)

    async def begin_with(self, incoming: Incoming, connection: Connection, wish: Wish, asked_in: int) -> None:
        """Begin what was wished for, or ask for a yes first."""
        self._gate.check_pace(incoming.account)
        asker = await self._asker(incoming, connection)
        await self._gate.check_may_begin(asker)
        if not await self._members.has_agreed(incoming.account):
            line = f"{incoming.texts.say('consent-line')} {incoming.texts.say('consent-press')}"
            keyboard = questions.consent(incoming.texts)
            await incoming.outlet.write(escaped(line), keyboard=keyboard, reply_to=asked_in)
            return
        async with self._gate.one_at_a_time(incoming.account):
            await self._begin(incoming, connection, asker, wish, asked_in)

    async def agreed(self, incoming: Incoming, connection: Connection) -> None:
        """Write the yes down, and begin with the prompt that was asked about."""
        about = questions.asked_about(incoming)
        await self._members.agree(incoming.account)
        await incoming.answer()
        await incoming.outlet.delete(incoming.number)
        text = COMMAND.sub("", about.text or "")
        await self.begin(incoming, connection, text, about.message_id)

    async def new_prompt(self, incoming: Incoming, connection: Connection) -> None:
        """What was typed while a gallery waits is a prompt of its own."""
        about = questions.asked_about(incoming)
        await incoming.answer()
        await incoming.outlet.delete(incoming.number)
        await self.begin(incoming, connection, about.text or "", about.message_id)

    async def _begin(
        self, incoming: Incoming, connection: Connection, asker: Asker, wish: Wish, asked_in: int
    ) -> None:
        new = await new_session(
            self._services,
            self._members,
            self._gate,
            asker,
            wish,
            key=incoming.key,
            language=incoming.texts.language,
            most_turns=self._options.most_turns,
        )
        self._stage.reach.note_name(incoming.account, incoming.name)
        if wish.private and not incoming.is_private:
            await self._hello(incoming, connection)
            new = replace(new, place=Spot(chat=incoming.account).place)
            asked_in = 0
        receipt = await self._services.conductor.begin(new)
        if not receipt.repeated:
            await self._show_header(incoming, connection, receipt.session, asked_in or None)

    async def _show_header(
        self, incoming: Incoming, connection: Connection, session: Session, asked_in: int | None
    ) -> None:
        """Say at once that it begins; the message goes when the first gallery is there."""
        outlet = incoming.outlet if asked_in else connection.outlet(Spot(chat=incoming.account))
        status = incoming.texts.say("progress-writing")
        header = await outlet.write(
            captions.beginning(session, name=incoming.name, status=status),
            keyboard=keyboards.cancel(turn_id(session.id, 1), incoming.texts),
            reply_to=None if outlet.spot.community is None else asked_in,
        )
        await self._stage.statuses.note_header(session, header)

    async def _hello(self, incoming: Incoming, connection: Connection) -> None:
        """Open the private chat, which works only with somebody who has opened it before."""
        try:
            await connection.outlet(Spot(chat=incoming.account)).write(
                escaped(incoming.texts.say("private-hello"))
            )
        except GoneError as error:
            link = connection.deep_link("private")
            raise NotNowError("refused-private-closed", where=link) from error
        await incoming.tell(incoming.texts.say("private-there"))

    async def _ask_for_prompt(self, incoming: Incoming) -> None:
        hint = incoming.texts.say("prompt-example")
        question = ForceReply(selective=True, input_field_placeholder=hint)
        await incoming.outlet.write(
            escaped(incoming.texts.say("prompt-missing")), keyboard=question, reply_to=incoming.number
        )

    async def _asker(self, incoming: Incoming, connection: Connection) -> Asker:
        spot = incoming.spot
        rules = await self._gate.rules_of(spot.community)
        is_administrator = bool(rules.starters) and await connection.is_administrator(incoming.account, spot)
        return Asker(
            account=incoming.account,
            place=spot.place,
            channels=frozenset({str(spot.topic or 0)}),
            roles=frozenset({ADMINISTRATORS} if is_administrator else ()),
        )
