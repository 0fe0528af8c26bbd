"""The way of every request: let in, read, limited, made to fail, answered, noted."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.fakes.telegram.api.call import Call
from tests.fakes.telegram.api.errors import ApiError, too_many, wrong
from tests.fakes.telegram.api.failures import Delay, Failure
from tests.fakes.telegram.api.limits import Limits
from tests.fakes.telegram.api.reading import read_body, read_parameters
from tests.fakes.telegram.methods.table import METHODS, UNSUPPORTED
from tests.fakes.telegram.rules.description import Description
from tests.fakes.telegram.updates.polling import Polling
from tests.fakes.telegram.world.files import Upload
from tests.fakes.telegram.world.users import Payload

_log = logging.getLogger(__name__)


HUNG_UP = 499
"""The status that is noted of a request whose connection was cut in place of an answer."""


@dataclass(kw_only=True)
class Request:
    """What was asked, and how it was answered."""

    method: str
    at: float
    params: Payload = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)
    status: int = 0
    answer: Payload = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<{self.method} {self.status} {self.params!r:.200}>"


@dataclass(frozen=True, kw_only=True)
class Violation:
    """A request that breaks a rule of Telegram's, or an answer that does."""

    method: str
    problem: str

    def __str__(self) -> str:
        return f"{self.method}: {self.problem}"


class Api:
    """All methods over one world."""

    def __init__(self, polling: Polling, *, description: Description, check_answers: bool) -> None:
        self._world = polling.webhook.world
        self._polling = polling
        self._description = description
        self._check_answers = check_answers and description.complete
        self.limits = Limits(clock=self._world.clock)
        self.requests: list[Request] = []
        self.violations: list[Violation] = []
        self.mistakes: list[Violation] = []
        self.failures: list[Failure] = []
        self.delays: list[Delay] = []
        if self._check_answers:
            self._world.updates.listeners.append(self._check_update)

    async def serve(self, request: web.Request) -> web.Response:
        """Answer one request."""
        noted = Request(method=request.match_info["method"], at=self._world.clock.now())
        status, body = await self._status_and_body(request, noted)
        for delay in self.delays:
            if delay.takes(noted.method):
                await self._world.clock.sleep(delay.seconds)
        if status == HUNG_UP and request.transport is not None:
            request.transport.abort()
        noted.status, noted.answer = status, body
        self.requests.append(noted)
        self._world.changed()
        text = json.dumps(body, separators=(",", ":"))
        return web.Response(body=text.encode(), status=status, content_type="application/json")

    async def _status_and_body(self, request: web.Request, noted: Request) -> tuple[int, Payload]:
        try:
            self._let_in(request, noted.method)
            raw, noted.files = await read_body(request)
            noted.params = raw
            return await self._carried_out_or_failed(request, noted)
        except ApiError as error:
            if error.violation:
                self._violated(noted.method, error.description)
            return error.status, error.body
        except ConnectionResetError:  # whoever asked is gone, in the middle of asking
            return 400, ApiError(400, "Bad Request: the connection was lost").body
        except Exception as error:  # noqa: BLE001 - a mistake of the fake is a finding, not an answer to retry
            _log.exception("the fake itself fails")
            self._violated(noted.method, f"the fake itself fails: {error!r}")
            return 400, ApiError(400, "the fake itself fails").body

    async def _carried_out_or_failed(self, request: web.Request, noted: Request) -> tuple[int, Payload]:
        failure = next((one for one in self.failures if one.takes(noted.method)), None)
        if failure is None or failure.carried_out:
            result = await self._carry_out(request, noted)
        if failure is None:
            return 200, {"ok": True, "result": result}
        return (HUNG_UP, {}) if failure.hangs_up else (failure.status, failure.body)

    def _let_in(self, request: web.Request, method: str) -> None:
        if request.match_info["token"] != self._world.token:
            raise ApiError(401)
        if self._world.profile.is_logged_out:
            raise ApiError(400, "Logged out")
        if method not in METHODS:
            self._violated(method, "the fake knows no such method")
            raise ApiError(404)

    async def _carry_out(self, request: web.Request, noted: Request) -> Any:  # noqa: ANN401 - any JSON
        noted.params = read_parameters(self._description, noted.method, noted.params, noted.files)
        for name in sorted(UNSUPPORTED & set(noted.params)):
            raise wrong(f"the fake does not know the parameter {name!r}")
        self._hold_back(noted)
        call = Call(
            world=self._world,
            method=noted.method,
            params=noted.params,
            files=noted.files,
            polling=self._polling,
            is_gone=lambda: request.transport is None or request.transport.is_closing(),
        )
        result = await METHODS[noted.method](call)
        if self._check_answers:
            found = self._description.problems_of_answer(noted.method, result)
            self.mistakes += [Violation(method=noted.method, problem=one) for one in found]
        return result

    def _hold_back(self, noted: Request) -> None:
        chat_id = noted.params.get("chat_id")
        if not self.limits.counts(noted.method) or not isinstance(chat_id, int):
            return
        cost = len(noted.params["media"]) if noted.method == "sendMediaGroup" else 1
        retry_after = self.limits.judge(noted.method, chat_id, cost)
        if retry_after:
            raise too_many(retry_after)

    def _check_update(self, update: Payload) -> None:
        found = self._description.problems(["Update"], update, "update")
        self.mistakes += [Violation(method="update", problem=one) for one in found]

    def _violated(self, method: str, problem: str) -> None:
        self.violations.append(Violation(method=method, problem=problem))
