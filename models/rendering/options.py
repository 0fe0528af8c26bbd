"""How SDXL is to be used: everything that its engine needs to know, checked at birth, and it pickles."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MOST_REFINED = 0.3
"""Beyond this strength a refined image is another one."""
LEAST_REFINED = 0.05
"""Below it not one step would be taken; 0 refines nothing."""
GIBIBYTE = 2**30


class Precision(StrEnum):
    """In which numbers the model works."""

    BF16 = "bf16"
    FP16 = "fp16"
    FP32 = "fp32"


class Preset(StrEnum):
    """How much time an image gets: a few steps of a distilled model, or the model's own thirty or so."""

    FAST = "fast"
    FINE = "fine"


class Distillation(StrEnum):
    """How a model was taught to need few steps; each wants a sampler of its own."""

    LIGHTNING = "lightning"
    HYPER = "hyper"
    LCM = "lcm"


class ImageFormat(StrEnum):
    """What image files are."""

    PNG = "png"
    WEBP = "webp"


@dataclass(frozen=True, kw_only=True, slots=True)
class Acceleration:
    """What makes few steps enough: a LoRA, or nothing but the kind where the model itself is distilled.

    `lora` is a safetensors file, a folder with one, or an id on the hub; `weight_name` is the file in these.
    """

    kind: Distillation
    lora: str | None = None
    weight_name: str | None = None
    steps: int = 4

    def __post_init__(self) -> None:
        if not 1 <= self.steps <= 16:
            raise ValueError(f"a distilled model takes 1 to 16 steps, not {self.steps}")
        if self.weight_name is not None and not self.weight_name.endswith(".safetensors"):
            raise ValueError(f"a LoRA is a safetensors file, and {self.weight_name} is not")


@dataclass(frozen=True, kw_only=True, slots=True)
class SdxlOptions:
    """All there is to set.

    `model`, `vae` and `preview_vae` are folders or ids on the hub. `vae` replaces the model's own autoencoder
    (by one that works in fp16, say). Without `preview_vae` previews are a rough mapping of latents to
    colours; they come every `preview_seconds`. `warm_pixels` is the size of image to be ready for.

    `refine_strength` (0, or 0.05 to 0.3) and `finish_scale` (1 to 4) say what becomes of the kept image.
    `guidance` and `fine_steps` belong to the preset *fine*. With `compile` the UNet is compiled at the start,
    for batches of 1, 2, 4 … `most_in_batch`. Where less than `least_free_bytes` is free on the GPU after
    loading, images are decoded one by one.
    """

    model: str
    precision: Precision = Precision.BF16
    preset: Preset = Preset.FAST
    acceleration: Acceleration | None = None
    fine_steps: int = 30
    guidance: float = 6.0
    negative_prompt: str = ""
    vae: str | None = None
    preview_vae: str | None = None
    preview_seconds: float = 2.0
    refine_strength: float = MOST_REFINED
    finish_scale: float = 1.5
    image_format: ImageFormat = ImageFormat.PNG
    most_in_batch: int = 4
    compile: bool = False
    compile_backend: str = "inductor"
    warm_pixels: int = 1024
    least_free_bytes: int = 4 * GIBIBYTE

    def __post_init__(self) -> None:
        self._check_preset()
        if self.refine_strength and not LEAST_REFINED <= self.refine_strength <= MOST_REFINED:
            raise ValueError(
                f"an image is refined at a strength of 0 or {LEAST_REFINED} to {MOST_REFINED}, "
                f"not {self.refine_strength}: beyond it would be another image"
            )
        if not 1 <= self.finish_scale <= 4:
            raise ValueError(f"the kept image is enlarged 1 to 4 times, not {self.finish_scale}")
        if self.most_in_batch < 1 or self.warm_pixels < 8 or self.least_free_bytes < 0:
            raise ValueError(
                "most_in_batch is at least 1, warm_pixels at least 8, least_free_bytes at least 0"
            )

    def _check_preset(self) -> None:
        if not 5 <= self.fine_steps <= 200 or not 1 <= self.guidance <= 20:
            raise ValueError("fine_steps are 5 to 200, and guidance is 1 to 20")
        if self.preset is Preset.FAST and self.acceleration is None:
            raise ValueError("the preset fast needs an acceleration: lightning, hyper or lcm")
        distilled = self.acceleration is not None and self.acceleration.lora is None
        if self.preset is Preset.FINE and distilled:
            raise ValueError("a model that is itself distilled has no preset fine: its steps are few")

    @property
    def lora(self) -> Acceleration | None:
        """The acceleration whose LoRA goes into the model; the preset *fine* uses none."""
        used = self.acceleration if self.preset is Preset.FAST else None
        return used if used is not None and used.lora is not None else None

    @property
    def finishes(self) -> bool:
        """Whether a kept image changes at all."""
        return self.refine_strength > 0 or self.finish_scale > 1

    @property
    def batch_sizes(self) -> tuple[int, ...]:
        """How many images may be made at once, smallest first."""
        if not self.compile:
            return tuple(range(1, self.most_in_batch + 1))
        powers = (2**power for power in range(self.most_in_batch.bit_length()))
        return tuple(sorted({*powers, self.most_in_batch}))
