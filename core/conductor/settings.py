"""What the conductor is given: its ports and its limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.candidates import Gathering
from core.patience import Patience
from core.ports import (
    BeliefStore,
    ChoiceLikelihood,
    ImageStore,
    People,
    Renderer,
    SafetyCheck,
    SessionStore,
    SlatePolicy,
    Stage,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ports:
    """The world as the conversation sees it; `stages` by platform name."""

    sessions: SessionStore
    beliefs: BeliefStore
    people: People
    images: ImageStore
    gathering: Gathering
    policy: SlatePolicy
    renderer: Renderer
    likelihood: ChoiceLikelihood
    safety: SafetyCheck
    stages: Mapping[str, Stage]


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """How much and how long."""

    candidates_per_category: int = 5
    image_size_pixels: int = 512
    images_at_once: int = 2
    max_prompt_characters: int = 2000
    max_words_characters: int = 500
    progress_interval_seconds: float = 1.0
    tell_again_seconds: float = 60.0
    """After so long somebody who could not be told of a failure is told again, until they are."""
    sessions_in_memory: int = 2000
    patience: Patience = field(default_factory=Patience)
