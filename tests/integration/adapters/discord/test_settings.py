"""What moderators decide for their server with `/settings`, and that it holds."""

from __future__ import annotations

import pytest

from core.types.communities import CommunityRules, SafetyLevel
from core.types.sessions import Rules
from tests.fakes.bots import Club, answer_to, audited, galleries_in
from tests.fakes.discord import Channel, Message, NotPossibleError, Permission, Person


@pytest.fixture
def ada(club: Club) -> Person:
    """Somebody who manages the server."""
    return club.guild.add_member("ada", permissions=Permission.MANAGE_GUILD)


async def settings(club: Club, who: Person, subcommand: str, **options: object) -> str:
    """What a moderator is told, alone, after a change."""
    exchange = await who.command(club.studio, f"settings {subcommand}", **options)
    answer = await exchange.filled()
    assert answer.ephemeral
    return " ".join(answer.texts)


async def asked(club: Club, who: Person, channel: Channel | None = None, **options: object) -> Message:
    """The answer to a wish to begin, where it is one without a form."""
    return await (await who.command(channel or club.studio, "imagine", prompt="a cat", **options)).filled()


async def agreed(club: Club, who: Person) -> None:
    """Somebody's first session, so that the next ones begin without a form."""
    form = await (await who.command(club.studio, "imagine", prompt="a cat")).modal()
    await (await who.submit(form, {})).acknowledged()
    await club.discord.until(lambda: galleries_in(club.studio))


async def test_all_settings_are_kept_shown_and_in_the_audit_log(club: Club, ada: Person) -> None:
    reports = club.guild.add_channel("reports")
    role = club.guild.add_role("artists")
    async with club.bot():
        await settings(club, ada, "channels add", channel=club.studio)
        await settings(club, ada, "roles add", role=role)
        await settings(club, ada, "turns", most=3)
        await settings(club, ada, "quota", sessions=2)
        await settings(club, ada, "safety", level="strict")
        await settings(club, ada, "risk", percent=30)
        await settings(club, ada, "language", spoken="de")
        await settings(club, ada, "reports", channel=reports)
        await settings(club, ada, "block", member=club.ben, word=" Purple   HATS ")
        shown = await settings(club, ada, "show")
        rules = await club.storage.communities.rules_of("discord", str(club.guild.id))
    assert audited(club).count("rules") == 9
    assert rules == CommunityRules(
        channels=(str(club.studio.id),),
        turns=3,
        sessions_per_day=2,
        starters=(str(role.id),),
        safety=SafetyLevel.STRICT,
        hides_images_above=0.3,
        language="de",
        report_channel=str(reports.id),
        blocked_words=("purple hats",),
        blocked_members=(str(club.ben.id),),
    )
    for part in (
        f"<#{club.studio.id}>",
        f"<@&{role.id}>",
        f"<#{reports.id}>",
        f"<@{club.ben.id}>",
        "purple",
        "30%",
    ):
        assert part in shown
    assert "3" in shown
    assert "werden" not in shown, "it speaks the moderator's language, not the server's"
    assert "erscheinen" in " ".join(reports.messages[0].texts)


async def test_what_was_set_can_be_taken_back(club: Club, ada: Person) -> None:
    async with club.bot():
        await settings(club, ada, "channels add", channel=club.studio)
        await settings(club, ada, "channels remove", channel=club.studio)
        await settings(club, ada, "roles add", role=club.guild.add_role("artists"))
        await settings(club, ada, "roles clear")
        await settings(club, ada, "block", member=club.ben, word="hat")
        await settings(club, ada, "unblock", member=club.ben, word="HAT")
        for name, option in (
            ("turns", {"most": 2}),
            ("quota", {"sessions": 1}),
            ("risk", {"percent": 0}),
            ("language", {"spoken": "de"}),
        ):
            await settings(club, ada, name, **option)
            await settings(club, ada, name)
        rules = await club.storage.communities.rules_of("discord", str(club.guild.id))
    assert rules == CommunityRules()


async def test_only_those_who_manage_the_server_may_look_or_change(club: Club) -> None:
    async with club.bot():
        with pytest.raises(NotPossibleError):
            await club.mia.command(club.studio, "settings show")
        command = club.discord.commands.find(1, "settings", None)
        assert command is not None
        command["default_member_permissions"] = None  # as if the server had opened it to everybody
        for subcommand, options in (
            ("show", {}),
            ("turns", {"most": 1}),
            ("reports", {"channel": club.studio}),
        ):
            assert "Manage Server" in await settings(club, club.mia, subcommand, **options)
        rules = await club.storage.communities.rules_of("discord", str(club.guild.id))
    assert rules == CommunityRules()


async def test_nothing_to_block_and_a_channel_without_access_are_refused_with_the_cure(
    club: Club, ada: Person
) -> None:
    closed = club.guild.add_channel("closed")
    closed.forbid(club.discord.bot, Permission.SEND_MESSAGES)
    async with club.bot():
        assert "Name a member" in await settings(club, ada, "block", word="  ")
        assert "Send Messages" in await settings(club, ada, "reports", channel=closed)
        rules = await club.storage.communities.rules_of("discord", str(club.guild.id))
    assert rules == CommunityRules()


async def test_a_session_begins_only_in_the_channels_that_are_allowed_and_their_threads(
    club: Club, ada: Person
) -> None:
    other = club.guild.add_channel("other")
    async with club.bot():
        await agreed(club, club.mia)
        await settings(club, ada, "channels add", channel=other)
        refusal = await asked(club, club.mia)
        assert refusal.ephemeral
        assert f"<#{other.id}>" in " ".join(refusal.texts)
        for place in (other, club.guild.add_thread("sketches", other)):
            assert not (await asked(club, club.mia, place)).ephemeral


async def test_a_session_is_begun_only_by_members_with_one_of_the_roles(club: Club, ada: Person) -> None:
    role = club.guild.add_role("artists")
    rita = club.guild.add_member("rita", roles=(role,))
    async with club.bot():
        await settings(club, ada, "roles add", role=role)
        refusal = await asked(club, club.mia)
        assert f"<@&{role.id}>" in " ".join(refusal.texts)
        form = await (await rita.command(club.studio, "imagine", prompt="a cat")).modal()
        assert not (await (await rita.submit(form, {})).filled()).ephemeral


async def test_a_quota_is_that_of_each_member_and_of_a_day(club: Club, ada: Person) -> None:
    async with club.bot():
        await agreed(club, club.mia)
        await settings(club, ada, "quota", sessions=1)
        assert "24 hours" in " ".join((await asked(club, club.mia)).texts)
        form = await (await club.ben.command(club.studio, "imagine", prompt="a cat")).modal()
        assert form.title
        club.world.time.now += 24 * 60 * 60 + 60
        assert not (await asked(club, club.mia)).ephemeral


async def test_of_two_commands_at_once_a_quota_lets_one_through(club: Club, ada: Person) -> None:
    async with club.bot():
        await agreed(club, club.mia)
        await settings(club, ada, "quota", sessions=2)
        exchanges = [await club.mia.command(club.studio, "imagine", prompt="a cat") for _ in range(3)]
        answers = [await exchange.filled() for exchange in exchanges]
        await club.discord.until(lambda: len(galleries_in(club.studio)) == 2)
    assert sorted(answer.ephemeral for answer in answers) == [False, True, True]


async def test_the_number_of_turns_is_the_usual_one_and_the_most(club: Club, ada: Person) -> None:
    async with club.bot() as conductor:
        await agreed(club, club.mia)
        await settings(club, ada, "turns", most=2)
        await asked(club, club.mia)
        await asked(club, club.mia, turns=9)
        await asked(club, club.mia, turns=1)
        turns = [(await club.session(conductor, number)).rules.turns for number in (2, 3, 4)]
    assert turns == [2, 2, 1]


async def test_the_risk_above_which_images_are_marked_holds_for_sessions_begun_there(
    club: Club, ada: Person
) -> None:
    club.rules = Rules(hides_images_above=0.75)
    async with club.bot() as conductor:
        await agreed(club, club.mia)
        for percent in (30, 0, None):
            await settings(club, ada, "risk", **({} if percent is None else {"percent": percent}))
            await asked(club, club.mia)
        sessions = [await club.session(conductor, number) for number in (1, 2, 3, 4)]
    assert [session.rules.hides_images_above for session in sessions] == [0.75, 0.3, 0.0, 0.75]


async def test_galleries_speak_the_language_of_the_server(club: Club, ada: Person) -> None:
    async with club.bot() as conductor:
        await agreed(club, club.mia)
        await settings(club, ada, "language", spoken="de")
        await asked(club, club.mia)
        session = await club.session(conductor, 2)
    assert session.rules.language == "de"


async def test_a_blocked_member_neither_begins_nor_answers(club: Club, ada: Person) -> None:
    async with club.bot() as conductor:
        await agreed(club, club.mia)
        gallery = galleries_in(club.studio)[0]
        await settings(club, ada, "block", member=club.mia)
        assert "blocked you" in " ".join((await asked(club, club.mia)).texts)
        answer = await answer_to(await club.mia.press(gallery, "None of these"))
        assert answer.ephemeral
        assert "blocked you" in " ".join(answer.texts)
        await club.mia.react(gallery, "1️⃣")
        await settings(club, ada, "unblock", member=club.mia)
        await (await club.mia.press(gallery, "None of these")).acknowledged()
        session = await club.session(conductor)
    (turn,) = session.answered
    assert turn.outcome is not None
    assert turn.outcome.position is None


async def test_blocked_words_are_refused_in_prompts_and_in_words_as_whole_words(
    club: Club, ada: Person
) -> None:
    async with club.bot() as conductor:
        await agreed(club, club.mia)
        gallery = galleries_in(club.studio)[0]
        await settings(club, ada, "block", word="hat")
        refusal = await (await club.mia.command(club.studio, "imagine", prompt="a cat in a HAT")).filled()
        assert refusal.ephemeral
        assert "“HAT”" in " ".join(refusal.texts)
        form = await (await club.mia.press(gallery, "In words…")).modal()
        answer = await answer_to(await club.mia.submit(form, {"words": "with a hat"}))
        assert "“hat”" in " ".join(answer.texts)
        again = await (await club.mia.press(answer, "Change it")).modal()
        await (await club.mia.submit(again, {"words": "by the hatstand"})).acknowledged()
        session = await club.session(conductor)
    assert [turn.outcome.words for turn in session.answered if turn.outcome] == ["by the hatstand"]


async def test_in_a_direct_talk_no_server_s_rules_hold(club: Club, ada: Person) -> None:
    async with club.bot():
        await agreed(club, club.mia)
        await settings(club, ada, "block", member=club.mia)
        assert not (await asked(club, club.mia, club.mia.direct_channel)).ephemeral
