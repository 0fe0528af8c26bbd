"""Puts the bot's parts together: its limiter, its connections, and how many updates it works on at once."""

from __future__ import annotations

from typing import Any, TypeAlias

from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, ExtBot

from adapters.telegram.pacing import Lanes, Urgency
from adapters.telegram.services import TelegramOptions
from adapters.telegram.unsettled import Unsettled

Bot: TypeAlias = ExtBot[Urgency]
App: TypeAlias = Application[
    Bot, ContextTypes.DEFAULT_TYPE, dict[Any, Any], dict[Any, Any], dict[Any, Any], None
]


class SettlingApplication(App):
    """An application that says which updates it still works on."""

    unsettled: Unsettled

    async def process_update(self, update: object) -> None:
        """Have the handlers handle an update."""
        assert isinstance(update, Update)
        with self.unsettled.handling(update.update_id):
            await super().process_update(update)


UPDATES_AT_ONCE = 256
"""Handlers may wait a minute for a place in a group, and must not keep others from answering presses."""
CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 20.0
"""Telegram takes its time to recompress photos."""
UPLOAD_SECONDS = 60.0


def build_application(options: TelegramOptions, lanes: Lanes) -> SettlingApplication:
    """The bot, not yet connected; it keeps nothing of its own on the disk, and runs no jobs."""
    app = (
        ApplicationBuilder()
        .application_class(SettlingApplication)
        .token(options.token)
        .base_url(options.base_url)
        .base_file_url(options.base_file_url)
        .rate_limiter(lanes)
        .job_queue(None)
        .concurrent_updates(UPDATES_AT_ONCE)
        .connection_pool_size(UPDATES_AT_ONCE)
        .pool_timeout(CONNECT_SECONDS)
        .connect_timeout(CONNECT_SECONDS)
        .read_timeout(ANSWER_SECONDS)
        .write_timeout(ANSWER_SECONDS)
        .media_write_timeout(UPLOAD_SECONDS)
        .get_updates_connect_timeout(CONNECT_SECONDS)
        .get_updates_read_timeout(ANSWER_SECONDS)
        .build()
    )
    assert isinstance(app, SettlingApplication)
    app.unsettled = Unsettled()
    return app
