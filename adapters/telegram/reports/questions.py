"""What whoever reports is asked, one question after the other; each answer is in the button that gives it.

A button's number is that of the kind at first, and from then on ten times that plus the image's; image 0 is
the gallery as a whole.
"""

from __future__ import annotations

import re

from telegram import Message

from adapters.telegram.keyboards import button, data_in, keyboard
from adapters.telegram.outlet import Keyboard
from core.bots.reporting import KINDS
from core.bots.showing.controls import Press, Verb
from core.bots.showing.wording import DIGITS
from core.texts.catalogue import Texts
from core.types.identifiers import TurnId

PAYLOAD = re.compile(r"(?P<session>[0-9a-f]{16})-(?P<serial>[1-9][0-9]{0,3})")
PER_KIND = 10


def turn_in(payload: str) -> TurnId | None:
    """The turn that a link reports, from what stands in it behind `report-`; or `None`."""
    match = PAYLOAD.fullmatch(payload)
    return None if match is None else TurnId(f"{match['session']}.{match['serial']}")


def which_kind(turn: TurnId, texts: Texts) -> Keyboard:
    """Asks what is wrong."""
    return keyboard(
        *(
            [button(texts.say("report-kind", kind=kind), Verb.KIND, turn, number)]
            for number, kind in enumerate(KINDS, start=1)
        )
    )


def which_image(turn: TurnId, kind: int, size: int, texts: Texts) -> Keyboard:
    """Asks which image it is about."""
    first = kind * PER_KIND
    images = [button(DIGITS[image - 1], Verb.KIND, turn, first + image) for image in range(1, size + 1)]
    return keyboard(images, [button(texts.say("report-all"), Verb.KIND, turn, first)])


def without_words(press: Press, texts: Texts) -> Keyboard:
    """Sends what has been answered so far."""
    return keyboard([button(texts.say("report-send"), Verb.REPORT, press.turn, press.number)])


def answered(number: int | None) -> tuple[str, int | None] | None:
    """The kind and, once that is known, the image that a number says; `None` where it says nothing."""
    if number is None:
        return None
    kind, image = (number, None) if number < PER_KIND else divmod(number, PER_KIND)
    if not 1 <= kind <= len(KINDS):
        return None
    return KINDS[kind - 1], image


def asked_in(message: Message | None) -> Press | None:
    """One of the answers that a question about a report offers; `None` where a message asks none."""
    presses = (Press.parse(data) for data in data_in(message))
    return next((press for press in presses if press and press.verb in {Verb.KIND, Verb.REPORT}), None)
