"""What is stored and asked for again and again, kept at hand; bounded, oldest out first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

MOST_REMEMBERED = 20_000

Key = TypeVar("Key")
Stored = TypeVar("Stored")


class Memory(Generic[Key, Stored]):
    """Copies of what the database holds; right for as long as only one process writes to it."""

    def __init__(self, *, most: int = MOST_REMEMBERED) -> None:
        self._most = most
        self._stored: dict[Key, Stored] = {}

    def get(self, key: Key) -> Stored | None:
        """What is stored, where it is remembered."""
        return self._stored.get(key)

    def remember(self, stored: Mapping[Key, Stored]) -> None:
        """Take in what has just been committed."""
        self._stored.update(stored)
        while len(self._stored) > self._most:
            del self._stored[next(iter(self._stored))]

    def suggest(self, key: Key, stored: Stored) -> None:
        """Take in what was read, unless something that may be newer is known."""
        if key not in self._stored:
            self.remember({key: stored})

    def forget(self) -> None:
        """Forget everything."""
        self._stored.clear()
