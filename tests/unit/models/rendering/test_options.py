"""What may be set for SDXL."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from models.rendering.factory import SdxlFactory
from models.rendering.options import Acceleration, Distillation, Preset, SdxlOptions
from models.rendering.work import FinishWork, RenderWork

LIGHTNING = Acceleration(kind=Distillation.LIGHTNING, lora="some/lora", weight_name="a.safetensors")


def options(**others: Any) -> SdxlOptions:  # noqa: ANN401 - any of the options
    return SdxlOptions(**{"model": "some/model", "acceleration": LIGHTNING, **others})


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"refine_strength": 0.31}, "another image"),
        ({"refine_strength": 0.01}, "another image"),
        ({"refine_strength": -0.1}, "another image"),
        ({"finish_scale": 0.5}, "enlarged"),
        ({"finish_scale": 5}, "enlarged"),
        ({"acceleration": None}, "needs an acceleration"),
        ({"preset": Preset.FINE, "acceleration": Acceleration(kind=Distillation.LCM)}, "itself distilled"),
        ({"fine_steps": 2}, "fine_steps"),
        ({"guidance": 0.5}, "guidance"),
        ({"most_in_batch": 0}, "most_in_batch"),
    ],
)
def test_what_cannot_work_is_refused_at_birth(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        options(**wrong)


def test_a_pickle_is_no_lora() -> None:
    with pytest.raises(ValueError, match="safetensors"):
        Acceleration(kind=Distillation.LCM, lora="some/lora", weight_name="lora.bin")
    with pytest.raises(ValueError, match="steps"):
        Acceleration(kind=Distillation.LCM, steps=0)


def test_the_fine_preset_leaves_the_lora_out() -> None:
    assert options().lora is LIGHTNING
    assert options(preset=Preset.FINE).lora is None
    assert options(acceleration=Acceleration(kind=Distillation.HYPER)).lora is None


def test_compiled_batches_have_few_sizes() -> None:
    assert options(most_in_batch=6).batch_sizes == (1, 2, 3, 4, 5, 6)
    assert options(most_in_batch=6, compile=True).batch_sizes == (1, 2, 4, 6)
    assert options(most_in_batch=8, compile=True).batch_sizes == (1, 2, 4, 8)


def test_an_image_that_would_not_change_is_not_finished() -> None:
    assert options().finishes
    assert options(refine_strength=0).finishes
    assert not options(refine_strength=0, finish_scale=1).finishes


def test_the_factory_and_its_work_travel_to_another_process() -> None:
    factory = SdxlFactory(options=options())
    work = FinishWork(text="a", seed=1, size_pixels=64, picked=b"file")
    assert pickle.loads(pickle.dumps((factory, work))) == (factory, work)


def test_images_of_one_size_share_a_batch_and_finishing_has_its_own() -> None:
    first = RenderWork(text="a", seed=1, size_pixels=64)
    assert first.batch_key == RenderWork(text="b", seed=2, size_pixels=64).batch_key
    assert first.batch_key != RenderWork(text="a", seed=1, size_pixels=96).batch_key
    assert first.batch_key != FinishWork(text="a", seed=1, size_pixels=64, picked=b"").batch_key
