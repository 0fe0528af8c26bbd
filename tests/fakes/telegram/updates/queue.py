"""Updates that wait for the bot: which kinds it asked for, and which it has not confirmed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.fakes.telegram.world.clock import Clock
from tests.fakes.telegram.world.users import Payload

KEPT_SECONDS = 24 * 3600.0
NOT_BY_DEFAULT = ("message_reaction", "message_reaction_count", "chat_member")


class UpdateQueue:
    """Updates in the order in which things happened."""

    def __init__(self, clock: Clock, *, first_id: int = 100_000_001) -> None:
        self.pending: list[Payload] = []
        self.allowed: tuple[str, ...] = ()
        self.listeners: list[Callable[[Payload], None]] = []
        self._clock = clock
        self._next_id = first_id
        self._happened_at: dict[int, float] = {}

    def allow(self, kinds: Sequence[str] | None) -> None:
        """Tell only some kinds from now on; an empty list means the default ones, None no change."""
        if kinds is not None:
            self.allowed = tuple(kinds)

    def tells(self, kind: str) -> bool:
        """Whether the bot asked for updates of a kind."""
        return kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT

    def publish(self, kind: str, body: Payload) -> None:
        """Tell the bot of something, if it asked for such things."""
        if not self.tells(kind):
            return
        update: Payload = {"update_id": self._next_id, kind: body}
        self._happened_at[self._next_id] = self._clock.now()
        self._next_id += 1
        self.pending.append(update)
        for listener in self.listeners:
            listener(update)

    def forget_old(self) -> None:
        """Drop what nobody has fetched for a day, as Telegram does."""
        earliest = self._clock.now() - KEPT_SECONDS
        self.pending[:] = [one for one in self.pending if self._happened_at[one["update_id"]] >= earliest]

    def confirm(self, offset: int) -> None:
        """Forget what comes before an offset; a negative one counts from the end."""
        if offset < 0:
            self.pending[:] = self.pending[offset:]
        else:
            self.pending[:] = [one for one in self.pending if one["update_id"] >= offset]
