"""A safety check that looks at images with CLIP: how near they come to what should be hidden.

It is a heuristic. How far an image's embedding lies from those of short descriptions (`concepts.json`) says
what is mostly to be seen in it, not what it means: small details, writing, drawn figures and deceiving images
get past it, and harmless ones (statues, surgery, beaches) are caught. It has not been measured on images that
people judged, and its values are no probabilities to rely on: whoever uses it tries their own images first
and sets the threshold above what the harmless ones get.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.ports import Encoder, SafetyCheck

CONCEPTS = Path(__file__).with_name("concepts.json")
LOGIT_SCALE = 100.0
"""By what CLIP models multiply cosines; training stops it there, and all large ones have reached it."""
Matrix = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Concepts:
    """What to hold an image against: names with descriptions, which go into every template."""

    templates: tuple[str, ...]
    unsafe: Mapping[str, tuple[str, ...]]
    safe: Mapping[str, tuple[str, ...]]

    def __post_init__(self) -> None:
        if not (self.templates and self.unsafe and self.safe):
            raise ValueError("concepts need templates, something unsafe and something safe")

    @classmethod
    def read(cls, file: Path = CONCEPTS) -> Concepts:
        """From a JSON file; the package has one."""
        described = json.loads(file.read_text(encoding="utf-8"))
        unsafe, safe = (
            {name: tuple(texts) for name, texts in described[side].items()} for side in ("unsafe", "safe")
        )
        return cls(templates=tuple(described["templates"]), unsafe=unsafe, safe=safe)

    def prompts(self, side: Mapping[str, Sequence[str]]) -> list[str]:
        """Every description of that side in every template; the templates of one stand together."""
        texts = (text for described in side.values() for text in described)
        return [template.format(text) for text in texts for template in self.templates]


class ClipSafetyCheck:
    """Judges images by an encoder and texts by `words`; the caller has the threshold for what it returns."""

    def __init__(
        self,
        encoder: Encoder,
        *,
        words: SafetyCheck,
        concepts: Concepts | None = None,
        logit_scale: float = LOGIT_SCALE,
    ) -> None:
        self._encoder = encoder
        self._words = words
        self._concepts = concepts or Concepts.read()
        self._logit_scale = logit_scale
        self._sides: tuple[Matrix, Matrix] | None = None

    async def refused_text(self, text: str) -> str | None:
        """What the words say."""
        return await self._words.refused_text(text)

    async def image_risk(self, content: bytes) -> float:
        """The share of the unsafe descriptions in a softmax over all of them, each side weighing the same.

        Raises what the encoder raises: `TransientError` where it cannot be asked now, `WorkError` for a file
        that is no image.
        """
        unsafe, safe = await self._embedded_sides()
        (row,) = await self._encoder.encode_images([content])
        image = np.asarray(row, dtype=np.float64)
        ahead = self._mean_score(unsafe, image) - self._mean_score(safe, image)
        return float(1.0 / (1.0 + np.exp(-ahead)))

    async def _embedded_sides(self) -> tuple[Matrix, Matrix]:
        if self._sides is None:
            concepts = self._concepts
            self._sides = (await self._embedded(concepts.unsafe), await self._embedded(concepts.safe))
        return self._sides

    async def _embedded(self, side: Mapping[str, Sequence[str]]) -> Matrix:
        """`description x dimension`: each the mean over its templates, of unit length again."""
        rows = await self._encoder.encode_texts(self._concepts.prompts(side))
        templates = len(self._concepts.templates)
        means = np.asarray(rows, dtype=np.float64).reshape(-1, templates, len(rows[0])).mean(axis=1)
        unit: Matrix = means / np.linalg.norm(means, axis=1, keepdims=True)
        return unit

    def _mean_score(self, side: Matrix, image: Matrix) -> float:
        """The logarithm of the mean of the exponentiated scores: more descriptions do not weigh more."""
        scores = self._logit_scale * (side @ image)
        return float(np.logaddexp.reduce(scores) - np.log(len(scores)))
