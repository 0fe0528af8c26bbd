"""The options of an expander, and its key."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapters.expanders.opening import ExpanderOptions, TransportKind, make_expander
from core.errors import WorkError
from tests.fakes.stores import InMemoryImages

GEMINI = ExpanderOptions(kind=TransportKind.GOOGLE_GENAI, model="gemini-x", key_name="GEMINI_API_KEY")
OLLAMA = ExpanderOptions(
    kind=TransportKind.OPENAI, model="qwen3", key_name="OPENAI_API_KEY", endpoint="http://127.0.0.1:11434/v1"
)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"model": " "}, r"expander\.model"),
        ({"endpoint": "localhost:11434"}, r"expander\.endpoint"),
        ({"endpoint": "file:///etc"}, r"expander\.endpoint"),
        ({"endpoint": "http://[::1"}, r"expander\.endpoint"),
        ({"timeout_seconds": 0.0}, r"expander\.timeout_seconds"),
        ({"timeout_seconds": float("nan")}, r"expander\.timeout_seconds"),
        ({"max_output_tokens": 0}, r"expander\.max_output_tokens"),
        ({"temperature": 2.1}, r"expander\.temperature"),
    ],
)
def test_an_option_that_makes_no_sense_is_named(change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        replace(GEMINI, **change)


@pytest.mark.parametrize("options", [GEMINI, replace(OLLAMA, endpoint=None)])
def test_a_missing_key_is_named_by_its_variable(options: ExpanderOptions) -> None:
    with pytest.raises(WorkError, match=f"{options.key_name} is not set in the environment"):
        make_expander(options, " ", InMemoryImages())


@pytest.mark.parametrize("key", ["clé", "two words", "a\nb", "a\x00b"])
def test_a_key_that_cannot_be_one_is_found_before_it_is_sent(key: str) -> None:
    with pytest.raises(WorkError, match="GEMINI_API_KEY holds characters that no key has") as raised:
        make_expander(GEMINI, key, InMemoryImages())
    assert key not in str(raised.value)


async def test_model_and_template_are_the_source(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text(
        "=== system ===\nx\n=== user ===\n{categories} {per_category} {request}", encoding="utf-8"
    )
    shipped = make_expander(replace(OLLAMA, costs=False), "", InMemoryImages())
    own = make_expander(replace(OLLAMA, template=path), "", InMemoryImages())
    assert (shipped.source, shipped.costs) == ("qwen3/expand-1", False)
    assert own.source.startswith("qwen3/mine-")
    assert own.costs
    await shipped.aclose()
    await own.aclose()


def test_a_template_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("=== system ===\n{oops}", encoding="utf-8")
    with pytest.raises(WorkError, match=r"mine\.txt:2: there is no placeholder \{oops\}"):
        make_expander(replace(OLLAMA, template=path), "", InMemoryImages())
