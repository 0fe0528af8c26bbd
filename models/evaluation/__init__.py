"""Measuring: what models know, and what can be told from what is painted."""
