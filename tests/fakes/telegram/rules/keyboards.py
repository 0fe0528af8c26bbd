"""What Telegram demands of the keyboard below a message."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.fakes.telegram.world.users import Payload

MOST_BUTTONS, MOST_IN_ROW, MOST_DATA_BYTES = 100, 8, 64
NO_ACTION = ("text", "icon_custom_emoji_id", "style")


class KeyboardError(ValueError):
    """A keyboard that Telegram refuses; the message is Telegram's."""


def checked_keyboard(markup: Payload | None, *, private: bool) -> list[list[Payload]]:
    """The rows of an inline keyboard, if they are as Telegram wants them; other keyboards have none."""
    rows: list[list[Payload]] = [row for row in (markup or {}).get("inline_keyboard") or [] if row]
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_ROW for row in rows):
        raise KeyboardError("REPLY_MARKUP_TOO_LONG")
    for row in rows:
        for button in row:
            _check(button, private=private)
    return rows


def _check(button: Payload, *, private: bool) -> None:
    if not button["text"].strip():
        raise KeyboardError("can't parse inline keyboard button: Button text must be non-empty")
    actions = [key for key in button if key not in NO_ACTION]
    if not actions:
        raise KeyboardError(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        raise KeyboardError("can't parse inline keyboard button: exactly one action is allowed")
    for problem in _problems(actions[0], button[actions[0]], private=private):
        raise KeyboardError(problem)


def _problems(action: str, value: object, *, private: bool) -> Iterator[str]:
    if action == "callback_data" and not 1 <= len(str(value).encode()) <= MOST_DATA_BYTES:
        yield "BUTTON_DATA_INVALID"
    if action == "url" and not re.match(r"(https?://|tg://)?[\w?=.-]+", str(value)):
        yield f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL"
    if action == "web_app" and not private:
        yield "BUTTON_TYPE_INVALID"
    if action == "copy_text" and isinstance(value, dict) and not 1 <= len(value["text"]) <= 256:
        yield "BUTTON_COPY_TEXT_INVALID"
