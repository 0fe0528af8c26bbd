"""What a bot among many people needs of the storage beside the conversation: Protocols, four methods at most.

As in `core.ports`, every method may raise `StorageError`.
"""

from __future__ import annotations

from typing import Protocol

from core.types.identifiers import MessageRef, Place, TurnId, UserId


class PostedGalleries(Protocol):
    """Knows which gallery a message shows."""

    async def turn_shown_by(self, platform: str, message: MessageRef) -> TurnId | None:
        """The turn whose gallery a platform's message shows, or `None` where it shows none of ours."""
        ...


class Activity(Protocol):
    """Knows how much somebody does."""

    async def begun_since(self, user: UserId, place: Place, *, at: float) -> int:
        """How many sessions the person has begun in that place's community, or outside any, since `at`.

        Channels are not told apart; sessions that failed before their first gallery do not count.
        """
        ...
