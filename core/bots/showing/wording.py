"""What the core says, in somebody's language; each platform escapes people's texts in its own way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

from core.bots.looking_back import picked_number
from core.conversation.voting import tally
from core.errors import PastaError, RefusedError, StorageError
from core.ports import Progress
from core.texts.catalogue import Texts, texts_in
from core.types.sessions import ENDED, Session, Turn, TurnStatus
from core.types.work import Duty

PROMPT_CHARACTERS = 300
TURN_CHARACTERS = 120
DIGITS = ("1️⃣", "2️⃣", "3️⃣", "4️⃣", "5️⃣")


class Plain(Protocol):
    """Makes a person's text one line in which nothing is a mark or a link of the platform's."""

    def __call__(self, text: str, *, most: int = PROMPT_CHARACTERS) -> str:
        """The text, cut where it is longer than `most` characters."""
        ...


def asked_for(session: Session, mention: str, *, plain: Plain) -> str:
    """Who asked for what, as it stands above the first gallery."""
    return texts_in(session.rules.language).say("beginning", who=mention, prompt=plain(session.prompt))


def all_expansions(turn: Turn, *, plain: Plain, most: int) -> str:
    """What each image of a gallery was made from, in at most so many characters."""
    assert turn.gallery is not None
    each = most // (len(turn.gallery.order) + 1)
    lines = [
        f"{DIGITS[place]} {plain(turn.candidate_at(position).text, most=each // 2)}"
        for place, position in enumerate(turn.gallery.order)
    ]
    return "\n".join(lines)


def in_utc(at: float) -> str:
    """A moment as a time of day that means the same everywhere."""
    return datetime.fromtimestamp(at, UTC).strftime("%H:%M UTC")


def progress_line(progress: Progress, texts: Texts, *, when: Callable[[float], str] = in_utc) -> str:
    """How far the work is; `when` writes a moment as the platform shows it best."""
    parts = []
    if progress.users_ahead:
        parts.append(texts.say("progress-ahead", people=progress.users_ahead))
    if progress.waits_until is not None:
        parts.append(texts.say("progress-waits", when=when(progress.waits_until)))
    elif not progress.users_ahead:
        parts.append(_at_work(progress, texts))
    seconds_left = progress.seconds_left if progress.waits_until is None else None
    if seconds_left is not None and seconds_left >= 1:
        parts.append(texts.say("progress-left", seconds=round(seconds_left)))
    if progress.retrying:
        parts.append(texts.say("progress-retrying"))
    return " · ".join(parts)


def _at_work(progress: Progress, texts: Texts) -> str:
    if progress.duty == Duty.RENDER and progress.total:
        return texts.say("progress-drawing", done=progress.done, total=progress.total)
    if progress.duty in {Duty.EXPAND, Duty.CHOOSE_SLATE}:
        return texts.say("progress-writing")
    return texts.say("progress-refining" if progress.duty == Duty.FINISH else "progress-showing")


def outcome_line(session: Session, turn: Turn, texts: Texts, *, plain: Plain) -> str:
    """What came of a gallery that is closed."""
    if turn.status is TurnStatus.UNDONE:
        return texts.say("closed-undone")
    if turn.outcome is None or turn.gallery is None:
        return texts.say("closed-unanswered")
    line = texts.say("closed-picked", number=picked_number(turn))
    if turn.outcome.words:
        line += f" {texts.say('closed-words', words=plain(turn.outcome.words))}"
    if session.rules.group:
        counts = tally(turn)
        shown = [
            f"{DIGITS[place]} {counts[position]}"
            for place, position in enumerate(turn.gallery.order)
            if counts[position]
        ]
        if counts[None]:
            shown.append(f"{texts.say('button-none')} {counts[None]}")
        line += f"\n{texts.say('closed-tally')} {' · '.join(shown)}"
    return line


def branch_line(session: Session, turn: Turn, texts: Texts, *, plain: Plain) -> str | None:
    """One turn of a session's tree in words; `None` for one that was taken back."""
    if turn.status is TurnStatus.UNDONE:
        return None
    if turn.outcome is None:
        return texts.say("closed-unanswered" if session.phase in ENDED else "history-open")
    line = texts.say("closed-picked", number=picked_number(turn))
    if turn.outcome.position is not None:
        line += f" {plain(turn.candidate_at(turn.outcome.position).text, most=TURN_CHARACTERS)}"
    if session.kept is not None and session.kept.serial == turn.serial:
        line += " ★"
    return line


def come_so_far(session: Session, texts: Texts) -> str:
    """In a few words, how far a session has come."""
    key = "history-kept" if session.kept else "history-turns"
    return texts.say(key, turns=len(session.answered))


def trouble(error: Exception, texts: Texts) -> str:
    """What somebody is told of an error; what is our own affair stays with the operator."""
    if isinstance(error, RefusedError):
        return error.said(texts)
    if isinstance(error, StorageError):
        return texts.say("trouble-storage")
    if isinstance(error, PastaError):
        return texts.say("trouble-platform")
    return texts.say("trouble-ours")
