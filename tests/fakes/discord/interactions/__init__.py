"""Commands, presses and forms: how they reach the bot and what it answers."""
