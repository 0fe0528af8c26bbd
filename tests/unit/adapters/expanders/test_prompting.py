"""Templates: the shipped one, the operator's own, and what is put into them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from adapters.expanders.asking.prompting import own_template, parsed_template, shipped_template
from core.errors import WorkError
from core.ports import PastTurn
from core.types.slates import Category
from tests.fakes.language_models.opening import REQUEST

OWN = """\
=== system ===
You expand prompts.

=== user ===
Write {per_category} of each: {categories}. {"like": "this"}
{request}
"""


def test_the_shipped_template_is_the_one_that_its_version_names() -> None:
    content = (files("adapters.expanders") / "templates" / "expand-1.txt").read_bytes()
    template = shipped_template()
    assert template.version == "expand-1"
    # Candidates are stored with this version: change the text only together with the file's name.
    assert hashlib.sha256(content).hexdigest()[:16] == "27ae81ddb44cb0ae"
    assert all(f'"{category}"' in template.system for category in Category)


def test_every_session_gets_the_same_system_text() -> None:
    template = shipped_template()
    first, _ = template.filled(REQUEST, has_picture=False)
    second, _ = template.filled(replace(REQUEST, prompt="a dog", per_category=1), has_picture=True)
    assert first == second


def test_the_model_is_told_the_history_in_words() -> None:
    _, user = shipped_template().filled(REQUEST, has_picture=True)
    assert "Write 5 expansions in each of these categories: rephrase, detail, style, setting, leap." in user
    assert json.loads(user.split("<request>")[1].split("</request>", maxsplit=1)[0]) == {
        "prompt": "a white cat",
        "wish": "a white cat, at night",
        "start_from": "a white cat on a roof, ink drawing",
        "instruction": "at night",
        "rounds": [
            {
                "shown": {"1": "a cat", "2": "a kitten", "3": "a lynx"},
                "picked": "none of these",
                "said": None,
            },
            {
                "shown": {"1": "a white cat on a roof, ink drawing", "2": "a white cat asleep"},
                "picked": 1,
                "said": "at night",
            },
        ],
        "picture_attached": True,
    }


def test_a_first_turn_has_no_rounds_and_no_instruction() -> None:
    _, user = shipped_template().filled(replace(REQUEST, history=()), has_picture=False)
    assert '"instruction": null' in user
    assert '"rounds": []' in user
    assert '"picture_attached": false' in user


def test_a_pick_that_was_not_among_the_shown_is_told_by_its_text() -> None:
    turn = PastTurn(shown=("a", "b"), picked="c", words=None)
    _, user = shipped_template().filled(replace(REQUEST, history=(turn,)), has_picture=False)
    assert '"picked": "c"' in user


def test_a_long_history_is_cut_short() -> None:
    turn = PastTurn(shown=("x" * 6000,) * 4, picked=None, words=None)
    _, user = shipped_template().filled(replace(REQUEST, history=(turn,) * 40), has_picture=False)
    assert len(user) < 30_000


def test_an_own_template_is_filled_and_its_version_changes_with_its_content(tmp_path: Path) -> None:
    path = tmp_path / "brief.txt"
    path.write_text(OWN, encoding="utf-8")
    template = own_template(path)
    system, user = template.filled(REQUEST, has_picture=False)
    assert system == "You expand prompts."
    assert user.startswith('Write 5 of each: rephrase, detail, style, setting, leap. {"like": "this"}\n{')
    assert template.version.startswith("brief-")
    assert own_template(path).version == template.version
    path.write_text(OWN + "\nBe brief.", encoding="utf-8")
    assert own_template(path).version != template.version


def test_a_placeholder_in_a_prompt_is_not_filled_in() -> None:
    template = parsed_template(OWN, name="own", version="own")
    _, user = template.filled(replace(REQUEST, prompt="{request} {categories}"), has_picture=False)
    assert user.count("rephrase, detail") == 1


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (OWN.replace("{request}", ""), r"own: \{request\} must be somewhere"),
        (OWN.replace("{request}", "{history}"), r"own:6: there is no placeholder \{history\}, only"),
        (OWN.replace("You", "{request} You"), r"own:2: \{request\} holds what people wrote"),
        (OWN.replace("{per_category}", "5"), r"own: \{per_category\} must be somewhere"),
        (OWN.replace("=== user ===", ""), r"own:6: \{request\} holds what people wrote"),
        (OWN.replace("user ===", "users ==="), "own:4: a template has no part “users”, only system and user"),
        (OWN + "=== user ===\nagain", "own:7: the part “user” is there twice"),
        (OWN.replace("You expand prompts.", ""), "own: the part “=== system ===” is missing or empty"),
        ("Hello\n" + OWN, "own:1: a template begins with the line “=== system ===”"),
        ("", "own: the part “=== system ===” is missing"),
    ],
)
def test_a_mistake_in_a_template_is_told_with_its_line(text: str, complaint: str) -> None:
    with pytest.raises(WorkError, match=complaint):
        parsed_template(text, name="own", version="own")


def test_a_template_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(WorkError, match=r"nowhere\.txt: this template cannot be read"):
        own_template(tmp_path / "nowhere.txt")
    path = tmp_path / "latin.txt"
    path.write_bytes("=== system ===\nété".encode("latin-1"))
    with pytest.raises(WorkError, match=r"latin\.txt: this template cannot be read"):
        own_template(path)
    path.write_text(OWN + "x" * 100_000, encoding="utf-8")
    with pytest.raises(WorkError, match="larger than 100000 bytes"):
        own_template(path)
