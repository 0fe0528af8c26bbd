"""Begins sessions: what was wished for, under the rules of the place."""

from __future__ import annotations

from core.bots.gate import Asker, Gate
from core.bots.members import Members
from core.bots.services import BotServices
from core.bots.showing.wishes import Wish
from core.types.answers import NewSession
from core.types.identifiers import EventKey


async def new_session(
    services: BotServices,
    members: Members,
    gate: Gate,
    asker: Asker,
    wish: Wish,
    *,
    key: str,
    language: str,
    most_turns: int,
) -> NewSession:
    """A session to begin where its asker is; raises `RefusedError` where a word of the prompt is blocked.

    `language` is that of whoever asks: galleries speak it where the community has not chosen one.
    """
    community = asker.place.community
    await gate.check_text(community, wish.prompt)
    usual, most = await gate.usual_rules(community, most_turns=most_turns)
    chosen = (await gate.rules_of(community)).language
    return NewSession(
        key=EventKey(f"{services.platform}:{key}"),
        user=await members.recognise(asker.account),
        place=asker.place,
        prompt=wish.prompt,
        rules=wish.rules(usual, language=chosen or language, most_turns=most),
        seed=services.new_seed() if wish.seed is None else wish.seed,
        at=services.clock(),
    )
