from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

from models.encoder import EncoderFactory, EncoderOptions, ImagesWork, TextsWork


def test_what_goes_to_a_worker_pickles() -> None:
    options = EncoderOptions(model="ViT-H-14", pretrained="laion2b_s32b_b79k")
    for sent in (EncoderFactory(options=options), TextsWork(texts=("a",)), ImagesWork(images=(b"a",))):
        assert pickle.loads(pickle.dumps(sent)) == sent


def test_texts_go_with_texts_and_images_with_images() -> None:
    texts, images = TextsWork(texts=("a",)), ImagesWork(images=(b"a",))
    assert texts.batch_key == TextsWork(texts=("b", "c")).batch_key
    assert texts.batch_key != images.batch_key


def test_options_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="auto, fp32 or bf16"):
        EncoderOptions(model="a", pretrained="b", precision="fp8")  # type: ignore[arg-type]  # on purpose
    with pytest.raises(ValueError, match="at least one"):
        EncoderOptions(model="a", pretrained="b", most_in_batch=0)


def test_the_main_process_loads_neither_pytorch_nor_open_clip() -> None:
    check = "import sys, models.encoder, models.safety.clip; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False, timeout=60).returncode == 0
