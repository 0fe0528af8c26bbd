"""What is remembered of the database."""

from __future__ import annotations

from adapters.storage.writing.memory import Memory


def test_what_was_committed_is_known_until_everything_is_forgotten() -> None:
    memory: Memory[str, int] = Memory()
    memory.remember({"a": 1})
    memory.remember({"a": 2})
    assert memory.get("a") == 2
    memory.forget()
    assert memory.get("a") is None


def test_what_was_read_never_replaces_what_was_committed() -> None:
    memory: Memory[str, int] = Memory()
    memory.suggest("a", 1)
    memory.remember({"a": 2})
    memory.suggest("a", 1)
    assert memory.get("a") == 2


def test_the_oldest_is_forgotten_first() -> None:
    memory: Memory[str, int] = Memory(most=2)
    for number, name in enumerate("abc"):
        memory.remember({name: number})
    assert [memory.get(name) for name in "abc"] == [None, 1, 2]
