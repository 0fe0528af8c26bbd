"""Real open_clip models of a few thousand weights: a vision transformer and a ResNet, with random weights."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from models.encoder import EncoderOptions, Precision

PIXELS = 64
TEXT = {"context_length": 77, "vocab_size": 49408, "width": 64, "heads": 4, "layers": 3}
TRANSFORMER = {"image_size": PIXELS, "layers": 3, "width": 64, "head_width": 16, "patch_size": 16}
RESNET = {"image_size": PIXELS, "layers": [1, 1, 1, 1], "width": 8, "head_width": 16}


@dataclass(frozen=True, kw_only=True, slots=True)
class TinyClip:
    """Where a model's configuration and weights lie."""

    config: Path
    weights: Path

    def options(self, precision: Precision = "fp32") -> EncoderOptions:
        """How an encoder uses it."""
        return EncoderOptions(
            model=str(self.config), pretrained=str(self.weights), precision=precision, most_in_batch=4
        )


@pytest.fixture(scope="session")
def tiny_clip(tmp_path_factory: pytest.TempPathFactory) -> TinyClip:
    """A vision transformer with its files, built once."""
    return build_tiny_clip(tmp_path_factory.mktemp("clip"), "tiny-clip", TRANSFORMER)


@pytest.fixture(scope="session")
def tiny_resnet(tmp_path_factory: pytest.TempPathFactory) -> TinyClip:
    """The same with a ResNet for images."""
    return build_tiny_clip(tmp_path_factory.mktemp("resnet"), "tiny-resnet", RESNET)


def build_tiny_clip(
    folder: Path,
    name: str,
    vision: dict[str, Any],
    *,
    text: dict[str, Any] = TEXT,
    change: Callable[[dict[str, Any]], None] = lambda parameters: None,
    **model: object,
) -> TinyClip:
    """Write both files; the weights are such that different texts and images lie far apart.

    `change` may alter them (tensors by name) in place.
    """
    import torch
    from safetensors.torch import save_file

    from models.vision_libraries import load_open_clip

    config, weights = folder / f"{name}.json", folder / f"{name}.safetensors"
    described = {"embed_dim": 48, "vision_cfg": vision, "text_cfg": text, **model}
    config.write_text(json.dumps(described), encoding="utf-8")
    open_clip = load_open_clip()
    open_clip.add_model_config(config)
    torch.manual_seed(0)
    clip = open_clip.create_model(name, load_weights=False)
    with torch.no_grad():
        for parameter in clip.parameters():
            if parameter.ndim > 1 and parameter.shape[0] != 49408:
                parameter.mul_(2.0)
            else:
                parameter.add_(0.1 * torch.randn_like(parameter))
        change(dict(clip.named_parameters()))
    save_file(clip.state_dict(), weights)
    return TinyClip(config=config, weights=weights)
