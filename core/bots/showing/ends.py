"""What is shown at the end of a session: the kept image, refined or as it was made, or the picks so far."""

from __future__ import annotations

from dataclasses import dataclass

from core.bots.looking_back import picked_turns
from core.conversation.refining import refined_image
from core.texts.catalogue import Texts
from core.types.galleries import ImageRef
from core.types.sessions import Kept, Session
from core.types.slates import Candidate

MOST_PICKS = 10
"""A message shows no more images than that."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EndImage:
    """An image of the end, a name for its file, and the text that it was made from.

    `label_key` is the key of what it is called where it has to be told from another one.
    """

    image: ImageRef
    name: str
    text: str
    label_key: str | None = None

    def description(self, texts: Texts) -> str:
        """What it shows, for who cannot see it."""
        return self.text if self.label_key is None else f"{texts.say(self.label_key)}: {self.text}"


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

    @property
    def is_refined(self) -> bool:
        """Whether the first image is the kept one refined, and the second the kept one itself."""
        return self.expansion is not None and len(self.images) > 1


def end_of(session: Session) -> TheEnd:
    """The kept image, refined first where it was; where none was kept, the picks so far, newest last."""
    kept = session.kept
    if kept is not None:
        candidate = session.turn(kept.serial).candidate_at(kept.position)
        images = _kept_images(session, kept, candidate)
        return TheEnd(images=images, expansion=candidate.text, seed=candidate.seed)
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


def _kept_images(session: Session, kept: Kept, candidate: Candidate) -> tuple[EndImage, ...]:
    original, refined = session.turn(kept.serial).images[kept.position][0], refined_image(session)
    if refined is None:
        return (EndImage(image=original, name="image", text=candidate.text),)
    return (
        EndImage(image=refined, name="refined", text=candidate.text, label_key="end-refined"),
        EndImage(image=original, name="original", text=candidate.text, label_key="end-original"),
    )
