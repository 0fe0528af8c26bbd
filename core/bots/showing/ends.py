"""What is shown at the end of a session: the kept image as it was made, or the picks on the way."""

from __future__ import annotations

from dataclasses import dataclass

from core.bots.looking_back import picked_turns
from core.types.galleries import ImageRef
from core.types.sessions import Session

MOST_PICKS = 10
"""A message shows no more images than that."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EndImage:
    """An image of the end, a name for its file, and the text that it was made from."""

    image: ImageRef
    name: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TheEnd:
    """The images to show, and the text and seed of the kept one."""

    images: tuple[EndImage, ...]
    expansion: str | None = None
    seed: int | None = None

    @property
    def heading_key(self) -> str:
        """The key of what stands above it."""
        return "end-kept" if self.expansion is not None else "end-picks" if self.images else "end-nothing"


def end_of(session: Session) -> TheEnd:
    """The kept image; where none was kept, the picks so far, newest last."""
    kept = session.kept
    if kept is not None:
        turn = session.turn(kept.serial)
        candidate = turn.candidate_at(kept.position)
        image = EndImage(image=turn.images[kept.position][0], name="image", text=candidate.text)
        return TheEnd(images=(image,), expansion=candidate.text, seed=candidate.seed)
    picks = [
        (turn, turn.outcome.position)
        for turn in picked_turns(session)
        if turn.outcome is not None and turn.outcome.position is not None
    ]
    return TheEnd(
        images=tuple(
            EndImage(
                image=turn.images[position][0],
                name=f"turn-{turn.serial}",
                text=turn.candidate_at(position).text,
            )
            for turn, position in picks[-MOST_PICKS:]
        )
    )
