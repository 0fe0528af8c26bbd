"""Texts of any length are read as diffusers reads those that fit."""

from __future__ import annotations

import pytest
import torch

from models.rendering.options import Preset
from models.rendering.sdxl.prompts import MOST_PIECES, ROOM, PromptReader
from tests.fakes.tiny_studio import Studio, Studios


def reader(studio: Studio, *, negative: str = "", is_guided: bool = False) -> PromptReader:
    return PromptReader(studio.pipeline, negative=negative, is_guided=is_guided)


@pytest.mark.parametrize("negative", ["", "blurry, grey"])
@torch.no_grad()
def test_a_text_that_fits_is_read_as_diffusers_reads_it(fine: Studio, negative: str) -> None:
    text = "A white cat, “sitting” in the sun; 8mm, f/1.4 - très joli 🦊"
    prompt = reader(fine, negative=negative, is_guided=True).read(text)
    expected = fine.pipeline.encode_prompt(text, negative_prompt=negative or None)
    assert prompt.unwanted is not None
    ours = (prompt.wanted.tokens, prompt.unwanted.tokens, prompt.wanted.pooled, prompt.unwanted.pooled)
    for mine, theirs in zip(ours, expected, strict=True):
        torch.testing.assert_close(mine, theirs)


@torch.no_grad()
def test_every_word_of_a_long_text_counts(fast: Studio) -> None:
    words = " ".join(["cat"] * 100)
    one, other = reader(fast).read(words + " dog"), reader(fast).read(words + " bird")
    assert one.length == 2 * 77
    assert not torch.equal(one.wanted.tokens, other.wanted.tokens)
    assert torch.equal(one.wanted.pooled, other.wanted.pooled)


@pytest.mark.parametrize(
    ("words", "pieces"), [(0, 1), (ROOM, 1), (ROOM + 1, 2), (150, 2), (151, 3), (2000, 4)]
)
@torch.no_grad()
def test_a_text_takes_as_many_pieces_as_it_needs(fast: Studio, words: int, pieces: int) -> None:
    assert reader(fast).read("cat " * words).length == pieces * 77
    assert pieces <= MOST_PIECES


@torch.no_grad()
def test_no_word_is_torn_apart(fast: Studio) -> None:
    tokenizer = fast.pipeline.tokenizer
    word = "photorealistically"
    parts = len(tokenizer(word, add_special_tokens=False).input_ids)
    assert parts > 1
    fitting = "cat " * (ROOM - 1)
    torn, whole = reader(fast).read(fitting + word), reader(fast).read(fitting.strip())
    assert torn.length == 2 * 77
    torch.testing.assert_close(torn.wanted.tokens[:, :77], whole.wanted.tokens)


@torch.no_grad()
def test_what_is_unwanted_is_as_long_as_what_is_wanted(studios: Studios) -> None:
    studio = studios(preset=Preset.FINE, acceleration=None, fine_steps=12)
    for text, negative in (("cat " * 100, "grey"), ("cat", "grey " * 100)):
        prompt = reader(studio, negative=negative, is_guided=True).read(text)
        assert prompt.unwanted is not None
        assert prompt.unwanted.tokens.shape == prompt.wanted.tokens.shape == (1, 2 * 77, 64)


@pytest.mark.parametrize("text", ["", " ", "\0", "half \ud83e a fox", "<|endoftext|> a fox", "狐" * 300])
@torch.no_grad()
def test_any_text_can_be_read(fast: Studio, text: str) -> None:
    assert reader(fast).read(text).wanted.tokens.isfinite().all()


@torch.no_grad()
def test_a_text_is_read_once(fast: Studio) -> None:
    reads: list[int] = []
    handle = fast.pipeline.text_encoder_2.register_forward_hook(lambda *_: reads.append(1))
    lately = reader(fast)
    first = lately.read("a cat")
    assert lately.read("a cat").wanted is first.wanted
    lately.read("a dog")
    handle.remove()
    assert len(reads) == 2
