"""What the doctor finds: one line for each check, with what to do where it failed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one check found; a cure stands only where it failed."""

    check: str
    detail: str
    cure: str | None = None

    @property
    def is_ok(self) -> bool:
        """Whether there is nothing to cure."""
        return self.cure is None
