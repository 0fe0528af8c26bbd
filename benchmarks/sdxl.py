"""SDXL's speed without its weights: the full-size architecture with random ones, diffusers' way against ours.

    python benchmarks/sdxl.py [--steps 30] [--repeats 5]       on a machine with an NVIDIA GPU
    python benchmarks/sdxl.py --tiny                           the same code on a small model and the CPU

It needs torch, diffusers and transformers, and nothing of this project. Every row makes images of 1024 x 1024
in bf16 through `StableDiffusionXLPipeline`, from noise and embeddings that are given to pixels on the device
(no image files); the median of the repeats counts. *Eager* is the pipeline as diffusers builds it. *Ours* has
what `models/rendering/sdxl/loading.py` does to it: channels-last, fused QKV, the UNet compiled, and batches;
what these bring is shown step by step. Texts are read apart, since they are remembered. The limit is
arithmetic: the operations that PyTorch counts for one pass of the UNet and one decoding, over what this GPU
does at most in a large product of matrices in the same run.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import torch
from torch.utils.flop_counter import FlopCounterMode

RESULT = Path(__file__).parent / "results" / "sdxl.json"
Diffusers: TypeAlias = Any
"""Something of diffusers, which comes without types."""
SLATE, FEW_STEPS, GUIDANCE = 4, 4, 6.0
TERA, GIBI = 1e12, 2**30

UNET = {
    "sample_size": 128,
    "block_out_channels": (320, 640, 1280),
    "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
    "up_block_types": ("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
    "layers_per_block": 2,
    "attention_head_dim": (5, 10, 20),
    "transformer_layers_per_block": (1, 2, 10),
    "cross_attention_dim": 2048,
    "use_linear_projection": True,
    "addition_embed_type": "text_time",
    "addition_time_embed_dim": 256,
    "projection_class_embeddings_input_dim": 2816,
}
VAE = {
    "block_out_channels": (128, 256, 512, 512),
    "down_block_types": ("DownEncoderBlock2D",) * 4,
    "up_block_types": ("UpDecoderBlock2D",) * 4,
    "layers_per_block": 2,
    "sample_size": 1024,
    "scaling_factor": 0.13025,
    "force_upcast": True,
}
SMALL_VAE: dict[str, object] = {}
"""TAESD's sizes are diffusers' defaults."""
TEXT = {
    "hidden_size": 768,
    "intermediate_size": 3072,
    "num_hidden_layers": 12,
    "num_attention_heads": 12,
    "hidden_act": "quick_gelu",
    "projection_dim": 768,
}
TEXT_2 = {
    "hidden_size": 1280,
    "intermediate_size": 5120,
    "num_hidden_layers": 32,
    "num_attention_heads": 20,
    "hidden_act": "gelu",
    "projection_dim": 1280,
}
NOISE_LEVELS = {
    "beta_schedule": "scaled_linear",
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "steps_offset": 1,
}


@dataclass(frozen=True, kw_only=True)
class Scale:
    """How large everything is."""

    unet: dict[str, Any]
    vae: dict[str, Any]
    small_vae: dict[str, Any]
    texts: tuple[dict[str, Any], dict[str, Any]]
    pixels: int
    dtype: torch.dtype
    device: str
    product: int
    """Rows of the matrices that the GPU's speed is measured with."""


FULL = Scale(
    unet=UNET,
    vae=VAE,
    small_vae=SMALL_VAE,
    texts=(TEXT, TEXT_2),
    pixels=1024,
    dtype=torch.bfloat16,
    device="cuda",
    product=8192,
)
_SHORT = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4}
TINY = Scale(
    unet={
        **UNET,
        "sample_size": 8,
        "block_out_channels": (32, 64),
        "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"),
        "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D"),
        "layers_per_block": 1,
        "attention_head_dim": (2, 4),
        "transformer_layers_per_block": (1, 1),
        "cross_attention_dim": 64,
        "addition_time_embed_dim": 8,
        "projection_class_embeddings_input_dim": 6 * 8 + 32,
    },
    vae={**VAE, "block_out_channels": (32,) * 4, "layers_per_block": 1, "sample_size": 64},
    small_vae={"encoder_block_out_channels": (8,) * 4, "decoder_block_out_channels": (8,) * 4},
    texts=({**TEXT, **_SHORT, "projection_dim": 32}, {**TEXT_2, **_SHORT, "projection_dim": 32}),
    pixels=64,
    dtype=torch.float32,
    device="cpu",
    product=256,
)


@dataclass(frozen=True, kw_only=True)
class Row:
    """What one way of making images took; `share` is how near it comes to the arithmetic limit."""

    name: str
    images: int
    seconds: float
    images_per_second: float
    share: float
    peak_gib: float | None


@dataclass(frozen=True, kw_only=True)
class Arithmetic:
    """Operations of one image's pass, and what the device can do in a second."""

    unet_tera: float
    vae_tera: float
    tera_per_second: float

    def limit(self, images: int, steps: int, *, guided: bool, small_vae: bool = False) -> float:
        """The least seconds for so many images; the small autoencoder is taken for nothing."""
        passes = steps * (2 if guided else 1)
        each = passes * self.unet_tera + (0 if small_vae else self.vae_tera)
        return images * each / self.tera_per_second


class Bench:
    """The model on its device, and how long it takes."""

    def __init__(self, scale: Scale, *, repeats: int, backend: str) -> None:
        self.scale = scale
        self.repeats = repeats
        self.backend = backend
        self.diffusers = load_diffusers()
        torch.manual_seed(0)
        with built_on(scale):
            self.unet = self.diffusers.UNet2DConditionModel.from_config(scale.unet).eval()
            self.vae = self.diffusers.AutoencoderKL.from_config(scale.vae).eval()
            self.small_vae = self.diffusers.AutoencoderTiny.from_config(scale.small_vae).eval()
            self.encoders = [encoder.eval() for encoder in build_encoders(scale)]
        self.pipeline = self.diffusers.StableDiffusionXLPipeline(
            vae=self.vae,
            text_encoder=None,
            text_encoder_2=None,
            tokenizer=None,
            tokenizer_2=None,
            unet=self.unet,
            scheduler=self.diffusers.EulerDiscreteScheduler(**NOISE_LEVELS),
            add_watermarker=False,
        )
        self.pipeline.set_progress_bar_config(disable=True)

    def images(self, count: int, steps: int, *, guided: bool) -> torch.Tensor:
        """Make images from noise and embeddings; they stay on the device."""
        noise = [
            torch.randn(self.latent_shape(1), generator=torch.Generator().manual_seed(n))
            for n in range(count)
        ]
        width, pooled = self.scale.unet["cross_attention_dim"], self.scale.texts[1]["projection_dim"]
        texts = {
            "prompt_embeds": self.random(count, 77, width),
            "pooled_prompt_embeds": self.random(count, pooled),
        }
        if guided:
            texts |= {f"negative_{name}": torch.zeros_like(tensor) for name, tensor in texts.items()}
        self.pipeline.scheduler = self.scheduler(guided=guided)
        made: torch.Tensor = self.pipeline(
            **texts,
            latents=torch.cat(noise).to(self.scale.device, self.scale.dtype),
            width=self.scale.pixels,
            height=self.scale.pixels,
            num_inference_steps=steps,
            guidance_scale=GUIDANCE if guided else 0.0,
            output_type="pt",
        ).images
        return made

    def scheduler(self, *, guided: bool) -> Diffusers:
        """DPM++ 2M Karras for many steps, Euler over trailing timesteps for few, as the presets have them."""
        if guided:
            karras = {"use_karras_sigmas": True, "euler_at_final": True}
            return self.diffusers.DPMSolverMultistepScheduler(**NOISE_LEVELS, **karras)
        return self.diffusers.EulerDiscreteScheduler(**NOISE_LEVELS, timestep_spacing="trailing")

    def measure(
        self, name: str, make: Callable[[], object], *, images: int, limit: float, warm: int = 1
    ) -> Row:
        """Make it so often, after warming up; the median counts, and the most memory of all repeats."""
        for _ in range(warm):
            make()
        self.forget_peak()
        seconds = statistics.median(self.timed(make) for _ in range(self.repeats))
        row = Row(
            name=name,
            images=images,
            seconds=seconds,
            images_per_second=images / seconds,
            share=limit / seconds,
            peak_gib=self.peak_gib(),
        )
        print(as_line(row), flush=True)
        return row

    def timed(self, make: Callable[[], object]) -> float:
        """Seconds until the device is done."""
        self.wait()
        began = time.perf_counter()
        make()
        self.wait()
        return time.perf_counter() - began

    def arithmetic(self) -> Arithmetic:
        """Count the operations, and measure the device."""
        latents = self.random(*self.latent_shape(1))
        conditions = {
            "text_embeds": self.random(1, self.scale.texts[1]["projection_dim"]),
            "time_ids": self.random(1, 6),
        }
        tokens = self.random(1, 77, self.scale.unet["cross_attention_dim"])
        with FlopCounterMode(display=False) as unet:
            self.unet(latents, 500, encoder_hidden_states=tokens, added_cond_kwargs=conditions)
        with FlopCounterMode(display=False) as vae:
            self.vae.decode(latents)
        return Arithmetic(
            unet_tera=unet.get_total_flops() / TERA,
            vae_tera=vae.get_total_flops() / TERA,
            tera_per_second=self.fastest_product(),
        )

    def fastest_product(self) -> float:
        """Tera operations a second in the best of some products of large matrices."""
        size = self.scale.product
        one, other = self.random(size, size), self.random(size, size)
        seconds = min(self.timed(lambda: one @ other) for _ in range(20))
        return 2 * size**3 / seconds / TERA

    def read_text(self) -> None:
        """One text through both encoders."""
        ids = torch.randint(0, 49406, (1, 77), device=self.scale.device)
        for encoder in self.encoders:
            encoder(ids, output_hidden_states=True)

    def make_ours(self) -> None:
        """What costs no compiling: the layout of the weights, and one product for query, key and value."""
        self.pipeline.fuse_qkv_projections()
        for part in (self.unet, self.vae):
            part.requires_grad_(False).to(memory_format=torch.channels_last)
        torch.backends.cudnn.benchmark = True

    def compile(self) -> None:
        """Compile the UNet; the next images of each shape wait for it."""
        self.unet.compile(fullgraph=True, dynamic=False, backend=self.backend)

    def latent_shape(self, count: int) -> tuple[int, int, int, int]:
        """`image x 4 x height x width`."""
        side = self.scale.pixels // 8
        return count, 4, side, side

    def random(self, *shape: int) -> torch.Tensor:
        """Numbers for speed's sake."""
        return torch.randn(*shape, device=self.scale.device, dtype=self.scale.dtype)

    def wait(self) -> None:
        """Until the GPU has nothing left to do."""
        if self.scale.device == "cuda":
            torch.cuda.synchronize()

    def forget_peak(self) -> None:
        """Begin to look for the most memory."""
        if self.scale.device == "cuda":
            torch.cuda.empty_cache()
            torch.cuda.reset_peak_memory_stats()

    def peak_gib(self) -> float | None:
        """The most memory since, on a GPU."""
        return torch.cuda.max_memory_allocated() / GIBI if self.scale.device == "cuda" else None


@torch.no_grad()
def run(bench: Bench, steps: int) -> dict[str, Any]:
    """Measure everything: first as diffusers has it, since what is compiled and laid out anew stays so."""
    counted = bench.arithmetic()
    rows: list[Row] = []

    def many(name: str, count: int, warm: int = 1) -> None:
        limit = counted.limit(count, steps, guided=True)
        make = partial(bench.images, count, steps, guided=True)
        rows.append(bench.measure(f"{steps} steps, {name}", make, images=count, limit=limit, warm=warm))

    def slate(name: str, make: Callable[[], object], *, small_vae: bool = False) -> None:
        limit = counted.limit(SLATE, FEW_STEPS, guided=False, small_vae=small_vae)
        rows.append(bench.measure(f"slate of {SLATE}, {name}", make, images=SLATE, limit=limit))

    def together() -> object:
        return bench.images(SLATE, FEW_STEPS, guided=False)

    print_head()
    many("eager, one by one", 1)
    many(f"eager, {SLATE} at once", SLATE)
    slate("eager, one by one", lambda: [bench.images(1, FEW_STEPS, guided=False) for _ in range(SLATE)])
    slate("eager, all at once", together)
    bench.make_ours()
    many(f"laid out and fused, {SLATE} at once", SLATE)
    bench.compile()
    many("ours, one by one", 1)
    many(f"ours, {SLATE} at once", SLATE)
    slate("ours", together)
    bench.pipeline.vae = bench.small_vae
    slate("ours, small autoencoder", together, small_vae=True)
    text = bench.measure("one text read", bench.read_text, images=1, limit=0.0)
    return {
        "arithmetic": asdict(counted),
        "limit_images_per_second": 1 / counted.limit(1, steps, guided=True),
        "limit_slate_seconds": counted.limit(SLATE, FEW_STEPS, guided=False),
        "rows": {row.name: asdict(row) for row in rows},
        "text_seconds": text.seconds,
        "goals": judged(rows),
    }


def judged(rows: list[Row]) -> dict[str, dict[str, float]]:
    """What was reached beside what was wanted."""
    of = {row.name.partition(", ")[2]: row for row in rows if "steps" in row.name}
    slates = {row.name.partition(", ")[2]: row for row in rows if "slate" in row.name}
    best = max((of["ours, one by one"], of[f"ours, {SLATE} at once"]), key=lambda row: row.images_per_second)
    peer = max(
        (of["eager, one by one"], of[f"eager, {SLATE} at once"]), key=lambda row: row.images_per_second
    )
    return {
        "images a second": {"wanted": 0.95, "reached": best.images_per_second},
        "times eager": {"wanted": 1.6, "reached": best.images_per_second / peer.images_per_second},
        "seconds for a slate, at most": {"wanted": 0.5, "reached": slates["ours"].seconds},
    }


def load_diffusers() -> Diffusers:
    """Import diffusers, also beside a torchvision that does not fit PyTorch: its operators go unused."""
    try:
        import torchvision  # noqa: F401 - only whether it imports
    except ImportError:
        pass
    except RuntimeError:
        operators = torch.library.Library("torchvision", "FRAGMENT")
        for name in ("nms", "qnms"):
            operators.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        KEPT.append(operators)
    import diffusers

    return diffusers


KEPT: list[object] = []
"""What has been declared to PyTorch is forgotten with the object that declared it."""


def build_encoders(scale: Scale) -> list[torch.nn.Module]:
    """SDXL's two text encoders."""
    import transformers

    kinds = (transformers.CLIPTextModel, transformers.CLIPTextModelWithProjection)
    configs = [transformers.CLIPTextConfig(**config) for config in scale.texts]
    return [kind(config) for kind, config in zip(kinds, configs, strict=True)]


@contextmanager
def built_on(scale: Scale) -> Iterator[None]:
    """Let modules be born on the device and in the precision: in 32 bits on the CPU it takes minutes."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(scale.dtype)
    try:
        with torch.device(scale.device):
            yield
    finally:
        torch.set_default_dtype(before)


def print_head() -> None:
    """The head of the table."""
    print("| | images | seconds | images/s | of the limit | peak GiB |\n|---|---|---|---|---|---|")


def as_line(row: Row) -> str:
    """A line of the table."""
    peak = "-" if row.peak_gib is None else f"{row.peak_gib:.1f}"
    speeds = f"{row.seconds:.3f} | {row.images_per_second:.2f} | {row.share:.0%}"
    return f"| {row.name} | {row.images} | {speeds} | {peak} |"


def machine() -> dict[str, str]:
    """Where it was measured, and with what."""
    import diffusers

    gpu = torch.cuda.get_device_name() if torch.cuda.is_available() else "none"
    versions = {"torch": torch.__version__, "diffusers": diffusers.__version__}
    return {"gpu": gpu, "python": platform.python_version(), **versions}


def save(figures: dict[str, Any], place: Path) -> None:
    """Write the figures."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(figures, indent=2) + "\n")


def main() -> None:
    """Measure and write the result, or say that there is no GPU."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--tiny", action="store_true", help="a small model on the CPU; figures mean nothing")
    parser.add_argument("--backend", help="of torch.compile: inductor, or eager with --tiny")
    parser.add_argument("--out", type=Path, help=f"default: {RESULT.name}, and nowhere with --tiny")
    asked = parser.parse_args()
    if not asked.tiny and not torch.cuda.is_available():
        print("not run: no GPU")
        if not RESULT.exists():
            save({"not run": "no GPU"}, RESULT)
        return
    bench = Bench(
        TINY if asked.tiny else FULL,
        repeats=asked.repeats,
        backend=asked.backend or ("eager" if asked.tiny else "inductor"),
    )
    settings = {"steps": asked.steps, "repeats": asked.repeats, "pixels": bench.scale.pixels}
    figures = {"settings": settings, "machine": machine(), **run(bench, asked.steps)}
    place = asked.out or (None if asked.tiny else RESULT)
    if place is not None:
        save(figures, place)
    for goal, figure in figures["goals"].items():
        print(f"{goal}: {figure['reached']:.2f} (wanted: {figure['wanted']})")


if __name__ == "__main__":
    main()
