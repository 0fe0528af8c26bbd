"""Tells Discord of the commands, in every language, once for each change of them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import discord
import structlog
from discord import app_commands
from discord.app_commands import TranslationContextTypes, locale_str

from core.texts.catalogue import LANGUAGES, texts_in

log = structlog.get_logger()

FILE = "discord-commands.sha256"


def said(key: str) -> locale_str:
    """A text of the catalogue, for a command's description."""
    return locale_str(texts_in(None).say(key), key=key)


class CatalogueTranslator(app_commands.Translator):
    """Finds the words for other languages than the first in the catalogue."""

    async def translate(
        self, string: locale_str, locale: discord.Locale, context: TranslationContextTypes
    ) -> str | None:
        """The text in that language, or `None` where it is not spoken."""
        key = string.extras.get("key")
        language = str(locale).partition("-")[0]
        if key is None or language not in LANGUAGES[1:]:
            return None
        return texts_in(language).say(key)


async def sync_if_changed(tree: app_commands.CommandTree[Any], data_directory: Path) -> None:
    """Tell Discord of the commands unless it knows these very ones; raises `discord.HTTPException`."""
    file = data_directory / FILE
    fingerprint = await _fingerprint(tree)
    if file.exists() and file.read_text(encoding="utf-8").strip() == fingerprint:
        log.debug("commands unchanged")
        return
    commands = await tree.sync()
    file.write_text(f"{fingerprint}\n", encoding="utf-8")
    log.info("commands told", commands=len(commands))


async def _fingerprint(tree: app_commands.CommandTree[Any]) -> str:
    assert tree.translator is not None
    payloads = [
        await command.get_translated_payload(tree, tree.translator) for command in tree.get_commands()
    ]
    text = json.dumps([tree.client.application_id, payloads], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
