"""Drawings of every subject, in a box of 200 by 200 that stands on the origin."""
