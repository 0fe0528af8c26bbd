"""The benchmark measures what it says; its figures are for a quiet machine and are not looked at here."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks import encode
from models.encoder import TextsWork
from tests.fakes.tiny_clip import TinyClip


def test_open_clip_and_ours_are_compared_on_the_same_work(
    tiny_clip: TinyClip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = {name: one for name, one in encode.works().items() if name in {*encode.TURN, "1 expansion"}}
    found, lengths = encode.measure(tiny_clip.config.stem, work, runs=1)
    assert [row.what for row in found] == ["1 expansion", *encode.TURN]
    assert all(row.open_clip_seconds > 0 and row.bf16_seconds > 0 for row in found)
    assert all(row.bf16_cosine > encode.LEAST_COSINE and row.fp32_cosine > 0.9999 for row in found)
    assert len(lengths) == 25
    assert max(lengths) < 77
    report = encode.report_of(found, lengths, runs=1)
    assert report["turns"]["tiny-clip"]["open_clip_seconds"] == pytest.approx(
        found[1].open_clip_seconds + found[2].open_clip_seconds
    )
    page = tmp_path / "encoding.md"
    page.write_text(f"before\n{encode.MARKS[0]}old{encode.MARKS[1]}after\n")
    monkeypatch.setattr(encode, "PUBLISHED", page)
    encode.publish(encode.table(found))
    assert page.read_text().startswith("before\n")
    assert page.read_text().endswith("after\n")
    assert "| tiny-clip | **one turn** |" in page.read_text()
    assert "old" not in page.read_text()


def test_the_long_texts_fill_all_tokens_and_the_turn_has_25_different_expansions(tiny_clip: TinyClip) -> None:
    works = encode.works()
    expansions = works[encode.TURN[0]]
    assert isinstance(expansions, TextsWork)
    assert len(set(expansions.texts)) == 25
    long = works["25 texts of full length"]
    assert isinstance(long, TextsWork)
    assert min(encode.Peer(tiny_clip.config.stem).lengths(long)) == 77


def test_a_cosine_about_the_mean_shows_what_a_common_part_hides() -> None:
    peer = np.array([[1.0, 0.01], [1.0, -0.01]], np.float32)
    found = np.array([[1.0, -0.01], [1.0, 0.01]], np.float32)
    assert encode.least_cosine(peer, found) > 0.999
    assert encode.about_mean(peer, found) == pytest.approx(-1.0)
