from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from models.encoding.clip.layers import Linear, attention, can_pack, fused_attention
from models.encoding.clip.towers import Pictures, Sentences


def noise(*size: int, seed: int = 0) -> Tensor:
    return torch.randn(size, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("is_causal", [False, True])
def test_attention_is_the_same_on_every_device(is_causal: bool) -> None:
    queries, keys, values = noise(3, 2, 4, 7, 8).unbind(0)
    by_hand = attention(queries, keys, values, is_causal=is_causal)
    assert torch.allclose(by_hand, fused_attention(queries, keys, values, is_causal=is_causal), atol=1e-5)


@pytest.mark.parametrize("is_packed", [True, False])
@pytest.mark.parametrize("activation", [None, nn.GELU(), nn.GELU(approximate="tanh"), nn.SiLU()])
def test_a_linear_layer_is_what_it_says_packed_or_not(
    is_packed: bool, activation: nn.Module | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not is_packed:
        monkeypatch.setattr("models.encoding.clip.layers.can_pack", lambda dtype: False)
    weight, bias, rows, other = noise(16, 32), noise(16), noise(5, 32, seed=1), noise(5, 16, seed=2)
    layer = Linear(weight, bias, dtype=torch.float32, activation=activation)
    plain = functional.linear(rows, weight, bias)
    assert torch.allclose(layer(rows), plain if activation is None else activation(plain), atol=1e-5)
    before = other.clone()
    assert torch.allclose(layer.add_to(rows, other), other + plain, atol=1e-5)
    assert torch.equal(other, before)


def test_where_the_operators_are_missing_or_wrong_nothing_is_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong in (lambda *given: torch.zeros(3, 16), _missing):
        can_pack.cache_clear()
        monkeypatch.setattr("models.encoding.clip.layers._packed", wrong)
        assert not can_pack(torch.float32)
    can_pack.cache_clear()


def _missing(*given: object) -> Tensor:
    raise AttributeError("_linear_pointwise")


def test_pictures_do_not_see_one_another() -> None:
    projected = noise(2 * 5, 3 * 8)
    both = Pictures(count=2, length=5).attend(projected, 2)
    for number, part in enumerate(projected.split(5)):
        assert torch.allclose(
            both[5 * number : 5 * (number + 1)], Pictures(count=1, length=5).attend(part, 2)
        )


def test_texts_do_not_see_one_another_nor_what_comes_later() -> None:
    lengths = [3, 6, 1]
    projected = noise(sum(lengths), 3 * 8)
    layout = Sentences(torch.tensor(lengths) - 1)
    together = layout.attend(projected, 2)
    for length, part, own in zip(lengths, together.split(lengths), projected.split(lengths), strict=True):
        assert torch.allclose(part, Sentences(torch.tensor([length - 1])).attend(own, 2), atol=1e-6)
        earlier = Sentences(torch.tensor([0])).attend(own[:1], 2)
        assert torch.allclose(part[:1], earlier, atol=1e-6)
    assert layout.last.tolist() == [2, 8, 9]
