"""Twelve techniques: each writes a picture as SVG in its own way."""
