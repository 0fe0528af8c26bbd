"""Gemini by `google-generativeai`, which is no longer maintained.

With `transport="rest"` only its synchronous call works, so it is made in threads of its own: a call that
hangs holds up nothing else. Its warning of its end stays away from users.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from adapters.expanders.failures import HttpFailure, Whom, failure_of, headers_of, unreachable, unreadable
from adapters.expanders.transport import Ask, Reply
from adapters.expanders.transports.gemini import blocking_reason, gemini_schema
from adapters.expanders.transports.silence import silence

if TYPE_CHECKING:
    from google.api_core.exceptions import GoogleAPICallError
    from google.generativeai.types import GenerateContentResponse

_MOST_AT_ONCE = 16


class GoogleGenerativeAI:
    """A `Transport`; a call that is given up ends in its thread, at the latest after `timeout_seconds`."""

    def __init__(self, whom: Whom, *, timeout_seconds: float) -> None:
        with silence():
            import google.generativeai as library
            from google.generativeai.client import get_default_generative_client

        self._whom = whom
        self._timeout_seconds = timeout_seconds
        self._library: Any = library
        self._library.configure(
            api_key=whom.key, transport="rest", client_options={"api_endpoint": whom.endpoint.rstrip("/")}
        )
        self._client: Any = get_default_generative_client()
        self._threads = ThreadPoolExecutor(_MOST_AT_ONCE, thread_name_prefix="gemini")

    async def ask(self, ask: Ask) -> Reply:
        """Ask once, in a thread; where the call is cancelled, its result is dropped."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._ask, ask)

    async def aclose(self) -> None:
        """Take no more requests; those under way end by themselves."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._client.transport.close()

    def _ask(self, ask: Ask) -> Reply:
        from google.api_core.exceptions import GoogleAPICallError, GoogleAPIError
        from google.auth.exceptions import GoogleAuthError
        from google.protobuf.json_format import ParseError  # type: ignore[import-untyped] # it has no stubs
        from requests.exceptions import JSONDecodeError, RequestException

        try:
            return _reply_of(self._generate(ask))
        except GoogleAPICallError as error:
            raise failure_of(_answer_of(error), self._whom, is_quotable=ask.is_impersonal) from None
        except (JSONDecodeError, ParseError, UnicodeDecodeError):
            raise unreadable("it is not JSON") from None
        except (GoogleAPIError, GoogleAuthError, RequestException):
            raise unreachable(self._whom) from None

    def _generate(self, ask: Ask) -> GenerateContentResponse:
        model = self._library.GenerativeModel(self._whom.model, system_instruction=ask.system)
        model._client = self._client  # noqa: SLF001 - its only other source is global to the process
        picture = ask.picture
        parts: list[Any] = [ask.user]
        if picture is not None:
            parts.append({"mime_type": picture.media_type, "data": picture.content})
        response: GenerateContentResponse = model.generate_content(
            parts,
            generation_config={
                "temperature": ask.sampling_temperature,
                "max_output_tokens": ask.max_output_tokens,
                "response_mime_type": "application/json",
                "response_schema": gemini_schema(ask.schema),
            },
            request_options={"retry": None, "timeout": self._timeout_seconds},
        )
        return response


def _reply_of(response: GenerateContentResponse) -> Reply:
    usage = response.usage_metadata
    answer = response.candidates[0] if response.candidates else None
    finish = answer.finish_reason.name if answer is not None else None
    feedback = response.prompt_feedback.block_reason
    return Reply(
        text="".join(part.text for part in answer.content.parts) if answer is not None else "",
        tokens_in=usage.prompt_token_count,
        tokens_out=max(usage.candidates_token_count, usage.total_token_count - usage.prompt_token_count),
        blocked=feedback.name if feedback else blocking_reason(finish),
        is_cut_off=finish == "MAX_TOKENS",
    )


def _answer_of(error: GoogleAPICallError) -> HttpFailure:
    response = error.response
    try:
        body = response.json() if response is not None else None
    except ValueError:
        body = None
    return HttpFailure(
        status=int(error.code or 0), body=body, headers=headers_of(getattr(response, "headers", None))
    )
