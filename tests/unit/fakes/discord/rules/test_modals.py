"""Forms that Discord refuses are refused, and the person sees none."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.discord import ResponseKind
from tests.unit.fakes.discord.clients import Bot, Raw
from tests.unit.fakes.discord.conftest import Club


def entry(custom_id: str = "words", **more: object) -> dict[str, Any]:
    return {"type": 4, "custom_id": custom_id, "style": 1, **more}


def label(component: dict[str, Any], words: str = "Words", **more: object) -> dict[str, Any]:
    return {"type": 18, "label": words, "component": component, **more}


def modal(*components: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"title": "Say it", "custom_id": "say:7", "components": list(components), **more}


MENU = {"type": 3, "custom_id": "menu", "options": [{"label": "Cat", "value": "cat"}]}
FINE: dict[str, dict[str, Any]] = {
    "five fields": modal(*(label(entry(str(number))) for number in range(5))),
    "as long as it may be": modal(label(entry("x" * 100), "x" * 45), title="x" * 45, custom_id="x" * 100),
    "words and a menu": modal({"type": 10, "content": "Choose."}, label(MENU)),
    "the older form": modal({"type": 1, "components": [entry(label="Words")]}),
}
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a title too long": (modal(label(entry()), title="x" * 46), "data.title: BASE_TYPE_BAD_LENGTH"),
    "no title": (modal(label(entry()), title=None), "data.title: BASE_TYPE_REQUIRED"),
    "a custom_id too long": (modal(label(entry()), custom_id="x" * 101), "data.custom_id: BASE_TYPE_BAD"),
    "six fields": (modal(*(label(entry(str(n))) for n in range(6))), "data.components: BASE_TYPE_BAD_LENGTH"),
    "no field": (modal(), "data.components: BASE_TYPE_BAD_LENGTH"),
    "a label too long": (modal(label(entry(), "x" * 46)), "data.components.0.label: BASE_TYPE_BAD_LENGTH"),
    "a field twice": (
        modal(label(entry()), label(entry())),
        "data.components: COMPONENT_CUSTOM_ID_DUPLICATED",
    ),
    "a button": (
        modal({"type": 1, "components": [{"type": 2}]}),
        "data.components.0.components.0.type: BASE",
    ),
    "words longer than the field takes": (
        modal(label(entry(value="x" * 11, max_length=10))),
        "data.components.0.component.value: BASE_TYPE_BAD_LENGTH",
    ),
    "a field longer than any": (
        modal(label(entry(max_length=4001))),
        "component.max_length: NUMBER_TYPE_MAX",
    ),
    "two labels": (modal(label(entry(label="Words"))), "component.label: BASE_TYPE_FORBIDDEN"),
}


async def answer_with(club: Club, bot: Bot, ask: Raw, form: dict[str, Any]) -> tuple[int, Any]:
    message = await club.mia.write(club.studio, "hello")
    exchange = await club.mia.press(message, "say", forged=True)
    interaction = exchange.interaction
    path = f"/interactions/{interaction.id}/{interaction.token}/callback"
    return await ask("POST", path, {"type": int(ResponseKind.MODAL), "data": form})


@pytest.mark.parametrize("form", FINE.values(), ids=FINE.keys())
async def test_what_discord_takes_is_shown(club: Club, bot: Bot, ask: Raw, form: dict[str, Any]) -> None:
    assert await answer_with(club, bot, ask, form) == (204, None)
    assert club.fake.violations == []


@pytest.mark.parametrize(("form", "complaint"), REFUSED.values(), ids=REFUSED.keys())
async def test_what_discord_refuses_is_not_shown(
    club: Club, bot: Bot, ask: Raw, form: dict[str, Any], complaint: str
) -> None:
    status, answer = await answer_with(club, bot, ask, form)
    assert (status, answer["code"]) == (400, 50035)
    assert any(complaint in str(violation) for violation in club.fake.violations), club.fake.violations
