"""The session and its turns: everything that the conversation knows, and nothing that it can work out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.types.galleries import Feedback, Gallery, ImageRef, Outcome, Vote
from core.types.identifiers import Place, SessionId, UserId
from core.types.slates import Candidate, OutcomeMatrix, Slate


class Phase(StrEnum):
    """Where a session stands, and with that what is owed to its people."""

    EXPANDING = "expanding"
    RENDERING = "rendering"
    POSTING = "posting"
    AWAITING_PICK = "awaiting_pick"
    DELIVERING = "delivering"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    FAILED = "failed"


ENDED = frozenset({Phase.DELIVERING, Phase.FINISHED, Phase.CANCELLED})
"""Phases after which nothing happens unless somebody asks for it."""


class Closing(StrEnum):
    """The rule by which a gallery closes."""

    FIRST_PICK = "first_pick"
    DEADLINE = "deadline"
    STARTER = "starter"


class Ending(StrEnum):
    """Why a session came to its end."""

    KEPT = "kept"
    LAST_TURN = "last_turn"
    STOPPED = "stopped"
    HALTED = "halted"
    """Moderators ended it; it stays ended."""
    TAKEN_DOWN = "taken_down"
    """Moderators ended it; it stays ended, and its images are not shown any more."""


class TurnStatus(StrEnum):
    """Whether a turn waits for its answer, has it, or no longer counts."""

    OPEN = "open"
    ANSWERED = "answered"
    UNDONE = "undone"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """What was agreed when the session began."""

    turns: int = 5
    slate_size: int = 4
    images_per_position: int = 1
    group: bool = False
    closing: Closing = Closing.FIRST_PICK
    deadline_seconds: float | None = None
    use_taste: bool = True
    language: str = "en"
    """What the messages of the session are written in."""
    finishes: bool = False
    """Whether a kept image is refined or enlarged at the end."""
    hides_images_above: float = 0.5
    """Images with a higher risk (0 to 1), as the safety check sees it, are hidden until asked for."""

    def __post_init__(self) -> None:
        if self.turns < 1 or self.slate_size < 2 or self.images_per_position < 1:
            raise ValueError("a session needs at least one turn, two positions and one image in each")
        if (self.closing is Closing.DEADLINE) != (self.deadline_seconds is not None):
            raise ValueError("deadline_seconds goes with closing by deadline, and only with it")
        if self.deadline_seconds is not None and not self.deadline_seconds > 0:
            raise ValueError(f"a deadline lies ahead, not {self.deadline_seconds} seconds")
        if not self.group and self.closing is not Closing.FIRST_PICK:
            raise ValueError("a session of one person closes at the first pick")


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """One slate-and-pick round; `serial` counts all turns of the session from 1, undone ones too."""

    serial: int
    intent: str
    """The first prompt and the person's own words so far: what utility is judged against."""
    base: str
    """The text that this turn's expansions start from: the prompt, or the last picked expansion."""
    status: TurnStatus = TurnStatus.OPEN
    candidates: tuple[Candidate, ...] = ()
    slate: Slate | None = None
    outcomes: OutcomeMatrix | None = None
    images: tuple[tuple[ImageRef, ...], ...] = ()
    """Per slate position, one or more images."""
    gallery: Gallery | None = None
    votes: tuple[Vote, ...] = ()
    outcome: Outcome | None = None
    feedback: tuple[Feedback, ...] = ()

    def candidate_at(self, position: int) -> Candidate:
        """The candidate at a slate position (the turn must have a slate)."""
        assert self.slate is not None
        return self.candidates[self.slate.chosen[position]]

    @property
    def shown(self) -> bool:
        """Whether the gallery has been seen: it was posted, or somebody has answered it."""
        return self.gallery is not None and (self.gallery.posted_at is not None or bool(self.votes))

    def vote_of(self, voter: UserId) -> Vote | None:
        """The standing vote of one voter."""
        return next((vote for vote in self.votes if vote.voter == voter), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Finish:
    """What came of refining the kept image: the refined one, or none where the original is shown."""

    image: ImageRef | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """The image that a person said was the one; `finish` is missing until it has been refined."""

    serial: int
    position: int
    at: float
    finish: Finish | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """What went wrong, in words for the person, and the phase to resume at."""

    phase: Phase
    reason: str
    told: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """One conversation: a prompt, its turns and where it stands."""

    id: SessionId
    starter: UserId
    place: Place
    prompt: str
    rules: Rules
    seed: int
    began_at: float
    phase: Phase = Phase.EXPANDING
    turns: tuple[Turn, ...] = ()
    extra_turns: int = 0
    ending: Ending | None = None
    endings: int = 0
    """Counts how often the session came to an end; going on and undoing do not lower it."""
    kept: Kept | None = None
    failure: Failure | None = None
    notice: str | None = None
    """One line that the people should read with the next gallery."""
    version: int = 0
    """Counts the steps that the session has taken."""

    @property
    def is_taken_down(self) -> bool:
        """Whether moderators do not want its images seen any more."""
        return self.ending is Ending.TAKEN_DOWN

    @property
    def path(self) -> tuple[Turn, ...]:
        """The turns that count, oldest first."""
        return tuple(turn for turn in self.turns if turn.status is not TurnStatus.UNDONE)

    @property
    def current(self) -> Turn | None:
        """The newest turn that counts."""
        for turn in reversed(self.turns):
            if turn.status is not TurnStatus.UNDONE:
                return turn
        return None

    @property
    def answered(self) -> tuple[Turn, ...]:
        """The turns that have been answered, oldest first: those that were used up."""
        return tuple(turn for turn in self.turns if turn.status is TurnStatus.ANSWERED)

    @property
    def turns_allowed(self) -> int:
        """How many turns may be used, extra ones included."""
        return self.rules.turns + self.extra_turns

    def turn(self, serial: int) -> Turn:
        """The turn of that serial number (`serial` must exist)."""
        return self.turns[serial - 1]
