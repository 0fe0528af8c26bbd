"""Messages as they are stored, as they are seen, and how they come and go."""
