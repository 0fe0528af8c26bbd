"""What the operator is told when the bot cannot be on Telegram: in one line, with its cure."""

from __future__ import annotations

from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from adapters.telegram.services import BASE_URL, TelegramOptions
from core.errors import PastaError

REFUSED_LOGIN = (
    "Telegram does not accept the token in TELEGRAM_TOKEN: copy it anew from @BotFather "
    "(/mybots → your bot → API Token) and start again."
)
OTHER_ADDRESS = " Or telegram.base_url is wrong; Telegram's own is https://api.telegram.org/bot."
NO_NETWORK = "Telegram cannot be reached: check this machine's network. The bot goes on trying."
SECOND_POLLER = (
    "Another program fetches this bot's messages with the same token, and Telegram gives them to one only. "
    "Stop the other one (a second pasta-bot?) and start again, or let @BotFather make a bot for this one "
    "(/newbot). The bot is not on Telegram any more."
)
FOREIGN_WEBHOOK = (
    "Another program has set a webhook for this bot, so that Telegram sends its messages there. Stop that "
    "program and start again; if it is not yours, have the token changed by @BotFather (/revoke). The bot is "
    "not on Telegram any more."
)


class CannotStayError(PastaError):
    """The operator must do something first; the message says what."""


def no_webhook_left(host: str) -> str:
    """A webhook has been removed because this program polls."""
    return (
        f"A webhook was set for this bot, to {host}: it is removed, as this program fetches messages by "
        "itself. If another program needs it, give each a bot of its own (@BotFather → /newbot)."
    )


def patience_asked(seconds: float) -> str:
    """Telegram has refused the first call for a while."""
    return f"Telegram asks the bot to wait: it connects in {seconds:.0f} s."


def refused_webhook(url: str, reason: str) -> str:
    """Telegram does not take the public address."""
    return (
        f"Telegram refuses the webhook {url} ({reason}). telegram.webhook.url must begin with https:// and "
        "can be reached from outside on port 443, 80, 88 or 8443 only."
    )


def cannot_listen(host: str, port: int, reason: str) -> str:
    """The address on this machine is taken, or not its own."""
    return (
        f"The webhook cannot listen on {host}:{port} ({reason}): stop the program that uses it, or set "
        "another telegram.webhook.port or host."
    )


def cure_of(error: TelegramError, options: TelegramOptions) -> str | None:
    """What the operator must do, where waiting does not help."""
    if isinstance(error, InvalidToken):
        return REFUSED_LOGIN + ("" if options.base_url == BASE_URL else OTHER_ADDRESS)
    if isinstance(error, BadRequest | Forbidden):
        return f"Telegram refuses the bot: {error.message}"
    return None
