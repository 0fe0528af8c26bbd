"""A gallery as it is shown: order, numbers, captions, alt texts and the controls that make sense on it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import StrEnum

from core.types.galleries import ImageRef
from core.types.identifiers import TurnId, turn_id
from core.types.sessions import Closing, Session, Turn
from core.types.slates import Category

CAPTION_CHARACTERS = 200
ALT_TEXT_CHARACTERS = 1000


class Control(StrEnum):
    """What people can do with a gallery beside picking a number."""

    NONE = "none"
    WORDS = "words"
    KEEP = "keep"
    COMPARE = "compare"
    UNDO = "undo"
    CLOSE_VOTE = "close_vote"
    STOP = "stop"


@dataclass(frozen=True, kw_only=True, slots=True)
class Tile:
    """One numbered place of a gallery, with the one or more images of its position."""

    number: int
    position: int
    images: tuple[ImageRef, ...]
    caption: str
    alt_text: str
    category: Category


@dataclass(frozen=True, kw_only=True, slots=True)
class GalleryView:
    """All that a platform needs to show a gallery; `nonce` (≤ 25 characters) names this posting of it."""

    turn: TurnId
    nonce: str
    number: int
    """Which gallery of the session this is, of at most `most`; those taken back do not count."""
    most: int
    heading: str
    prompt: str
    tiles: tuple[Tile, ...]
    controls: tuple[Control, ...]
    notice: str | None


def shuffled_order(size: int, *, seed: int, serial: int) -> tuple[int, ...]:
    """A display order, the same for the same session seed and turn."""
    order = list(range(size))
    random.Random(f"order:{seed}:{serial}").shuffle(order)
    return tuple(order)


def view_of(session: Session, turn: Turn) -> GalleryView:
    """A rendered turn of the session as a gallery to show."""
    assert turn.gallery is not None
    name = turn_id(session.id, turn.serial)
    used = sum(1 for other in session.answered if other.serial < turn.serial)
    most = max(session.turns_allowed, used + 1)
    return GalleryView(
        turn=name,
        nonce=f"{name}.{turn.gallery.revision}",
        number=used + 1,
        most=most,
        heading=f"Turn {used + 1} of {most}",
        prompt=session.prompt,
        tiles=tuple(
            _tile(turn, number, position) for number, position in enumerate(turn.gallery.order, start=1)
        ),
        controls=_controls(session, used=used),
        notice=session.notice,
    )


def _tile(turn: Turn, number: int, position: int) -> Tile:
    candidate = turn.candidate_at(position)
    return Tile(
        number=number,
        position=position,
        images=turn.images[position],
        caption=shortened(candidate.text, CAPTION_CHARACTERS),
        alt_text=shortened(f"Image {number}: {candidate.text}", ALT_TEXT_CHARACTERS),
        category=candidate.category,
    )


def _controls(session: Session, *, used: int) -> tuple[Control, ...]:
    wanted = {
        Control.NONE: True,
        Control.WORDS: True,
        Control.KEEP: True,
        Control.COMPARE: used > 0,
        Control.UNDO: used > 0 or session.rules.group,
        Control.CLOSE_VOTE: session.rules.closing is not Closing.FIRST_PICK,
        Control.STOP: True,
    }
    return tuple(control for control, is_wanted in wanted.items() if is_wanted)


def shortened(text: str, characters: int) -> str:
    """The text on one line, cut at a word where it is longer than `characters`."""
    line = " ".join(text.split())
    if len(line) <= characters:
        return line
    cut = line[: characters - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:…") + "…"
