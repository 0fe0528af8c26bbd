"""What a bot does in the same way on every chat platform: who may do what, and what is shown of it."""
