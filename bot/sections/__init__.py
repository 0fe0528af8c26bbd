"""The sections of the settings: each key with its type, its bounds and its default."""
