"""Forms to type into. They keep nothing: what they are about stands in their custom id.

discord.py forgets its modals when the program restarts, so none is registered and what comes back is read
from the interaction itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import discord
from discord import ui

from core.bots.showing.controls import Press
from core.bots.showing.wishes import PROMPT_FIELD, Wish
from core.conversation.gallery import shortened
from core.texts.catalogue import Texts

WORDS_FIELD = "words"
NUMBER_FIELD = "number"
FORGET_FIELD = "word"
FORGET_ID = "pasta:forget"
TITLE_CHARACTERS = 45


def words_form(press: Press, size: int, texts: Texts, *, most: int, typed: str | None) -> ui.Modal:
    """Asks for words, and for the image that comes closest."""
    words: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=WORDS_FIELD,
        style=discord.TextStyle.paragraph,
        max_length=most,
        default=typed,
        placeholder=texts.say("words-example"),
    )
    options = [discord.SelectOption(label=texts.say("words-no-image"), value="0", default=True)]
    options += [
        discord.SelectOption(label=texts.say("words-image", number=number), value=str(number))
        for number in range(1, size + 1)
    ]
    closest: ui.Select[ui.Modal] = ui.Select(custom_id=NUMBER_FIELD, options=options)
    return form(
        press.custom_id,
        texts.say("words-title"),
        ui.Label(text=texts.say("words-label"), component=words),
        ui.Label(text=texts.say("words-closest"), component=closest),
    )


def agree_form(wish: Wish, texts: Texts, *, most: int) -> ui.Modal:
    """Asks once for the consent that a first session needs; the prompt stays where it was typed."""
    prompt: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=PROMPT_FIELD,
        style=discord.TextStyle.paragraph,
        max_length=most,
        default=wish.prompt[:most],
    )
    return form(
        wish.custom_id,
        texts.say("consent-title"),
        ui.TextDisplay(f"{texts.say('consent-line')} {texts.say('consent-how')}"),
        ui.Label(text=texts.say("consent-prompt"), component=prompt),
    )


def forget_form(texts: Texts) -> ui.Modal:
    """Asks for a word before everything is deleted."""
    word: ui.TextInput[ui.Modal] = ui.TextInput(custom_id=FORGET_FIELD, max_length=20)
    label = texts.say("forget-label", word=texts.say("forget-word"))
    return form(
        FORGET_ID,
        texts.say("forget-title"),
        ui.TextDisplay(texts.say("forget-what")),
        ui.Label(text=label, component=word),
    )


def form(custom_id: str, title: str, *items: ui.Item[Any]) -> ui.Modal:
    """A form of these items, top to bottom."""
    modal = ui.Modal(title=shortened(title, TITLE_CHARACTERS), custom_id=custom_id)
    for item in items:
        modal.add_item(item)
    modal.stop()  # so that discord.py does not keep it: it would stay in memory if it is never sent back
    return modal


def fields_of(interaction: discord.Interaction[Any]) -> dict[str, str]:
    """What was typed and chosen, by the fields' custom ids; of several choices the first."""
    return dict(_fields(_data_of(interaction).get("components", ())))


def custom_id_of(interaction: discord.Interaction[Any]) -> str:
    """The custom id of a form or control; empty for a command."""
    return str(_data_of(interaction).get("custom_id", ""))


def values_of(interaction: discord.Interaction[Any]) -> list[str]:
    """What was chosen in a menu."""
    return [str(value) for value in _data_of(interaction).get("values", ())]


def _data_of(interaction: discord.Interaction[Any]) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", interaction.data or {})


def _fields(components: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for component in components:
        inner = component.get("component")
        yield from _fields([inner] if inner else component.get("components", ()))
        if "custom_id" in component:
            values = component.get("values") or [component.get("value")]
            yield str(component["custom_id"]), str(values[0] or "")


def number_in(fields: Mapping[str, str]) -> int | None:
    """The image that was chosen as the closest, if one was."""
    chosen = fields.get(NUMBER_FIELD, "")
    return int(chosen) or None if chosen.isdecimal() else None
