"""Frozen records that cross the boundaries of `core`; every invariant is checked once, at birth."""
