"""Tells Telegram of the commands, in every language and kind of chat, once for each change of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog
from telegram import (
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import TelegramError

from adapters.telegram.building import Bot
from core.texts.catalogue import LANGUAGES, texts_in

log = structlog.get_logger()

FILE = "telegram-commands.sha256"
REFUSED_COMMANDS = (
    "Telegram did not take the list of commands ({reason}): they work all the same when typed. "
    "Start again later to have them shown."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """A command as it stands in Telegram's list, without its slash."""

    name: str
    description_key: str
    """Finds its description in the catalogue of texts."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CommandLists:
    """Which commands are shown where."""

    private: Sequence[Command]
    groups: Sequence[Command]
    administrators: Sequence[Command] = ()
    """In groups, to administrators alone, after those for everybody."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _List:
    scope: BotCommandScope
    language: str
    """Empty for whoever speaks none of the others."""
    commands: Sequence[tuple[str, str]]


async def tell_commands_if_changed(
    bot: Bot, lists: CommandLists, data_directory: Path, *, tell: Callable[[str], None]
) -> None:
    """Tell Telegram of the commands unless it knows these very ones; a refusal is told, and stops nothing."""
    file = data_directory / FILE
    wanted = tuple(_in_all_languages(lists))
    fingerprint = _fingerprint(bot.id, wanted)
    if file.exists() and file.read_text(encoding="utf-8").strip() == fingerprint:
        log.debug("commands unchanged")
        return
    try:
        for each in wanted:
            await bot.set_my_commands(each.commands, scope=each.scope, language_code=each.language or None)
    except TelegramError as error:
        tell(REFUSED_COMMANDS.format(reason=error.message))
        return
    file.write_text(f"{fingerprint}\n", encoding="utf-8")
    log.info("commands told", lists=len(wanted))


def _in_all_languages(lists: CommandLists) -> Iterator[_List]:
    places: tuple[tuple[BotCommandScope, Sequence[Command]], ...] = (
        (BotCommandScopeAllPrivateChats(), lists.private),
        (BotCommandScopeAllGroupChats(), lists.groups),
        (BotCommandScopeAllChatAdministrators(), (*lists.groups, *lists.administrators)),
    )
    for scope, commands in places:
        for language in LANGUAGES:
            texts = texts_in(language)
            said = [(command.name, texts.say(command.description_key)) for command in commands]
            yield _List(scope=scope, language="" if language == LANGUAGES[0] else language, commands=said)


def _fingerprint(bot_id: int, lists: Sequence[_List]) -> str:
    told = [[each.scope.type, each.language, list(each.commands)] for each in lists]
    return hashlib.sha256(json.dumps([bot_id, told], sort_keys=True).encode()).hexdigest()
