"""Recaps: what they tell, now or as shared, and their pictures, drawn one at a time and remembered."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import replace
from enum import StrEnum

from core.ports import ImageStore, SharedAnswer, SharedRecap
from core.recap import RecapRow, recap_loop, recap_of, recap_picture
from core.types.sessions import Ending, Session, Turn, TurnStatus

MOST_REMEMBERED = 16


class RecapKind(StrEnum):
    """A still picture or a loop; the value is the suffix of its address."""

    PICTURE = "png"
    LOOP = "gif"

    @property
    def media_type(self) -> str:
        """What browsers call it."""
        return f"image/{self.value}"


def has_hidden(session: Session) -> bool:
    """Whether an image of the recap is hidden until somebody asks to see it."""
    return any(image.spoiler for row in recap_of(session) for image in row.images)


def told_by(session: Session) -> SharedRecap:
    """What the session's recap tells now; it shows the picked images, so nothing of a refined one."""
    return SharedRecap(
        answers=tuple(map(_answer, session.answered)),
        kept=None if session.kept is None else replace(session.kept, finish=None),
        is_found=session.ending is Ending.KEPT,
    )


def as_shared(session: Session, recap: SharedRecap) -> Session:
    """The session as its shared recap tells it: nothing that came later, and nothing taken back since."""
    kept = recap.kept if session.kept and recap.kept and _stands(session, recap.kept.serial, recap) else None
    return replace(
        session,
        turns=tuple(
            turn if _stands(session, turn.serial, recap) else replace(turn, status=TurnStatus.UNDONE)
            for turn in session.turns
        ),
        kept=kept,
        ending=Ending.KEPT if kept and recap.is_found else None,
    )


def _stands(session: Session, serial: int, recap: SharedRecap) -> bool:
    """Whether a turn is answered as it was when the recap was shared."""
    turn = session.turn(serial)
    return turn.status is TurnStatus.ANSWERED and _answer(turn) in recap.answers


def _answer(turn: Turn) -> SharedAnswer:
    assert turn.outcome is not None
    return SharedAnswer(serial=turn.serial, position=turn.outcome.position)


class Recaps:
    """Draws recaps."""

    def __init__(self, images: ImageStore) -> None:
        self._images = images
        self._lock = asyncio.Lock()
        self._done: OrderedDict[tuple[tuple[RecapRow, ...], RecapKind], bytes] = OrderedDict()

    async def draw(self, session: Session, kind: RecapKind) -> bytes | None:
        """The recap, or `None` where nothing has been answered yet."""
        rows = recap_of(session)
        if not rows:
            return None
        name = (rows, kind)
        async with self._lock:
            if name not in self._done:
                hashes = {image.hash for row in rows for image in row.images}
                contents = {each: await self._images.get(each) for each in sorted(hashes)}
                drawer = recap_picture if kind is RecapKind.PICTURE else recap_loop
                self._done[name] = await asyncio.to_thread(drawer, rows, contents)
            self._done.move_to_end(name)
            while len(self._done) > MOST_REMEMBERED:
                self._done.popitem(last=False)
            return self._done[name]
