"""What is asked for with `/imagine`: a prompt, and options behind two dashes, as image bots have them."""

from __future__ import annotations

import re
from dataclasses import replace

from core.bots.showing.wishes import Wish
from core.errors import NotNowError

OPTION = re.compile(
    r"(?:(?<=\s)|^)(?P<dashes>--|\u2014|\u2013)(?P<name>[a-z]+)(?:[ =](?P<number>\d{1,10}))?(?=\s|$)",
    re.IGNORECASE,
)
"""Telegram's keyboards make one long dash of two short ones."""
MOST_SEED = 2**31 - 1
MOST_MINUTES = 1440
FLAGS = {"group", "private", "notaste"}
NUMBERS = {"turns": 20, "seed": MOST_SEED, "minutes": MOST_MINUTES}


def wish_of(text: str) -> Wish:
    """The wish that a message makes; raises `NotNowError` for an option that there is not."""
    wish, rest = Wish(prompt=""), text
    for match in OPTION.finditer(text):
        name = match["name"].lower()
        if match["dashes"] != "--" and name not in FLAGS | NUMBERS.keys():
            continue  # a dash in a sentence
        wish = _with(wish, name, match["number"])
        rest = rest.replace(match[0], " ", 1)
    return replace(wish, prompt=" ".join(rest.split()))


def _with(wish: Wish, name: str, number: str | None) -> Wish:
    if name in FLAGS and number is None:
        return {
            "group": replace(wish, group=True),
            "private": replace(wish, private=True),
            "notaste": replace(wish, use_taste=False),
        }[name]
    if name not in NUMBERS or number is None or not 1 <= int(number) <= NUMBERS[name]:
        raise NotNowError("refused-option", option=f"--{name}")
    if name == "turns":
        return replace(wish, turns=int(number))
    if name == "seed":
        return replace(wish, seed=int(number))
    return replace(wish, group=True, minutes=int(number))
