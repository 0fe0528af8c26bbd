"""The buttons under a group's settings. They say what was chosen, and prove nothing about who did."""

from __future__ import annotations

import re

from telegram import InlineKeyboardButton

from adapters.telegram.beginning import ADMINISTRATORS
from adapters.telegram.groups.typed_settings import USUAL
from adapters.telegram.keyboards import keyboard
from adapters.telegram.outlet import Keyboard
from core.texts.catalogue import LANGUAGES, Texts

PREFIX = "pasta:set:"
BACK = "back"
DATA = re.compile(rf"{PREFIX}(?P<name>[a-z]{{1,12}})(?::(?P<value>[a-z0-9]{{1,20}}))?")
VALUES: dict[str, tuple[str, ...]] = {
    "turns": ("1", "2", "3", "4", "5", USUAL),
    "quota": ("1", "3", "5", "10", USUAL),
    "language": (*LANGUAGES, USUAL),
    "risk": ("10", "30", "50", "70", "90", USUAL),
    "starters": (ADMINISTRATORS, USUAL),
}
"""What can be chosen by a press; all else is typed."""
LANGUAGE_NAMES = {"en": "English", "de": "Deutsch"}


def choice_in(data: str) -> tuple[str, str | None] | None:
    """The setting that a button is about and the value it chooses, or `None` where it is none of these."""
    match = DATA.fullmatch(data)
    if match is None or (match["name"] not in VALUES and match["name"] != BACK):
        return None
    value: str | None = match["value"]
    return match["name"], value


def all_settings(texts: Texts) -> Keyboard:
    """A button for each setting that can be chosen."""
    return keyboard(
        [
            _button(texts.say("settings-button-turns"), "turns"),
            _button(texts.say("settings-button-quota"), "quota"),
        ],
        [
            _button(texts.say("settings-button-language"), "language"),
            _button(texts.say("settings-button-starters"), "starters"),
        ],
        [_button(texts.say("settings-button-risk"), "risk")],
    )


def values_of(name: str, texts: Texts) -> Keyboard:
    """A button for each value that a setting can have."""
    values = [_button(_label(name, value, texts), f"{name}:{value}") for value in VALUES[name]]
    return keyboard(values, [_button(texts.say("button-back"), BACK)])


def _label(name: str, value: str, texts: Texts) -> str:
    usual = {
        "turns": "settings-value-usual",
        "quota": "settings-no-limit",
        "language": "settings-own-language",
        "risk": "settings-value-usual",
        "starters": "settings-everybody",
    }
    if value == USUAL:
        return texts.say(usual[name])
    if name == "risk":
        return texts.say("settings-percent", percent=value)
    return texts.say("settings-administrators") if name == "starters" else LANGUAGE_NAMES.get(value, value)


def _button(label: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=f"{PREFIX}{data}")
