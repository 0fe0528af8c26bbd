"""What a language model is told, and how its answer is read."""
