"""Questions that the bot asks beside galleries. What is asked about stands in the message replied to.

Nothing of them is kept in memory: a press on a question of last week is answered like one on today's.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message

from adapters.telegram.incoming import Incoming
from adapters.telegram.keyboards import data_in
from core.bots.showing.controls import Press, Verb
from core.errors import ForeignSessionError, NotNowError
from core.texts.catalogue import Texts
from core.types.identifiers import TurnId

PREFIX = "pasta:ask:"
ABOUT_REPORTS = {Verb.KIND, Verb.REPORT, Verb.TAKE_DOWN, Verb.HALT}
LISTED = {Verb.OPEN, Verb.BUILD_ON}
"""Controls of lists, which show no gallery that could be answered."""


class Question(StrEnum):
    """What is answered by a press."""

    AGREE = "agree"
    """Agrees to what is stored, and begins with the prompt replied to."""
    NEW = "new"
    """What was typed is a prompt."""
    FORGET = "forget"
    """Delete all that is stored about me."""
    KEEP_ALL = "keepall"
    """Delete nothing."""
    EXAMPLE = "example"
    """Begins with the example that a greeting gives."""
    AGREE_EXAMPLE = "agreeexample"
    """Agrees to what is stored, and begins with the example."""


def asked_in(data: str) -> Question | None:
    """The question that a press answers, or `None`."""
    name = data.removeprefix(PREFIX)
    return Question(name) if data.startswith(PREFIX) and name in set(Question) else None


def answer(label: str, question: Question) -> InlineKeyboardButton:
    """A button that answers a question."""
    return InlineKeyboardButton(label, callback_data=f"{PREFIX}{question}")


def consent(texts: Texts) -> InlineKeyboardMarkup:
    """Asks once for the consent that a first session needs."""
    return InlineKeyboardMarkup([[answer(texts.say("consent-begin"), Question.AGREE)]])


def meant(words: InlineKeyboardButton, texts: Texts) -> InlineKeyboardMarkup:
    """Asks whether a message is about the open gallery or something new."""
    return InlineKeyboardMarkup([[words], [answer(texts.say("meant-new"), Question.NEW)]])


def asked_about(incoming: Incoming) -> Message:
    """The message that a question is about; raises `RefusedError` where it is gone or somebody else's."""
    about: Any = incoming.message.reply_to_message if incoming.message else None
    if not isinstance(about, Message) or not about.text:
        raise NotNowError("refused-question-gone")
    if about.from_user is None or about.from_user.id != incoming.account:
        raise ForeignSessionError
    return about


def words_turn(message: Message) -> TurnId | None:
    """The turn that whoever answers a message speaks about, where its controls name one."""
    others = ABOUT_REPORTS | LISTED
    return next((press.turn for press in _presses(message) if press.verb not in others), None)


def turn_named(message: Message) -> TurnId | None:
    """The turn that any of a message's controls name, such as that of a report."""
    return next((press.turn for press in _presses(message)), None)


def _presses(message: Message) -> Iterator[Press]:
    presses = (Press.parse(data) for data in data_in(message))
    return (press for press in presses if press is not None)
