"""The operator's page says what is so: permissions, intents, settings, and the lines that are printed."""

from __future__ import annotations

import re

import discord

from adapters.discord.beginning import missing_permissions
from adapters.discord.client import COMMANDS_REFUSED, needed_intents
from adapters.discord.running import NO_NETWORK, REFUSED_INTENTS, REFUSED_LOGIN
from adapters.discord.settings_command import settings_group
from bot.sections.platforms import DiscordSettings
from bot.tokens import DISCORD, MissingTokenError
from tests.fakes.handbook import Page

PAGE = Page.named("discord.md")
MOST_BYTES = 400_000


def test_the_invitation_asks_for_the_permissions_of_the_table() -> None:
    names = [row[0].lower().replace(" ", "_") for row in PAGE.rows("Permissions")]
    wanted = discord.Permissions(**dict.fromkeys(names, True)).value
    assert set(re.findall(r"permissions=(\d+)", PAGE.text)) == {str(wanted)}
    assert f"(`{wanted}`)" in PAGE.text


def test_each_permission_without_which_nothing_begins_is_in_the_table() -> None:
    none = discord.Permissions.none()
    needed = {*missing_permissions(none, in_thread=False), *missing_permissions(none, in_thread=True)}
    assert needed <= {row[0] for row in PAGE.rows("Permissions")}


def test_exactly_the_intents_that_the_bot_asks_for_are_named_and_none_is_privileged() -> None:
    named = {name for row in PAGE.rows("Intents") for name in re.findall(r"`(\w+)`", row[0])}
    assert named == {name for name, is_on in needed_intents() if is_on}
    assert not {"message_content", "members", "presences"} & named


def test_every_setting_of_discord_is_in_the_table() -> None:
    named = {key for row in PAGE.rows("Settings") for key in re.findall(r"`discord\.(\w+)`", row[0])}
    assert named == set(DiscordSettings.model_fields)


def test_every_command_for_moderators_is_in_the_table() -> None:
    named = set()
    for row in PAGE.rows("What moderators can do"):
        first, *others = re.findall(r"`/?(?:settings )?([\w ]+)`", row[0])
        group = first.rpartition(" ")[0]
        named |= {first, *(f"{group} {other}".strip() for other in others)}
    commands = {command.qualified_name for command in settings_group().walk_commands()}
    assert named == {
        name.removeprefix("settings ") for name in commands - {"settings channels", "settings roles"}
    }


def test_every_line_that_the_program_prints_is_on_the_page() -> None:
    for line in (
        COMMANDS_REFUSED,
        NO_NETWORK,
        REFUSED_INTENTS,
        REFUSED_LOGIN,
        str(MissingTokenError(DISCORD)),
    ):
        assert re.split("[:;]| to the|: ", line)[0].split(",")[0] in PAGE.text


def test_the_pictures_are_there_and_not_heavy() -> None:
    pictures = PAGE.pictures()
    assert len(pictures) >= 5
    for picture in pictures:
        assert picture.stat().st_size < MOST_BYTES
