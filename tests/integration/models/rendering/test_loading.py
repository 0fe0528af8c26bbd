"""Loading says what is wrong in words for the operator, opens no pickle and asks no network."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

import pytest

from core.errors import WorkError
from models.rendering.factory import SdxlFactory
from models.rendering.options import Acceleration, Distillation, Preset, SdxlOptions
from models.rendering.trial import list_gpus, try_out
from models.serving import memory
from models.serving.pool import WorkerPool
from tests.fakes.tiny_sdxl import TinySdxl
from tests.fakes.tiny_studio import Studio, Studios, distance, job


@pytest.fixture
def broken(tiny_sdxl: TinySdxl, tmp_path: Path) -> Path:
    """A folder that a test may break."""
    return Path(shutil.copytree(tiny_sdxl.model, tmp_path / "broken"))


def refusal(options: SdxlOptions, device: str = "cpu") -> str:
    with pytest.raises(WorkError) as failure:
        SdxlFactory(options=options)(device)
    return str(failure.value)


def test_a_part_that_is_missing_is_named(studios: Studios, broken: Path) -> None:
    (broken / "unet" / "diffusion_pytorch_model.safetensors").unlink()
    shutil.rmtree(broken / "tokenizer_2")
    words = refusal(studios.options(model=str(broken)))
    assert str(broken) in words
    assert "tokenizer_2 has no vocabulary" in words
    assert "unet has no weights" in words


def test_pickled_weights_are_not_opened(studios: Studios, broken: Path) -> None:
    (broken / "vae" / "diffusion_pytorch_model.safetensors").unlink()
    trap = broken / "vae" / "diffusion_pytorch_model.bin"
    trap.write_bytes(b"cos\nsystem\n(S'touch " + str(broken / "sprung").encode() + b"'\ntR.")
    assert "vae has its weights as a pickle only" in refusal(studios.options(model=str(broken)))
    assert not (broken / "sprung").exists()


def test_weights_of_another_shape_are_told(studios: Studios, broken: Path) -> None:
    config = broken / "unet" / "config.json"
    config.write_text(
        config.read_text().replace('"addition_time_embed_dim": 8', '"addition_time_embed_dim": 4')
    )
    config.write_text(config.read_text().replace("[\n    16,\n    32\n  ]", "[\n    16,\n    64\n  ]"))
    assert "cannot be loaded" in refusal(studios.options(model=str(broken)))


@pytest.mark.parametrize("name", ["./nowhere", "/nowhere/at/all", "a/b/c", "nowhere", "../x"])
def test_a_name_that_is_neither_folder_nor_hub_id_is_told(studios: Studios, name: str) -> None:
    assert f"There is no {name}" in refusal(studios.options(model=name))


def test_a_model_that_cannot_be_fetched_is_told(studios: Studios) -> None:
    assert "no-such/model cannot be fetched" in refusal(studios.options(model="no-such/model"))


@pytest.mark.parametrize(
    ("device", "words"), [("cuda:0", "finds no GPU"), ("abacus", "no kind of device"), ("cuda:x", "no kind")]
)
def test_a_device_that_is_not_there_is_told(studios: Studios, device: str, words: str) -> None:
    assert words in refusal(studios.options(), device)


def test_a_lora_that_is_a_pickle_or_fits_nothing_is_refused(studios: Studios, tmp_path: Path) -> None:
    import torch
    from safetensors.torch import save_file

    def with_lora(place: Path) -> SdxlOptions:
        return studios.options(acceleration=Acceleration(kind=Distillation.LCM, lora=str(place)))

    pickled = tmp_path / "lora.bin"
    pickled.write_bytes(b"anything")
    assert "a pickle is not opened" in refusal(with_lora(pickled))
    (tmp_path / "empty").mkdir()
    assert "has 0 safetensors files" in refusal(with_lora(tmp_path / "empty"))
    stranger = tmp_path / "stranger.safetensors"
    save_file({"unet.elsewhere.lora_A.weight": torch.zeros(4, 4)}, stranger)
    assert str(stranger) in refusal(with_lora(stranger))


def test_a_folder_with_half_precision_weights_alone_is_loaded(
    studios: Studios, broken: Path, fast: Studio
) -> None:
    for part in ("unet", "vae", "text_encoder", "text_encoder_2"):
        [file] = (broken / part).glob("*.safetensors")
        file.rename(file.with_suffix(".fp16.safetensors"))
    assert distance(*studios.anew(model=str(broken)).make(job()), *fast.make(job())) == 0


def test_another_autoencoder_can_take_the_place_of_the_model_s_own(
    studios: Studios, broken: Path, fast: Studio
) -> None:
    config = broken / "vae" / "config.json"
    config.write_text(config.read_text().replace('"scaling_factor": 8.0', '"scaling_factor": 16.0'))
    assert studios(vae=str(broken / "vae")).make(job()) != fast.make(job())
    (broken / "vae" / "diffusion_pytorch_model.safetensors").unlink()
    assert "cannot be used" in refusal(studios.options(vae=str(broken / "vae")))


def test_a_local_folder_asks_no_network(
    studios: Studios, broken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def called(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.delenv("HF_HUB_OFFLINE")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    monkeypatch.setattr(socket.socket, "connect", called)
    monkeypatch.setattr(socket, "getaddrinfo", called)
    lora = Acceleration(kind=Distillation.LCM, lora=str(studios.parts.lora))
    assert studios(model=str(broken), acceleration=lora).make(job())


def test_a_model_that_does_not_fit_is_told(studios: Studios, monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    def full(*_: object, **__: object) -> None:
        raise torch.cuda.OutOfMemoryError("CUDA out of memory.")

    monkeypatch.setattr("models.rendering.sdxl.loading._tune", full)
    assert "does not fit into the memory of cpu" in refusal(studios.options())


def test_short_memory_is_spared_by_decoding_one_image_after_another(
    studios: Studios, fast: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.rendering.sdxl.loading._free_bytes", lambda _: 1e9)
    sparing = studios.anew(least_free_bytes=2 * 10**9)
    assert sparing.pipeline.vae.use_slicing
    assert not fast.pipeline.vae.use_slicing
    jobs = [job(seed=seed) for seed in range(3)]
    assert sparing.make(*jobs) == fast.make(*jobs)


def test_decoding_gives_way_to_slices_and_then_to_tiles(
    studios: Studios, fast: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    studio = studios.anew()
    vae, seen = studio.pipeline.vae, []
    decode = vae.decode

    def cramped(latents: torch.Tensor) -> object:
        seen.append((vae.use_slicing, vae.use_tiling))
        if not vae.use_tiling:
            raise torch.cuda.OutOfMemoryError("CUDA out of memory.")
        return decode(latents)

    monkeypatch.setattr(vae, "decode", cramped)
    assert studio.make(job(), job(seed=6)) == fast.make(job(), job(seed=6))  # smaller than a tile
    assert seen == [(False, False), (True, False), (True, True)]
    assert not vae.use_tiling


def test_memory_is_told(fast: Studio) -> None:
    assert fast.engine.memory_bytes() == pytest.approx(
        memory.memory_bytes(fast.engine._loaded.device), rel=0.2
    )


def test_a_trial_makes_one_image_and_tells_what_it_took(studios: Studios, fast: Studio) -> None:
    trial = try_out(studios.options(), "cpu")
    assert trial.content.startswith(b"\x89PNG")
    assert 0 < trial.image_seconds < trial.load_seconds < 60
    assert trial.memory_bytes["resident"] > 0
    with pytest.raises(WorkError):
        try_out(studios.options(model="./nowhere"), "cpu")


def test_a_cpu_build_of_pytorch_sees_no_gpus() -> None:
    import torch

    assert len(list_gpus()) == (torch.cuda.device_count() if torch.cuda.is_available() else 0)


def test_a_model_that_cannot_be_compiled_here_is_told(
    studios: Studios, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_compiler(*_: object, **__: object) -> None:
        raise RuntimeError("Failed to find C compiler.")

    monkeypatch.setattr("models.rendering.sdxl.engine.SdxlEngine._sampled", no_compiler)
    words = refusal(studios.options(compile=True, compile_backend="eager"))
    assert "does not run on cpu: Failed to find C compiler." in words
    assert "without being compiled" in words


async def test_a_worker_process_loads_it_and_makes_the_same_bytes(studios: Studios, fast: Studio) -> None:
    pool = WorkerPool(SdxlFactory(options=studios.options()), most_in_batch=2)
    async with pool:
        answer = await pool.run(job())
    assert [answer.result] == fast.make(job())
    assert answer.seconds > 0


def test_the_fine_preset_warms_up_with_a_single_step(studios: Studios) -> None:
    studio = studios(preset=Preset.FINE, acceleration=None, fine_steps=12)
    studio.engine.warm_up()
    assert studio.calls == [2]


def test_warming_up_for_the_end_refines_one_image(fast: Studio) -> None:
    import torch

    with torch.no_grad():
        fast.engine._finish_something()
    assert fast.calls == [1]
