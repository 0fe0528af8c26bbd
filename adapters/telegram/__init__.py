"""Telegram: commands, buttons and reactions become events of the conversation, galleries become messages."""
