"""What somebody types, as an answer: `2`, `none`, `4+at night`, `keep 1`, `undo`, `better`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.errors import RefusedError
from core.types.answers import Act, Cancel, Compare, GoOn, Keep, Pick, Stop, TryAgain, Undo
from core.types.galleries import Comparison

HELP = """\
  2                      pick image 2
  none                   none of these
  2+at night             pick image 2, with words for the next turn
  +at night              none of these, with words
  keep 1, keep 2.1       this is it: image 1 of this gallery, or of turn 2
  better, same, worse    than the last turn's pick
  undo, stop, cancel     take the last answer back, end, throw away and end
  more, again            one more turn after the end, once more after a failure"""

_PICK = re.compile(r"(?P<number>\d{1,3}|none|0)?\s*(?:\+\s*(?P<words>.+))?", re.IGNORECASE | re.DOTALL)
_KEEP = re.compile(r"keep\s+(?:(?P<turn>\d{1,3})\.)?(?P<number>\d{1,3})", re.IGNORECASE)
_WORDS: dict[str, Act] = {
    "undo": Undo(),
    "stop": Stop(),
    "cancel": Cancel(),
    "more": GoOn(),
    "again": TryAgain(),
    **{str(one): Compare(comparison=one) for one in Comparison},
}


class UnreadableAnswerError(RefusedError):
    """What was typed is no answer."""

    def __init__(self, text: str) -> None:
        super().__init__("refused-unreadable", text=text, answers=HELP)


@dataclass(frozen=True, kw_only=True, slots=True)
class Typed:
    """An answer as typed; `turn` counts the shown galleries from 1 where an older one was named."""

    act: Act
    turn: int | None = None


def read_answer(text: str) -> Typed:
    """Read one answer; raises `UnreadableAnswerError`."""
    text = text.strip()
    if act := _WORDS.get(text.casefold()):
        return Typed(act=act)
    if found := _KEEP.fullmatch(text):
        turn = int(found["turn"]) if found["turn"] else None
        return Typed(act=Keep(number=int(found["number"])), turn=turn)
    found = _PICK.fullmatch(text)
    if not text or found is None:
        raise UnreadableAnswerError(text)
    number = found["number"]
    is_none = number is None or number.casefold() in {"none", "0"}
    return Typed(act=Pick(number=None if is_none else int(number), words=found["words"]))
