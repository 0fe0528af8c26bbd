"""Prompts of all sorts to hold the language to, and strategies that make up more."""

from __future__ import annotations

from hypothesis import strategies as st

from models.miniature.language.vocabulary.plain import ABSTRACT
from models.miniature.language.vocabulary.subjects import SUBJECTS

CONCRETE = (
    "a white cat",
    "quantum llama",
    "قطة بيضاء على القمر",
    "🐱🚀",
    "<script>alert(1)</script><b>dog</b>",
    "two cats on a boat at night",
    "xyzzy",
    "a red turbine",
    "a forest at sunset",
    "白い猫と犬",
    "ein rotes Haus",
    "make it {} a fox",
    "three wolves, no moon",
    "a cat in white",
    "a portrait of a dog in black and white",
    "In a quiet kingdom there lived a quantum llama who loved to paint. " * 30,
    "steampunk " * 200 + "and a white horse with a dog",
)
"""Prompts that name something to see."""

OPEN = ("an image of love", "happiness", "", "...", "freedom!", "love in red", "the joy of cooking", "爱")
"""Prompts that name nothing."""

_PHRASES = [phrase.strip() for phrases in SUBJECTS.values() for phrase in phrases.split(",")]
_LINKS = [
    "in", "on", "with", "a", "the", "and", "two", "white", "red", "not", "no", "make it",
    "at night", ",", "without",
    "in blue", "blue", "quantum", "in watercolour", "dark", "snowy", "less", "of", ":", "<b>", "three",
    "dogs",
    "instead of", "ocean", "rose tones", "portrait of", "abstract", "happy", "🐱",
]  # fmt: skip
_IDEAS = [phrase.strip() for phrase in ABSTRACT.split(",")]

worded = st.lists(st.sampled_from([*_PHRASES, *_LINKS, *_IDEAS, *_LINKS]), max_size=9).map(" ".join)
"""Prompts of words that mean something, in any order."""

anything = st.one_of(worded, st.text(max_size=80), st.sampled_from((*CONCRETE, *OPEN)))
"""Any prompt."""
