"""Keeps sessions, beliefs, people and images for good, in SQLite or PostgreSQL and in image files."""
