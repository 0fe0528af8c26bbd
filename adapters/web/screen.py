"""What the page shows of a session: worked out wholly from what is stored, in every phase."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from core.conversation.gallery import view_of
from core.conversation.refining import is_being_refined, refined_image
from core.types.galleries import Comparison, ImageRef
from core.types.identifiers import SessionId, TurnId, turn_id
from core.types.sessions import ENDED, Ending, Phase, Session, Turn, TurnStatus
from core.types.slates import Category

WHY = {
    Category.REPHRASE: "In other words",
    Category.DETAIL: "More detail",
    Category.STYLE: "Another style",
    Category.SETTING: "Another setting",
    Category.LEAP: "A creative leap",
}
WORKING_LINES = {
    Phase.EXPANDING: "Finding different readings of your words…",
    Phase.RENDERING: "Painting…",
}


class Mode(StrEnum):
    """The five faces of the page."""

    WORKING = "working"
    GALLERY = "gallery"
    FAILED = "failed"
    END = "end"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """An image as the page names it."""

    url: str
    image: ImageRef

    @property
    def is_hidden(self) -> bool:
        """Whether it is hidden until somebody asks to see it."""
        return self.image.spoiler

    @property
    def thumbnail_url(self) -> str:
        """The same image in small."""
        return self.url.replace("/images/", "/thumbnails/")


@dataclass(frozen=True, kw_only=True, slots=True)
class Tile:
    """One numbered place of a gallery; `text` is the expansion, `why` the kind of reading it is."""

    number: int
    pictures: tuple[Picture, ...]
    alt_text: str
    text: str
    why: str
    is_picked: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class PastTurn:
    """An answered turn, for the strip."""

    turn: TurnId
    ordinal: int
    tiles: tuple[Tile, ...]
    words: str | None
    is_none: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Final:
    """The image that a session came to; `is_kept` where the person said so.

    Where `picture` was refined from it, `original` is the one that was picked.
    """

    turn: TurnId
    number: int
    picture: Picture
    text: str
    seed: int
    is_kept: bool
    original: Picture | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Screen:
    """All that the page shows of a session; `turn` is what answers on this screen are given on."""

    session_id: SessionId
    mode: Mode
    prompt: str
    turn: TurnId | None
    used: int
    allowed: int
    ordinal: int
    notice: str | None
    line: str
    tiles: tuple[Tile, ...]
    size: int
    dream: Picture | None
    past: tuple[PastTurn, ...]
    final: Final | None
    is_refining: bool
    """The end is there, and the kept image is being refined."""
    comparison: Comparison | None
    can_compare: bool
    can_undo: bool

    @property
    def is_over(self) -> bool:
        """Whether the session has come to an end."""
        return self.mode in {Mode.END, Mode.CANCELLED}

    @property
    def title(self) -> str:
        """What stands above the page."""
        if self.mode is Mode.END:
            return "Found" if self.final and self.final.is_kept else "The end"
        return "Cancelled" if self.mode is Mode.CANCELLED else f"Turn {self.ordinal} of {self.allowed}"


def screen_of(session: Session) -> Screen:
    """The session as the page shows it."""
    turn, mode = session.current, mode_of(session)
    used = len(session.answered)
    ordinal = used + (turn is not None and turn.status is TurnStatus.OPEN)
    tiles = _tiles(session, turn) if turn is not None and mode is Mode.GALLERY else ()
    compared = _compared(session, mode)
    return Screen(
        session_id=session.id,
        mode=mode,
        prompt=session.prompt,
        turn=None if turn is None else turn_id(session.id, turn.serial),
        used=used,
        allowed=max(session.turns_allowed, ordinal),
        ordinal=ordinal,
        notice=session.notice,
        line=session.failure.reason if session.failure else WORKING_LINES.get(session.phase, ""),
        tiles=tiles,
        size=session.rules.slate_size,
        dream=_dream(session),
        past=tuple(_past(session, past, nth) for nth, past in enumerate(session.answered, start=1)),
        final=final_of(session),
        is_refining=is_being_refined(session),
        comparison=_comparison(session, compared),
        can_compare=compared is not None,
        can_undo=_can_undo(session),
    )


def mode_of(session: Session) -> Mode:
    """Which face the page has.

    A gallery whose images are there can be answered before its posting is noted down, so it is shown then.
    """
    if session.phase is Phase.CANCELLED:
        return Mode.CANCELLED
    if session.phase in ENDED:
        return Mode.END
    if session.phase is Phase.FAILED:
        return Mode.FAILED
    is_gallery = session.phase in {Phase.POSTING, Phase.AWAITING_PICK}
    return Mode.GALLERY if is_gallery else Mode.WORKING


def final_of(session: Session) -> Final | None:
    """The kept image, refined where it was, else the last one picked, else none."""
    if session.kept is not None and session.ending is Ending.KEPT:
        final = _final(session, session.turn(session.kept.serial), session.kept.position, is_kept=True)
        refined = refined_picture(session)
        return replace(final, picture=refined, original=final.picture) if refined else final
    for turn in reversed(session.answered):
        if turn.outcome is not None and turn.outcome.position is not None:
            return _final(session, turn, turn.outcome.position, is_kept=False)
    return None


def picture_of(session: Session, turn: Turn, position: int, index: int = 0) -> Picture:
    """An image of a turn by its address on the page."""
    url = f"/sessions/{session.id}/images/{turn.serial}/{position}/{index}"
    return Picture(url=url, image=turn.images[position][index])


def refined_picture(session: Session) -> Picture | None:
    """What the kept image has become; another one later has another address."""
    image = refined_image(session)
    if image is None:
        return None
    return Picture(url=f"/sessions/{session.id}/images/refined/{image.hash}", image=image)


def image_at(session: Session, serial: int, position: int, index: int) -> ImageRef | None:
    """The image at an address, where the session has one there."""
    if not 1 <= serial <= len(session.turns):
        return None
    images = session.turn(serial).images
    if not (0 <= position < len(images) and 0 <= index < len(images[position])):
        return None
    return images[position][index]


def cover_of(session: Session) -> Picture | None:
    """The image that stands for a session in a list: what it came to, or the newest that was made."""
    final = final_of(session)
    if final is not None:
        return final.picture
    turns = [turn for turn in session.path if turn.images]
    return picture_of(session, turns[-1], 0) if turns else None


def standing_of(session: Session) -> str:
    """Where a session stands, in a few words."""
    mode, final = mode_of(session), final_of(session)
    if mode is Mode.CANCELLED:
        return "Cancelled"
    if mode is Mode.END:
        return "Found" if final and final.is_kept else "Ended"
    if mode is Mode.FAILED:
        return "Something failed"
    turn = f"Turn {len(session.answered) + 1}"
    return f"{turn}, waiting for you" if mode is Mode.GALLERY else f"{turn} is being made"


def _tiles(session: Session, turn: Turn) -> tuple[Tile, ...]:
    return tuple(
        Tile(
            number=tile.number,
            pictures=tuple(
                picture_of(session, turn, tile.position, index) for index in range(len(tile.images))
            ),
            alt_text=tile.alt_text,
            text=turn.candidate_at(tile.position).text,
            why=WHY[tile.category],
            is_picked=turn.outcome is not None and turn.outcome.position == tile.position,
        )
        for tile in view_of(session, turn).tiles
    )


def _past(session: Session, turn: Turn, ordinal: int) -> PastTurn:
    assert turn.outcome is not None
    return PastTurn(
        turn=turn_id(session.id, turn.serial),
        ordinal=ordinal,
        tiles=_tiles(session, turn),
        words=turn.outcome.words,
        is_none=turn.outcome.position is None,
    )


def _final(session: Session, turn: Turn, position: int, *, is_kept: bool) -> Final:
    assert turn.gallery is not None
    candidate = turn.candidate_at(position)
    return Final(
        turn=turn_id(session.id, turn.serial),
        number=turn.gallery.number_of(position),
        picture=picture_of(session, turn, position),
        text=candidate.text,
        seed=candidate.seed,
        is_kept=is_kept,
    )


def _dream(session: Session) -> Picture | None:
    """What the next images start from, shown dimly while they are made."""
    final = final_of(session)
    return final.picture if final and not final.picture.is_hidden else None


def _compared(session: Session, mode: Mode) -> Turn | None:
    """The turn that can be compared with the one before it: the open gallery, or the last one at the end."""
    if mode is Mode.GALLERY:
        return session.current if session.answered else None
    if mode is Mode.END and len(session.answered) > 1:
        return session.answered[-1]
    return None


def _comparison(session: Session, turn: Turn | None) -> Comparison | None:
    """What the starter has said about the turn."""
    said = [] if turn is None else [one for one in turn.feedback if one.voter == session.starter]
    return said[-1].comparison if said else None


def _can_undo(session: Session) -> bool:
    turn = session.current
    is_open = turn is not None and turn.status is TurnStatus.OPEN and turn.shown
    return bool(session.answered) or (session.phase in ENDED and is_open)
