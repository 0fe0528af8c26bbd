"""Moderators end sessions for good, and take their images down."""

from __future__ import annotations

from core.bots.members import Members
from core.bots.services import BotServices
from core.types.answers import Halt, PersonEvent, TakeDown
from core.types.identifiers import EventKey, MessageRef, SessionId, session_of
from core.types.sessions import Session


class Moderating:
    """Ends sessions for whoever moderates their place; that they do is the caller's to check."""

    def __init__(self, services: BotServices, members: Members) -> None:
        self._services = services
        self._members = members

    async def session_shown_by(self, message: MessageRef) -> SessionId | None:
        """The session whose gallery a message shows."""
        turn = await self._services.posted_galleries.turn_shown_by(self._services.platform, message)
        return None if turn is None else session_of(turn)

    async def end(self, account: int, session: Session, act: Halt | TakeDown, *, key: str) -> Session:
        """End a session and write down who did; one that was taken down stays so."""
        user, at = await self._members.recognise(account), self._services.clock()
        event = PersonEvent(
            key=EventKey(f"{self._services.platform}:{key}"),
            session=session.id,
            user=user,
            act=act,
            at=at,
            is_moderator=True,
        )
        ended = (await self._services.conductor.handle(event)).session
        action = "take down" if ended.is_taken_down else "halt"
        details = {"session": session.id, "community": session.place.community}
        await self._services.audit_log.note(user, action, details, at=at)
        return ended


def done_key(ended: Session, *, resisted: int) -> str:
    """The key of what to tell the moderator, where so many messages could not be changed."""
    return "take-down-incomplete" if resisted else "take-down-done" if ended.is_taken_down else "halt-done"
