"""Policies that choose the slate."""
