"""The rules for forms."""

from __future__ import annotations

from tests.fakes.discord.messages.seen import SELECTS
from tests.fakes.discord.rules.components import check_select, check_unique
from tests.fakes.discord.rules.problems import Problems
from tests.fakes.discord.world.users import Payload

ROW, TEXT_INPUT, TEXT_DISPLAY, LABEL = 1, 4, 10, 18
OTHER_INPUTS = (19, 21, 22, 23)
LONGEST_TEXT = 4000


def check_modal(modal: Payload, problems: Problems) -> None:
    """Check a form."""
    problems.at("title").text(modal.get("title"), least=1, most=45, required=True)
    problems.at("custom_id").text(modal.get("custom_id"), least=1, most=100, required=True)
    components = modal.get("components")
    problems.at("components").count(components, least=1, most=5)
    if not isinstance(components, list):
        return
    for number, component in enumerate(components):
        _part(component, problems.at("components", number))
    check_unique(components, problems.at("components"))


def _part(component: Payload, problems: Problems) -> None:
    kind = component.get("type")
    if not problems.at("type").one_of(kind, (ROW, TEXT_DISPLAY, LABEL)):
        return
    if kind == TEXT_DISPLAY:
        problems.at("content").text(component.get("content"), least=1, most=LONGEST_TEXT, required=True)
    elif kind == ROW:
        problems.at("components").count(component.get("components"), least=1, most=1)
        for number, inner in enumerate(component.get("components") or ()):
            here = problems.at("components", number)
            here.at("label").text(inner.get("label"), least=1, most=45, required=True)
            _input(inner, here, allowed=(TEXT_INPUT,))
    else:
        problems.at("label").text(component.get("label"), least=1, most=45, required=True)
        problems.at("description").text(component.get("description"), least=1, most=100)
        inner = component.get("component") or {}
        if inner.get("label") is not None:
            problems.at("component", "label").add("BASE_TYPE_FORBIDDEN", "The label is given around it.")
        _input(inner, problems.at("component"), allowed=(TEXT_INPUT, *SELECTS, *OTHER_INPUTS))


def _input(component: Payload, problems: Problems, *, allowed: tuple[int, ...]) -> None:
    kind = component.get("type")
    if not problems.at("type").one_of(kind, allowed):
        return
    if kind in SELECTS:
        check_select(component, problems)
        return
    problems.at("custom_id").text(component.get("custom_id"), least=1, most=100, required=True)
    if kind != TEXT_INPUT:
        return
    problems.at("style").one_of(component.get("style"), (1, 2))
    problems.at("placeholder").text(component.get("placeholder"), most=100)
    problems.at("min_length").number(component.get("min_length"), least=0, most=LONGEST_TEXT)
    problems.at("max_length").number(component.get("max_length"), least=1, most=LONGEST_TEXT)
    problems.at("value").text(component.get("value"), most=component.get("max_length") or LONGEST_TEXT)
