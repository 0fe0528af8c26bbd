"""The way of every request: counted, limited, let in, read, checked, answered."""

from __future__ import annotations

import asyncio
import json
import logging
import math
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.fakes.discord.rest import errors
from tests.fakes.discord.rest.call import Call, read_body
from tests.fakes.discord.rest.limits import Delay, Failure, Limits, Verdict
from tests.fakes.discord.rest.routes import ROUTES, WITHOUT_TOKEN, Handler
from tests.fakes.discord.rules.openapi import Description
from tests.fakes.discord.world.users import Payload
from tests.fakes.discord.world.world import World

_log = logging.getLogger(__name__)

API = "/api/v10"
INVALID_STATUSES = (401, 403, 429)
VIA = {"Via": "1.1 google"}
"""On every answer of Discord's own; a client takes one without it for a block of its address."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What was asked and how it was answered."""

    method: str
    path: str
    status: int


@dataclass(frozen=True, kw_only=True)
class Violation:
    """A body that breaks a rule of Discord's."""

    method: str
    path: str
    problem: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}: {self.problem}"


class Api:
    """All routes over one world."""

    def __init__(self, world: World, *, validate: bool, description: Description | None) -> None:
        self.validate = validate
        self.check_answers = False
        self.mistakes: list[Violation] = []
        self.requests: list[Request] = []
        self.violations: list[Violation] = []
        self.failures: list[Failure] = []
        self.delays: list[Delay] = []
        self.limits = Limits(clock=world.clock)
        self._world = world
        self._description = description if validate else None

    def add_routes(self, router: web.UrlDispatcher) -> None:
        """Make the routes known to a server."""
        for method, template, handler in ROUTES:
            router.add_route(method, API + template, self._served(template, handler))
        router.add_route("*", "/api/{rest:.*}", self._unknown)

    async def _unknown(self, request: web.Request) -> web.Response:
        answer = json_answer({"message": "404: Not Found", "code": 0}, status=404)
        self._violated(request.method, request.path, ["the fake knows no such route"])
        return self._done(request.method, request.path, answer)

    def _served(self, template: str, handler: Handler) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def serve(request: web.Request) -> web.Response:
            path = request.path.removeprefix(API)
            params = dict(request.match_info)
            verdict = self.limits.judge(request.method, template, params)
            failure = next((one for one in self.failures if one.takes(request.method, path)), None)
            if verdict.refused:
                answer = _too_many(verdict.reset_after, whole_bot=verdict.whole_bot)
            elif failure is not None and not failure.carried_out:
                answer = _failed(failure)
            else:
                answer = await self._answer(request, template, path, params, handler)
                answer = answer if failure is None else _failed(failure)
            answer.headers.update(self._limit_headers(verdict, request.method, template))
            for delay in self.delays:
                if delay.takes(request.method, path):
                    await asyncio.sleep(delay.seconds)
            return self._done(request.method, path, answer)

        return serve

    async def _answer(
        self, request: web.Request, template: str, path: str, params: Mapping[str, str], handler: Handler
    ) -> web.Response:
        call = Call(
            world=self._world,
            method=request.method,
            template=template,
            path=path,
            params=params,
            query=request.query,
            validate=self.validate,
        )
        try:
            if not template.startswith(WITHOUT_TOKEN):
                self._let_in(request)
            await read_body(request, call)
            self._compare(call)
            body = await handler(call)
            self._check_answer(call, body)
            return web.Response(status=204) if body is None else json_answer(body, status=call.status)
        except errors.ApiError as error:
            self._violated(call.method, path, error.violations)
            return json_answer(error.body, status=error.status)
        except Exception as error:  # noqa: BLE001 - a mistake of the fake is a finding, not an answer to retry
            _log.exception("the fake itself fails")
            self._violated(call.method, path, [f"the fake itself fails: {error!r}"])
            return json_answer({"message": "the fake itself fails", "code": 0}, status=400)

    def _let_in(self, request: web.Request) -> None:
        if request.headers.get("Authorization") != f"Bot {self._world.token}":
            raise errors.unauthorized()

    def _compare(self, call: Call) -> None:
        if self._description is not None:
            problems = self._description.problems(call.method, call.template, call.body)
            self._violated(call.method, call.path, problems)

    def _check_answer(self, call: Call, body: object) -> None:
        if self.check_answers and self._description is not None and body is not None:
            found = self._description.problems_of_answer(call.method, call.template, call.status, body)
            self.mistakes += [Violation(method=call.method, path=call.path, problem=one) for one in found]

    def _violated(self, method: str, path: str, problems: list[str]) -> None:
        self.violations += [Violation(method=method, path=path, problem=problem) for problem in problems]

    def _limit_headers(self, verdict: Verdict, method: str, template: str) -> dict[str, str]:
        bucket = verdict.limit.name if verdict.limit.name != "wide" else f"{method} {template}"
        return verdict.headers(f"{hash(bucket) & 0xFFFFFFFFFFFF:x}", self._world.clock.now()) | VIA

    def _done(self, method: str, path: str, answer: web.Response) -> web.Response:
        self.requests.append(Request(method=method, path=path, status=answer.status))
        self._world.changed()
        return answer


def json_answer(body: Any, *, status: int = 200) -> web.Response:  # noqa: ANN401 - any JSON
    """An answer with the bare content type that discord.py looks for."""
    text = json.dumps(body, separators=(",", ":"))
    return web.Response(body=text.encode(), status=status, content_type="application/json")


def _too_many(retry_after: float, *, whole_bot: bool) -> web.Response:
    body: Payload = {
        "message": "You are being rate limited.",
        "retry_after": round(retry_after, 3),
        "global": whole_bot,
    }
    answer = json_answer(body, status=429)
    answer.headers["Retry-After"] = str(math.ceil(retry_after))
    return answer


def _failed(failure: Failure) -> web.Response:
    if failure.status == 429:
        return _too_many(failure.retry_after, whole_bot=False)
    body = {"message": f"{failure.status}: made to fail", "code": failure.code}
    return json_answer(body, status=failure.status)
