"""The engine: texts and images of many callers in common batches, to rows of unit length."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor
from torch.nn import functional

from core.errors import TransientError, WorkError
from models.encoding.clip.loading import LoadedClip
from models.encoding.work import EncoderWork, ImagesWork, TextsWork
from models.serving.memory import BatchLimit, in_batches, memory_bytes
from models.serving.work import Onlooker

Rows = NDArray[np.float32]
"""`text or image x dimension`, each row of unit length."""
ItemT = TypeVar("ItemT", str, Tensor)
WARM_TEXT = "a photo of a white cat on a red sofa at night, warm light, oil on canvas"


class EncoderEngine:
    """Embeds with a loaded model, at most so many texts or images at a time."""

    def __init__(self, loaded: LoadedClip, *, most_in_batch: int) -> None:
        self._loaded = loaded
        self._limit = BatchLimit(range(1, most_in_batch + 1))

    @property
    def is_rebuilt(self) -> tuple[bool, bool]:
        """Whether images, and whether texts, go through towers made for speed; see `towers`."""
        return self._loaded.is_rebuilt

    @torch.inference_mode()
    def perform(self, jobs: Sequence[EncoderWork], onlooker: Onlooker) -> list[Rows | WorkError]:
        """The rows of each job, or the error of that job, where an image cannot be read.

        Raises `TransientError` where nobody waits any more, and `WorkError` where memory does not suffice for
        one text or image.
        """
        texts = [job.texts for job in jobs if isinstance(job, TextsWork)]
        images = [self._read(job) for job in jobs if isinstance(job, ImagesWork)]
        made_of_texts = iter(self._split(texts, self._encode_texts, onlooker))
        readable = [one for one in images if not isinstance(one, WorkError)]
        made_of_images = iter(self._split(readable, self._encode_images, onlooker))
        images_in_order = iter(one if isinstance(one, WorkError) else next(made_of_images) for one in images)
        return [next(made_of_texts if isinstance(job, TextsWork) else images_in_order) for job in jobs]

    def memory_bytes(self) -> Mapping[str, int]:
        """What it takes now and at most."""
        return memory_bytes(self._loaded.device)

    @torch.inference_mode()
    def warm_up(self) -> None:
        """Embed a text and an image, so that the first ones wait for nothing."""
        file = io.BytesIO()
        Image.new("RGB", (64, 64)).save(file, "PNG")
        self._encode_texts([WARM_TEXT])
        self._encode_images(
            [one for one in self._loaded.reader.read([file.getvalue()]) if isinstance(one, Tensor)]
        )

    def _read(self, job: ImagesWork) -> list[Tensor] | WorkError:
        pictures: list[Tensor] = []
        for one in self._loaded.reader.read(job.images):
            if isinstance(one, WorkError):
                return one
            pictures.append(one)
        return pictures

    def _split(
        self,
        groups: Sequence[Sequence[ItemT]],
        encode: Callable[[Sequence[ItemT]], Rows],
        onlooker: Onlooker,
    ) -> list[Rows]:
        """What `encode` makes of all items, by group."""

        def encode_wanted(batch: Sequence[ItemT]) -> Rows:
            if not onlooker.is_wanted():
                raise TransientError("Nobody waits for this any more.")
            return encode(batch)

        items = [item for group in groups for item in group]
        made = in_batches(items, self._limit, encode_wanted)
        rows = np.concatenate(made) if made else np.zeros((0, 0), np.float32)
        ends = accumulate((len(group) for group in groups), initial=0)
        return [rows[start:end] for start, end in pairwise(ends)]

    def _encode_texts(self, texts: Sequence[str]) -> Rows:
        return _unit_rows(self._loaded.text_tower(self._loaded.tokens(texts)))

    def _encode_images(self, pictures: Sequence[Tensor]) -> Rows:
        return _unit_rows(self._loaded.picture_tower(self._loaded.reader.pixels(pictures)))


def _unit_rows(embeddings: Tensor) -> Rows:
    rows: Rows = functional.normalize(embeddings.float(), dim=-1).cpu().numpy()
    return rows
