"""A model's folder, looked at without loading it."""

from __future__ import annotations

import json
import random
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import WorkError
from models.rendering.folder import (
    CONFIGS,
    TOKENIZERS,
    WITH_WEIGHTS,
    check_model_folder,
    model_files,
    model_hash,
    require_model_folder,
    variant_of,
)


def weights(content: bytes) -> bytes:
    """A safetensors file with one tensor of bytes."""
    header = json.dumps(
        {"weight": {"dtype": "U8", "shape": [len(content)], "data_offsets": [0, len(content)]}}
    ).encode()
    return struct.pack("<Q", len(header)) + header + content


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A complete folder, with bytes for weights."""
    (tmp_path / "model_index.json").write_text('{"_class_name": "StableDiffusionXLPipeline"}')
    for part in TOKENIZERS:
        (tmp_path / part).mkdir()
        (tmp_path / part / "tokenizer.json").write_text("{}")
    for part, name in CONFIGS.items():
        (tmp_path / part).mkdir()
        (tmp_path / part / name).write_text("{}")
    for part in WITH_WEIGHTS:
        (tmp_path / part / "model.safetensors").write_bytes(weights(part.encode() * 10))
    return tmp_path


def test_nothing_is_wrong_with_a_complete_folder(folder: Path) -> None:
    assert check_model_folder(folder) == ()
    require_model_folder(folder)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert check_model_folder(tmp_path / "nowhere") == (f"There is no folder {tmp_path / 'nowhere'}.",)


@pytest.mark.parametrize(
    "missing",
    [
        "model_index.json",
        "scheduler/scheduler_config.json",
        "unet/config.json",
        "tokenizer_2/tokenizer.json",
        "vae/model.safetensors",
        "text_encoder_2/model.safetensors",
    ],
)
def test_what_is_missing_is_named(folder: Path, missing: str) -> None:
    (folder / missing).unlink()
    [problem] = check_model_folder(folder)
    assert missing.partition("/")[0] in problem
    with pytest.raises(WorkError, match=missing.partition("/")[0]):
        require_model_folder(folder)


def test_everything_that_is_missing_is_named_at_once(folder: Path) -> None:
    (folder / "unet" / "model.safetensors").unlink()
    (folder / "vae" / "config.json").unlink()
    with pytest.raises(WorkError, match=r"vae/config.json is missing. unet has no weights"):
        require_model_folder(folder)


def test_a_vocabulary_may_be_in_two_files(folder: Path) -> None:
    (folder / "tokenizer" / "tokenizer.json").unlink()
    (folder / "tokenizer" / "vocab.json").write_text("{}")
    assert len(check_model_folder(folder)) == 1
    (folder / "tokenizer" / "merges.txt").write_text("")
    assert check_model_folder(folder) == ()


def test_pickled_weights_are_refused_with_a_way_out(folder: Path) -> None:
    (folder / "unet" / "model.safetensors").rename(folder / "unet" / "diffusion_pytorch_model.bin")
    [problem] = check_model_folder(folder)
    assert "unet" in problem
    assert "pickle" in problem
    assert "safetensors" in problem


def test_another_kind_of_model_is_refused(folder: Path) -> None:
    (folder / "model_index.json").write_text('{"_class_name": "FluxPipeline"}')
    [problem] = check_model_folder(folder)
    assert "FluxPipeline" in problem
    (folder / "model_index.json").write_text("not JSON")
    assert check_model_folder(folder) == ("model_index.json cannot be read.",)


def test_code_that_comes_with_a_model_is_not_run(folder: Path) -> None:
    parts = '"unet": ["mine", "Evil"], "vae": ["diffusers", "AutoencoderKL"], "image_encoder": [null, null]'
    (folder / "model_index.json").write_text(f'{{"_class_name": "StableDiffusionXLPipeline", {parts}}}')
    assert check_model_folder(folder) == ("model_index.json asks for code of mine, which is not run.",)


def test_a_download_that_broke_off_is_noticed(folder: Path) -> None:
    file = folder / "unet" / "model.safetensors"
    whole = file.read_bytes()
    file.write_bytes(whole[:-5])
    [problem] = check_model_folder(folder)
    assert f"has {len(whole) - 5} bytes of {len(whole)}" in problem


@pytest.mark.parametrize(
    "content", [b"", b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n", b"\x08" + bytes(9)]
)
def test_what_is_no_safetensors_file_is_noticed(folder: Path, content: bytes) -> None:
    (folder / "vae" / "model.safetensors").write_bytes(content)
    [problem] = check_model_folder(folder)
    assert "vae/model.safetensors is not a safetensors file" in problem


def test_a_missing_shard_is_named(folder: Path) -> None:
    shards = {"a": "model.safetensors", "b": "model-00002-of-00002.safetensors"}
    (folder / "unet" / "model.safetensors.index.json").write_text(json.dumps({"weight_map": shards}))
    assert check_model_folder(folder) == ("unet/model-00002-of-00002.safetensors is missing.",)


def test_half_precision_weights_count_where_there_are_no_others(folder: Path) -> None:
    unet = folder / "unet"
    (unet / "model.fp16.safetensors").write_bytes(weights(b"half"))
    assert variant_of(unet) is None
    assert unet / "model.fp16.safetensors" not in model_files(folder)
    (unet / "model.safetensors").unlink()
    assert variant_of(unet) == "fp16"
    assert unet / "model.fp16.safetensors" in model_files(folder)
    assert check_model_folder(folder) == ()


def test_the_hash_tells_fine_tunes_of_one_size_apart_wherever_the_folder_is(folder: Path) -> None:
    before = model_hash(model_files(folder))
    assert len(before) == 16
    moved = folder.rename(folder.with_name("moved"))
    assert model_hash(model_files(moved)) == before
    file = moved / "vae" / "model.safetensors"
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    assert model_hash(model_files(moved)) != before


def test_the_hash_of_a_large_file_sees_changes_all_over_it(tmp_path: Path) -> None:
    file = tmp_path / "large.safetensors"
    content = bytearray(random.Random(1).randbytes(12_000_000))
    file.write_bytes(content)
    before = model_hash([file])
    for at in range(0, len(content), 997):
        content[at] ^= 1
    file.write_bytes(content)
    assert model_hash([file]) != before


def test_the_check_needs_no_torch() -> None:
    looks = "import sys, models.rendering.folder, models.rendering.factory, models.rendering.renderer, "
    looks += "models.rendering.trial; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", looks], check=False, timeout=60).returncode == 0
