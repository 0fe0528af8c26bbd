"""How far the work is, told without asking more of Discord than it takes."""

from __future__ import annotations

from dataclasses import replace

from adapters.discord.services import PLATFORM
from adapters.discord.stage import PROGRESS_EDITS_PER_SECOND
from core.ports import Progress
from core.types.identifiers import SessionId
from core.types.work import Duty
from tests.fakes.bots import Club

MEMBERS = 3
DRAWING = Progress(duty=Duty.RENDER, done=1, total=4)


async def test_progress_of_many_sessions_at_once_is_told_a_few_times_a_second(club: Club) -> None:
    club.world.limits = replace(club.world.limits, progress_interval_seconds=3600)
    members = [club.guild.add_member(f"member-{number}") for number in range(MEMBERS)]
    async with club.bot() as conductor:
        with club.world.renderer.hitch.held():
            for member in members:
                form = await (await member.command(club.studio, "imagine", prompt="a white cat")).modal()
                await (await member.submit(form, {})).acknowledged()
            await club.discord.until(lambda: len(club.studio.messages) == MEMBERS)
            stage = conductor._ports.stages[PLATFORM]
            sessions = [await conductor.look(SessionId(f"{1 + number:016x}")) for number in range(MEMBERS)]

            def told() -> int:
                return sum("1 of 4" in " ".join(message.texts) for message in club.studio.messages)

            for session in sessions:
                await stage.tell(session, DRAWING)
            assert told() == 1
            club.world.time.now += 1 / PROGRESS_EDITS_PER_SECOND
            for session in sessions:
                await stage.tell(session, DRAWING)
            assert told() == 2
