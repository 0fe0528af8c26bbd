"""What somebody asks for with `/imagine`, in a form that fits into the id of a control."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from core.types.sessions import Closing, Rules, Session

PROMPT_FIELD = "prompt"
WISH_ID = re.compile(
    r"pasta:wish:t(?P<turns>\d{0,2}):s(?P<seed>-?\d{0,19}):(?P<taste>[01])(?P<group>[01])(?P<private>[01]):m(?P<minutes>\d{0,4})"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """A session to begin; `None` leaves a choice to the settings or to chance."""

    prompt: str
    turns: int | None = None
    seed: int | None = None
    use_taste: bool = True
    group: bool = False
    private: bool = False
    """Shown to the person alone: in a direct talk, a private thread, or whispered."""
    minutes: int | None = None
    """How long a group may vote; without it the starter closes each gallery."""

    @classmethod
    def like(cls, session: Session) -> Self:
        """The same once more, with another seed."""
        rules = session.rules
        seconds = rules.deadline_seconds
        return cls(
            prompt=session.prompt,
            turns=rules.turns,
            use_taste=rules.use_taste,
            group=rules.group,
            minutes=None if seconds is None else max(1, round(seconds / 60)),
        )

    @property
    def custom_id(self) -> str:
        """Everything but the prompt, which stands in the form itself."""
        flags = f"{int(self.use_taste)}{int(self.group)}{int(self.private)}"
        return f"pasta:wish:t{_text(self.turns)}:s{_text(self.seed)}:{flags}:m{_text(self.minutes)}"

    @classmethod
    def parse(cls, custom_id: str, *, prompt: Mapping[str, str]) -> Self | None:
        """The wish of a form that comes back, or `None` where it is another form."""
        match = WISH_ID.fullmatch(custom_id)
        if match is None:
            return None
        return cls(
            prompt=prompt.get(PROMPT_FIELD, ""),
            turns=_number(match["turns"]),
            seed=_number(match["seed"]),
            use_taste=match["taste"] == "1",
            group=match["group"] == "1",
            private=match["private"] == "1",
            minutes=_number(match["minutes"]),
        )

    def rules(self, usual: Rules, *, language: str, most_turns: int) -> Rules:
        """What holds for the session; a forged number of turns is cut to what is allowed."""
        turns = usual.turns if self.turns is None else min(max(1, self.turns), most_turns)
        rules = replace(usual, turns=turns, use_taste=self.use_taste, language=language)
        if not self.group:
            return rules
        if not self.minutes:
            return replace(rules, group=True, closing=Closing.STARTER)
        return replace(rules, group=True, closing=Closing.DEADLINE, deadline_seconds=60.0 * self.minutes)


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def _number(text: str) -> int | None:
    return int(text) if text.lstrip("-") else None
