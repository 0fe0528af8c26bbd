"""Keeps heavy work off the event loop."""
