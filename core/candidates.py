"""Gathering candidates: ask the expander, validate, drop repetitions, top up and fall back."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

import structlog

from core.errors import BudgetSpentError, PastaError, TransientError, WorkError
from core.patience import Patience
from core.ports import Encoder, Expander, ExpansionRequest
from core.types.slates import Candidate, Category, Expansion

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

log = structlog.get_logger()

MAX_EXPANSION_CHARACTERS = 6000
FALLBACK_NOTICE = "notice-fallback"
BUDGET_NOTICE = "notice-budget"


@dataclass(frozen=True, kw_only=True, slots=True)
class Gathered:
    """The candidates of one turn, and which line tells the people that a fallback had to step in.

    The line is named by its key in `core.texts`.
    """

    candidates: tuple[Candidate, ...]
    notice: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Gathering:
    """Turns what expanders write into candidates that can be shown.

    Two texts whose embeddings have a cosine of `same_cosine` or more are the same; without an encoder only
    texts that read the same are. Where there is a fallback, nobody waits longer for a busy expander than
    `patience.longest_wait_seconds` at a time.
    """

    primary: Expander
    fallback: Expander | None = None
    encoder: Encoder | None = None
    same_cosine: float = 0.98
    patience: Patience = field(default_factory=Patience)

    async def gather(self, request: ExpansionRequest, *, at_least: int) -> Gathered:
        """`per_category` candidates in each category, or as many as there are.

        Raises `WorkError` where not even `at_least` different ones can be had.
        """
        texts, notice = await self._ask_primary(request)
        kept = await self._different(request, [], _tagged(self.primary, texts))
        if self.fallback is not None and (missing := _missing(request, kept)):
            topping = replace(request, categories=tuple(missing))
            texts = await self._ask_fallback(self.fallback, topping, is_needed=len(kept) < at_least)
            kept = await self._different(request, kept, _tagged(self.fallback, texts))
        if len(kept) < at_least:
            raise WorkError(
                f"Only {len(kept)} different expansions could be found; please say it in other words."
            )
        return Gathered(candidates=_in_order(request, kept), notice=notice)

    async def _ask_primary(self, request: ExpansionRequest) -> tuple[Sequence[Expansion], str | None]:
        try:
            return await self.patience.ask(lambda: self._primary_in_time(request)), None
        except WorkError as error:
            if self.fallback is None:
                raise
            reason = error.__cause__ or error
            log.warning("expander failed", expander=self.primary.source, error=type(reason).__name__)
            return (), BUDGET_NOTICE if isinstance(error, BudgetSpentError) else FALLBACK_NOTICE

    async def _primary_in_time(self, request: ExpansionRequest) -> Sequence[Expansion]:
        """Ask; raises a lasting `WorkError` where the expander wants to be left alone for too long."""
        try:
            return await self.primary.expand(request)
        except TransientError as error:
            longest = self.patience.longest_wait_seconds
            if self.fallback is not None and (error.retry_after_seconds or 0.0) > longest:
                raise WorkError(str(error)) from error
            raise

    async def _ask_fallback(
        self, fallback: Expander, request: ExpansionRequest, *, is_needed: bool
    ) -> Sequence[Expansion]:
        """Top up; where what the primary wrote is enough without, a failure is no more than logged."""
        try:
            return await self.patience.ask(lambda: fallback.expand(request))
        except WorkError as error:
            if is_needed:
                raise
            log.warning("expander failed", expander=fallback.source, error=type(error).__name__)
            return ()

    async def _different(
        self, request: ExpansionRequest, kept: list[_Tagged], new: Iterable[_Tagged]
    ) -> list[_Tagged]:
        """Those kept already and the new ones that are valid, wanted and different from all before."""
        known = {_normal(text) for turn in request.history for text in turn.shown}
        known.update(_normal(one.text) for one in kept)
        room = _missing(request, kept)
        fresh = []
        for one in new:
            normal = _normal(one.text)
            if (
                room.get(one.category, 0)
                and normal
                and normal not in known
                and len(one.text) <= MAX_EXPANSION_CHARACTERS
            ):
                known.add(normal)
                fresh.append(one)
                room[one.category] -= 1
        return [*kept, *await self._unlike(kept, fresh)]

    async def _unlike(self, kept: list[_Tagged], fresh: list[_Tagged]) -> list[_Tagged]:
        """The fresh ones whose meaning is new; all of them where the encoder cannot be asked."""
        if self.encoder is None or not fresh:
            return fresh
        try:
            rows = await self.encoder.encode_texts([one.text for one in (*kept, *fresh)])
        except PastaError as error:
            log.warning("encoder failed", error=type(error).__name__)
            return fresh
        cosines = _cosines(rows)
        seen = list(range(len(kept)))
        unlike = []
        for index, one in enumerate(fresh, start=len(kept)):
            if all(cosines[index, other] < self.same_cosine for other in seen):
                seen.append(index)
                unlike.append(one)
        return unlike


class _Tagged(NamedTuple):
    """An expansion with the name of who wrote it."""

    text: str
    category: Category
    source: str


def _tagged(expander: Expander, expansions: Iterable[Expansion]) -> Iterator[_Tagged]:
    for one in expansions:
        yield _Tagged(text=" ".join(one.text.split()), category=one.category, source=expander.source)


def _missing(request: ExpansionRequest, kept: Iterable[_Tagged]) -> dict[Category, int]:
    """How many are still wanted, per category that lacks any."""
    room = dict.fromkeys(request.categories, request.per_category)
    for one in kept:
        room[one.category] -= 1
    return {category: count for category, count in room.items() if count > 0}


def _normal(text: str) -> str:
    """What two texts on one line that read the same have in common."""
    return text.casefold().strip(" .!,;:")


def _cosines(rows: Sequence[Sequence[float]]) -> NDArray[np.float64]:
    """Of every row with every other (`row x row`); in plain Python this would hold the event loop."""
    import numpy as np

    matrix = np.asarray(rows, dtype=np.float64)
    return matrix @ matrix.T


def _in_order(request: ExpansionRequest, kept: Sequence[_Tagged]) -> tuple[Candidate, ...]:
    """Candidates by category, in the order in which they were written, each with a seed of its own."""
    ranks = {category: rank for rank, category in enumerate(request.categories)}
    ordered = sorted(kept, key=lambda one: ranks[one.category])
    seeds = derived_seeds(len(ordered), request.seed)
    return tuple(
        Candidate(text=one.text, category=one.category, source=one.source, seed=seed)
        for one, seed in zip(ordered, seeds, strict=True)
    )


def derived_seeds(count: int, *parts: int) -> list[int]:
    """So many 31-bit seeds that depend on all parts and on nothing else; fewer are the first of more."""
    digest = hashlib.shake_128(":".join(map(str, parts)).encode()).digest(4 * count)
    return [number >> 1 for (number,) in struct.iter_unpack(">I", digest)]


def derived_seed(*parts: int) -> int:
    """One such seed."""
    return derived_seeds(1, *parts)[0]
