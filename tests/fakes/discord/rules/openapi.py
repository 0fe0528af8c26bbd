"""Discord's published description of its API, where this machine has it: bodies are compared with it."""

from __future__ import annotations

import json
import os
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

VARIABLE = "PASTA_DISCORD_OPENAPI"
FILE_NAME = "discord-openapi.json"
REPOSITORY = Path(__file__).parents[4]
ROOT = "urn:discord"


class Description:
    """What Discord says that a request may hold; one validator is made per operation, when first needed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._validators: dict[tuple[str, str], Draft202012Validator | None] = {}

    def problems(self, method: str, template: str, body: object) -> list[str]:
        """What in a request does not agree with the description."""
        key = (method, template)
        if key not in self._validators:
            self._validators[key] = self._validator(*key)
        validator = self._validators[key]
        if validator is None or validator.is_valid(body):
            return [] if validator or self._knows(method, template) else ["not in Discord's description"]
        error = best_match(validator.iter_errors(body))
        assert error is not None
        return [f"not as Discord describes it: {error.json_path}: {error.message[:300]}"]

    @cached_property
    def _document(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self._path.read_text())
        identifier = document["components"]["schemas"]["SnowflakeType"]
        identifier["type"] = ["string", "integer"]  # Discord takes numbers as well, and clients send them
        return document

    @cached_property
    def _registry(self) -> Registry[Any]:
        resource = Resource.from_contents(self._document, default_specification=DRAFT202012)
        registry: Registry[Any] = Registry().with_resource(ROOT, resource)
        return registry

    def _knows(self, method: str, template: str) -> bool:
        return method.lower() in self._document["paths"].get(template, {})

    def _validator(self, method: str, template: str) -> Draft202012Validator | None:
        if not self._knows(method, template):
            return None
        described = self._document["paths"][template][method.lower()].get("requestBody")
        if described is None:
            return None
        place = ["paths", template, method.lower(), "requestBody", "content", "application/json", "schema"]
        pointer = "/".join(step.replace("~", "~0").replace("/", "~1") for step in place)
        return Draft202012Validator({"$ref": f"{ROOT}#/{pointer}"}, registry=self._registry)


@cache
def description() -> Description | None:
    """The description that this machine has, if any: named by the environment, or in a folder beside ours."""
    named = os.environ.get(VARIABLE)
    if named:
        return Description(Path(named))
    beside = sorted(REPOSITORY.parent.glob(f"*/specs/{FILE_NAME}"))
    return Description(beside[0]) if beside else None
