"""What the SDXL engine makes: an image from a text, or a kept image refined; both give an image file."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, kw_only=True, slots=True)
class RenderWork:
    """One new image: the same text, seed and size give the same one."""

    text: str
    seed: int
    size_pixels: int

    @property
    def batch_key(self) -> Hashable:
        """Images of one size go together, whatever their texts."""
        return "render", self.size_pixels


@dataclass(frozen=True, kw_only=True, slots=True)
class FinishWork:
    """A picked image's file to refine; text, seed and size are what it was made from."""

    text: str
    seed: int
    size_pixels: int
    picked: bytes

    @property
    def batch_key(self) -> Hashable:
        """Finishing has batches of its own."""
        return "finish", self.size_pixels


SdxlWork: TypeAlias = RenderWork | FinishWork
