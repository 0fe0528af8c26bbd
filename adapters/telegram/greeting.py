"""`/start`: a greeting with an example, or what a link into the private chat asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from adapters.telegram.beginning import Beginning
from adapters.telegram.connection import Connection
from adapters.telegram.incoming import Incoming
from adapters.telegram.keyboards import keyboard
from adapters.telegram.own.alone import HandleRest, check_alone
from adapters.telegram.questions import Question, answer
from adapters.telegram.wording import escaped
from core.bots.members import Members

SESSION = re.compile(r"[0-9a-f]{16}")


class Greeting:
    """Greets people, and sorts what links ask for.

    A payload is handled by its part before the first hyphen, and told the rest; a session's number stands
    for itself, and is handled as `session`.
    """

    def __init__(self, members: Members, beginning: Beginning, payloads: Mapping[str, HandleRest]) -> None:
        self._members = members
        self._beginning = beginning
        self._payloads = payloads

    async def start(self, incoming: Incoming, connection: Connection) -> None:
        """Do what the payload says; without one that is known, greet."""
        if not incoming.is_private:
            await incoming.tell(incoming.texts.say("greeting-group"))
            return
        name, _, rest = incoming.text.partition("-")
        if SESSION.fullmatch(name):
            name, rest = "session", name
        handle = self._payloads.get(name)
        if handle is None:
            await self._greet(incoming)
        else:
            await handle(incoming, connection, rest)

    async def example(self, incoming: Incoming, connection: Connection) -> None:
        """Begin with the example, or greet once more where the yes to what is stored is gone."""
        check_alone(incoming)
        await incoming.answer()
        if await self._members.has_agreed(incoming.account):
            await self._begin(incoming, connection)
        else:
            await self._greet(incoming)

    async def agreed_example(self, incoming: Incoming, connection: Connection) -> None:
        """Write the yes down, and begin with the example."""
        check_alone(incoming)
        await self._members.agree(incoming.account)
        await incoming.answer()
        await self._begin(incoming, connection)

    async def _begin(self, incoming: Incoming, connection: Connection) -> None:
        prompt = incoming.texts.say("prompt-example")
        await self._beginning.begin(incoming, connection, prompt, incoming.number)

    async def _greet(self, incoming: Incoming) -> None:
        texts, lines = incoming.texts, [incoming.texts.say("greeting")]
        prompt = texts.say("prompt-example")
        if await self._members.has_agreed(incoming.account):
            button = answer(texts.say("greeting-example", prompt=prompt), Question.EXAMPLE)
        else:
            lines.append(texts.say("consent-line"))
            button = answer(texts.say("greeting-agree", prompt=prompt), Question.AGREE_EXAMPLE)
        await incoming.outlet.write(escaped("\n\n".join(lines)), keyboard=keyboard([button]))
