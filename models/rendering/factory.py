"""Builds the SDXL engine where it is to work; importing this costs nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.rendering.options import SdxlOptions

if TYPE_CHECKING:
    from models.rendering.sdxl.engine import SdxlEngine


@dataclass(frozen=True, kw_only=True, slots=True)
class SdxlFactory:
    """Called with a device (`cpu`, `cuda:0`), loads the model and warms it up; it pickles."""

    options: SdxlOptions

    def __call__(self, device: str) -> SdxlEngine:
        """The engine, ready to work.

        Raises `WorkError` with words for the operator where the model is not complete or does not fit, or
        there is no such device.
        """
        from models.rendering.sdxl.engine import SdxlEngine
        from models.rendering.sdxl.loading import load

        engine = SdxlEngine(load(self.options, device))
        engine.warm_up()
        return engine
