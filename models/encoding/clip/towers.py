"""The two towers of a CLIP model, rebuilt from open_clip's for inference, or as they are where that fails.

Rebuilt are open_clip's own vision and text transformers (ViT-B-32 to ViT-bigG-14). Towers of timm and of
transformers, ResNets and attention pools run as open_clip has them: on a CPU in fp32, elsewhere in autocast.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.encoding.clip.layers import Block, Layout, Linear, Norm, attention, can_rebuild
from models.encoding.clip.weights import OpenClip

Tower = Callable[[Tensor], Tensor]
"""Pixels (`image x 3 x row x column`, fp32) or tokens (`text x token`) to embeddings (`item x dimension`)."""
POOLS = {"argmax", "eos"}


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Pictures:
    """Each picture has `length` tokens."""

    count: int
    length: int

    def attend(self, projected: Tensor, heads: int) -> Tensor:
        """Picture by picture on a CPU: the scores of one fit into its cache, those of several do not."""
        split = projected.view(self.count, self.length, 3, heads, -1).permute(2, 0, 3, 1, 4)
        at_once = 1 if projected.device.type == "cpu" else self.count
        mixed = [attention(*part.unbind(0)) for part in split.split(at_once, dim=1)]
        return torch.cat(mixed).transpose(1, 2).reshape(self.count * self.length, -1)


class Sentences:
    """Texts of different lengths; `ends` is where each has its last token that matters."""

    def __init__(self, ends: Tensor) -> None:
        lengths = ends + 1
        longest = torch.arange(int(lengths.max()), device=ends.device)
        starts = lengths.cumsum(0) - lengths
        self.is_real = longest < lengths[:, None]
        self.last = starts + ends
        # what stands in the padding are tokens of the next text: no token looks at what comes after it
        self._places = (starts[:, None] + longest).clamp_(max=int(lengths.sum()) - 1)

    def attend(self, projected: Tensor, heads: int) -> Tensor:
        """All texts at once, filled up to the longest."""
        count, longest = self._places.shape
        split = projected[self._places].view(count, longest, 3, heads, -1).permute(2, 0, 3, 1, 4)
        mixed = attention(*split.unbind(0), is_causal=True).transpose(1, 2)
        return mixed.flatten(2)[self.is_real]


class PictureTower:
    """open_clip's vision transformer; only the class token is read."""

    def __init__(self, visual: OpenClip, *, dtype: torch.dtype) -> None:
        self._dtype = dtype
        self._patches = visual.conv1.weight.to(dtype)
        self._bias = None if visual.conv1.bias is None else visual.conv1.bias.to(dtype)
        self._stride = visual.conv1.stride
        self._class = visual.class_embedding.to(dtype)
        self._positions = visual.positional_embedding.to(dtype)
        self._first = Norm(visual.ln_pre, dtype=dtype)
        self._blocks = [Block(block, dtype=dtype) for block in visual.transformer.resblocks]
        self._last = Norm(visual.ln_post, dtype=dtype)
        self._project = _projection(visual.proj, dtype)

    def __call__(self, pixels: Tensor) -> Tensor:
        """`image x dimension`."""
        patches = functional.conv2d(pixels.to(self._dtype), self._patches, self._bias, self._stride)
        tokens = patches.flatten(2).transpose(1, 2)
        classes = self._class.expand(len(tokens), 1, -1)
        tokens = torch.cat([classes, tokens], dim=1) + self._positions
        count, length, width = tokens.shape
        layout = Pictures(count=count, length=length)
        first = torch.arange(count, device=tokens.device) * length
        pooled = self._last(_through(self._blocks, self._first(tokens).view(-1, width), layout, first))
        return self._project(pooled)


class TextTower:
    """open_clip's text transformer; only the token that ends a text is read, so none after it is made."""

    def __init__(self, text: OpenClip, pool: str, end: int, *, dtype: torch.dtype) -> None:
        self._pool, self._end = pool, end
        self._tokens = text.token_embedding.weight.to(dtype)
        self._positions = text.positional_embedding.to(dtype)
        self._blocks = [Block(block, dtype=dtype) for block in text.transformer.resblocks]
        self._last = Norm(text.ln_final, dtype=dtype)
        self._project = _projection(text.text_projection, dtype)

    def __call__(self, tokens: Tensor) -> Tensor:
        """`text x dimension`."""
        layout = Sentences(self._ends(tokens))
        is_real = functional.pad(layout.is_real, (0, tokens.shape[1] - layout.is_real.shape[1]))
        places = torch.arange(tokens.shape[1], device=tokens.device).expand_as(tokens)[is_real]
        rows = self._tokens[tokens[is_real]] + self._positions[places]
        return self._project(self._last(_through(self._blocks, rows, layout, layout.last)))

    def _ends(self, tokens: Tensor) -> Tensor:
        return tokens.argmax(-1) if self._pool == "argmax" else (tokens == self._end).int().argmax(-1)


def picture_tower(model: OpenClip, *, dtype: torch.dtype) -> tuple[Tower, bool]:
    """The fastest that gives the same, and whether it is rebuilt."""
    visual = model.visual
    if (
        type(visual).__name__ == "VisionTransformer"
        and visual.attn_pool is None
        and visual.pool_type == "tok"
        and not visual.output_tokens
        and can_rebuild(visual.transformer)
    ):
        return PictureTower(visual, dtype=dtype), True
    visual.to(memory_format=torch.channels_last)
    return _as_it_is(model.encode_image, dtype), False


def text_tower(model: OpenClip, *, dtype: torch.dtype) -> tuple[Tower, bool]:
    """The fastest that gives the same, and whether it is rebuilt."""
    text: OpenClip = getattr(model, "text", model)
    pool = getattr(text, "text_pool_type", getattr(text, "pool_type", None))
    end = getattr(text, "text_eos_id", getattr(text, "eos_id", 0))
    if (
        pool in POOLS
        and getattr(text, "attn_mask", None) is not None
        and getattr(text, "cls_emb", None) is None
        and not getattr(text, "use_pad_mask", False)
        and not getattr(text, "output_tokens", False)
        and can_rebuild(text.transformer)
    ):
        return TextTower(text, pool, end, dtype=dtype), True
    return _as_it_is(model.encode_text, dtype), False


def _through(blocks: list[Block], tokens: Tensor, layout: Layout, pooled: Tensor) -> Tensor:
    """The pooled rows (`item x width`) after all blocks."""
    for block in blocks[:-1]:
        tokens = block(tokens, layout)
    return blocks[-1](tokens, layout, only=pooled)


def _as_it_is(encode: Tower, dtype: torch.dtype) -> Tower:
    def call(batch: Tensor) -> Tensor:
        device = batch.device.type
        with torch.autocast(device, dtype, enabled=device != "cpu" and dtype != torch.float32):
            return encode(batch)

    return call


def _projection(given: nn.Linear | Tensor | None, dtype: torch.dtype) -> Tower:
    """To the space that texts and images share: a layer, a matrix (`width x dimension`), or nothing."""
    if given is None:
        return lambda rows: rows
    if isinstance(given, nn.Linear):
        return Linear(given.weight, given.bias, dtype=dtype)
    matrix = given.to(dtype)
    return lambda rows: rows @ matrix
