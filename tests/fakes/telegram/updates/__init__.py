"""What happened and is told to the bot: by long polling or by webhook."""
