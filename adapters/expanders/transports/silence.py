"""Keeps libraries from writing to the operator's screen: their warnings, and logs that quote prompts."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

_TALKATIVE = (
    "absl",
    "google",
    "google_genai",
    "grpc",
    "httpcore",
    "httpcore2",
    "httpx",
    "httpx2",
    "openai",
    "urllib3",
)
"""At the level of debugging, some of them log whole requests."""


@contextmanager
def silence() -> Iterator[None]:
    """Import libraries inside; what they warn of is for their developers; nor do they log at length later.

    Warnings are held back for the whole process meanwhile, so this belongs to the program's start.
    """
    for name in _TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(max(logging.WARNING, logger.level))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
