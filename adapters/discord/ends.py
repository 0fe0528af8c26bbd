"""What is shown at the end of a session: the kept image as it was made, or the picks on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from adapters.discord.pictures import Upload, whole_image
from core.ports import ImageStore
from core.types.sessions import Session, Turn

MOST_PICKS = 10
"""A message shows no more images than that."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TheEnd:
    """The images to show, and the text and seed of the kept one."""

    uploads: tuple[Upload, ...]
    expansion: str | None
    seed: int | None

    @classmethod
    async def of(cls, session: Session, images: ImageStore) -> Self:
        """The kept image; where none was kept, the picks so far, newest last."""
        kept = session.kept
        if kept is not None:
            turn = session.turn(kept.serial)
            candidate = turn.candidate_at(kept.position)
            upload = await whole_image(turn.images[kept.position][0], "image", candidate.text, images)
            return cls(uploads=(upload,), expansion=candidate.text, seed=candidate.seed)
        picked = [turn for turn in session.answered if turn.outcome and turn.outcome.position is not None]
        uploads = [await _pick_of(turn, images) for turn in picked[-MOST_PICKS:]]
        return cls(uploads=tuple(uploads), expansion=None, seed=None)


async def _pick_of(turn: Turn, images: ImageStore) -> Upload:
    assert turn.outcome is not None
    position = turn.outcome.position
    assert position is not None
    candidate = turn.candidate_at(position)
    return await whole_image(turn.images[position][0], f"turn-{turn.serial}", candidate.text, images)
