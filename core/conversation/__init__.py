"""The rules of the conversation as pure functions: no clock, no randomness, no I/O."""
