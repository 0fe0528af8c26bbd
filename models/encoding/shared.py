"""The encoder port over a service: one call for many, each text and image embedded once and remembered."""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from models.encoding.work import EncoderWork, ImagesWork, TextsWork
from models.serving.work import Service

ItemT = TypeVar("ItemT")
Row = NDArray[np.float32]
Key = bytes
"""A hash of what is embedded and of which kind it is."""


@dataclass(eq=False, kw_only=True, slots=True)
class _Asked:
    """One job on its way, what it is for, and how many callers wait for something of it."""

    keys: tuple[Key, ...]
    task: asyncio.Task[dict[Key, Row]]
    waiting: int = 0


class SharedEncoder:
    """Embeds through a service what it has not embedded lately; `capacity` rows are remembered.

    Callers who ask for the same thing at once share one job. A caller who is cancelled gives up only what
    nobody else waits for. A row is a list, as plain Python reads lists fastest; it is the caller's own.
    """

    def __init__(self, service: Service[EncoderWork, NDArray[np.float32]], *, capacity: int = 4096) -> None:
        self._service = service
        self._capacity = capacity
        self._rows: OrderedDict[Key, Row] = OrderedDict()
        self._asked: dict[Key, _Asked] = {}

    async def encode_texts(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """One embedding per text (`text x dimension`), of unit length."""
        keyed = [(_key(b"text", text.encode("utf-8", "surrogatepass")), text) for text in texts]
        return await self._encode(keyed, lambda missing: TextsWork(texts=missing))

    async def encode_images(self, images: Sequence[bytes]) -> Sequence[Sequence[float]]:
        """One embedding per image file (`image x dimension`), of unit length."""
        keyed = [(_key(b"image", image), image) for image in images]
        return await self._encode(keyed, lambda missing: ImagesWork(images=missing))

    async def _encode(
        self, keyed: Sequence[tuple[Key, ItemT]], work: Callable[[tuple[ItemT, ...]], EncoderWork]
    ) -> list[list[float]]:
        rows = {key: self._rows[key] for key, _ in keyed if key in self._rows}
        for key in rows:
            self._rows.move_to_end(key)
        missing = {key: item for key, item in keyed if key not in rows and key not in self._asked}
        if missing:
            self._ask(tuple(missing), work(tuple(missing.values())))
        awaited = {self._asked[key] for key, _ in keyed if key not in rows}
        for asked in awaited:
            asked.waiting += 1
        try:
            for asked in awaited:
                rows |= await asyncio.shield(asked.task)
        finally:
            for asked in awaited:
                self._leave(asked)
        return [rows[key].tolist() for key, _ in keyed]

    def _ask(self, keys: tuple[Key, ...], job: EncoderWork) -> None:
        asked = _Asked(keys=keys, task=asyncio.create_task(self._answer(keys, job)))
        self._asked |= dict.fromkeys(keys, asked)
        asked.task.add_done_callback(lambda _: self._forget(asked))

    async def _answer(self, keys: tuple[Key, ...], job: EncoderWork) -> dict[Key, Row]:
        answer = await self._service.run(job)
        rows = {key: row.copy() for key, row in zip(keys, answer.result, strict=True)}
        self._rows |= rows
        while len(self._rows) > self._capacity:
            self._rows.popitem(last=False)
        return rows

    def _leave(self, asked: _Asked) -> None:
        """One waits less; nobody left, the job is given up."""
        asked.waiting -= 1
        if asked.waiting:
            return
        self._forget(asked)
        if not asked.task.done():
            asked.task.cancel()
        elif not asked.task.cancelled():
            asked.task.exception()  # looked at, or asyncio logs that nobody did

    def _forget(self, asked: _Asked) -> None:
        """Whoever asks from now on asks anew."""
        for key in asked.keys:
            if self._asked.get(key) is asked:
                del self._asked[key]


def _key(kind: bytes, content: bytes) -> Key:
    return hashlib.blake2b(content, digest_size=16, person=kind).digest()
