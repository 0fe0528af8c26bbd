"""How often people are told how far the work is: only what is new, and not too much for the platform."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.bots.showing.recent import Recent
from core.bots.showing.wording import progress_line, trouble
from core.errors import StorageError
from core.ports import Progress
from core.texts.catalogue import texts_in
from core.types.identifiers import SessionId
from core.types.sessions import Session


@dataclass(frozen=True, kw_only=True, slots=True)
class _Told:
    """What a session's people were last told, and when."""

    line: str
    at: float


class Telling:
    """Remembers what was told, and says what is worth telling now."""

    def __init__(
        self, clock: Callable[[], float], *, seconds: Callable[[Session], float], per_second: float
    ) -> None:
        """Tell a session's people every so many `seconds`, and all sessions together so much `per_second`."""
        self._clock = clock
        self._seconds = seconds
        self._per_second = per_second
        self._told: Recent[SessionId, _Told] = Recent()
        self._next_progress_at = 0.0

    def line_for(self, session: Session, news: Progress | StorageError) -> str | None:
        """The line to show now, or `None` where it is too soon or says nothing new."""
        told, now = self._told.get(session.id), self._clock()
        is_progress = isinstance(news, Progress)
        if (told and now - told.at < self._seconds(session)) or (
            is_progress and now < self._next_progress_at
        ):
            return None
        texts = texts_in(session.rules.language)
        line = progress_line(news, texts) if isinstance(news, Progress) else trouble(news, texts)
        if told and told.line == line:
            return None
        if is_progress:
            self._next_progress_at = now + 1 / self._per_second
        self._told.remember(session.id, _Told(line=line, at=now))
        return line

    def forget(self, session_id: SessionId) -> None:
        """Begin anew: what was told about stands there now."""
        self._told.forget(session_id)
