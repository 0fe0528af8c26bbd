"""On a GPU: what is said about it, by an imitation of one, and the tiny SDXL on a real one."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import torch

from core.errors import WorkError
from models.rendering.factory import SdxlFactory
from models.rendering.options import Precision, Preset
from models.rendering.trial import list_gpus
from models.serving.memory import memory_bytes
from tests.fakes.tiny_studio import Studio, Studios, distance, job

GIBIBYTE = 2**30


@pytest.fixture
def one_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    """A GPU that PyTorch tells about, and that does nothing."""
    facts = SimpleNamespace(name="Imitation 24", total_memory=24 * GIBIBYTE, major=8)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    monkeypatch.setattr(torch.cuda, "get_device_properties", lambda _: facts)
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda _: (20 * GIBIBYTE, 24 * GIBIBYTE))
    monkeypatch.setattr(torch.cuda, "memory_reserved", lambda _: 7 * GIBIBYTE)
    monkeypatch.setattr(torch.cuda, "max_memory_reserved", lambda _: 9 * GIBIBYTE)


@pytest.mark.usefixtures("one_gpu")
def test_a_gpu_is_described() -> None:
    [gpu] = list_gpus()
    assert (gpu.device, gpu.name, gpu.knows_bf16) == ("cuda:0", "Imitation 24", True)
    assert (gpu.free_bytes, gpu.total_bytes) == (20 * GIBIBYTE, 24 * GIBIBYTE)


@pytest.mark.usefixtures("one_gpu")
def test_its_memory_is_told_now_and_at_most() -> None:
    figures = memory_bytes(torch.device("cuda:0"))
    assert (figures["gpu"], figures["gpu_peak"]) == (7 * GIBIBYTE, 9 * GIBIBYTE)


@pytest.mark.usefixtures("one_gpu")
def test_a_second_gpu_that_is_not_there_is_told(studios: Studios) -> None:
    with pytest.raises(WorkError, match="There is no cuda:1"):
        SdxlFactory(options=studios.options())("cuda:1")


@pytest.mark.gpu
@pytest.mark.parametrize("precision", [Precision.FP32, Precision.BF16, Precision.FP16])
def test_a_gpu_makes_nearly_the_same_image(studios: Studios, fast: Studio, precision: Precision) -> None:
    studio = Studio(SdxlFactory(options=studios.options(precision=precision))("cuda:0"))
    assert distance(*studio.make(job()), *fast.make(job())) < 4
    assert studio.engine.memory_bytes()["gpu_peak"] > 0


@pytest.mark.gpu
@pytest.mark.timeout(600)
def test_a_gpu_makes_nearly_the_same_image_compiled(studios: Studios, fine: Studio) -> None:
    same = {"preset": Preset.FINE, "acceleration": None, "fine_steps": 12, "most_in_batch": 2}
    studio = Studio(SdxlFactory(options=studios.options(**same, compile=True))("cuda:0"))
    jobs = [job(seed=seed) for seed in range(3)]
    for file, expected in zip(studio.make(*jobs), fine.make(*jobs), strict=True):
        assert distance(file, expected) < 4
