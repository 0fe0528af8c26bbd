"""What is worth remembering for a while and harmless to forget."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """The newest values by key, at most `capacity` of them."""

    def __init__(self, capacity: int = 2000) -> None:
        self._capacity = capacity
        self._values: OrderedDict[Key, Value] = OrderedDict()

    def get(self, key: Key) -> Value | None:
        """The value, or `None` where there is none any more."""
        return self._values.get(key)

    def __contains__(self, key: Key) -> bool:
        return key in self._values

    def remember(self, key: Key, value: Value) -> None:
        """Keep a value; the oldest ones make room."""
        self._values[key] = value
        self._values.move_to_end(key)
        while len(self._values) > self._capacity:
            self._values.popitem(last=False)

    def forget(self, key: Key) -> None:
        """Let go of a value, where there is one."""
        self._values.pop(key, None)
