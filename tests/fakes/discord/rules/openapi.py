"""Discord's published description of its API, where this machine has it: bodies are compared with it."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
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
    """What Discord says that requests and answers may hold; each validator is made when first needed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._validators: dict[tuple[str, ...], Draft202012Validator | None] = {}

    def problems(self, method: str, template: str, body: object) -> list[str]:
        """What in a request does not agree with the description."""
        if self._operation(method, template) is None:
            return ["not in Discord's description"]
        return self._compared(method, template, "requestBody", body=body)

    def problems_of_answer(self, method: str, template: str, status: int, body: object) -> list[str]:
        """What in an answer to a request that went well does not agree with the description."""
        operation = self._operation(method, template)
        if operation is None or str(status) not in operation["responses"]:
            return [f"a status {status} that is not in Discord's description"]
        return self._compared(method, template, "responses", str(status), body=body)

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

    def _operation(self, method: str, template: str) -> dict[str, Any] | None:
        operation: dict[str, Any] | None = self._document["paths"].get(template, {}).get(method.lower())
        return operation

    def _compared(self, method: str, template: str, *place: str, body: object) -> list[str]:
        path = ("paths", template, method.lower(), *place, "content", "application/json", "schema")
        if path not in self._validators:
            self._validators[path] = self._validator(path)
        validator = self._validators[path]
        if validator is None or validator.is_valid(body):
            return []
        error = best_match(validator.iter_errors(body))
        assert error is not None
        return [f"not as Discord describes it: {error.json_path}: {error.message[:300]}"]

    def _validator(self, path: Sequence[str]) -> Draft202012Validator | None:
        described: Any = self._document
        for step in path:
            described = described.get(step)
            if described is None:
                return None
        pointer = "/".join(step.replace("~", "~0").replace("/", "~1") for step in path)
        return Draft202012Validator({"$ref": f"{ROOT}#/{pointer}"}, registry=self._registry)


@cache
def description() -> Description | None:
    """The description that this machine has, if any: named by the environment, or in a folder beside ours."""
    named = os.environ.get(VARIABLE)
    if named:
        return Description(Path(named))
    beside = sorted(REPOSITORY.parent.glob(f"*/specs/{FILE_NAME}"))
    return Description(beside[0]) if beside else None
