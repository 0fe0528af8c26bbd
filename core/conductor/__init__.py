"""The one place of `core` that does I/O: it saves every step, then does what the session's phase owes."""
