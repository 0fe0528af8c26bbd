"""A model's folder, looked at without loading it: whether it is complete, and which model it is.

The layout is diffusers': `model_index.json` names the parts, each in a folder of its own. Only safetensors
files count as weights: a pickle (`.bin`, `.ckpt`, `.pt`) can run anything when it is opened.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path

from core.errors import WorkError

PIPELINE = "StableDiffusionXLPipeline"
CONFIGS = {
    "scheduler": "scheduler_config.json",
    "text_encoder": "config.json",
    "text_encoder_2": "config.json",
    "unet": "config.json",
    "vae": "config.json",
}
WITH_WEIGHTS = ("unet", "vae", "text_encoder", "text_encoder_2")
TOKENIZERS = ("tokenizer", "tokenizer_2")
LIBRARIES = {None, "diffusers", "transformers"}
"""Whose classes the parts may be; `None` stands for a part that is left out."""
PICKLES = ("*.bin", "*.ckpt", "*.pt", "*.pth")
BLOCKS, BLOCK_BYTES = 1024, 4096
HEADER_LIMIT = 100_000_000
"""Of safetensors itself."""


def check_model_folder(folder: Path) -> tuple[str, ...]:
    """What keeps the folder from being used as a model, a sentence each; nothing where it is complete."""
    if not folder.is_dir():
        return (f"There is no folder {folder}.",)
    return tuple(_problems(folder))


def require_model_folder(folder: Path) -> None:
    """Raise `WorkError` with everything that is wrong with the folder."""
    if problems := check_model_folder(folder):
        raise WorkError(f"The model in {folder} cannot be used. " + " ".join(problems))


def check_weights(folder: Path) -> tuple[str, ...]:
    """What is wrong with one part's weights, a sentence each."""
    files = weight_files(folder)
    if not files:
        return (_no_weights(folder),)
    missing = [f"{folder.name}/{name} is missing." for name in _missing_shards(folder)]
    damaged = [f"{folder.name}/{file.name} {fault}" for file in files if (fault := _fault_of(file))]
    return (*missing, *damaged)


def weight_files(folder: Path) -> tuple[Path, ...]:
    """The weights that are loaded from a part's folder: the full ones, or else those of the variant fp16."""
    files = sorted(folder.glob("*.safetensors"))
    if variant_of(folder) is None:
        return tuple(file for file in files if ".fp16" not in file.name)
    return tuple(file for file in files if ".fp16" in file.name)


def variant_of(folder: Path) -> str | None:
    """`fp16` where a part has only such weights."""
    names = [file.name for file in folder.glob("*.safetensors")]
    return "fp16" if names and all(".fp16" in name for name in names) else None


def model_hash(files: Sequence[Path]) -> str:
    """16 digits that tell one set of weights from another, in a moment.

    SHA-256 over every file's name, size and 1,024 blocks of 4 KiB spread evenly, the first and the last
    included: fine-tunes of a model have the same sizes and headers, but hardly the same numbers in 4 MiB of a
    file taken from everywhere.
    """
    digest = hashlib.sha256()
    for file in sorted(files, key=lambda file: (file.parent.name, file.name)):
        size = file.stat().st_size
        digest.update(f"{file.parent.name}/{file.name} {size}\n".encode())
        with file.open("rb") as opened:
            for at in _places(size):
                opened.seek(at)
                digest.update(opened.read(BLOCK_BYTES))
    return digest.hexdigest()[:16]


def model_files(folder: Path) -> tuple[Path, ...]:
    """All weights of a model."""
    return tuple(file for part in WITH_WEIGHTS for file in weight_files(folder / part))


def _places(size: int) -> Iterator[int]:
    if size <= BLOCKS * BLOCK_BYTES:
        yield from range(0, size, BLOCK_BYTES)
    else:
        step = (size - BLOCK_BYTES) / (BLOCKS - 1)
        yield from (round(step * block) for block in range(BLOCKS))


def _problems(folder: Path) -> Iterator[str]:
    yield from _index_problems(folder / "model_index.json")
    for part, name in CONFIGS.items():
        if not (folder / part / name).is_file():
            yield f"{part}/{name} is missing."
    for part in TOKENIZERS:
        if not _has_vocabulary(folder / part):
            yield f"{part} has no vocabulary: vocab.json and merges.txt, or tokenizer.json, are missing."
    for part in WITH_WEIGHTS:
        yield from check_weights(folder / part)


def _index_problems(index: Path) -> Iterator[str]:
    if not index.is_file():
        yield "model_index.json is missing: this is no model in the layout of diffusers."
        return
    try:
        entries = json.loads(index.read_text(encoding="utf-8"))
        kind = entries["_class_name"]
        libraries = {entry[0] for entry in entries.values() if isinstance(entry, list) and entry}
    except (ValueError, KeyError, TypeError, AttributeError):
        yield "model_index.json cannot be read."
        return
    if kind != PIPELINE:
        yield f"model_index.json names a {kind}, and only a {PIPELINE} will do."
    for library in sorted(libraries - LIBRARIES, key=str):
        yield f"model_index.json asks for code of {library}, which is not run."


def _has_vocabulary(folder: Path) -> bool:
    pair = (folder / "vocab.json").is_file() and (folder / "merges.txt").is_file()
    return pair or (folder / "tokenizer.json").is_file()


def _no_weights(folder: Path) -> str:
    if any(file for pattern in PICKLES for file in folder.glob(pattern)):
        return (
            f"{folder.name} has its weights as a pickle only, which can run anything when it is opened: "
            "get the safetensors files, or convert it with a program that you trust."
        )
    return f"{folder.name} has no weights: a .safetensors file is missing."


def _missing_shards(folder: Path) -> list[str]:
    """The files that an index of weights names and that are not there."""
    indices = folder.glob("*.safetensors.index*.json")
    named = {name for index in indices for name in _shards(index)}
    return sorted(name for name in named if not (folder / name).is_file())


def _shards(index: Path) -> set[str]:
    try:
        return set(json.loads(index.read_text(encoding="utf-8"))["weight_map"].values())
    except (ValueError, KeyError, TypeError, AttributeError):
        return set()


def _fault_of(file: Path) -> str | None:
    """What is wrong with a safetensors file, by its header and size alone."""
    size = file.stat().st_size
    try:
        with file.open("rb") as opened:
            (length,) = struct.unpack("<Q", opened.read(8))
            header = json.loads(opened.read(min(length, HEADER_LIMIT)))
        tensors = [entry for name, entry in header.items() if name != "__metadata__"]
        expected = 8 + length + max(entry["data_offsets"][1] for entry in tensors)
    except (struct.error, ValueError, KeyError, TypeError, AttributeError):
        return "is not a safetensors file; it may be the pointer that git leaves where Git LFS is missing."
    return None if size == expected else f"has {size} bytes of {expected}: fetch it again."
