"""What can go wrong on Discord, and that nothing is lost by it."""

from __future__ import annotations

import asyncio

import pytest

from core.bots.showing.wording import DIGITS
from core.types.sessions import Phase
from tests.fakes.bots import Club, answer_to, begun, galleries_in
from tests.fakes.discord import ALWAYS, Permission
from tests.fakes.discord.messages.seen import Button


async def test_a_missing_permission_is_named_to_the_member_and_nothing_begins(club: Club) -> None:
    club.studio.forbid(club.discord.bot, Permission.ATTACH_FILES)
    async with club.bot():
        exchange = await club.mia.command(club.studio, "imagine", prompt="a white cat")
        response = await exchange.acknowledged()
        assert response.message is not None
        assert response.message.ephemeral
        assert "Attach Files" in " ".join(response.message.texts)
        assert await club.storage.sessions.unfinished() == []
    assert galleries_in(club.studio) == []


async def test_old_buttons_work_after_a_restart_in_which_galleries_were_owed(club: Club) -> None:
    async with club.bot():
        gallery = await begun(club)
        with club.world.renderer.hitch.held() as reached:
            await club.mia.press(gallery, DIGITS[0])
            await asyncio.wait_for(reached.wait(), 10)
    async with club.bot() as conductor:
        second = await club.galleries(2)
        await (await club.mia.press(second, DIGITS[1])).acknowledged()
        await club.galleries(3)
        session = await club.session(conductor)
        exchange = await club.mia.press(gallery, "pasta:pick:0000000000000001.1:3", forged=True)
        assert "earlier turn" in " ".join((await answer_to(exchange)).texts)
    assert len(session.answered) == 2


async def test_a_gallery_that_was_posted_before_a_crash_is_not_posted_again(club: Club) -> None:
    async with club.bot() as conductor:
        gallery = await begun(club)
        club.discord.fail("POST", "/channels/*/messages", status=500, times=1, carried_out=True)
        await (await club.mia.press(gallery, DIGITS[0])).acknowledged()
        await club.galleries(2)
        session = await club.session(conductor)
    assert session.phase is Phase.AWAITING_PICK
    assert len(galleries_in(club.studio)) == 2


async def test_errors_and_rate_limits_of_discord_are_waited_out(club: Club) -> None:
    async with club.bot() as conductor:
        gallery = await begun(club)
        club.discord.fail("POST", "/channels/*/messages", status=429, times=1, retry_after=0.05)
        await (await club.mia.press(gallery, DIGITS[0])).acknowledged()
        second = await club.galleries(2)
        club.discord.fail("PATCH", "/channels/*/messages/*", status=429, times=2, retry_after=0.05)
        await (await club.mia.press(second, DIGITS[0])).acknowledged()
        await club.galleries(3)
        session = await club.session(conductor)
    assert len(session.answered) == 2


async def test_a_gateway_that_drops_is_resumed_and_nothing_is_missed(club: Club) -> None:
    async with club.bot() as conductor:
        gallery = await begun(club)
        await club.discord.drop_gateway(resumable=True)
        exchange = await club.mia.press(gallery, DIGITS[0])
        await exchange.acknowledged(within=15)
        await club.galleries(2)
        session = await club.session(conductor)
    assert len(session.answered) == 1


async def test_of_two_presses_at_once_one_counts_and_the_other_is_told(club: Club) -> None:
    async with club.bot() as conductor:
        gallery = await begun(club)
        first = await club.mia.press(gallery, DIGITS[0])
        second = await club.mia.press(gallery, DIGITS[1])
        await first.acknowledged()
        await second.acknowledged()
        answer = await answer_to(second)
        assert "image 1" in " ".join(answer.texts)
        await club.galleries(2)
        session = await club.session(conductor)
    assert len(session.answered) == 1


async def test_forged_controls_are_answered_and_change_nothing(club: Club) -> None:
    async with club.bot() as conductor:
        gallery = await begun(club)
        forged = (
            "pasta:pick:0000000000000001.9:1",
            "pasta:pick:ffffffffffffffff.1:1",
            "pasta:pick:0000000000000001.1:9",
            "pasta:texts:0000000000000001.7",
            "pasta:agree:0000000000000001.1:2",
            "somebody-else's",
        )
        for custom_id in forged:
            exchange = await club.ben.press(gallery, custom_id, forged=True)
            assert (await answer_to(exchange)).ephemeral
        session = await club.session(conductor)
    assert session.answered == ()


async def test_a_gallery_that_a_moderator_deleted_does_not_stop_the_session(club: Club) -> None:
    moderator = club.guild.add_member("ada", permissions=Permission.MANAGE_MESSAGES)
    async with club.bot() as conductor:
        gallery = await begun(club)
        second_wanted = await club.mia.press(gallery, DIGITS[0])
        await second_wanted.acknowledged()
        second = await club.galleries(2)
        await moderator.delete(gallery)
        await (await club.mia.press(second, "Undo")).acknowledged()
        await club.discord.until(lambda: len(galleries_in(club.studio)) == 2)
        again = galleries_in(club.studio)[-1]
        await club.discord.until(lambda: any(button.label == "This is it" for button in again.buttons))
        await (await club.mia.press(again, DIGITS[1])).acknowledged()
        await club.discord.until(lambda: len(galleries_in(club.studio)) == 3)
        session = await club.session(conductor)
    assert len(session.answered) == 1


async def test_a_bad_token_is_told_in_one_line_with_the_cure(club: Club) -> None:
    club.token = "wrong"
    async with club.bot():
        await club.discord.until(lambda: club.told)
    (line,) = club.told
    assert "DISCORD_TOKEN" in line
    assert "wrong" not in line


async def test_refused_commands_are_told_and_the_bot_runs_on(club: Club) -> None:
    async with club.bot():
        gallery = await begun(club)
    (club.folder / "discord-commands.sha256").unlink()
    club.discord.fail("PUT", "/applications/*/commands", status=403, times=ALWAYS, code=50001)
    async with club.bot():
        await (await club.mia.press(gallery, DIGITS[0])).acknowledged()
        await club.galleries(2)
    (line,) = [line for line in club.told if "connected as" not in line]
    assert "applications.commands" in line


async def test_commands_are_told_once_for_each_change_of_them(club: Club) -> None:
    for _ in range(2):
        async with club.bot():
            pass
    told = [
        request
        for request in club.discord.requests
        if request.method == "PUT" and request.path.endswith("/commands")
    ]
    assert len(told) == 1


@pytest.mark.parametrize(("refusals", "rendering"), [(1, "embeds"), (2, "composite")])
async def test_where_a_rendering_is_refused_a_plainer_one_shows_the_gallery(
    club: Club, refusals: int, rendering: str
) -> None:
    async with club.bot() as conductor:
        club.discord.fail("POST", "/channels/*/messages", status=400, times=refusals, code=50035)
        form = await (await club.mia.command(club.studio, "imagine", prompt="a boat")).modal()
        await (await club.mia.submit(form, {})).acknowledged()
        await club.discord.until(lambda: any(button.emoji for button in buttons_of(club)))
        gallery = club.studio.messages[-1]
        session = await club.session(conductor)
        shown = session.turn(1).gallery
        assert shown is not None
        assert shown.rendering == rendering
        assert len(gallery.media) == (4 if rendering == "embeds" else 1)
        with club.world.renderer.hitch.held():
            await (await club.mia.press(gallery, DIGITS[1])).acknowledged()
            await club.discord.until(lambda: "Picked: image 2" in " ".join(gallery.texts))
            await (await club.mia.press(gallery, "Undo")).acknowledged()
            await club.discord.until(lambda: any(button.label == "This is it" for button in gallery.buttons))
        session = await club.session(conductor)
    assert session.answered == ()


def buttons_of(club: Club) -> list[Button]:
    """Every control in the channel."""
    return [button for message in club.studio.messages for button in message.buttons]
