"""A real Stable Diffusion XL of a few million weights: folders such as an operator has, made in seconds.

Everything is diffusers' and transformers' own: pipeline, UNet, autoencoder, text encoders, and tokenizers
from the vocabulary that open_clip ships. The weights are random; only the autoencoder's are written by hand
(`tests.fakes.tiny_vae`).
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import torch

WIDTH = 32
"""Of both text encoders."""
PIXELS = 64
RANK = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class TinySdxl:
    """Where the parts lie: a pipeline's folder, a LoRA's file, the folder of a small autoencoder."""

    model: Path
    lora: Path
    preview_vae: Path


@pytest.fixture(scope="session")
def tiny_sdxl(tmp_path_factory: pytest.TempPathFactory) -> TinySdxl:
    """The folders, built once; a test that changes one copies it first."""
    return build_tiny_sdxl(tmp_path_factory.mktemp("sdxl"))


def build_tiny_sdxl(folder: Path) -> TinySdxl:
    """Write all parts below a folder."""
    import torch

    from models.vision_libraries import load_diffusers

    diffusers = load_diffusers()
    torch.manual_seed(0)
    pipeline = _pipeline(diffusers, folder)
    parts = TinySdxl(
        model=folder / "tiny-sdxl",
        lora=folder / "tiny-lora" / "pytorch_lora_weights.safetensors",
        preview_vae=folder / "tiny-taesd",
    )
    pipeline.save_pretrained(parts.model, safe_serialization=True)
    _write_lora(pipeline.unet, parts.lora)
    _tiny_autoencoder(diffusers).save_pretrained(parts.preview_vae, safe_serialization=True)
    return parts


def _pipeline(diffusers: Any, folder: Path) -> Any:  # noqa: ANN401 - diffusers comes without types
    from tests.fakes.tiny_vae import build_vae

    tokenizers = _tokenizers(folder / "tokenizers")
    return diffusers.StableDiffusionXLPipeline(
        vae=build_vae(scaling_factor=8.0),
        text_encoder=_text_encoder("CLIPTextModel"),
        text_encoder_2=_text_encoder("CLIPTextModelWithProjection"),
        tokenizer=tokenizers[0],
        tokenizer_2=tokenizers[1],
        unet=_unet(diffusers),
        scheduler=diffusers.EulerDiscreteScheduler(
            beta_schedule="scaled_linear",
            beta_start=0.00085,
            beta_end=0.012,
            steps_offset=1,
            timestep_spacing="leading",
            prediction_type="v_prediction",  # random weights then add little: images stay images
        ),
    )


def _unet(diffusers: Any) -> Any:  # noqa: ANN401
    import torch

    unet = diffusers.UNet2DConditionModel(
        sample_size=PIXELS // 8,
        block_out_channels=(16, 32),
        layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=(2, 4),
        transformer_layers_per_block=(1, 2),
        cross_attention_dim=2 * WIDTH,
        use_linear_projection=True,
        addition_embed_type="text_time",
        addition_time_embed_dim=8,
        projection_class_embeddings_input_dim=6 * 8 + WIDTH,
        norm_num_groups=8,
    )
    with torch.no_grad():  # so that texts make a difference that shows, but rounding does not
        unet.conv_out.weight.mul_(0.04)
    return unet.eval()


def _text_encoder(kind: str) -> torch.nn.Module:
    import transformers

    config = transformers.CLIPTextConfig(
        vocab_size=49408,
        hidden_size=WIDTH,
        intermediate_size=2 * WIDTH,
        projection_dim=WIDTH,
        num_hidden_layers=3,
        num_attention_heads=4,
        bos_token_id=49406,
        eos_token_id=49407,
        pad_token_id=1,
        initializer_factor=10.0,
    )
    encoder: torch.nn.Module = getattr(transformers, kind)(config)
    return encoder.eval()


def _tokenizers(folder: Path) -> list[Any]:
    """As Stable Diffusion XL has them: alike, but for what texts are filled up with."""
    import transformers

    _write_vocabulary(folder)
    return [
        transformers.CLIPTokenizer.from_pretrained(folder, model_max_length=77, pad_token=pad)
        for pad in ("<|endoftext|>", "!")
    ]


def _write_vocabulary(folder: Path) -> None:
    """The files that a CLIP tokenizer is loaded from, out of the one that open_clip ships."""
    from models.vision_libraries import load_open_clip

    tokenizer = load_open_clip().tokenizer
    lines = gzip.decompress(Path(tokenizer.default_bpe()).read_bytes()).decode("utf-8").split("\n")
    merges = lines[1 : 49152 - 256 - 2 + 1]
    letters = list(tokenizer.bytes_to_unicode().values())
    words = [*letters, *(letter + "</w>" for letter in letters), *("".join(m.split()) for m in merges)]
    words += ["<|startoftext|>", "<|endoftext|>"]
    folder.mkdir(parents=True)
    (folder / "vocab.json").write_text(json.dumps({word: index for index, word in enumerate(words)}))
    (folder / "merges.txt").write_text("\n".join(["#version: 0.2", *merges]) + "\n")


def _write_lora(unet: torch.nn.Module, file: Path) -> None:
    """A LoRA over the attention of the UNet, strong enough to be seen."""
    import torch
    from safetensors.torch import save_file

    generator = torch.Generator().manual_seed(7)
    tensors = {}
    for name, module in unet.named_modules():
        if name.endswith(("to_q", "to_k", "to_v", "to_out.0")) and isinstance(module, torch.nn.Linear):
            down = torch.randn(RANK, module.in_features, generator=generator)
            up = torch.randn(module.out_features, RANK, generator=generator)
            tensors[f"unet.{name}.lora_A.weight"] = down / 2
            tensors[f"unet.{name}.lora_B.weight"] = up / 2
    file.parent.mkdir(parents=True)
    save_file(tensors, file)


def _tiny_autoencoder(diffusers: Any) -> Any:  # noqa: ANN401
    return diffusers.AutoencoderTiny(
        encoder_block_out_channels=(8, 8, 8, 8),
        decoder_block_out_channels=(8, 8, 8, 8),
        num_encoder_blocks=(1, 1, 1, 1),
        num_decoder_blocks=(1, 1, 1, 1),
    ).eval()
