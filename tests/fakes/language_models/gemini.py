"""Gemini's REST (`v1beta/models/{model}:generateContent`), as both of Google's libraries speak it.

One sends enums by number and asks for them so (`$alt=json;enum-encoding=int`), and 64-bit integers as
strings; the other one sends bytes in the alphabet of addresses. Protobuf's JSON allows all of that.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from tests.fakes.language_models.answering import Asked, RefusedRequestError, answer_to, only
from tests.fakes.language_models.faults import Fault

_TYPES = {1: "string", 5: "array", 6: "object"}
_FINISH = {"STOP": 1, "MAX_TOKENS": 2, "SAFETY": 3}
_BLOCK = {Fault.PROMPT_BLOCKED: ("SAFETY", 1), Fault.PROMPT_BLOCKED_ANEW: ("IMAGE_SAFETY", 5)}
_PLAIN = str.maketrans("-_", "+/")
_RPC = "type.googleapis.com/google.rpc"


def key_in(request: web.Request) -> str:
    """The key as it was sent; one in the address, where logs would show it, does not count."""
    return request.headers.get("x-goog-api-key", "")


def asked_in(model: str, key: str, body: Mapping[str, Any], number: int) -> Asked:
    """Understand a request, or refuse it."""
    only(body, "contents", "systemInstruction", "generationConfig")
    options = body["generationConfig"]
    only(options, "temperature", "maxOutputTokens", "responseMimeType", "responseSchema")
    if options["responseMimeType"] != "application/json":
        raise RefusedRequestError("a schema goes with JSON only")
    (content,) = body["contents"]
    only(content, "role", "parts")
    if content["role"] != "user":
        raise RefusedRequestError(f"contents of role {content['role']}")
    texts, pictures = _parts(content["parts"])
    system, _ = _parts(body["systemInstruction"]["parts"])
    return Asked(
        model=model,
        key=key,
        system=system,
        user=texts,
        schema=_schema(options["responseSchema"]),
        pictures=pictures,
        max_output_tokens=options["maxOutputTokens"],
        temperature=options.get("temperature"),
        number=number,
    )


def response(asked: Asked, fault: Fault | None, *, by_number: bool) -> web.Response:
    """The answer with status 200, whole or with a fault in it."""
    usage: dict[str, object] = {"promptTokenCount": 700, "totalTokenCount": 700}
    body: dict[str, object] = {"usageMetadata": usage, "modelVersion": "gemini-x-001", "responseId": "r1"}
    if fault in _BLOCK:
        body["promptFeedback"] = {"blockReason": _BLOCK[fault][by_number]}
        return web.json_response(body)
    if fault is Fault.EMPTY:
        return web.json_response(body)
    name = {Fault.TRUNCATED: "MAX_TOKENS", Fault.ANSWER_BLOCKED: "SAFETY"}.get(fault or Fault.HANG, "STOP")
    candidate: dict[str, object] = {"finishReason": _FINISH[name] if by_number else name, "index": 0}
    if fault is not Fault.ANSWER_BLOCKED:
        parts = [{"text": answer_to(asked, fault), "thoughtSignature": "c2lnbmVk"}]
        candidate["content"] = {"role": "model", "parts": parts}
    usage |= {"candidatesTokenCount": 300, "thoughtsTokenCount": 50, "totalTokenCount": 1050}
    return web.json_response(body | {"candidates": [candidate]})


def wrong_key() -> web.Response:
    """What Gemini says to a key that is none."""
    return _error(
        400, "INVALID_ARGUMENT", "API key not valid.", {"@type": "ErrorInfo", "reason": "API_KEY_INVALID"}
    )


def unknown_model(model: str) -> web.Response:
    """What it says to a model that it does not have."""
    return _error(404, "NOT_FOUND", f"models/{model} is not found for API version v1beta")


def refused(reason: str) -> web.Response:
    """What it says to a request that it does not understand."""
    return _error(400, "INVALID_ARGUMENT", reason)


def failure(fault: Fault) -> web.Response | None:
    """The response of a fault that has a status of its own."""
    exhausted = "RESOURCE_EXHAUSTED"
    daily = {"@type": "QuotaFailure", "violations": [{"quotaId": "GenerateRequestsPerDayPerProjectPerModel"}]}
    match fault:
        case Fault.TOO_MANY:
            return _error(429, exhausted, "Slow down.", headers={"Retry-After": "7"})
        case Fault.TOO_MANY_RETRY_INFO:
            return _error(429, exhausted, "Slow down.", {"@type": "RetryInfo", "retryDelay": "3.5s"})
        case Fault.TOO_MANY_FOR_LONG:
            return _error(429, exhausted, "Slow down.", headers={"Retry-After": "3600"})
        case Fault.QUOTA_OF_THE_DAY:
            return _error(429, exhausted, "Quota.", daily, {"@type": "RetryInfo", "retryDelay": "5s"})
        case Fault.INTERNAL:
            return _error(500, "INTERNAL", "An internal error has occurred.")
        case Fault.OVERLOADED:
            return _error(503, "UNAVAILABLE", "The model is overloaded.")
        case Fault.FORBIDDEN:
            return _error(403, "PERMISSION_DENIED", "Your API key was reported as leaked.")
        case Fault.BAD_REQUEST:
            return _error(400, "FAILED_PRECONDITION", "User location is not supported.")
    return None


def _parts(parts: list[Mapping[str, Any]]) -> tuple[str, tuple[tuple[str, bytes], ...]]:
    texts, pictures = [], []
    for part in parts:
        only(part, "text", "inlineData")
        if "text" in part:
            texts.append(part["text"])
        else:
            blob = {_camel(name): value for name, value in part["inlineData"].items()}
            only(blob, "mimeType", "data")
            pictures.append(
                (blob["mimeType"], base64.b64decode(blob["data"].translate(_PLAIN), validate=True))
            )
    return "\n".join(texts), tuple(pictures)


def _schema(sent: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON Schema that a schema of Gemini's stands for."""
    schema = {_camel(name): value for name, value in sent.items()}
    only(schema, "type", "items", "minItems", "maxItems", "properties", "propertyOrdering", "required")
    kind = schema["type"]
    meant: dict[str, Any] = {"type": _TYPES[kind] if isinstance(kind, int) else kind.lower()}
    if "items" in schema:
        meant["items"] = _schema(schema["items"])
    for name in ("minItems", "maxItems"):
        if name in schema:
            meant[name] = int(schema[name])
    if "properties" in schema:
        meant["properties"] = {name: _schema(inner) for name, inner in schema["properties"].items()}
        meant["required"] = schema["required"]
    return meant


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _error(
    status: int, name: str, message: str, *details: dict[str, Any], headers: Mapping[str, str] | None = None
) -> web.Response:
    typed = [detail | {"@type": f"{_RPC}.{detail['@type']}"} for detail in details]
    error = {"code": status, "message": message, "status": name} | ({"details": typed} if typed else {})
    return web.json_response({"error": error}, status=status, headers=headers)
