"""Reactions to one photo of an album: the glad ones pick it, 👎 says that it is not the one.

Telegram tells of them only where the bot is an administrator, and not who it was where that is hidden.
"""

from __future__ import annotations

import structlog
from telegram import MessageReactionUpdated, ReactionType, ReactionTypeEmoji

from adapters.telegram.connection import Connection
from adapters.telegram.services import PLATFORM
from adapters.telegram.where import Spot
from core.bots.acting import Acting
from core.bots.members import Members
from core.bots.services import BotServices
from core.community_ports import Role, SessionMessage
from core.errors import PastaError, RefusedError
from core.types.answers import Act, PassOver, Pick, Undo
from core.types.identifiers import session_of
from core.types.sessions import Session

log = structlog.get_logger()

GLAD = "👍 ❤ 🔥 🥰 👏 😁 🤩 🎉 🙏 👌 😍 💯 ⚡ 🏆 🤗 😎 🆒 💘 🦄 ❤\u200d🔥"
PICKING = frozenset(GLAD.split())
PASSING_OVER = frozenset({"👎"})
VARIATION = "\ufe0f"


class Reacting:
    """Turns reactions into events; what cannot be done is left without a word: nobody asked to be told."""

    def __init__(self, services: BotServices, members: Members, core: Acting) -> None:
        self._services = services
        self._members = members
        self._core = core

    async def reacted(self, event: MessageReactionUpdated, connection: Connection, *, key: str) -> None:
        """Pick, pass over, or take a pick back."""
        if event.user is None or event.user.is_bot:
            return
        spot = Spot(chat=event.chat.id)
        photo = await connection.messages.named(PLATFORM, spot.ref(event.message_id))
        if photo is None or photo.role is not Role.PHOTO or photo.number is None:
            return
        session = await self._services.conductor.look(session_of(photo.turn))
        if not session.rules.group and not await self._members.began(event.user.id, session):
            return
        act = await self._meant(event, session, photo, event.user.id)
        if act is None:
            return
        try:
            await self._core.act(
                event.user.id,
                session_of(photo.turn),
                act,
                key=key,
                community=spot.community,
                turn=photo.turn,
            )
        except RefusedError as error:
            log.info("reaction changes nothing", reason=error.key)
        except PastaError as error:
            log.warning("reaction not counted", error=type(error).__name__)

    async def _meant(
        self, event: MessageReactionUpdated, session: Session, photo: SessionMessage, account: int
    ) -> Act | None:
        before, after = _kinds(event.old_reaction), _kinds(event.new_reaction)
        number = photo.number or 0
        if PICKING & after and not PICKING & before:
            return Pick(number=number)
        if PASSING_OVER & after and not PASSING_OVER & before:
            return PassOver(number=number)
        is_taken_back = PICKING & before and not PICKING & after and session.ending is None
        if is_taken_back and await self._core.picked_by(account, session, photo.turn) == number:
            return Undo()
        return None


def _kinds(reactions: tuple[ReactionType, ...]) -> frozenset[str]:
    emojis = (one.emoji for one in reactions if isinstance(one, ReactionTypeEmoji))
    return frozenset(emoji.replace(VARIATION, "") for emoji in emojis)
