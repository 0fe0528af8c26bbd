"""What the methods of the Bot API do, a few to each file."""
