"""The conversation: its types, its pure state machine, its ports, and the conductor that does the I/O."""
