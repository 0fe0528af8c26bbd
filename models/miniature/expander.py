"""Expansions from a grammar: five of each category from any prompt, the same under the same seed."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence

from core.ports import ExpansionRequest
from core.types.slates import Expansion
from models.miniature.language.attributes import BESIDE_SUBJECT, Attribute, Value
from models.miniature.language.completing import scene_of
from models.miniature.language.following import Asked, follow
from models.miniature.language.lexicon import lexicon
from models.miniature.language.vocabulary.plain import FLOURISHES
from models.miniature.language.writing import write
from models.miniature.planning import Planner
from models.miniature.scene import Scene
from models.miniature.steering import Look, steer

VERSION = "grammar-1"
_TRIES = 6
_PAUSE = 3
"""How much longer than a request the pause after it is, where others wait."""
_FLOURISHES = tuple(phrase.strip() for phrase in FLOURISHES.split(","))


class GrammarExpander:
    """Keeps what a person asked for and writes out, around it, what they may like of all the rest."""

    source = VERSION
    costs = False

    def __init__(self) -> None:
        lexicon()  # built here, once, rather than in the first person's turn
        self._one_at_a_time = asyncio.Lock()
        self._next_at = 0.0

    async def expand(self, request: ExpansionRequest) -> Sequence[Expansion]:
        """As many expansions in each category as were asked for.

        Each request holds the event loop for milliseconds. Many of them take turns and leave most of its
        time to others; a single one does not wait.
        """
        clock = asyncio.get_running_loop().time
        async with self._one_at_a_time:
            await asyncio.sleep(max(0.0, self._next_at - clock()))
            began = clock()
            expansions = self._expansions(request)
            self._next_at = clock() + _PAUSE * (clock() - began)
            return expansions

    def _expansions(self, request: ExpansionRequest) -> Sequence[Expansion]:
        draw = random.Random(f"expand:{request.seed}")
        asked = follow(request.prompt, request.history)
        planner = Planner(asked=asked, steering=steer(asked, request), draw=draw)
        looks = planner.plan(request.categories, request.per_category)
        writer = _Writer(asked, request, draw)
        return [
            Expansion(text=writer.text(look), category=category)
            for category in request.categories
            for look in looks[category]
        ]


class _Writer:
    """Writes looks out; no text twice, and none that has been shown."""

    def __init__(self, asked: Asked, request: ExpansionRequest, draw: random.Random) -> None:
        self._asked = asked
        self._draw = draw
        self._known = {text.casefold() for past in request.history for text in past.shown}

    def text(self, look: Look) -> str:
        """A new text that says all of the look."""
        scene = self._scene(look)
        text = write(self._asked.core, scene, self._draw)
        for _ in range(_TRIES):
            if text.casefold() not in self._known:
                break
            text = write(self._asked.core, scene, self._draw)
        while text.casefold() in self._known:
            text = f"{text}, {self._draw.choice(_FLOURISHES)}"
        self._known.add(text.casefold())
        return text

    def _scene(self, look: Look) -> Scene:
        values: dict[Attribute, Value] = {one: look.values[one] for one in BESIDE_SUBJECT}
        return scene_of(self._asked.wish, look.subject, values, count=look.count)
