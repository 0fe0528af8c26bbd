"""Somebody who waits for a batch to its end, and looks at nothing before: for engines that are tried out."""

from __future__ import annotations


class Patient:
    """An Onlooker that never leaves."""

    def show(self, index: int, preview: bytes) -> None:
        """Look away."""

    def is_wanted(self) -> bool:
        """Always."""
        return True
