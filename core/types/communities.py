"""What holds in one community: a server of a chat platform whose moderators decide for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MOST_TURNS = 20


class SafetyLevel(StrEnum):
    """What happens to an image that the safety check wants hidden."""

    STRICT = "strict"
    """It is not shown."""
    SPOILER = "spoiler"
    """It is hidden until somebody asks to see it; only where the platform says that no children are."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CommunityRules:
    """What a community's moderators have decided; `None` where the program's own settings hold.

    Channels, roles and members are named as the platform names them.
    """

    channels: tuple[str, ...] = ()
    """Where the bot may be used; empty: everywhere."""
    turns: int | None = None
    sessions_per_day: int | None = None
    """How many sessions one person may begin."""
    starters: tuple[str, ...] = ()
    """The roles whose members may begin sessions; empty: everybody."""
    safety: SafetyLevel = SafetyLevel.SPOILER
    hides_images_above: float | None = None
    """Which risk (0 to 1) an image must exceed for the safety check to want it hidden."""
    language: str | None = None
    report_channel: str | None = None
    blocked_words: tuple[str, ...] = ()
    """Words and phrases that prompts must not contain, beside those blocked everywhere."""
    blocked_members: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.turns is not None and not 1 <= self.turns <= MOST_TURNS:
            raise ValueError(f"a session has 1 to {MOST_TURNS} turns, not {self.turns}")
        if self.sessions_per_day is not None and self.sessions_per_day < 1:
            raise ValueError(f"a person may begin at least one session a day, not {self.sessions_per_day}")
        if self.hides_images_above is not None and not 0 <= self.hides_images_above <= 1:
            raise ValueError(f"a risk lies between 0 and 1, not at {self.hides_images_above}")
        if not all(word.strip() for word in self.blocked_words):
            raise ValueError("a blocked word is not empty")
