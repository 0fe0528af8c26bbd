"""One request, taken apart: its path, its body and its files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from tests.fakes.discord.messages.attaching import Upload
from tests.fakes.discord.messages.message import Message
from tests.fakes.discord.rest import errors
from tests.fakes.discord.rules.problems import Problems
from tests.fakes.discord.world.permissions import Permission
from tests.fakes.discord.world.places import Channel
from tests.fakes.discord.world.users import Payload
from tests.fakes.discord.world.world import World

MOST_REQUEST_BYTES = 25 * 1024 * 1024
MOST_FILE_BYTES = 10 * 1024 * 1024
FILE_PART = re.compile(r"files\[(\d+)\]")


@dataclass(kw_only=True)
class Call:
    """A request, and the world it acts on."""

    world: World
    method: str
    template: str
    path: str
    params: Mapping[str, str]
    query: Mapping[str, str]
    validate: bool
    body: Any = None
    files: dict[int, Upload] = field(default_factory=dict)
    status: int = 200
    """Of the answer, where all goes well and there is something to say."""

    def id(self, name: str) -> int:
        """An identifier from the path."""
        value = self.params[name]
        if not value.isdecimal():
            problems = Problems()
            problems.at(name).add("NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')
            raise errors.RefusedBodyError(problems)
        return int(value)

    def fields(self) -> Payload:
        """The body, where it is an object; an absent one is empty."""
        if self.body is None:
            return {}
        if not isinstance(self.body, dict):
            problems = Problems()
            problems.add("DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
            raise errors.RefusedBodyError(problems)
        return self.body

    def check(self, rule: Callable[[Problems], None]) -> None:
        """Refuse the body where a rule finds something wrong with it."""
        if not self.validate:
            return
        problems = Problems()
        try:
            rule(problems)
        except (AssertionError, AttributeError, KeyError, TypeError, ValueError) as error:
            problems.add("MALFORMED", f"The body is not of the form that a client sends: {error!r}")
        if problems:
            raise errors.RefusedBodyError(problems)

    def channel(self) -> Channel:
        """The channel of the path, which the bot sees."""
        channel = self.world.channels.get(self.id("channel_id"))
        if channel is None:
            raise errors.unknown_channel()
        if not self.world.sees(self.world.bot, channel):
            raise errors.missing_access()
        return channel

    def message(self, channel: Channel) -> Message:
        """The message of the path; an ephemeral one is found by its interaction alone."""
        message = channel.posts.get(self.id("message_id"))
        if message is None or message.ephemeral:
            raise errors.unknown_message()
        return message

    def need(self, channel: Channel, permissions: Permission) -> None:
        """Refuse where the bot lacks a permission."""
        if permissions & ~self.world.permissions(self.world.bot, channel):
            raise errors.missing_permissions()


async def read_body(request: web.Request, call: Call) -> None:
    """Read a request's JSON and files into a call."""
    if (request.content_length or 0) > MOST_REQUEST_BYTES:
        raise errors.TooLargeError("the request")
    if request.content_type == "multipart/form-data":
        await _read_parts(request, call)
        return
    raw = await request.read()
    if raw:
        call.body = _parsed(raw)


async def _read_parts(request: web.Request, call: Call) -> None:
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise errors.bad_json()
        content = bytes(await part.read())
        named = FILE_PART.fullmatch(part.name)
        if part.name == "payload_json":
            call.body = _parsed(content)
        elif named is None or not part.filename:
            raise errors.bad_json()
        elif len(content) > MOST_FILE_BYTES:
            raise errors.TooLargeError(part.filename)
        else:
            kind = part.headers.get("Content-Type", "application/octet-stream")
            call.files[int(named[1])] = Upload(filename=part.filename, content=content, content_type=kind)


def _parsed(raw: bytes) -> Any:  # noqa: ANN401 - any JSON
    try:
        return json.loads(raw)
    except ValueError as error:
        raise errors.bad_json() from error
