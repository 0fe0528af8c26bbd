"""The controls under messages: rows of buttons, each of which names a verb and a turn and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message

from adapters.telegram.outlet import Keyboard
from core.bots.showing.controls import Press, Verb
from core.bots.showing.wording import DIGITS
from core.conversation.gallery import Control, view_of
from core.texts.catalogue import Texts
from core.types.identifiers import TurnId, serial_of
from core.types.sessions import Session, TurnStatus

Row = Sequence[InlineKeyboardButton]


def button(label: str, verb: Verb, turn: TurnId, number: int | None = None) -> InlineKeyboardButton:
    """A control that is looked up in the database when it is pressed."""
    return InlineKeyboardButton(label, callback_data=Press(verb=verb, turn=turn, number=number).custom_id)


def keyboard(*rows: Row) -> Keyboard:
    """Rows of controls; empty ones are left out."""
    return InlineKeyboardMarkup([list(row) for row in rows if row])


def answers(turn: TurnId, size: int, controls: Iterable[Control], texts: Texts, *, votes: bool) -> Keyboard:
    """All that may be answered to a gallery; where `votes` are cast in a poll, its numbers are there."""
    offered = set(controls)
    numbers = [] if votes else numbered(Verb.PICK, turn, range(1, size + 1))
    words = [(Control.NONE, Verb.NONE, "button-none"), (Control.WORDS, Verb.WORDS, "button-words")]
    others = [
        (Control.KEEP, Verb.WHICH, "button-keep"),
        (Control.UNDO, Verb.UNDO, "button-undo"),
        (Control.STOP, Verb.STOP, "button-stop"),
    ]
    compare = (Verb.BETTER, "button-better"), (Verb.SAME, "button-same"), (Verb.WORSE, "button-worse")
    last = [button(texts.say("button-more"), Verb.MORE, turn)]
    if Control.CLOSE_VOTE in offered:
        last.insert(0, button(texts.say("button-close"), Verb.CLOSE, turn))
    return keyboard(
        numbers,
        _offered([one for one in words if not (votes and one[0] is Control.NONE)], offered, turn, texts),
        _offered(others, offered, turn, texts),
        [button(texts.say(key), verb, turn) for verb, key in compare] if Control.COMPARE in offered else [],
        last,
    )


def numbered(verb: Verb, turn: TurnId, numbers: Iterable[int]) -> list[InlineKeyboardButton]:
    """A button for each number."""
    return [button(DIGITS[number - 1], verb, turn, number) for number in numbers]


def closed(turn: TurnId, texts: Texts, *, can_undo: bool, can_cancel: bool) -> Keyboard:
    """What can still be done with a gallery that has its answer."""
    row = [button(texts.say("button-undo"), Verb.UNDO, turn)] if can_undo else []
    if can_cancel:
        row.append(button(texts.say("button-cancel"), Verb.CANCEL, turn))
    return keyboard([*row, button(texts.say("button-more"), Verb.MORE, turn)])


def standing(session: Session, turn: TurnId, texts: Texts, *, poll: bool) -> Keyboard:
    """What belongs under a gallery as its session stands, after something else was offered there."""
    shown = session.turn(serial_of(turn))
    if shown.status is TurnStatus.OPEN and session.current == shown:
        view = view_of(session, shown)
        return answers(turn, len(view.tiles), view.controls, texts, votes=poll)
    is_going_on = session.ending is None and session.answered[-1:] == (shown,)
    return closed(turn, texts, can_undo=is_going_on, can_cancel=False)


def data_in(message: Message | None) -> list[str]:
    """What the controls under a message carry."""
    rows = message.reply_markup.inline_keyboard if message and message.reply_markup else ()
    return [str(one.callback_data) for row in rows for one in row]


def cancel(turn: TurnId, texts: Texts) -> Keyboard:
    """Throws away what is being made."""
    return keyboard([button(texts.say("button-cancel"), Verb.CANCEL, turn)])


def which_one(turn: TurnId, size: int, texts: Texts) -> Keyboard:
    """Asks which image is the one."""
    back = button(texts.say("button-back"), Verb.BACK, turn)
    return keyboard(numbered(Verb.KEEP, turn, range(1, size + 1)), [back])


def more(turn: TurnId, texts: Texts, *, report_url: str) -> Keyboard:
    """What else there is to a gallery; reports are made where nobody looks on."""
    return keyboard(
        [
            button(texts.say("button-originals"), Verb.ORIGINALS, turn),
            button(texts.say("button-texts"), Verb.TEXTS, turn),
        ],
        [
            InlineKeyboardButton(texts.say("button-report"), url=report_url),
            button(texts.say("button-back"), Verb.BACK, turn),
        ],
    )


def failed(turn: TurnId, texts: Texts) -> Keyboard:
    """The way on after a failure."""
    again = button(texts.say("button-again"), Verb.AGAIN, turn)
    return keyboard([again, button(texts.say("button-cancel"), Verb.CANCEL, turn)])


def ended(turn: TurnId, texts: Texts, *, has_images: bool) -> Keyboard:
    """What can be done at the end of a session."""
    rows = [[(Verb.GO_ON, "button-on"), (Verb.UNDO, "button-undo"), (Verb.RESTART, "button-restart")]]
    if has_images:
        rows.append([(Verb.SAVE, "button-save"), (Verb.RECAP, "button-recap"), (Verb.SHARE, "button-share")])
        rows.append([(Verb.ORIGINALS, "button-file")])
    return keyboard(*([button(texts.say(key), verb, turn) for verb, key in row] for row in rows))


def _offered(
    wanted: Sequence[tuple[Control, Verb, str]], offered: set[Control], turn: TurnId, texts: Texts
) -> Row:
    return [button(texts.say(key), verb, turn) for control, verb, key in wanted if control in offered]
