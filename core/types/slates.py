"""Expansions, candidates and slates: what could be shown, and what was chosen to be."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """The five kinds of expansion: rephrase, detail, style, setting or subject change, creative leap."""

    REPHRASE = "rephrase"
    DETAIL = "detail"
    STYLE = "style"
    SETTING = "setting"
    LEAP = "leap"


@dataclass(frozen=True, kw_only=True, slots=True)
class Expansion:
    """A rewritten prompt, as an expander returns it."""

    text: str
    category: Category


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """An expansion that could be shown, with the seed its image would be rendered from."""

    text: str
    category: Category
    seed: int
    source: str
    """Name and version of the expander that wrote it."""

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a candidate needs a text")


@dataclass(frozen=True, kw_only=True, slots=True)
class Slate:
    """The chosen candidates, and how likely the policy was to choose just these.

    `chosen` holds indices into the turn's candidates, one per position; `log_propensity` is the natural
    logarithm of the behaviour policy's probability of this slate as a set.
    """

    chosen: tuple[int, ...]
    policy: str
    log_propensity: float

    def __post_init__(self) -> None:
        if not self.chosen or len(set(self.chosen)) != len(self.chosen):
            raise ValueError(f"a slate needs different candidates, not {self.chosen}")
        if not self.log_propensity <= 0:
            raise ValueError(f"a log-propensity is at most 0, not {self.log_propensity}")


@dataclass(frozen=True, kw_only=True, slots=True)
class OutcomeMatrix:
    """How likely each user type is to give each answer to one gallery, under one user model.

    `log_probs[type][outcome]`, with one outcome per position and the outside option last; `log_prior[type]`.
    """

    user_model: str
    log_prior: tuple[float, ...]
    log_probs: tuple[tuple[float, ...], ...]

    def __post_init__(self) -> None:
        if not self.log_prior or len(self.log_prior) != len(self.log_probs):
            raise ValueError("an outcome matrix needs one row and one prior per user type")
        if len({len(row) for row in self.log_probs}) != 1:
            raise ValueError("all rows of an outcome matrix have the same length")
        if not all(math.isfinite(value) for row in (self.log_prior, *self.log_probs) for value in row):
            raise ValueError("an outcome matrix holds finite log-probabilities")

    def column(self, position: int | None) -> tuple[float, ...]:
        """Log-likelihoods per user type of one outcome; `None` is the outside option."""
        outcome = -1 if position is None else position
        return tuple(row[outcome] for row in self.log_probs)
