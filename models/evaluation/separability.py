"""Whether a picture shows what it is of: a small network learns to read every attribute off the pixels.

Values that look alike cannot be told apart by it, nor by a person, nor by a model of their taste.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from models.miniature.sampling import ATTRIBUTES, Paintings

if TYPE_CHECKING:
    from torch.optim import Optimizer

WIDTHS = (24, 48, 96, 192)
BATCH = 64
LEARNING_RATE = 4e-3
WEIGHT_DECAY = 0.03
SMOOTHING = 0.05
SHIFT_PIXELS = 4
TOLD_EVERY = 100
HARDER = {"subject": 1.5, "setting": 3.0}
"""Attributes whose loss weighs more: the one with most values, and the one that the subject stands before."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How well one attribute was read: its accuracy, and counts of `true value x value read`."""

    accuracy: float
    confusion: NDArray[np.int64]


class AttributeReader(nn.Module):
    """A small residual network with one head per attribute; 2 million parameters."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = _convolution(3, WIDTHS[0], stride=2)
        pairs = itertools.pairwise(WIDTHS)
        self.stages = nn.Sequential(*(_stage(narrow, wide) for narrow, wide in pairs))
        self.drop = nn.Dropout(0.1)
        self.heads = nn.ModuleDict(
            {name: nn.Linear(2 * WIDTHS[-1], len(values)) for name, values in ATTRIBUTES.items()}
        )

    def forward(self, pixels: Tensor) -> dict[str, Tensor]:
        """Logits (`picture x value`) by attribute, from pixels (-1 to 1, `picture x 3 x height x width`)."""
        maps = self.stages(self.stem(pixels))
        features = self.drop(torch.cat([maps.mean(dim=(2, 3)), maps.amax(dim=(2, 3))], dim=1).float())
        return {name: head(features) for name, head in self.heads.items()}


class _Block(nn.Module):
    """Two convolutions beside a shortcut."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = _convolution(width, width)
        self.second = nn.Sequential(nn.Conv2d(width, width, 3, padding=1, bias=False), nn.BatchNorm2d(width))

    def forward(self, maps: Tensor) -> Tensor:
        """The same shape."""
        return functional.relu(maps + self.second(self.first(maps)))


def _convolution(narrow: int, wide: int, *, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(narrow, wide, 3, stride=stride, padding=1, bias=False), nn.BatchNorm2d(wide), nn.ReLU()
    )


def _stage(narrow: int, wide: int) -> nn.Sequential:
    return nn.Sequential(_convolution(narrow, wide, stride=2), _Block(wide), _Block(wide))


def train(
    paintings: Paintings,
    *,
    steps: int,
    batch: int = BATCH,
    seed: int,
    told: Callable[[int, float], None] = lambda step, loss: None,
) -> AttributeReader:
    """Train for so many steps of one batch each; `told` hears the step and the loss now and then.

    Steps rather than minutes, so that a slower machine finds the same. Raises `ValueError` where there
    are fewer pictures than one batch takes.
    """
    if len(paintings) < batch:
        raise ValueError(f"{len(paintings)} pictures are fewer than one batch: paint at least {batch}")
    torch.manual_seed(seed)
    reader = AttributeReader()
    optimizer = torch.optim.AdamW(reader.parameters(), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    pixels, labels = _tensors(paintings)
    for step, rows in enumerate(itertools.islice(_endless_batches(len(paintings), batch, seed), steps)):
        _set_rate(optimizer, step / steps)
        loss = _step(reader, optimizer, _shifted(pixels[rows]), labels[rows])
        if step % TOLD_EVERY == 0:
            told(step, loss)
    return reader.eval()


def read_all(reader: AttributeReader, paintings: Paintings) -> Mapping[str, Reading]:
    """Read every picture, and count what was read against what is there."""
    pixels, labels = _tensors(paintings)
    found: dict[str, list[Tensor]] = {name: [] for name in ATTRIBUTES}
    with torch.inference_mode():
        for start in range(0, len(pixels), 4 * BATCH):
            for name, logits in reader(_scaled(pixels[start : start + 4 * BATCH])).items():
                found[name].append(logits.argmax(dim=1))
    return {
        name: _reading(labels[:, column], torch.cat(found[name]), len(values))
        for column, (name, values) in enumerate(ATTRIBUTES.items())
    }


def _reading(truth: Tensor, found: Tensor, values: int) -> Reading:
    counts = torch.bincount(truth * values + found, minlength=values * values).reshape(values, values)
    return Reading(accuracy=float(counts.trace() / counts.sum()), confusion=counts.numpy())


def _tensors(paintings: Paintings) -> tuple[Tensor, Tensor]:
    return torch.from_numpy(paintings.pixels).permute(0, 3, 1, 2), torch.from_numpy(paintings.labels)


def _endless_batches(count: int, batch: int, seed: int) -> Iterator[Tensor]:
    generator = torch.Generator().manual_seed(seed)
    while True:
        order = torch.randperm(count, generator=generator)
        yield from order[: count - count % batch].split(batch)


def _set_rate(optimizer: Optimizer, share: float) -> None:
    """Warm up for a twentieth of the steps, then fall to nothing along a straight line."""
    rate = LEARNING_RATE * min(share / 0.05, (1 - share) / 0.95)
    for group in optimizer.param_groups:
        group["lr"] = rate


def _step(reader: AttributeReader, optimizer: Optimizer, pixels: Tensor, labels: Tensor) -> float:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = reader(_scaled(pixels))
    losses = [
        HARDER.get(name, 1.0)
        * functional.cross_entropy(logits[name], labels[:, column], label_smoothing=SMOOTHING)
        for column, name in enumerate(ATTRIBUTES)
    ]
    loss = torch.stack(losses).sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return float(loss.detach())


def _shifted(pixels: Tensor) -> Tensor:
    """The batch moved by a few pixels, so that places are not learned by heart."""
    x, y = (int(torch.randint(-SHIFT_PIXELS, SHIFT_PIXELS + 1, ())) for _ in range(2))
    return torch.roll(pixels, (x, y), dims=(3, 2))


def _scaled(pixels: Tensor) -> Tensor:
    return (pixels.float() / 127.5 - 1).contiguous(memory_format=torch.channels_last)
