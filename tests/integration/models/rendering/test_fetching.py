"""Models and LoRAs by their id on the hub; the hub itself is played by folders."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import WorkError
from models.rendering.metadata import read_metadata
from models.rendering.options import Acceleration, Distillation, Precision
from models.rendering.sdxl.loading import load
from models.vision_libraries import load_diffusers
from tests.fakes.tiny_studio import Studios, job

HUB = "someone/tiny-sdxl"


@pytest.fixture
def asked(studios: Studios, monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """A hub that has the model in 32 bits only; gives the variants that were asked for."""
    variants: list[str | None] = []

    def download(name: str, *, use_safetensors: bool, variant: str | None) -> str:
        assert name == HUB
        assert use_safetensors
        variants.append(variant)
        if variant is not None:
            raise ValueError(f"There is no variant {variant}.")
        return str(studios.parts.model)

    monkeypatch.setattr(load_diffusers().StableDiffusionXLPipeline, "download", download)
    return variants


def test_half_precision_weights_are_asked_for_first(studios: Studios, asked: list[str | None]) -> None:
    studio = studios(model=HUB, precision=Precision.BF16)
    assert asked == ["fp16", None]
    made = read_metadata(*studio.make(job()))
    assert made is not None
    assert made.model == "tiny-sdxl"


def test_full_precision_asks_for_no_variant(studios: Studios, asked: list[str | None]) -> None:
    load(studios.options(model=HUB), "cpu")
    assert asked == [None]


def test_a_lora_on_the_hub_is_fetched_by_its_file(studios: Studios, monkeypatch: pytest.MonkeyPatch) -> None:
    fetched: list[tuple[str, str]] = []

    def fetch(name: str, file: str) -> str:
        fetched.append((name, file))
        return str(studios.parts.lora)

    monkeypatch.setattr("huggingface_hub.hf_hub_download", fetch)
    unnamed = Acceleration(kind=Distillation.LIGHTNING, lora="someone/lightning")
    load(studios.options(acceleration=replace(unnamed, weight_name="four.safetensors")), "cpu")
    assert fetched == [("someone/lightning", "four.safetensors")]
    with pytest.raises(WorkError, match="weight_name"):
        load(studios.options(acceleration=unnamed), "cpu")


def test_a_small_autoencoder_on_the_hub_is_fetched_without_its_pickles(
    studios: Studios, monkeypatch: pytest.MonkeyPatch
) -> None:
    patterns: list[str] = []

    def fetch(name: str, *, allow_patterns: list[str]) -> str:
        patterns.extend(allow_patterns)
        return str(studios.parts.preview_vae)

    monkeypatch.setattr("huggingface_hub.snapshot_download", fetch)
    assert load(studios.options(preview_vae="someone/small"), "cpu").preview_vae is not None
    assert patterns
    assert all(Path(pattern).suffix in {".json", ".safetensors"} for pattern in patterns)
