"""Each preset really samples as its model needs it."""

from __future__ import annotations

import pytest

from models.rendering.metadata import read_metadata
from models.rendering.options import Acceleration, Distillation, ImageFormat, Precision, Preset
from tests.fakes.tiny_studio import Studio, Studios, distance, job, pixels


@pytest.mark.parametrize(
    ("kind", "scheduler", "spacing"),
    [
        (Distillation.LIGHTNING, "EulerDiscreteScheduler", "trailing"),
        (Distillation.HYPER, "DDIMScheduler", "trailing"),
        (Distillation.LCM, "LCMScheduler", None),
    ],
)
def test_a_distilled_model_is_asked_four_times_without_guidance(
    studios: Studios, kind: Distillation, scheduler: str, spacing: str | None
) -> None:
    studio = studios(acceleration=Acceleration(kind=kind))
    studio.make(job())
    assert studio.calls == [1, 1, 1, 1]
    assert type(studio.pipeline.scheduler).__name__ == scheduler
    assert spacing in (None, studio.pipeline.scheduler.config.timestep_spacing)


def test_the_fine_preset_asks_twice_in_each_of_its_steps(fine: Studio) -> None:
    fine.make(job(), job(seed=6))
    assert fine.calls == [4] * 12
    assert type(fine.pipeline.scheduler).__name__ == "DPMSolverMultistepScheduler"
    assert fine.pipeline.scheduler.config.use_karras_sigmas


def test_the_noise_levels_are_those_that_the_model_was_trained_with(fast: Studio) -> None:
    assert fast.pipeline.scheduler.config.beta_schedule == "scaled_linear"
    assert fast.pipeline.scheduler.config.prediction_type == "v_prediction"


def test_guidance_leads_away_from_what_is_unwanted(studios: Studios, fine: Studio) -> None:
    same = {"preset": Preset.FINE, "acceleration": None, "fine_steps": 12}
    [plain] = fine.make(job())
    [stronger] = studios(**same, guidance=9.0).make(job())
    [avoiding] = studios(**same, negative_prompt="blurry, grey").make(job())
    assert distance(plain, stronger) > 0.2
    assert distance(plain, avoiding) > 0.2


def test_a_lora_changes_the_image_and_the_model_s_hash_and_leaves_no_layers(studios: Studios) -> None:
    plain = studios()
    studio = studios(
        acceleration=Acceleration(kind=Distillation.LIGHTNING, lora=str(studios.parts.lora.parent))
    )
    [before], [after] = plain.make(job()), studio.make(job())
    assert distance(before, after) > 0.1
    one, other = read_metadata(before), read_metadata(after)
    assert one is not None
    assert other is not None
    assert one.model_hash != other.model_hash
    assert not any("lora" in name for name, _ in studio.unet.named_modules())


def test_what_is_not_for_the_preset_is_not_loaded(studios: Studios, fine: Studio) -> None:
    lora = Acceleration(kind=Distillation.LIGHTNING, lora=str(studios.parts.lora))
    accelerated = studios(preset=Preset.FINE, acceleration=lora, fine_steps=12)
    assert accelerated.make(job()) == fine.make(job())


def test_attention_is_fused(fast: Studio) -> None:
    attention = [module for name, module in fast.unet.named_modules() if name.endswith("attn1")]
    assert attention
    assert all(module.fused_projections for module in attention)


@pytest.mark.parametrize("precision", [Precision.BF16, Precision.FP16])
def test_half_precision_gives_nearly_the_same_image(
    studios: Studios, fast: Studio, precision: Precision
) -> None:
    studio = studios(precision=precision)
    assert distance(*studio.make(job()), *fast.make(job())) < 4


def test_an_autoencoder_that_overflows_in_fp16_keeps_its_32_bits(studios: Studios) -> None:
    kinds = {
        part: str(getattr(studios(precision=Precision.FP16).pipeline, part).dtype) for part in ("unet", "vae")
    }
    assert kinds == {"unet": "torch.float16", "vae": "torch.float32"}
    assert str(studios(precision=Precision.BF16).pipeline.vae.dtype) == "torch.bfloat16"


def test_files_say_what_they_were_made_from(fast: Studio, studios: Studios) -> None:
    webp = studios(image_format=ImageFormat.WEBP)
    text = "ein Fuchs “im Schnee” <雪>"
    [png_file], [webp_file] = fast.make(job(text, seed=77)), webp.make(job(text, seed=77))
    assert png_file.startswith(b"\x89PNG")
    assert webp_file[8:12] == b"WEBP"
    for file in (png_file, webp_file):
        made = read_metadata(file)
        assert made is not None
        assert (made.prompt, made.seed, made.model, made.preset) == (text, 77, "tiny-sdxl", "fast")
        assert len(made.model_hash) == 16
        assert made.program.startswith("pasta-bot ")


@pytest.mark.parametrize("size", [64, 100, 33])
def test_an_image_is_as_large_as_it_was_asked_for(fast: Studio, size: int) -> None:
    [file] = fast.make(job(size_pixels=size))
    assert pixels(file).shape == (size, size, 3)


def test_a_compiled_unet_is_traced_whole_and_gives_the_same_images(
    studios: Studios, fast: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "models.rendering.sdxl.engine.WARM_PIECES", (1,)
    )  # each length takes seconds to trace
    # the backend `eager` traces as inductor does, to the same errors, and leaves out the minute of compiling
    compiled = studios.anew(compile=True, compile_backend="eager", most_in_batch=1, refine_strength=0)
    assert hasattr(compiled.unet, "_compiled_call_impl")
    assert distance(*compiled.make(job()), *fast.make(job())) < 0.1
