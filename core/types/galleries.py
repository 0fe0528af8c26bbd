"""Galleries: the rendered slate as it is shown, who answered it and what came out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.types.identifiers import EventKey, ImageHash, MessageRef, UserId


@dataclass(frozen=True, kw_only=True, slots=True)
class ImageRef:
    """A stored image, by the hash of its bytes."""

    hash: ImageHash
    media_type: str
    spoiler: bool = False
    """The safety check wants it hidden until somebody asks to see it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Gallery:
    """How a slate is shown: `order[n]` is the slate position that stands at number `n + 1`.

    `revision` counts how often it was opened again after an undo; times are seconds since the epoch.
    """

    order: tuple[int, ...]
    revision: int = 0
    messages: tuple[MessageRef, ...] = ()
    rendering: str | None = None
    """Which of the platform's ways to show a gallery was used."""
    posted_at: float | None = None
    closes_at: float | None = None
    overdue: bool = False
    """The deadline has passed without a vote: the first one decides."""

    def __post_init__(self) -> None:
        if sorted(self.order) != list(range(len(self.order))):
            raise ValueError(f"a display order names every position once, not {self.order}")

    def number_of(self, position: int) -> int:
        """The number, from 1, under which a slate position is shown."""
        return self.order.index(position) + 1


class Comparison(StrEnum):
    """This turn's pick against the last turn's."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


@dataclass(frozen=True, kw_only=True, slots=True)
class Vote:
    """The latest answer of one voter to one gallery; `position` is `None` for none of these."""

    voter: UserId
    position: int | None
    words: str | None
    key: EventKey
    at: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Feedback:
    """One voter's better, same or worse."""

    voter: UserId
    comparison: Comparison
    at: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What a closed gallery came to: the picked position or none of these, and the words that count."""

    position: int | None
    words: str | None
