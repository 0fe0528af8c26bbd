"""What is kept for the communities that people meet in: their rules, what was saved and what was reported."""
