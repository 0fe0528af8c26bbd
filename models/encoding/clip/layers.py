"""The layers of open_clip's transformers, rebuilt for inference: fused, packed, nothing kept for training.

Tokens of all items of a batch stand in one matrix (`token x width`), without padding between them.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.encoding.clip.weights import OpenClip

PACKING_ROWS = 1024
"""For how many rows at a time weights are packed; fewer and more (8 to 2056) are as fast with it."""
PROBE_ERROR = 0.05


class Layout(Protocol):
    """Knows which tokens belong together."""

    def attend(self, projected: Tensor, heads: int) -> Tensor:
        """Attention within each item, `token x (3 * width)` to `token x width`; queries come scaled."""
        ...


class Linear:
    """`rows @ weight.T + bias`, then an activation or a sum; packed for this CPU where that works."""

    def __init__(
        self, weight: Tensor, bias: Tensor | None, *, dtype: torch.dtype, activation: nn.Module | None = None
    ) -> None:
        self._bias = _cast(bias, dtype)
        self._activation = activation
        self._is_packed = weight.device.type == "cpu" and can_pack(dtype)
        self._fuses_gelu = self._is_packed and _is_plain_gelu(activation)
        plain = weight.to(dtype).contiguous()
        self._weight = _pack(plain) if self._is_packed else plain

    def __call__(self, rows: Tensor) -> Tensor:
        """`row x in` to `row x out`."""
        if self._fuses_gelu:
            return _packed(rows, self._weight, self._bias, "gelu", "none")
        made = self._linear(rows)
        return made if self._activation is None else self._activation(made)

    def add_to(self, rows: Tensor, other: Tensor) -> Tensor:
        """The same, added to `other` (`row x out`), which stays as it is."""
        if self._is_packed:
            return _packed_added(rows, other, self._weight, self._bias)
        return other + self._linear(rows)

    def _linear(self, rows: Tensor) -> Tensor:
        if self._is_packed:
            return _packed(rows, self._weight, self._bias, "none", "")
        return functional.linear(rows, self._weight, self._bias)


class Norm:
    """A layer normalisation, or nothing where the model has none there."""

    def __init__(self, module: nn.Module, *, dtype: torch.dtype) -> None:
        self._norm: tuple[Any, ...] | None = None
        if isinstance(module, nn.LayerNorm):
            weight, bias = _cast(module.weight, dtype), _cast(module.bias, dtype)
            self._norm = (module.normalized_shape, weight, bias, module.eps)

    def __call__(self, rows: Tensor) -> Tensor:
        """`row x width`."""
        return rows if self._norm is None else functional.layer_norm(rows, *self._norm)


class Block:
    """One residual attention block of open_clip's; see `can_rebuild`."""

    def __init__(self, block: OpenClip, *, dtype: torch.dtype) -> None:
        attention, mlp = block.attn, block.mlp
        self._heads = attention.num_heads
        self._before_attention = Norm(block.ln_1, dtype=dtype)
        self._project = Linear(*_scaled_queries(attention), dtype=dtype)
        self._out = Linear(*_scaled(attention.out_proj, block.ls_1), dtype=dtype)
        self._before_mlp = Norm(block.ln_2, dtype=dtype)
        self._up = Linear(mlp.c_fc.weight, mlp.c_fc.bias, dtype=dtype, activation=mlp.gelu)
        self._down = Linear(*_scaled(mlp.c_proj, block.ls_2), dtype=dtype)

    def __call__(self, tokens: Tensor, layout: Layout, *, only: Tensor | None = None) -> Tensor:
        """`token x width`; with `only`, just those rows: what the last block makes of others nobody reads."""
        mixed = layout.attend(self._project(self._before_attention(tokens)), self._heads)
        if only is not None:
            mixed, tokens = mixed[only], tokens[only]
        tokens = self._out.add_to(mixed, tokens)
        return self._down.add_to(self._up(self._before_mlp(tokens)), tokens)


def can_rebuild(transformer: nn.Module) -> bool:
    """Whether all blocks are of the kind that `Block` knows; the custom ones of open_clip are not."""
    blocks = getattr(transformer, "resblocks", None)
    return blocks is not None and all(
        type(block).__name__ == "ResidualAttentionBlock"
        and isinstance(block.attn, nn.MultiheadAttention)
        and block.attn.batch_first
        for block in blocks
    )


def attention(queries: Tensor, keys: Tensor, values: Tensor, *, is_causal: bool = False) -> Tensor:
    """`item x head x token x part` each, queries scaled already.

    On a CPU PyTorch's fused attention takes about twice as long for so few tokens. Scores are in fp32: in
    bf16 a large one would be off by several percent.
    """
    if queries.device.type != "cpu":
        return fused_attention(queries, keys, values, is_causal=is_causal)
    # in one piece each: the product of pieces that lie apart takes longer than to bring them together
    asked, offered, given = (part.flatten(0, 1).contiguous() for part in (queries, keys, values))
    scores = torch.bmm(asked.float(), offered.float().transpose(1, 2))
    if is_causal:
        scores += _causal(scores.shape[-1])
    return torch.bmm(scores.softmax(dim=-1).to(values.dtype), given).view(queries.shape)


def fused_attention(queries: Tensor, keys: Tensor, values: Tensor, *, is_causal: bool = False) -> Tensor:
    """The same by PyTorch's own operator."""
    return functional.scaled_dot_product_attention(queries, keys, values, is_causal=is_causal, scale=1.0)


@cache
def can_pack(dtype: torch.dtype) -> bool:
    """Whether oneDNN packs weights for this CPU in these numbers.

    The operators are those that PyTorch's own compiler writes, but they are not promised to stay: they are
    tried here, and where they are missing or wrong the plain ones do the work.
    """
    made = torch.Generator().manual_seed(0)
    rows, weight, other = (torch.randn(size, generator=made) for size in ((3, 32), (16, 32), (3, 16)))
    given = (rows.to(dtype), other.to(dtype))
    try:
        packed = _pack(weight.to(dtype))
        gelu = _packed(given[0], packed, None, "gelu", "none")
        added = _packed_added(*given, packed, None)
    except (AttributeError, RuntimeError):
        return False
    plain = rows @ weight.T
    return _is_near(gelu, functional.gelu(plain)) and _is_near(added, plain + other)


@cache
def _causal(length: int) -> Tensor:
    return torch.full((length, length), float("-inf")).triu_(1)


def _is_near(found: Tensor, wanted: Tensor) -> bool:
    return bool(((found.float() - wanted).abs().max() / wanted.abs().max()) < PROBE_ERROR)


def _is_plain_gelu(activation: nn.Module | None) -> bool:
    return type(activation) is nn.GELU and activation.approximate == "none"


def _pack(weight: Tensor) -> Tensor:
    packed: Tensor = torch.ops.mkldnn._reorder_linear_weight(weight, PACKING_ROWS)  # noqa: SLF001 - see `can_pack`
    return packed


def _packed(rows: Tensor, weight: Tensor, bias: Tensor | None, activation: str, kind: str) -> Tensor:
    made: Tensor = torch.ops.mkldnn._linear_pointwise(  # noqa: SLF001 - see `can_pack`
        rows, weight, bias, activation, [], kind
    )
    return made


def _packed_added(rows: Tensor, other: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
    binary = torch.ops.mkldnn._linear_pointwise.binary  # noqa: SLF001 - see `can_pack`
    made: Tensor = binary(rows, other, weight, bias, "add")
    return made


def _scaled_queries(attention: nn.MultiheadAttention) -> tuple[Tensor, Tensor | None]:
    """The joint projection to queries, keys and values with the scale of the scores in the queries' part."""
    width = attention.embed_dim
    scale = (width // attention.num_heads) ** -0.5
    weight: Tensor = attention.in_proj_weight.clone()
    bias: Tensor | None = attention.in_proj_bias
    weight[:width] *= scale
    if bias is not None:
        bias = bias.clone()
        bias[:width] *= scale
    return weight, bias


def _scaled(linear: nn.Linear, layer_scale: nn.Module) -> tuple[Tensor, Tensor | None]:
    """A layer's weights with the scale that follows it in them."""
    gamma = getattr(layer_scale, "gamma", None)
    weight: Tensor = linear.weight
    bias: Tensor | None = linear.bias
    if gamma is None:
        return weight, bias
    return weight * gamma[:, None], None if bias is None else bias * gamma


def _cast(part: Tensor | None, dtype: torch.dtype) -> Tensor | None:
    return None if part is None else part.to(dtype)
