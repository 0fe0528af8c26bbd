"""The form in which somebody says what is wrong with a gallery."""

from __future__ import annotations

import discord
from discord import ui

from adapters.discord.modals import NUMBER_FIELD, form
from core.bots.reporting import KINDS, MOST_WORDS
from core.bots.showing.controls import Press
from core.texts.catalogue import Texts

KIND_FIELD = "kind"
REPORT_WORDS_FIELD = "why"


def report_form(press: Press, size: int, texts: Texts) -> ui.Modal:
    """Asks which image it is about and what is wrong with it; words are welcome and not needed."""
    whole = discord.SelectOption(label=texts.say("report-all"), value="0", default=True)
    numbered = [
        discord.SelectOption(label=texts.say("words-image", number=number), value=str(number))
        for number in range(1, size + 1)
    ]
    kinds = [discord.SelectOption(label=texts.say("report-kind", kind=kind), value=kind) for kind in KINDS]
    words: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=REPORT_WORDS_FIELD,
        style=discord.TextStyle.paragraph,
        required=False,
        max_length=MOST_WORDS,
    )
    which: ui.Select[ui.Modal] = ui.Select(custom_id=NUMBER_FIELD, options=[whole, *numbered])
    kind: ui.Select[ui.Modal] = ui.Select(custom_id=KIND_FIELD, options=kinds)
    return form(
        press.custom_id,
        texts.say("report-title"),
        ui.Label(text=texts.say("report-which"), component=which),
        ui.Label(text=texts.say("report-why"), component=kind),
        ui.Label(text=texts.say("report-more"), component=words),
    )
