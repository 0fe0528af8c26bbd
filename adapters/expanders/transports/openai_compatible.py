"""Any server that speaks OpenAI's protocol, by the `openai` package: OpenAI, Ollama, vLLM, llama.cpp.

They differ in what they take. Where a server answers 400 or 422, it is asked again in an older dialect, and
what worked is remembered: a schema (`json_schema`), or any JSON object with the schema told in words
(`json_object`); `max_tokens`, or its newer name.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from adapters.expanders.failures import HttpFailure, Whom, failure_of, headers_of, unreachable, unreadable
from adapters.expanders.transport import Ask, Reply
from adapters.expanders.transports.silence import silence

if TYPE_CHECKING:
    from openai import APIStatusError
    from openai.types.chat import ChatCompletion, ChatCompletionContentPartParam
    from openai.types.chat.completion_create_params import ResponseFormat

ENDPOINT = "https://api.openai.com/v1"
_NO_KEY = "none"
"""Servers of one's own want no key, but the library insists on one."""

_IN_WORDS = "Answer with one JSON object, and nothing else, that follows this JSON schema:"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Dialect:
    has_schemas: bool = True
    has_newer_limit: bool = False


class OpenAICompatible:
    """A `Transport`; the library's own retries are off."""

    def __init__(self, whom: Whom, *, timeout_seconds: float) -> None:
        with silence():
            import openai

        self._whom = whom
        self._dialect = _Dialect()
        self._client = openai.AsyncOpenAI(
            api_key=whom.key or _NO_KEY, base_url=whom.endpoint, timeout=timeout_seconds, max_retries=0
        )

    async def ask(self, ask: Ask) -> Reply:
        """Ask once, or once in each dialect where the server does not take the newest."""
        import openai

        try:
            return await self._ask(ask)
        except openai.APIStatusError as error:
            answer = _answer_of(error)
            if "content_filter" in (answer.error.get("code"), answer.error.get("type")):
                return Reply(text="", tokens_in=0, tokens_out=0, blocked="content_filter")
            raise failure_of(answer, self._whom, is_quotable=ask.is_impersonal) from None
        except (json.JSONDecodeError, UnicodeDecodeError, openai.APIResponseValidationError):
            raise unreadable("it is not JSON") from None
        except openai.APIConnectionError:
            raise unreachable(self._whom) from None

    async def aclose(self) -> None:
        """Close its connections."""
        await self._client.close()

    async def _ask(self, ask: Ask) -> Reply:
        import openai

        dialect = self._dialect
        while True:
            try:
                reply = _reply_of(await self._complete(ask, dialect))
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                if (older := _other_dialect(dialect, error)) is None:
                    raise
                dialect = older
            else:
                self._dialect = dialect
                return reply

    async def _complete(self, ask: Ask, dialect: _Dialect) -> ChatCompletion:
        options: dict[str, Any] = {
            "max_completion_tokens" if dialect.has_newer_limit else "max_tokens": ask.max_output_tokens
        }
        if ask.sampling_temperature is not None:
            options["temperature"] = ask.sampling_temperature
        completion: ChatCompletion = await self._client.chat.completions.create(
            model=self._whom.model,
            messages=[
                {"role": "system", "content": _system(ask, dialect)},
                {"role": "user", "content": _user(ask)},
            ],
            response_format=_format(ask, dialect),
            **options,
        )
        return completion


def _other_dialect(dialect: _Dialect, error: APIStatusError) -> _Dialect | None:
    """What to try after that, or `None` where the dialect is not to blame."""
    if error.code == "content_filter":
        return None
    if "max_completion_tokens" in error.message and not dialect.has_newer_limit:
        return replace(dialect, has_newer_limit=True)
    return replace(dialect, has_schemas=False) if dialect.has_schemas else None


def _system(ask: Ask, dialect: _Dialect) -> str:
    return ask.system if dialect.has_schemas else f"{ask.system}\n\n{_IN_WORDS}\n{json.dumps(ask.schema)}"


def _user(ask: Ask) -> str | list[ChatCompletionContentPartParam]:
    if ask.picture is None:
        return ask.user
    encoded = base64.b64encode(ask.picture.content).decode()
    url = f"data:{ask.picture.media_type};base64,{encoded}"
    return [{"type": "text", "text": ask.user}, {"type": "image_url", "image_url": {"url": url}}]


def _format(ask: Ask, dialect: _Dialect) -> ResponseFormat:
    if not dialect.has_schemas:
        return {"type": "json_object"}
    return {
        "type": "json_schema",
        "json_schema": {"name": "answer", "strict": True, "schema": dict(ask.schema)},
    }


def _reply_of(completion: ChatCompletion) -> Reply:
    usage, choices = getattr(completion, "usage", None), getattr(completion, "choices", None)
    choice = choices[0] if choices else None
    message = choice.message if choice else None
    blocked = "refusal" if message and message.refusal else None
    return Reply(
        text=(message.content or "") if message else "",
        tokens_in=usage.prompt_tokens if usage else 0,
        tokens_out=usage.completion_tokens if usage else 0,
        blocked="content_filter" if choice and choice.finish_reason == "content_filter" else blocked,
        is_cut_off=bool(choice and choice.finish_reason == "length"),
    )


def _answer_of(error: APIStatusError) -> HttpFailure:
    return HttpFailure(status=error.status_code, body=error.body, headers=headers_of(error.response.headers))
