"""Builds the encoder's engine where it is to work; importing this costs nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.encoding.work import EncoderOptions

if TYPE_CHECKING:
    from models.encoding.clip.engine import EncoderEngine


@dataclass(frozen=True, kw_only=True, slots=True)
class EncoderFactory:
    """Called with a device (`cpu`, `cuda:0`), loads the model and warms it up; it pickles."""

    options: EncoderOptions

    def __call__(self, device: str) -> EncoderEngine:
        """The engine, ready to work.

        Raises `WorkError` with words for the operator where there is no such model, weights or device.
        """
        from models.encoding.clip.engine import EncoderEngine
        from models.encoding.clip.loading import load

        engine = EncoderEngine(load(self.options, device), most_in_batch=self.options.most_in_batch)
        engine.warm_up()
        return engine
