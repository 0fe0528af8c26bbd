"""The libraries and protocols by which a language model is reached; each is imported where it is used."""
