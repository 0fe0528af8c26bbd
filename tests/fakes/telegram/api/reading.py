"""Reading requests: JSON, forms and uploads become parameters of the described types, and files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from aiohttp import BodyPartReader, web

from tests.fakes.telegram.api.errors import ApiError, wrong
from tests.fakes.telegram.rules.description import Description, Field
from tests.fakes.telegram.world.files import Upload
from tests.fakes.telegram.world.users import Payload

MOST_FILE_BYTES = 50 * 1024 * 1024
ATTACH = "attach://"
_FILE_KEYS = ("photo", "document", "media", "thumbnail", "certificate")
_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0")
_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "message_id": "message identifier is not specified",
}
_WRONG_TYPE = {
    "reply_markup": "can't parse reply keyboard markup JSON object",
    "allowed_updates": "can't parse allowed_updates JSON object",
}


async def read_body(request: web.Request) -> tuple[Payload, dict[str, Upload]]:
    """The raw parameters of a request and its files; those of the address count as well."""
    raw: Payload = dict(request.query)
    kind = request.content_type
    if kind == "application/json":
        raw |= _object(await request.text())
    elif kind == "multipart/form-data":
        return await _read_parts(request, raw)
    elif kind == "application/x-www-form-urlencoded":
        raw |= {key: str(value) for key, value in (await request.post()).items()}
    return raw, {}


def read_parameters(known: Description, method: str, raw: Payload, files: Mapping[str, Upload]) -> Payload:
    """The parameters with their values; refused where one is wrong, unknown or missing."""
    fields = known.parameters(method) or {}
    given = raw | {name: ATTACH + name for name in files if name in fields}
    for name in given:
        if name not in fields:
            raise wrong(f"the fake refuses what Telegram ignores: {method} has no parameter {name!r}")
    params = {name: _value(known, name, fields[name], value) for name, value in given.items()}
    for name, field in fields.items():
        if field["required"] and name not in params:
            raise wrong(_MISSING.get(name, f'parameter "{name}" is required'))
    _check_attached(params, files)
    return params


def _value(known: Description, name: str, field: Field, raw: object) -> Any:  # noqa: ANN401 - any JSON
    value = _converted(name, field["types"], raw) if isinstance(raw, str) else raw
    problems = known.problems(field["types"], value, name)
    if problems:
        words = _WRONG_TYPE.get(name, f"can't parse {name}")
        raise wrong(f"{words}: {problems[0]}")
    return value


def _converted(name: str, types: list[str], raw: str) -> Any:  # noqa: ANN401 - any JSON
    if "Integer" in types and re.fullmatch(r"-?\d+", raw):
        return int(raw)
    if "String" in types or "InputFile" in types:
        return raw
    if "Boolean" in types and raw.lower() in _TRUE + _FALSE:
        return raw.lower() in _TRUE
    try:
        return json.loads(raw)
    except ValueError:
        raise wrong(_WRONG_TYPE.get(name, f"can't parse {name} JSON object")) from None


def attached(value: object, key: str = "") -> Iterator[str]:
    """The names of the parts that parameters refer to."""
    if isinstance(value, dict):
        for inner, one in value.items():
            yield from attached(one, inner)
    elif isinstance(value, list):
        for one in value:
            yield from attached(one, key)
    elif isinstance(value, str) and key in _FILE_KEYS and value.startswith(ATTACH):
        yield value.removeprefix(ATTACH)


def _check_attached(params: Payload, files: Mapping[str, Upload]) -> None:
    named = set(attached(params))
    for name in sorted(named - set(files)):
        raise wrong(f"wrong file identifier/HTTP URL specified: there is no part {name!r}")
    for name in sorted(set(files) - named):
        raise wrong(f"the fake refuses what Telegram ignores: nothing refers to the part {name!r}")


def _object(text: str) -> Payload:
    try:
        body = json.loads(text or "{}")
    except ValueError:
        raise wrong("can't parse JSON object") from None
    if not isinstance(body, dict):
        raise wrong("object expected")
    return body


async def _read_parts(request: web.Request, raw: Payload) -> tuple[Payload, dict[str, Upload]]:
    files: dict[str, Upload] = {}
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        name, content = part.name or "", bytes(await part.read())
        if len(content) > MOST_FILE_BYTES:
            raise ApiError(413, "Request Entity Too Large", violation=True)
        if part.filename is None:
            raw[name] = content.decode()
        else:
            kind = part.headers.get("Content-Type", "application/octet-stream")
            files[name] = Upload(name=part.filename, content=content, content_type=kind)
    return raw, files
