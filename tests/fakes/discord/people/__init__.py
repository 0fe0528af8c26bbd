"""People who use the bot as they would in Discord's own program."""
