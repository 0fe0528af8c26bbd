"""What a press carries: which control of which gallery. It is all that a button knows; the rest is looked up.

Anybody can forge it, so it names things and proves nothing: who may act is checked by the core.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from core.types.identifiers import SessionId, TurnId, session_of

PREFIX = "pasta"


class Verb(StrEnum):
    """What a control asks for."""

    PICK = "pick"
    NONE = "none"
    WORDS = "words"
    WHICH = "which"
    """Asks which image is the one; `KEEP` with a number answers."""
    KEEP = "keep"
    UNDO = "undo"
    STOP = "stop"
    CANCEL = "cancel"
    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    CLOSE = "close"
    AGAIN = "again"
    GO_ON = "on"
    RESTART = "restart"
    RECAP = "recap"
    SHARE = "share"
    SAVE = "save"
    TEXTS = "texts"
    MORE = "more"
    """Offers what is asked for less often."""
    BACK = "back"
    """Offers again what was offered before."""
    ORIGINALS = "originals"
    """Asks for the images as they were made."""
    SHOW = "show"
    """Shows the gallery that waits once more."""
    OPEN = "open"
    """Asks for the whole session."""
    BUILD_ON = "buildon"
    """Goes on from the pick of that turn, however long ago."""
    KIND = "kind"
    """Says what is wrong with a gallery, by the number of the kind."""
    REPORT = "report"
    TAKE_DOWN = "takedown"
    HALT = "halt"
    AGREE = "agree"
    """Agree to what is stored, and pick that number in the same breath."""


VERBS = "|".join(Verb)
CUSTOM_ID = re.compile(
    rf"{PREFIX}:(?P<verb>{VERBS}):(?P<turn>[0-9a-f]{{16}}\.[1-9][0-9]{{0,3}})(?::(?P<number>[0-9]{{1,2}}))?"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Press:
    """A control of a turn's gallery; `number` is that of an image, 0 for none of these."""

    verb: Verb
    turn: TurnId
    number: int | None = None

    @property
    def custom_id(self) -> str:
        """At most 64 bytes, as Telegram has it; Discord takes 100 characters."""
        number = "" if self.number is None else f":{self.number}"
        return f"{PREFIX}:{self.verb}:{self.turn}{number}"

    @property
    def session(self) -> SessionId:
        """The session of the turn."""
        return session_of(self.turn)

    @classmethod
    def parse(cls, custom_id: str) -> Self | None:
        """What a custom id means, or `None` where it is none of ours."""
        match = CUSTOM_ID.fullmatch(custom_id)
        if match is None:
            return None
        number = match["number"]
        return cls(
            verb=Verb(match["verb"]),
            turn=TurnId(match["turn"]),
            number=None if number is None else int(number),
        )
