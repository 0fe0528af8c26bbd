"""The belief about one person: a posterior over user types, kept in log space.

The evidence (slates and picks) is what is kept for good; a belief is derived from it. With a decay below 1
older evidence counts less: after `U` updates the unnormalised log-weights are
`log prior + sum over updates u of decay ** (U - u) * log likelihood_u`, so that any one update can be taken
back exactly, in any order, without reading the others.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, kw_only=True, slots=True)
class Belief:
    """A stored type estimate under one user model.

    `log_evidence[type]` is the decayed sum of log-likelihoods; `updates` counts every lesson ever learned,
    also those taken back since.
    """

    user_model: str
    log_prior: tuple[float, ...]
    log_evidence: tuple[float, ...]
    updates: int = 0

    def __post_init__(self) -> None:
        if len(self.log_prior) != len(self.log_evidence):
            raise ValueError("a belief has one prior and one sum of evidence per user type")

    @property
    def log_probs(self) -> tuple[float, ...]:
        """Normalised log-probabilities of the user types."""
        return normalised(p + e for p, e in zip(self.log_prior, self.log_evidence, strict=True))


def normalised(log_weights: Iterable[float]) -> tuple[float, ...]:
    """Subtract the log-sum-exp; never under- or overflows."""
    weights = tuple(log_weights)
    top = max(weights)
    log_total = top + math.log(sum(math.exp(weight - top) for weight in weights))
    return tuple(weight - log_total for weight in weights)


def unknown_person(user_model: str, log_prior: Sequence[float]) -> Belief:
    """The belief about somebody who has not picked yet."""
    return Belief(user_model=user_model, log_prior=tuple(log_prior), log_evidence=(0.0,) * len(log_prior))


def learn(belief: Belief, log_likelihoods: Sequence[float], *, decay: float = 1.0) -> Belief:
    """Add one pick's evidence; the pick's update number is the new `updates`."""
    evidence = zip(belief.log_evidence, log_likelihoods, strict=True)
    return replace(
        belief,
        log_evidence=tuple(decay * old + new for old, new in evidence),
        updates=belief.updates + 1,
    )


def take_back(belief: Belief, log_likelihoods: Sequence[float], *, update: int, decay: float = 1.0) -> Belief:
    """Remove the evidence that was added as that update number."""
    share = decay ** (belief.updates - update)
    evidence = zip(belief.log_evidence, log_likelihoods, strict=True)
    return replace(belief, log_evidence=tuple(total - share * part for total, part in evidence))
