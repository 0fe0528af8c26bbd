"""What is one's own: past sessions and going on from any turn of them, a waiting gallery, saved images."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from core.bots.acting import Acting
from core.bots.members import Members
from core.bots.services import BotServices
from core.community_ports import SavedImage
from core.conversation.refining import refined_image
from core.errors import NotNowError
from core.types.answers import Act, GoOn, Keep, ShowAgain, TryAgain
from core.types.galleries import ImageRef
from core.types.identifiers import MessageRef, SessionId, turn_id
from core.types.sessions import Phase, Session, Turn

MOST_SESSIONS = 25
MOST_SAVED = 10
SHOWING_SECONDS = 5.0
"""How long a gallery that is shown again is waited for: one with a deadline does not rest until then."""
SAVED = re.compile(r"([0-9a-f]{16})\.([1-9][0-9]{0,3})\.([0-9])")


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedName:
    """A saved image as a control names it: session, turn and slate position."""

    session: SessionId
    serial: int
    position: int

    def __str__(self) -> str:
        return f"{self.session}.{self.serial}.{self.position}"

    @classmethod
    def of(cls, mark: SavedImage) -> Self:
        """The name of a mark."""
        return cls(session=mark.session, serial=mark.serial, position=mark.position)

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """What a control names, or `None`."""
        match = SAVED.fullmatch(text)
        if match is None:
            return None
        return cls(session=SessionId(match[1]), serial=int(match[2]), position=int(match[3]))


class LookingBack:
    """Finds what is an account's own, on one platform."""

    def __init__(self, services: BotServices, members: Members, acting: Acting) -> None:
        self._services = services
        self._members = members
        self._acting = acting

    async def own_sessions(self, account: int) -> list[Session]:
        """The person's newest sessions on all platforms, newest first."""
        user = await self._members.recognise(account)
        ids = await self._services.history.sessions_of(user, limit=MOST_SESSIONS)
        return [await self._services.conductor.look(session_id) for session_id in ids]

    async def own_sessions_here(self, account: int) -> list[Session]:
        """Those of them that go on on this platform."""
        sessions = await self.own_sessions(account)
        return [session for session in sessions if session.place.platform == self._services.platform]

    async def show_again(self, account: int, session: Session, *, key: str, community: str | None) -> None:
        """Let the gallery that waits in a session be shown once more, or what has failed be tried again."""
        act: Act = TryAgain() if session.phase is Phase.FAILED else ShowAgain()
        await self._acting.act(account, session.id, act, key=key, community=community)

    async def shown_again(self, session_id: SessionId) -> Session:
        """The session, once that gallery is there."""
        try:
            async with asyncio.timeout(SHOWING_SECONDS):
                return await self._services.conductor.settled(session_id)
        except TimeoutError:
            return await self._services.conductor.look(session_id)

    async def go_on_from(
        self, account: int, session: Session, serial: int, *, key: str, community: str | None
    ) -> None:
        """Build on the pick of an earlier turn: it is kept, and one more turn begins from it."""
        turn = picked_turn(session, serial)
        named, keep = turn_id(session.id, serial), Keep(number=picked_number(turn))
        await self._acting.act(account, session.id, keep, key=f"{key}:keep", community=community, turn=named)
        await self._acting.act(account, session.id, GoOn(), key=f"{key}:goon", community=community)

    async def save(self, account: int, session: Session) -> None:
        """Mark the session's image for whoever asks; raises `NotNowError` where that cannot be."""
        found = found_image(session)
        if found is None:
            raise NotNowError("refused-nothing-to-share")
        serial, position = found
        if not await self._members.has_agreed(account):
            raise NotNowError("refused-save-first")
        image = SavedImage(session=session.id, serial=serial, position=position, at=self._services.clock())
        await self._services.saved.save(await self._members.recognise(account), image)

    async def saved_of(self, account: int) -> list[tuple[SavedImage, Session]]:
        """What the person has saved and may be shown, newest first."""
        user = await self._members.recognise(account)
        marks = await self._services.saved.saved_of(user, limit=MOST_SAVED)
        found = [(mark, await self._services.conductor.look(mark.session)) for mark in marks]
        return [(mark, session) for mark, session in found if not session.is_taken_down]

    async def unsave(self, account: int, name: SavedName | None) -> None:
        """Take a mark back."""
        if name is None:
            raise NotNowError("refused-nothing-to-share")
        await self._services.saved.unsave(
            await self._members.recognise(account),
            name.session,
            serial=name.serial,
            position=name.position,
        )


def is_waiting(session: Session) -> bool:
    """Whether the session waits for its person."""
    return session.phase in {Phase.AWAITING_PICK, Phase.FAILED}


def marked_image(session: Session, mark: SavedImage) -> tuple[ImageRef, str]:
    """A saved image, refined where it was, and the text that it was made from."""
    turn, refined = session.turn(mark.serial), None
    if is_kept(session, mark.serial, mark.position):
        refined = refined_image(session)
    return refined or turn.images[mark.position][0], turn.candidate_at(mark.position).text


def is_kept(session: Session, serial: int, position: int) -> bool:
    """Whether that image is the one that was kept."""
    kept = session.kept
    return kept is not None and (kept.serial, kept.position) == (serial, position)


def picked_turns(session: Session) -> Sequence[Turn]:
    """The turns in which an image was picked, oldest first."""
    return [turn for turn in session.answered if turn.outcome and turn.outcome.position is not None]


def picked_turn(session: Session, serial: int) -> Turn:
    """The turn of that serial number, where an image was picked in it; raises `NotNowError`."""
    turn = next((one for one in picked_turns(session) if one.serial == serial), None)
    if turn is None:
        raise NotNowError("refused-nothing-to-share")
    return turn


def ways_on(session: Session) -> Sequence[tuple[int, Turn]]:
    """The turns that can be built on, each with its number as people count."""
    picked = picked_turns(session)
    return [(number, turn) for number, turn in enumerate(session.answered, start=1) if turn in picked]


def newest_message(session: Session) -> MessageRef | None:
    """The message of the session's newest gallery."""
    shown = [turn.gallery for turn in session.turns if turn.gallery and turn.gallery.messages]
    return shown[-1].messages[-1] if shown else None


def picked_number(turn: Turn) -> int:
    """The number of the picked image; 0 for none of these."""
    assert turn.gallery is not None
    position = None if turn.outcome is None else turn.outcome.position
    return 0 if position is None else turn.gallery.number_of(position)


def found_image(session: Session) -> tuple[int, int] | None:
    """The kept image, or the newest pick: its turn's serial number and its slate position."""
    if session.kept is not None:
        return session.kept.serial, session.kept.position
    picks = [(turn.serial, turn.outcome.position) for turn in session.answered if turn.outcome is not None]
    return next(((serial, place) for serial, place in reversed(picks) if place is not None), None)
