"""Against open_clip's own towers and preparation, on the same weights."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from core.errors import TransientError, WorkError
from models.encoder import EncoderFactory, ImagesWork, Precision, TextsWork
from models.encoding.clip.engine import EncoderEngine
from tests.fakes.tiny_clip import TEXT, TRANSFORMER, TinyClip, build_tiny_clip

TEXTS = ("a cat", "", "a white cat on a red sofa at night, oil on canvas", "x", "very long " * 60)


class Audience:
    def __init__(self, *, is_wanted: bool = True) -> None:
        self._is_wanted = is_wanted

    def show(self, index: int, preview: bytes) -> None:
        raise AssertionError("there is nothing to see")

    def is_wanted(self) -> bool:
        return self._is_wanted


def picture(width: int, height: int, *, seed: int, kind: str = "PNG", mode: str = "RGB") -> bytes:
    """A file of soft blotches."""
    blotches = np.random.default_rng(seed).integers(0, 255, (6, 6, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(blotches).resize((width, height)).convert(mode).save(file, kind)
    return file.getvalue()


IMAGES = tuple(
    picture(width, height, seed=seed, kind=kind, mode=mode)
    for seed, (width, height, kind, mode) in enumerate(
        [
            (256, 256, "PNG", "RGB"),
            (300, 111, "PNG", "RGB"),
            (90, 201, "JPEG", "RGB"),
            (64, 64, "WEBP", "RGB"),
            (30, 41, "PNG", "RGB"),
            (120, 120, "PNG", "P"),
            (120, 90, "PNG", "RGBA"),
            (90, 120, "PNG", "L"),
        ]
    )
)


def own_rows(
    clip: TinyClip, texts: Sequence[str], images: Sequence[bytes], *, precision: str = "fp32"
) -> list[NDArray[np.float32]]:
    """What open_clip makes of them, one by one."""
    import torch

    from models.vision_libraries import load_open_clip

    open_clip = load_open_clip()
    model, _, prepare = open_clip.create_model_and_transforms(
        clip.config.stem, pretrained=str(clip.weights), precision=precision
    )
    dtype = torch.bfloat16 if precision == "bf16" else torch.float32
    tokenize = open_clip.get_tokenizer(clip.config.stem)
    model.eval()
    with torch.no_grad():
        of_texts = [model.encode_text(tokenize([text]), normalize=True) for text in texts]
        pixels = [prepare(Image.open(io.BytesIO(image)))[None].to(dtype) for image in images]
        of_images = [model.encode_image(one, normalize=True) for one in pixels]
    return [torch.cat(rows).float().numpy() for rows in (of_texts, of_images)]


def our_rows(engine: EncoderEngine) -> list[NDArray[np.float32]]:
    """What the engine makes of them, as jobs of several callers."""
    kinds: list[list[Any]] = [
        [TextsWork(texts=TEXTS[:1]), TextsWork(texts=TEXTS[1:])],
        [ImagesWork(images=IMAGES[:3]), ImagesWork(images=IMAGES[3:])],
    ]
    found = [engine.perform(jobs, Audience()) for jobs in kinds]
    return [np.concatenate([rows for rows in made if not isinstance(rows, WorkError)]) for made in found]


def least_cosine(clip: TinyClip, engine: EncoderEngine, *, spread: float = 0.9) -> float:
    """The least over all texts and images; their own lie well apart, or it would mean nothing."""
    least = 1.0
    for own, ours in zip(own_rows(clip, TEXTS, IMAGES), our_rows(engine), strict=True):
        assert ours.dtype == np.float32
        assert ours.shape == own.shape
        assert (own @ own.T).min() < spread
        assert np.allclose(np.linalg.norm(ours, axis=1), 1.0, atol=1e-5)
        least = min(least, float((own * ours).sum(axis=1).min()))
    return least


@pytest.mark.parametrize(("precision", "least"), [("fp32", 0.9999), ("bf16", 0.9995)])
def test_rows_are_those_of_open_clip(tiny_clip: TinyClip, precision: Precision, least: float) -> None:
    engine = EncoderFactory(options=tiny_clip.options(precision))("cpu")
    assert engine.is_rebuilt == (True, True)
    assert least_cosine(tiny_clip, engine) >= least


@pytest.mark.gpu
@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_rows_are_those_of_open_clip_on_a_gpu_too(tiny_clip: TinyClip, precision: Precision) -> None:
    engine = EncoderFactory(options=tiny_clip.options(precision))("cuda")
    assert least_cosine(tiny_clip, engine) >= 0.9995
    assert engine.memory_bytes()["gpu_peak"] > 0


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_rows_are_the_same_where_weights_cannot_be_packed(
    tiny_clip: TinyClip, precision: Precision, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.encoding.clip.layers.can_pack", lambda dtype: False)
    engine = EncoderFactory(options=tiny_clip.options(precision))("cpu")
    assert least_cosine(tiny_clip, engine) >= 0.9995


def test_a_residual_network_runs_as_open_clip_has_it(tiny_resnet: TinyClip) -> None:
    engine = EncoderFactory(options=tiny_resnet.options("bf16"))("cpu")
    assert engine.is_rebuilt == (False, True)
    assert least_cosine(tiny_resnet, engine, spread=0.99) >= 0.9995


VARIANTS: dict[str, dict[str, Any]] = {
    "quick-gelu": {"quick_gelu": True},
    "scaled-layers": {"vision": {"ls_init_value": 0.3}, "text": {"ls_init_value": 0.3}},
    "custom-text": {"custom_text": True, "text": {"proj_bias": True}},
    "no-first-norm": {"vision": {"no_ln_pre": True, "final_ln_after_pool": True}},
    "mean-pool": {"vision": {"pool_type": "avg"}},
    "attention-pool": {"vision": {"attentional_pool": True, "attn_pooler_heads": 4}},
    "both-ways": {"text": {"no_causal_mask": True}},
    "normed-queries": {"vision": {"qk_norm": True}, "text": {"qk_norm": True}},
}
REBUILT = {
    "mean-pool": (False, True),
    "attention-pool": (False, True),
    "both-ways": (True, False),
    "normed-queries": (False, False),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_variants_of_the_architecture_are_known_or_left_alone(name: str, tmp_path: Path) -> None:
    changes = dict(VARIANTS[name])
    vision, text = TRANSFORMER | changes.pop("vision", {}), TEXT | changes.pop("text", {})
    clip = build_tiny_clip(tmp_path, f"tiny-{name}", vision, text=text, **changes)
    engine = EncoderFactory(options=clip.options())("cpu")
    assert engine.is_rebuilt == REBUILT.get(name, (True, True))
    assert least_cosine(clip, engine) >= 0.9995


def test_large_scores_of_attention_cost_no_more_than_in_open_clips_own_bf16(tmp_path: Path) -> None:
    def sharpen(parameters: dict[str, Any]) -> None:
        for name, value in parameters.items():
            if name.endswith("in_proj_weight"):
                value.mul_(1.5)

    clip = build_tiny_clip(tmp_path, "tiny-sharp", TRANSFORMER, change=sharpen)
    theirs = own_rows(clip, TEXTS, IMAGES, precision="bf16")
    least = min(
        float((row * other).sum(axis=1).min())
        for row, other in zip(own_rows(clip, TEXTS, IMAGES), theirs, strict=True)
    )
    engine = EncoderFactory(options=clip.options("bf16"))("cpu")
    assert 1 - least_cosine(clip, engine) <= 1.5 * (1 - least)


def test_a_damaged_image_is_told_to_its_own_job(tiny_engine: EncoderEngine) -> None:
    damaged = IMAGES[0][: len(IMAGES[0]) // 2]
    jobs = [ImagesWork(images=images) for images in (IMAGES[:1], (IMAGES[1], damaged), (b"",), IMAGES[1:2])]
    one, two, three, four = tiny_engine.perform(jobs, Audience())
    assert isinstance(two, WorkError)
    assert isinstance(three, WorkError)
    assert "could not be read" in str(two)
    (alone,) = tiny_engine.perform([ImagesWork(images=IMAGES[:2])], Audience())
    assert not isinstance(alone, WorkError)
    assert np.allclose(np.concatenate([np.asarray(one), np.asarray(four)]), alone, atol=1e-5)


def test_a_job_for_nothing_is_done(tiny_engine: EncoderEngine) -> None:
    assert [len(np.asarray(rows)) for rows in tiny_engine.perform([TextsWork(texts=())], Audience())] == [0]
    assert [len(np.asarray(rows)) for rows in tiny_engine.perform([ImagesWork(images=())], Audience())] == [0]


def test_work_that_nobody_waits_for_is_not_done(tiny_engine: EncoderEngine) -> None:
    with pytest.raises(TransientError):
        tiny_engine.perform([TextsWork(texts=TEXTS)], Audience(is_wanted=False))


def test_what_does_not_fit_at_once_is_made_in_halves(
    tiny_clip: TinyClip, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = EncoderFactory(options=tiny_clip.options())("cpu")
    tried: list[int] = []
    monkeypatch.setattr(engine, "_encode_texts", _with_room_for(1, engine._encode_texts, tried))
    (rows,) = engine.perform([TextsWork(texts=TEXTS)], Audience())
    assert len(np.asarray(rows)) == len(TEXTS)
    assert tried[:3] == [4, 2, 1]


def _with_room_for(most: int, encode: Callable[[Any], Any], tried: list[int]) -> Callable[[Any], Any]:
    def limited(items: Sequence[object]) -> object:
        tried.append(len(items))
        if len(items) > most:
            raise RuntimeError("CUDA out of memory")
        return encode(items)

    return limited


def test_memory_is_told(tiny_engine: EncoderEngine) -> None:
    assert tiny_engine.memory_bytes()["resident"] > 2**20


@pytest.fixture(scope="module")
def tiny_engine(tiny_clip: TinyClip) -> EncoderEngine:
    """One for all that do not change it."""
    return EncoderFactory(options=tiny_clip.options())("cpu")
