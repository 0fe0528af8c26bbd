"""A safety check by a list of words: what stands guard where no model does."""

from __future__ import annotations

import re
from collections.abc import Sequence


class BlockList:
    """Refuses texts that contain a blocked word or phrase as whole words; it cannot see images."""

    def __init__(self, blocked: Sequence[str] = ()) -> None:
        words = "|".join(r"\s+".join(map(re.escape, word.split())) for word in blocked if word.strip())
        self._blocked = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) if words else None

    async def refused_text(self, text: str) -> str | None:
        """The word that is blocked, or `None`."""
        found = self._blocked.search(text) if self._blocked else None
        return f"“{found.group()}”" if found else None

    async def image_risk(self, content: bytes) -> float:
        """None: a list of words cannot judge an image."""
        return 0.0
