"""`/settings`: a group's administrators decide what holds there, by typing or by buttons, and see it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from adapters.telegram.connection import Connection
from adapters.telegram.counting import Urgency
from adapters.telegram.groups import settings_menus
from adapters.telegram.groups.deciding import check_decides
from adapters.telegram.groups.typed_settings import Typed, change_of, typed_in
from adapters.telegram.incoming import Incoming
from adapters.telegram.keyboards import data_in
from adapters.telegram.services import PLATFORM
from adapters.telegram.where import GENERAL, Spot, spot_of_channel, topic_link
from adapters.telegram.wording import bold, escaped, plain, quiet
from core.bots.gate import Change, Gate
from core.bots.rule_changes import MOST_SHOWN, WORD_CHARACTERS, Marks, told
from core.errors import NotNowError
from core.texts.catalogue import Texts, texts_in
from core.types.communities import CommunityRules

NAME_CHARACTERS = 20
"""Of a blocked member: with the longest lists, all that holds still fits into one message."""


class GroupSettings:
    """Answers `/settings` and the buttons under it; every change is written down with whoever made it."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    async def asked(self, incoming: Incoming, connection: Connection) -> None:
        """Tell all that holds, after a change if one was typed."""
        if incoming.is_private:
            await incoming.say(escaped(incoming.texts.say("settings-personal")))
            return
        community = await check_decides(incoming, connection)
        assert incoming.message is not None
        rules = await self._gate.rules_of(community)
        if incoming.text:
            name, typed = typed_in(incoming.text, incoming.spot, incoming.message, bot=connection.bot.id)
            rules = await self._gate.change(community, incoming.account, change_of(name, typed))
        texts = texts_in(rules.language) if incoming.in_name_of_chat else incoming.texts
        text = await in_words(rules, texts, connection, incoming.spot)
        await incoming.say(text, keyboard=settings_menus.all_settings(texts))

    async def pressed(self, incoming: Incoming, connection: Connection, data: str) -> None:
        """Offer the values of a setting, or let one hold; who presses is checked again."""
        choice = settings_menus.choice_in(data)
        if choice is None or not _is_menu(incoming):
            raise NotNowError("unknown-control")
        community = await check_decides(incoming, connection)
        name, value = choice
        if value is not None:
            await self._decide(incoming, connection, community, _chosen(incoming, name, value))
            return
        await incoming.answer()
        is_back, texts = name == settings_menus.BACK, incoming.texts
        menu = settings_menus.all_settings(texts) if is_back else settings_menus.values_of(name, texts)
        await incoming.outlet.offer(incoming.number, menu)

    async def _decide(
        self, incoming: Incoming, connection: Connection, community: str, change: Change
    ) -> None:
        rules = await self._gate.change(community, incoming.account, change)
        await incoming.answer(incoming.texts.say("settings-noted"))
        text = await in_words(rules, incoming.texts, connection, incoming.spot)
        menu = settings_menus.all_settings(incoming.texts)
        await incoming.outlet.rewrite(incoming.number, text, keyboard=menu, urgency=Urgency.MESSAGE)


def _chosen(incoming: Incoming, name: str, value: str) -> Change:
    if value not in settings_menus.VALUES.get(name, ()):
        raise NotNowError("unknown-control")
    return change_of(name, Typed(value=value, spot=incoming.spot))


def _is_menu(incoming: Incoming) -> bool:
    """Whether the message shows settings: forged data must not put them over anything else."""
    return any(data.startswith(settings_menus.PREFIX) for data in data_in(incoming.message))


async def in_words(rules: CommunityRules, texts: Texts, connection: Connection, spot: Spot) -> str:
    """All that holds in a group, one line each, and how to change what has no button."""
    marks = await _marks(rules, texts, connection, spot)
    shown = replace(rules, language=settings_menus.LANGUAGE_NAMES.get(rules.language or ""))
    lines = [f"{bold(f'{what}:')} {decided}" for what, decided in told(shown, texts, marks)]
    return "\n".join((bold(texts.say("settings-heading-group")), *lines, quiet(texts.say("settings-typed"))))


async def _marks(rules: CommunityRules, texts: Texts, connection: Connection, spot: Spot) -> Marks:
    """How topics and people are shown: as links, and by name without calling anybody."""
    blocked = rules.blocked_members[-MOST_SHOWN:]
    names = await asyncio.gather(*(connection.name_of(int(member), spot) for member in blocked))
    named = dict(zip(blocked, names, strict=True))

    def topic(channel: str) -> str:
        if ":" not in channel and channel.startswith("-"):
            return escaped(texts.say("settings-this-group"))
        number = str(spot_of_channel(channel).topic or GENERAL) if ":" in channel else channel
        label = "settings-topic-general" if number == GENERAL else "settings-topic"
        return (
            f'<a href="{topic_link(str(spot.chat), number)}">{escaped(texts.say(label, number=number))}</a>'
        )

    def member(account: str) -> str:
        name = plain(named.get(account) or "", most=NAME_CHARACTERS)
        return f"{name} ({account})" if name else account

    return Marks(
        platform=PLATFORM,
        channel=topic,
        role=lambda _: escaped(texts.say("settings-administrators")),
        member=member,
        plain=lambda word: plain(word, most=WORD_CHARACTERS),
        knows_ages=False,
    )
