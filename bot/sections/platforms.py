"""Settings of the web page and of the chat platforms."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from bot.sections.section import Section

HOST_NAME = r"^([A-Za-z0-9_.\-]+|\[?[0-9A-Fa-f:.]+\]?)$"
EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 - to be recognised, not to be bound to


class WebSettings(Section):
    """Whether there is a web page, where it listens, and under which other names it may be reached."""

    enabled: bool = True
    host: Annotated[
        str, Field(min_length=1, json_schema_extra={"allowed": "an address or a host's name"})
    ] = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    allowed_hosts: Annotated[
        tuple[Annotated[str, Field(pattern=HOST_NAME, json_schema_extra={"allowed": "a host's name"})], ...],
        Field(strict=False, json_schema_extra={"allowed": "a list of host names without a port"}),
    ] = ()
    https_only: bool = False

    @model_validator(mode="after")
    def _has_a_name(self) -> Self:
        if self.enabled and self.host in EVERY_ADDRESS and not self.allowed_hosts:
            raise ValueError(
                f"a page that listens on {self.host} must name in allowed_hosts how browsers will call it, "
                "such as [pasta.example.org, 192.0.2.7]"
            )
        return self


class DiscordSettings(Section):
    """Whether the bot is on Discord, and under which addresses it finds that; its token is DISCORD_TOKEN."""

    enabled: bool = False
    cooldown_seconds: Annotated[float, Field(ge=0, le=3600)] = 5.0
    api_base: Annotated[
        str,
        Field(pattern=r"^https?://", json_schema_extra={"allowed": "an address that begins with https://"}),
    ] = "https://discord.com/api/v10"
    gateway: Annotated[
        str, Field(pattern=r"^wss?://", json_schema_extra={"allowed": "an address that begins with wss://"})
    ] = "wss://gateway.discord.gg/"


class TelegramWebhookSettings(Section):
    """Where Telegram sends what happens; without an address the bot fetches it."""

    url: Annotated[
        str | None,
        Field(
            pattern=r"^https://",
            json_schema_extra={"allowed": "null, or an address that begins with https://"},
        ),
    ] = None
    host: Annotated[
        str, Field(min_length=1, json_schema_extra={"allowed": "an address or a host's name"})
    ] = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8443
    path: Annotated[
        str,
        Field(pattern=r"^/[A-Za-z0-9_/.\-]*$", json_schema_extra={"allowed": "a path that begins with /"}),
    ] = "/telegram"


class TelegramSettings(Section):
    """Whether the bot is on Telegram, and how it gets there; its token is TELEGRAM_TOKEN."""

    enabled: bool = False
    cooldown_seconds: Annotated[float, Field(ge=0, le=3600)] = 5.0
    base_url: Annotated[
        str,
        Field(pattern=r"^https?://", json_schema_extra={"allowed": "an address that begins with https://"}),
    ] = "https://api.telegram.org/bot"
    base_file_url: Annotated[
        str,
        Field(pattern=r"^https?://", json_schema_extra={"allowed": "an address that begins with https://"}),
    ] = "https://api.telegram.org/file/bot"
    photo_polls: bool = True
    webhook: TelegramWebhookSettings = TelegramWebhookSettings()
