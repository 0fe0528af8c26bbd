"""Gemini by `google-generativeai`, which is no longer maintained.

With `transport="rest"` only its synchronous call works, so it is made in threads of its own: a call that
hangs holds up nothing else. Its warning of its end stays away from users.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from adapters.expanders.failures import HttpFailure, Whom, failure_of, headers_of, unreachable, unreadable
from adapters.expanders.transport import Ask, Reply
from adapters.expanders.transports.gemini import blocking_reason, gemini_schema
from adapters.expanders.transports.silence import silence

if TYPE_CHECKING:
    from google.api_core.exceptions import GoogleAPICallError

_MOST_AT_ONCE = 16


class _Finish(IntEnum):
    """`Candidate.FinishReason` by number; the library's own names warn of each that is newer than itself."""

    STOP = 1
    MAX_TOKENS = 2
    SAFETY = 3
    RECITATION = 4
    OTHER = 5
    LANGUAGE = 6
    BLOCKLIST = 7
    PROHIBITED_CONTENT = 8
    SPII = 9
    MALFORMED_FUNCTION_CALL = 10
    IMAGE_SAFETY = 11


class _Block(IntEnum):
    """`PromptFeedback.BlockReason` by number."""

    SAFETY = 1
    OTHER = 2
    BLOCKLIST = 3
    PROHIBITED_CONTENT = 4
    IMAGE_SAFETY = 5


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

    def _generate(self, ask: Ask) -> Mapping[str, Any]:
        model = self._library.GenerativeModel(self._whom.model, system_instruction=ask.system)
        model._client = self._client  # noqa: SLF001 - its only other source is global to the process
        picture = ask.picture
        parts: list[Any] = [ask.user]
        if picture is not None:
            parts.append({"mime_type": picture.media_type, "data": picture.content})
        response = model.generate_content(
            parts,
            generation_config={
                "temperature": ask.sampling_temperature,
                "max_output_tokens": ask.max_output_tokens,
                "response_mime_type": "application/json",
                "response_schema": gemini_schema(ask.schema),
            },
            request_options={"retry": None, "timeout": self._timeout_seconds},
        )
        answer: dict[str, Any] = response.to_dict()
        return answer


def _reply_of(response: Mapping[str, Any]) -> Reply:
    """Read the library's dictionary, in which enums are numbers and what is missing has its default."""
    usage = response.get("usage_metadata", {})
    asked, written = usage.get("prompt_token_count", 0), usage.get("candidates_token_count", 0)
    answer: Mapping[str, Any] = next(iter(response.get("candidates", ())), {})
    finish = _name(_Finish, answer.get("finish_reason", 0))
    return Reply(
        text="".join(part.get("text", "") for part in answer.get("content", {}).get("parts", ())),
        tokens_in=asked,
        tokens_out=max(written, usage.get("total_token_count", 0) - asked),
        blocked=_name(_Block, response.get("prompt_feedback", {}).get("block_reason", 0))
        or blocking_reason(finish),
        is_cut_off=finish == "MAX_TOKENS",
    )


def _name(names: type[IntEnum], number: int) -> str | None:
    """What a number stands for; one that is not known here is still more than nothing."""
    return (
        names(number).name if number in list(names) else f"{names.__name__[1:]} {number}" if number else None
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
