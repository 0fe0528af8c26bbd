"""How often people are told how far the work is: only what is new, and not too much for the platform.

Where a platform shows previews of images that are being made, these follow the same limits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.bots.showing.recent import Recent
from core.bots.showing.wording import in_utc, progress_line, trouble
from core.errors import StorageError
from core.ports import Progress
from core.texts.catalogue import texts_in
from core.types.identifiers import SessionId
from core.types.sessions import Session

PREVIEW_AFTER_SECONDS = 4.0
"""Images that are there sooner are not worth a look at how they come about."""
PREVIEW_SECONDS = 6.0
"""Between two looks at the images of one session."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Told:
    """What a session's people were last told, and when."""

    line: str
    at: float


@dataclass(frozen=True, kw_only=True, slots=True)
class _Look:
    """The previews that were shown last, and when the next ones may be."""

    due_at: float
    seen: Mapping[int, bytes]


class Telling:
    """Remembers what was told, and says what is worth telling now."""

    def __init__(
        self,
        clock: Callable[[], float],
        *,
        seconds: Callable[[Session], float],
        per_second: float,
        when: Callable[[float], str] = in_utc,
    ) -> None:
        """Tell a session's people every so many `seconds`, and all sessions together so much `per_second`.

        `when` writes a moment as the platform shows it best.
        """
        self._clock = clock
        self._seconds = seconds
        self._per_second = per_second
        self._when = when
        self._told: Recent[SessionId, _Told] = Recent()
        self._looks: Recent[SessionId, _Look] = Recent()
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
        line = self.whole_line(session, news) if isinstance(news, Progress) else trouble(news, texts)
        if told and told.line == line:
            return None
        if is_progress:
            self._next_progress_at = now + 1 / self._per_second
        self._told.remember(session.id, _Told(line=line, at=now))
        return line

    def whole_line(self, session: Session, progress: Progress) -> str:
        """How far the work is, whether that is new or not."""
        return progress_line(progress, texts_in(session.rules.language), when=self._when)

    def previews_for(self, session: Session, progress: Progress) -> Mapping[int, bytes] | None:
        """The previews to show now, or `None` where it is too soon or there are none that are new."""
        now = self._clock()
        look = self._looks.get(session.id)
        if look is None:
            look = _Look(due_at=now + PREVIEW_AFTER_SECONDS, seen={})
            self._looks.remember(session.id, look)
        is_new = bool(progress.previews) and progress.previews != look.seen
        if not is_new or now < look.due_at or now < self._next_progress_at:
            return None
        self._next_progress_at = now + 1 / self._per_second
        seen = _Look(due_at=now + PREVIEW_SECONDS, seen=progress.previews)
        self._looks.remember(session.id, seen)
        return progress.previews

    def forget(self, session_id: SessionId) -> None:
        """Begin anew: what was told about stands there now."""
        self._told.forget(session_id)
        self._looks.forget(session_id)
