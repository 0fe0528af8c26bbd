"""The program that gets killed: a real conductor on a real database, its platform across a socket.

Run as `python -m tests.fakes.crash.program URL DATA_DIRECTORY PORT SEED`; everything it does takes a random
moment, so that a kill can land in any phase.
"""

from __future__ import annotations

import asyncio
import json
import random
import secrets
import sys
import time
from pathlib import Path
from typing import Any

from adapters.storage.opening import open_storage
from core.candidates import Gathering
from core.conductor.conductor import Conductor, Receipt
from core.conductor.settings import Limits, Ports
from core.conversation.gallery import GalleryView
from core.errors import RefusedError, StorageError
from core.patience import Patience
from core.ports import (
    Consent,
    ExpansionRequest,
    PostedMessages,
    Progress,
    Purpose,
    RenderedImage,
    RenderJob,
    Show,
)
from core.types import answers
from core.types.galleries import Comparison
from core.types.identifiers import EventKey, Identity, MessageRef, Place, SessionId, TurnId, UserId
from core.types.sessions import Closing, Rules, Session
from core.types.slates import Expansion
from tests.fakes.ports import (
    FakeAllowance,
    FakeExpander,
    FakeLikelihood,
    FakePolicy,
    FakeRenderer,
    FakeSafety,
)

PLATFORM = "crash"
LONGEST_MOMENT_SECONDS = 0.03
Message = dict[str, Any]


class Moments:
    """Random short waits."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    async def pass_by(self) -> None:
        """Wait a moment."""
        await asyncio.sleep(self._random.uniform(0, LONGEST_MOMENT_SECONDS))


class SlowExpander(FakeExpander):
    """Takes a moment."""

    def __init__(self, moments: Moments) -> None:
        super().__init__()
        self._moments = moments

    async def expand(self, request: ExpansionRequest) -> list[Expansion]:
        """Expand after a moment."""
        await self._moments.pass_by()
        return list(await super().expand(request))


class SlowRenderer(FakeRenderer):
    """Takes a moment for each image."""

    def __init__(self, moments: Moments) -> None:
        super().__init__()
        self._moments = moments

    async def render(self, job: RenderJob, *, show: Show | None = None) -> RenderedImage:
        """Render after a moment."""
        await self._moments.pass_by()
        return await super().render(job, show=show)


class SocketStage:
    """Posts to the chat at the other end; a call returns when the chat has answered it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._replies: dict[int, asyncio.Future[Message]] = {}

    def send(self, message: Message) -> None:
        """Send one message."""
        self._writer.write(json.dumps(message).encode() + b"\n")

    async def receive(self) -> Message:
        """The next message that is not a reply; ends the program where the chat is gone."""
        while True:
            line = await self._reader.readline()
            if not line:
                sys.exit("the chat is gone")
            message: Message = json.loads(line)
            if "reply" not in message:
                return message
            reply = self._replies.pop(message["reply"])
            if not reply.done():  # who asked may have been told to stop
                reply.set_result(message)

    async def _call(self, message: Message) -> Message:
        number = len(self._replies) + secrets.randbits(40)
        self._replies[number] = asyncio.get_running_loop().create_future()
        self.send({**message, "call": number})
        return await self._replies[number]

    async def post_gallery(self, session: Session, view: GalleryView) -> PostedMessages:
        """Post, and learn the message's name."""
        reply = await self._call(
            {
                "kind": "post",
                "session": session.id,
                "turn": view.turn,
                "nonce": view.nonce,
                "size": len(view.tiles),
                "answered": len(session.answered),
            }
        )
        message = MessageRef(channel=session.place.channel, message=reply["message"])
        return PostedMessages(messages=(message,), rendering="socket")

    async def close_gallery(self, session: Session, view: GalleryView) -> None:
        """Nothing to see."""

    async def deliver(self, session: Session) -> None:
        """Tell the chat that this session is over."""
        await self._call({"kind": "deliver", "session": session.id})

    async def tell(self, session: Session, news: Progress | StorageError | str) -> None:
        """Pass failures on."""
        if isinstance(news, str):
            self.send({"kind": "tell", "session": session.id, "reason": news})


def act_of(message: Message) -> answers.Act:
    """An act from its name and fields."""
    fields = dict(message["fields"])
    if "comparison" in fields:
        fields["comparison"] = Comparison(fields["comparison"])
    act: answers.Act = getattr(answers, message["act"])(**fields)
    return act


def rules_of(message: Message) -> Rules:
    """Rules from their fields."""
    fields = dict(message["rules"])
    return Rules(**{**fields, "closing": Closing(fields["closing"])})


async def handle(conductor: Conductor, user: UserId, message: Message) -> Receipt:
    """Begin a session or let an act happen."""
    key, at = EventKey(message["key"]), time.time()
    if message["kind"] == "begin":
        place = Place(platform=PLATFORM, channel="room")
        return await conductor.begin(
            answers.NewSession(
                key=key, user=user, place=place, prompt="a white cat", rules=rules_of(message), seed=1, at=at
            )
        )
    session, turn = SessionId(message["session"]), TurnId(message["turn"])
    event = answers.PersonEvent(key=key, session=session, user=user, act=act_of(message), at=at, turn=turn)
    return await conductor.handle(event)


async def answer(conductor: Conductor, stage: SocketStage, user: UserId, message: Message) -> None:
    """Handle one event and acknowledge it: counted, repeated or refused."""
    ack: Message = {"kind": "ack", "key": message["key"]}
    try:
        receipt = await handle(conductor, user, message)
    except RefusedError as error:
        stage.send({**ack, "status": "refused", "reason": type(error).__name__})
        return
    status = "repeated" if receipt.repeated else "counted"
    stage.send({**ack, "status": status, "session": receipt.session.id})


async def run(url: str | None, data_directory: Path, port: int, seed: int) -> None:
    """Serve the chat until it says stop."""
    moments = Moments(seed)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    stage = SocketStage(reader, writer)
    async with open_storage(url, data_directory) as storage:
        sessions = [await storage.sessions.load(name) for name in await storage.sessions.unfinished()]
        stage.send({"kind": "hello", "phases": [session.phase for session in sessions if session]})
        ports = Ports(
            sessions=storage.sessions,
            beliefs=storage.beliefs,
            people=storage.people,
            images=storage.images,
            gathering=Gathering(primary=SlowExpander(moments)),
            policy=FakePolicy(),
            renderer=SlowRenderer(moments),
            likelihood=FakeLikelihood(),
            safety=FakeSafety(),
            stages={PLATFORM: stage},
            allowance=FakeAllowance(),
        )
        limits = Limits(images_at_once=4, patience=Patience(first_wait_seconds=0.05))
        async with (
            Conductor(ports, limits, clock=time.time, new_id=lambda: secrets.token_hex(8)) as conductor,
            asyncio.TaskGroup() as tasks,
        ):
            while (message := await stage.receive())["kind"] != "stop":
                user = await storage.people.recognise(Identity(platform=PLATFORM, account=message["user"]))
                if not await storage.people.has_agreed(user, Purpose.RUN):
                    consent = Consent(
                        user=user, purpose=Purpose.RUN, version="1", granted=True, at=time.time()
                    )
                    await storage.people.record_consent(consent)
                tasks.create_task(answer(conductor, stage, user, message))
            for name in await storage.sessions.unfinished():
                await conductor.settled(name)
        await writer.drain()


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1] or None, Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])))
