"""How fast texts and images are embedded on a CPU, beside open_clip as it comes.

    python benchmarks/encode.py [--models ViT-H-14 ViT-B-32] [--runs 5]

The peer is open_clip with its defaults and PyTorch's (fp32, its own preparation of images, all at once as the
caller gives it); ours is the engine of `models.encoder`, in bf16 and, at equal precision, in fp32. Both start
from the same files and texts and end with rows of unit length, in the same batches, by turns in the same run.
The weights are random, as none can be had here: the time does not depend on them, but the error does. So the
least cosine is told also with the mean row taken off, as rows of random weights lie close together.

A *turn* is what one person's turn needs: 25 expansions and four images. Its ratio is held against the goal.
On a CPU that does not compute in bf16 nothing is measured. Writes `results/encode.json` and the table in
`docs/results/encoding.md`.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import torch
from numpy.typing import NDArray
from PIL import Image
from rich.console import Console
from rich.table import Table
from safetensors.torch import save_file

from models.encoder import EncoderFactory, EncoderOptions, EncoderWork, ImagesWork, TextsWork
from models.encoding.clip.loading import computes_in_bf16
from models.vision_libraries import load_open_clip

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "encode.json"
PUBLISHED = ROOT / "docs" / "results" / "encoding.md"
MARKS = ("<!-- written by benchmarks/encode.py -->\n", "<!-- end -->\n")
GOAL = 3.3
LEAST_COSINE = 0.9995
LARGE, ROOM_FOR_LARGE = "ViT-H-14", 18 * 2**30
EDGE_PIXELS = 1024
TURN = ("25 expansions", "4 images")
LOOKS = (
    "in watercolour, pale morning light",
    "as an oil painting, thick brush strokes, warm lamp light, seen from above",
    "at night, rain on the window, a city far below, film grain, 35 mm, shallow depth of field",
    "drawn in ink",
    "in a red armchair beside a fireplace, surrounded by old books, soft shadows, highly detailed",
)
PLACES = (
    "on a sofa",
    "in a garden full of tulips",
    "on the roof of a tall house",
    "by the sea",
    "in the snow",
)
LONG = (
    "and behind it a long row of houses in many colours with small windows and people who look out of them, "
)

Rows = NDArray[np.float32]
Encode = Callable[[EncoderWork], Rows]


class Onlooker:
    """Waits for all of it."""

    def show(self, index: int, preview: bytes) -> None:
        """There is nothing to see."""

    def is_wanted(self) -> bool:
        """It is."""
        return True


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One row of the table: seconds (median), and the least cosine with the peer's rows."""

    model: str
    what: str
    open_clip_seconds: float
    fp32_seconds: float
    bf16_seconds: float
    fp32_cosine: float
    bf16_cosine: float
    bf16_cosine_about_mean: float
    nearest_rows: float
    """The least cosine between two different rows of the peer's: how far apart they lie."""


def pictures(count: int) -> tuple[bytes, ...]:
    """PNG files with coarse shapes and fine grain."""
    random = np.random.default_rng(0)
    made = []
    for number in range(count):
        coarse = random.integers(0, 255, (4 + 3 * number, 5, 3), dtype=np.uint8)
        large = np.asarray(Image.fromarray(coarse).resize((EDGE_PIXELS, EDGE_PIXELS)), dtype=np.int16)
        grain = random.integers(-12, 13, large.shape, dtype=np.int16)
        file = io.BytesIO()
        Image.fromarray((large + grain).clip(0, 255).astype(np.uint8)).save(file, "PNG", compress_level=1)
        made.append(file.getvalue())
    return tuple(made)


def works() -> dict[str, EncoderWork]:
    """What is asked for, by name."""
    expansions = tuple(f"a white cat {place}, {look}" for place in PLACES for look in LOOKS)
    long = tuple(text + ", " + 4 * LONG for text in expansions)
    images = pictures(4)
    return {
        "1 expansion": TextsWork(texts=expansions[7:8]),
        TURN[0]: TextsWork(texts=expansions),
        "25 texts of full length": TextsWork(texts=long),
        "1 image": ImagesWork(images=images[:1]),
        TURN[1]: ImagesWork(images=images),
    }


class Peer:
    """open_clip as its own examples use it."""

    def __init__(self, name: str) -> None:
        open_clip: Any = load_open_clip()
        torch.manual_seed(0)
        self.model, _, self._prepare = open_clip.create_model_and_transforms(name)
        self.model.eval()
        self._tokenize = open_clip.get_tokenizer(name)

    def encode(self, work: EncoderWork) -> Rows:
        """Rows of unit length."""
        with torch.no_grad():
            if isinstance(work, TextsWork):
                rows = self.model.encode_text(self._tokenize(list(work.texts)), normalize=True)
            else:
                images = [self._prepare(Image.open(io.BytesIO(image))) for image in work.images]
                rows = self.model.encode_image(torch.stack(images), normalize=True)
        found: Rows = rows.numpy()
        return found

    def lengths(self, work: TextsWork) -> list[int]:
        """In tokens, both ends counted."""
        return [int(count) for count in (self._tokenize(list(work.texts)) != 0).sum(dim=1)]


def ours(name: str, weights: Path, precision: str) -> Encode:
    """The engine as a worker process has it."""
    options = EncoderOptions(
        model=name, pretrained=str(weights), precision="bf16" if precision == "bf16" else "fp32"
    )
    engine = EncoderFactory(options=options)("cpu")

    def encode(work: EncoderWork) -> Rows:
        (rows,) = engine.perform([work], Onlooker())
        return np.asarray(rows)

    return encode


def measure(name: str, work: Mapping[str, EncoderWork], *, runs: int) -> tuple[list[Measured], list[int]]:
    """The rows of one model, and how many tokens the expansions have; the first run is not counted."""
    peer = Peer(name)
    with tempfile.TemporaryDirectory() as folder:
        weights = Path(folder) / "random.safetensors"
        save_file(peer.model.state_dict(), weights)
        encoders: dict[str, Encode] = {"open_clip": peer.encode}
        encoders |= {precision: ours(name, weights, precision) for precision in ("fp32", "bf16")}
    found = [compared(name, what, one, encoders, runs=runs) for what, one in work.items()]
    texts = work[TURN[0]]
    return found, peer.lengths(texts) if isinstance(texts, TextsWork) else []


def compared(
    name: str,
    what: str,
    work: EncoderWork,
    encoders: Mapping[str, Encode],
    *,
    runs: int,
) -> Measured:
    """All of them by turns."""
    seconds: dict[str, list[float]] = {one: [] for one in encoders}
    rows: dict[str, Rows] = {}
    for _ in range(runs + 1):
        for one, encode in encoders.items():
            began = time.perf_counter()
            rows[one] = encode(work)
            seconds[one].append(time.perf_counter() - began)
    medians = {one: statistics.median(times[1:]) for one, times in seconds.items()}
    peer = rows["open_clip"]
    return Measured(
        model=name,
        what=what,
        open_clip_seconds=medians["open_clip"],
        fp32_seconds=medians["fp32"],
        bf16_seconds=medians["bf16"],
        fp32_cosine=least_cosine(peer, rows["fp32"]),
        bf16_cosine=least_cosine(peer, rows["bf16"]),
        bf16_cosine_about_mean=about_mean(peer, rows["bf16"]),
        nearest_rows=float((peer @ peer.T).min()),
    )


def least_cosine(peer: Rows, found: Rows) -> float:
    """Over all rows."""
    lengths = np.linalg.norm(peer, axis=1) * np.linalg.norm(found, axis=1)
    return float(((peer * found).sum(axis=1) / lengths).min())


def about_mean(peer: Rows, found: Rows) -> float:
    """The same with the peer's mean row taken off both; 1 where there is one row only."""
    if len(peer) == 1:
        return 1.0
    mean = peer.mean(axis=0)
    return least_cosine(peer - mean, found - mean)


def turn_of(rows: Sequence[Measured]) -> dict[str, float]:
    """What a turn takes, from its two parts."""
    parts = [row for row in rows if row.what in TURN]
    peer, fp32, bf16 = (
        sum(getattr(part, f"{one}_seconds") for part in parts) for one in ("open_clip", "fp32", "bf16")
    )
    return {"open_clip_seconds": peer, "fp32_seconds": fp32, "bf16_seconds": bf16, "ratio": peer / bf16}


def table(found: Sequence[Measured]) -> list[list[str]]:
    """The table's lines as they are printed and published."""
    lines = []
    for model in dict.fromkeys(row.model for row in found):
        rows = [row for row in found if row.model == model]
        lines += [[model, row.what, *figures(asdict(row)), *cosines(row)] for row in rows]
        least = min(row.bf16_cosine for row in rows)
        lines.append([model, "**one turn**", *figures(turn_of(rows)), f"{least:.5f}", ""])
    return lines


def cosines(row: Measured) -> list[str]:
    """Two cells."""
    return [f"{row.bf16_cosine:.5f}", f"{row.bf16_cosine_about_mean:.4f}"]


def figures(seconds: Mapping[str, Any]) -> list[str]:
    """Five cells: seconds, and how many times as fast."""
    peer, fp32, bf16 = (seconds[f"{one}_seconds"] for one in ("open_clip", "fp32", "bf16"))
    times = [f"{one:.3g} s" for one in (peer, fp32, bf16)]
    return [*times, f"{peer / fp32:.1f}", f"**{peer / bf16:.1f}**"]


HEADER = (
    *("model", "what", "open_clip", "ours, fp32", "ours, bf16"),
    *("times as fast in fp32", "**in bf16**", "least cosine in bf16", "about the mean"),
)


def publish(lines: Sequence[Sequence[str]]) -> None:
    """Put the table where it stands in the documentation."""
    if not PUBLISHED.exists():
        return
    made = [HEADER, ["---"] * len(HEADER), *lines]
    text = PUBLISHED.read_text(encoding="utf-8")
    before, rest = text.split(MARKS[0])
    after = rest.split(MARKS[1])[1]
    shown = "\n".join(f"| {' | '.join(line)} |" for line in made)
    PUBLISHED.write_text(f"{before}{MARKS[0]}\n{shown}\n\n{MARKS[1]}{after}", encoding="utf-8")


def default_models() -> list[str]:
    """The largest that fits into memory three times over, and a small one."""
    return [LARGE if psutil.virtual_memory().available > ROOM_FOR_LARGE else "ViT-L-14", "ViT-B-32"]


def main() -> None:
    """Measure, print a table, write the results and publish them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", nargs="+", default=None)
    parser.add_argument("--runs", type=int, default=5)
    wanted = parser.parse_args()
    if not computes_in_bf16(torch.device("cpu")):
        print("not applicable: this CPU does not compute in bf16")
        return
    work = works()
    found: list[Measured] = []
    lengths: list[int] = []
    for model in wanted.models or default_models():
        rows, lengths = measure(model, work, runs=wanted.runs)
        found += rows
    lines = table(found)
    shown = Table(*HEADER)
    for line in lines:
        shown.add_row(*(cell.replace("**", "") for cell in line))
    Console(width=150).print(shown)
    report = report_of(found, lengths, runs=wanted.runs)
    print(json.dumps({name: report[name] for name in ("turns", "least_cosine", "goal")}, indent=1))
    RESULT.write_text(json.dumps(report, indent=2) + "\n")
    publish(lines)


def report_of(found: Sequence[Measured], lengths: Sequence[int], *, runs: int) -> dict[str, Any]:
    """What is written down."""
    machine = {"cores": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}
    models = dict.fromkeys(row.model for row in found)
    return {
        "machine": machine | {"torch": torch.__version__, "threads": torch.get_num_threads()},
        "runs": runs,
        "expansion_tokens": {"mean": statistics.mean(lengths), "longest": max(lengths)},
        "rows": [asdict(row) for row in found],
        "turns": {model: turn_of([row for row in found if row.model == model]) for model in models},
        "least_cosine": min(row.bf16_cosine for row in found),
        "goal": {"ratio": GOAL, "cosine": LEAST_COSINE},
    }


if __name__ == "__main__":
    main()
