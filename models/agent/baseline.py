"""The baseline policy: generator order, what the authors compare with; it knows nobody's taste."""

from __future__ import annotations

import math
import random

from core.errors import WorkError
from core.ports import SlateRequest
from core.types.slates import Category, Slate

VERSION = "generator-order-1"


class GeneratorOrder:
    """The first candidate of each of `size` categories; those left out are drawn uniformly under the seed.

    Where there are fewer categories than that, the next candidates in generator order fill the slate up.
    """

    async def choose(self, request: SlateRequest) -> Slate:
        """Choose one slate; raises `WorkError` where there are fewer candidates than positions."""
        if len(request.candidates) < request.size:
            raise WorkError(f"{len(request.candidates)} expansions are too few; {request.size} are needed.")
        first = first_of_each_category(request)
        if len(first) <= request.size:
            rest = [index for index in range(len(request.candidates)) if index not in first.values()]
            chosen = sorted([*first.values(), *rest[: request.size - len(first)]])
            return Slate(chosen=tuple(chosen), policy=VERSION, log_propensity=0.0)
        drawn = random.Random(f"slate:{request.seed}").sample(sorted(first), request.size)
        return Slate(
            chosen=tuple(first[category] for category in sorted(drawn, key=list(Category).index)),
            policy=VERSION,
            log_propensity=-math.log(math.comb(len(first), request.size)),
        )


def first_of_each_category(request: SlateRequest) -> dict[Category, int]:
    """The index of the first candidate in each category that has one."""
    first: dict[Category, int] = {}
    for index, candidate in enumerate(request.candidates):
        first.setdefault(candidate.category, index)
    return first
