"""Engines that the tests of a session share."""

from __future__ import annotations

import pytest

from models.rendering.options import Preset
from tests.fakes.tiny_sdxl import TinySdxl
from tests.fakes.tiny_studio import Studio, Studios


@pytest.fixture(scope="session")
def studios(tiny_sdxl: TinySdxl) -> Studios:
    return Studios(tiny_sdxl)


@pytest.fixture
def fast(studios: Studios) -> Studio:
    """Four steps, no LoRA."""
    return studios()


@pytest.fixture
def fine(studios: Studios) -> Studio:
    """Guided, with fewer steps than usual to save time."""
    return studios(preset=Preset.FINE, acceleration=None, fine_steps=12)
