"""Telegram: commands, buttons and reactions become events of the conversation, galleries become messages."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "true")  # python-telegram-bot's own way to do without its warning
