"""Gemini by `google-genai`, the library that Google maintains."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from adapters.expanders.failures import HttpFailure, Whom, failure_of, headers_of, unreachable, unreadable
from adapters.expanders.transport import Ask, Reply
from adapters.expanders.transports.gemini import blocking_reason, gemini_schema
from adapters.expanders.transports.silence import silence

if TYPE_CHECKING:
    from google.genai.errors import APIError
    from google.genai.types import GenerateContentResponse


class GoogleGenAI:
    """A `Transport`; the library's own retries are off."""

    def __init__(self, whom: Whom, *, timeout_seconds: float) -> None:
        with silence():
            from google import genai
            from google.genai import types

            self._whom = whom
            self._client = genai.Client(
                vertexai=False,
                api_key=whom.key,
                http_options=types.HttpOptions(
                    base_url=whom.endpoint,
                    api_version="v1beta",
                    timeout=round(timeout_seconds * 1000),
                    retry_options=types.HttpRetryOptions(attempts=1),
                ),
            ).aio

    async def ask(self, ask: Ask) -> Reply:
        """Ask once."""
        import aiohttp
        import httpx
        from google.genai import errors
        from pydantic import ValidationError

        try:
            return _reply_of(await self._generate(ask))
        except errors.APIError as error:
            raise failure_of(_answer_of(error), self._whom, is_quotable=ask.is_impersonal) from None
        except (json.JSONDecodeError, UnicodeDecodeError, ValidationError, errors.UnknownApiResponseError):
            raise unreadable("it is not JSON") from None
        except (aiohttp.ClientError, httpx.HTTPError, OSError):
            raise unreachable(self._whom) from None

    async def aclose(self) -> None:
        """Close its connections."""
        await self._client.aclose()

    async def _generate(self, ask: Ask) -> GenerateContentResponse:
        from google.genai import types

        parts = [types.Part.from_text(text=ask.user)]
        if ask.picture is not None:
            parts.append(types.Part.from_bytes(data=ask.picture.content, mime_type=ask.picture.media_type))
        return await self._client.models.generate_content(
            model=self._whom.model,
            contents=[types.Content(role="user", parts=parts)],
            config=types.GenerateContentConfig(
                system_instruction=ask.system,
                temperature=ask.sampling_temperature,
                max_output_tokens=ask.max_output_tokens,
                response_mime_type="application/json",
                response_schema=types.Schema.model_validate(gemini_schema(ask.schema)),
                automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True),
            ),
        )


def _reply_of(response: GenerateContentResponse) -> Reply:
    usage = response.usage_metadata
    asked = (usage and usage.prompt_token_count) or 0
    written = (usage and usage.candidates_token_count) or 0
    answer = response.candidates[0] if response.candidates else None
    finish = answer.finish_reason.value if answer is not None and answer.finish_reason else None
    feedback = response.prompt_feedback and response.prompt_feedback.block_reason
    parts = (answer.content and answer.content.parts) or () if answer is not None else ()
    return Reply(
        text="".join(part.text or "" for part in parts if not part.thought),
        tokens_in=asked,
        tokens_out=max(written, ((usage and usage.total_token_count) or 0) - asked),
        blocked=feedback.value if feedback else blocking_reason(finish),
        is_cut_off=finish == "MAX_TOKENS",
    )


def _answer_of(error: APIError) -> HttpFailure:
    headers = getattr(error.response, "headers", None)
    return HttpFailure(status=int(error.code or 0), body=error.details, headers=headers_of(headers))
