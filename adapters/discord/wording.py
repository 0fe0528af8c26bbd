"""Turns what the core says into words and marks of Discord: escaped, and in somebody's language."""

from __future__ import annotations

from discord.utils import escape_markdown

from core.conversation.gallery import GalleryView, shortened
from core.conversation.voting import tally
from core.errors import PastaError, RefusedError, StorageError
from core.ports import Progress
from core.texts.catalogue import Texts, texts_in
from core.types.sessions import Session, Turn, TurnStatus
from core.types.work import Duty

PROMPT_CHARACTERS = 300
MESSAGE_CHARACTERS = 2000
DIGITS = ("1️⃣", "2️⃣", "3️⃣", "4️⃣", "5️⃣")


def plain(text: str, *, most: int = PROMPT_CHARACTERS) -> str:
    """A person's text on one line, so that nothing in it is a mark or a link of Discord's."""
    return escape_markdown(shortened(text, most)).replace("://", ":\u200b//")


def heading(view: GalleryView, texts: Texts, *, mention: str) -> str:
    """Which gallery this is, of what, and whose."""
    turn = texts.say("gallery-heading", number=view.number, most=view.most)
    return f"### {turn}\n{plain(view.prompt)} · {mention}"


def asked_for(session: Session, mention: str) -> str:
    """Who asked for what, as it stands above the first gallery."""
    return texts_in(session.rules.language).say("beginning", who=mention, prompt=plain(session.prompt))


def all_expansions(turn: Turn) -> str:
    """What each image of a gallery was made from."""
    assert turn.gallery is not None
    each = MESSAGE_CHARACTERS // (len(turn.gallery.order) + 1)
    lines = [
        f"{DIGITS[place]} {plain(turn.candidate_at(position).text, most=each // 2)}"
        for place, position in enumerate(turn.gallery.order)
    ]
    return "\n".join(lines)[:MESSAGE_CHARACTERS]


def progress_line(progress: Progress, texts: Texts) -> str:
    """How far the work is."""
    parts = []
    if progress.users_ahead:
        parts.append(texts.say("progress-ahead", people=progress.users_ahead))
    elif progress.duty == Duty.RENDER and progress.total:
        parts.append(texts.say("progress-drawing", done=progress.done, total=progress.total))
    elif progress.duty in {Duty.EXPAND, Duty.CHOOSE_SLATE}:
        parts.append(texts.say("progress-writing"))
    else:
        parts.append(texts.say("progress-showing"))
    if progress.seconds_left is not None and progress.seconds_left >= 1:
        parts.append(texts.say("progress-left", seconds=round(progress.seconds_left)))
    if progress.retrying:
        parts.append(texts.say("progress-retrying"))
    return " · ".join(parts)


def outcome_line(session: Session, turn: Turn, texts: Texts) -> str:
    """What came of a gallery that is closed."""
    if turn.status is TurnStatus.UNDONE:
        return texts.say("closed-undone")
    if turn.outcome is None or turn.gallery is None:
        return texts.say("closed-unanswered")
    position = turn.outcome.position
    number = 0 if position is None else turn.gallery.number_of(position)
    line = texts.say("closed-picked", number=number)
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


def trouble(error: Exception, texts: Texts) -> str:
    """What somebody is told of an error; what is our own affair stays with the operator."""
    if isinstance(error, RefusedError):
        return error.said(texts)
    if isinstance(error, StorageError):
        return texts.say("trouble-storage")
    if isinstance(error, PastaError):
        return texts.say("trouble-platform")
    return texts.say("trouble-ours")
