"""People, and what they can do in chats with the bot."""
