"""OpenAI's protocol (`/v1/chat/completions`), with the schema in `response_format` or told in words."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from tests.fakes.language_models.answering import Asked, RefusedRequestError, answer_to, only
from tests.fakes.language_models.faults import Fault


def key_in(request: web.Request) -> str:
    """The key as it was sent."""
    return request.headers.get("Authorization", "").removeprefix("Bearer ")


def asked_in(model: str, key: str, body: Mapping[str, Any], number: int) -> Asked:
    """Understand a request, or refuse it."""
    only(body, "model", "messages", "response_format", "max_tokens", "max_completion_tokens", "temperature")
    system, user = body["messages"]
    for message, role in ((system, "system"), (user, "user")):
        only(message, "role", "content")
        if message["role"] != role:
            raise RefusedRequestError(f"a message of role {message['role']}")
    text, pictures = _content(user["content"])
    limit = body["max_tokens"] if "max_tokens" in body else body["max_completion_tokens"]
    return Asked(
        model=model,
        key=key,
        system=system["content"],
        user=text,
        schema=_schema(body["response_format"], system["content"]),
        pictures=pictures,
        max_output_tokens=limit,
        temperature=body.get("temperature"),
        number=number,
    )


def response(asked: Asked, fault: Fault | None) -> web.Response:
    """The answer with status 200, whole or with a fault in it."""
    finish = {Fault.TRUNCATED: "length", Fault.ANSWER_BLOCKED: "content_filter"}.get(
        fault or Fault.HANG, "stop"
    )
    text = None if fault is Fault.ANSWER_BLOCKED else answer_to(asked, fault)
    message = {"role": "assistant", "content": text, "refusal": None}
    choices = [{"index": 0, "message": message, "finish_reason": finish, "logprobs": None}]
    usage = {"prompt_tokens": 700, "completion_tokens": 350, "total_tokens": 1050}
    return web.json_response(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1_700_000_000,
            "model": asked.model,
            "choices": [] if fault is Fault.EMPTY else choices,
            "usage": usage,
        }
    )


def wrong_key(key: str) -> web.Response:
    """What OpenAI says to a key that is none: it quotes it."""
    return _error(401, "invalid_request_error", "invalid_api_key", f"Incorrect API key provided: {key}.")


def unknown_model(model: str) -> web.Response:
    """What it says to a model that it does not have."""
    return _error(404, "invalid_request_error", "model_not_found", f"The model `{model}` does not exist")


def refused(reason: str) -> web.Response:
    """What it says to a request that it does not understand."""
    return _error(400, "invalid_request_error", None, reason)


def failure(fault: Fault, body: Mapping[str, Any]) -> web.Response | None:
    """The response of a fault that has a status of its own."""
    limit = ("requests", "rate_limit_exceeded", "Slow down.")
    match fault:
        case Fault.TOO_MANY:
            return _error(429, *limit, headers={"Retry-After": "7"})
        case Fault.TOO_MANY_RETRY_INFO:
            return _error(429, *limit, headers={"Retry-After-Ms": "3500"})
        case Fault.TOO_MANY_FOR_LONG:
            return _error(429, *limit, headers={"Retry-After": "3600"})
        case Fault.QUOTA_OF_THE_DAY:
            return _error(429, "insufficient_quota", "insufficient_quota", "Check your plan and billing.")
        case Fault.INTERNAL:
            return _error(500, "server_error", None, "The server had an error.")
        case Fault.OVERLOADED:
            return _error(503, "server_error", None, "Overloaded.")
        case Fault.FORBIDDEN:
            return _error(403, "invalid_request_error", "unsupported_country", "Not here.")
    return _refusal(fault, body)


def _refusal(fault: Fault, body: Mapping[str, Any]) -> web.Response | None:
    match fault:
        case Fault.BAD_REQUEST:
            return _error(400, "invalid_request_error", "context_length_exceeded", "Too long.")
        case Fault.PROMPT_BLOCKED | Fault.PROMPT_BLOCKED_ANEW:
            return _error(400, "invalid_request_error", "content_filter", "The prompt was filtered.")
        case Fault.SCHEMA_UNSUPPORTED if body["response_format"]["type"] == "json_schema":
            return _error(400, "invalid_request_error", None, "response_format.type must be json_object")
    return None


def _content(content: str | list[Mapping[str, Any]]) -> tuple[str, tuple[tuple[str, bytes], ...]]:
    if isinstance(content, str):
        return content, ()
    texts, pictures = [], []
    for part in content:
        only(part, "type", "text", "image_url")
        if part["type"] == "text":
            texts.append(part["text"])
        else:
            head, _, data = part["image_url"]["url"].partition(";base64,")
            pictures.append((head.removeprefix("data:"), base64.b64decode(data, validate=True)))
    return "\n".join(texts), tuple(pictures)


def _schema(form: Mapping[str, Any], system: str) -> Mapping[str, Any]:
    if form["type"] == "json_object":
        return dict(json.loads(system.rpartition("\n")[2]))
    only(form, "type", "json_schema")
    only(form["json_schema"], "name", "strict", "schema")
    schema = dict(form["json_schema"]["schema"])
    if schema["additionalProperties"] is not False or set(schema["required"]) != set(schema["properties"]):
        raise RefusedRequestError("a strict schema names all its properties and lets no others in")
    return schema


def _error(
    status: int, kind: str, code: str | None, message: str, headers: Mapping[str, str] | None = None
) -> web.Response:
    error = {"message": message, "type": kind, "param": None, "code": code}
    return web.json_response({"error": error}, status=status, headers=headers)
