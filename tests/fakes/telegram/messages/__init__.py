"""Messages and polls: what they hold, how they are told to the bot, and how they come to be."""
