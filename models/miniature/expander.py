"""Expansions from word lists: five of each category from any prompt, the same under the same seed."""

from __future__ import annotations

import random
from collections.abc import Sequence

from core.ports import ExpansionRequest
from core.types.slates import Category, Expansion

VERSION = "word-lists-1"

REPHRASINGS = (
    "a picture of {}",
    "{}, seen close",
    "{}, centred and calm",
    "a portrait of {}",
    "{}, seen from afar",
)
DETAILS = ("soft fur and fine lines", "many small dots", "a bright ring around it", "long shadows",
           "sharp edges", "a crown of leaves", "scattered petals", "a pattern of stripes")  # fmt: skip
STYLES = ("watercolour", "pixel art", "ink drawing", "neon", "paper cut", "mosaic", "poster", "chalk")
SETTINGS = ("by the sea", "in the mountains", "in a city at night", "in a forest", "in the desert",
            "on the moon",            "in a garden", "under northern lights")  # fmt: skip
LEAPS = ("as a dream of glass", "made of fire", "as a constellation", "as a tiny island", "woven from smoke",
         "as a clock that melts", "grown from crystals", "as a kite festival")  # fmt: skip


class WordListExpander:
    """Adds words from a list per category to the text it starts from, and the person's own words to all."""

    source = VERSION

    async def expand(self, request: ExpansionRequest) -> Sequence[Expansion]:
        """As many expansions in each category as were asked for."""
        draw = random.Random(f"expand:{request.seed}")
        base = _with_words(request)
        return [
            Expansion(text=text, category=category)
            for category in request.categories
            for text in _texts(category, base, request.per_category, draw)
        ]


def _with_words(request: ExpansionRequest) -> str:
    words = request.history[-1].words if request.history else None
    return f"{request.base}, {words}" if words else request.base


def _texts(category: Category, base: str, count: int, draw: random.Random) -> list[str]:
    patterns = {
        Category.REPHRASE: REPHRASINGS,
        Category.DETAIL: tuple(f"{{}}, {one}" for one in DETAILS),
        Category.STYLE: tuple(f"{{}}, {one} style" for one in STYLES),
        Category.SETTING: tuple(f"{{}}, {one}" for one in SETTINGS),
        Category.LEAP: tuple(f"{{}}, {one}" for one in LEAPS),
    }[category]
    chosen = draw.sample(patterns, min(count, len(patterns)))
    return [pattern.replace("{}", base) for pattern in chosen]
