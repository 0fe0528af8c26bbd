from __future__ import annotations

import pytest

from adapters.telegram.counting import Urgency, call_of, tells_of_the_overall_limit


@pytest.mark.parametrize(
    ("endpoint", "data", "cost"),
    [
        ("sendMessage", {"chat_id": 1}, 1),
        ("sendPhoto", {"chat_id": 1, "photo": b""}, 1),
        ("sendMediaGroup", {"chat_id": 1, "media": ["a", "b", "c", "d"]}, 4),
        ("copyMessages", {"chat_id": 1, "message_ids": [1, 2, 3]}, 3),
        ("sendPoll", {"chat_id": 1}, 1),
        ("editMessageMedia", {"chat_id": 1, "message_id": 2, "media": object()}, 1),
        ("editMessageReplyMarkup", {"inline_message_id": "x"}, 1),
        ("stopPoll", {"chat_id": 1, "message_id": 2}, 1),
        ("sendChatAction", {"chat_id": 1}, 0),
        ("deleteMessage", {"chat_id": 1, "message_id": 2}, 0),
        ("answerCallbackQuery", {"callback_query_id": "1"}, 0),
        ("answerInlineQuery", {"inline_query_id": "1"}, 0),
        ("getChatMember", {"chat_id": 1}, 0),
        ("getMe", {}, 0),
        ("setMyCommands", {"commands": ["a", "b"]}, 0),
    ],
)
def test_a_call_counts_for_the_messages_that_it_makes_or_changes(
    endpoint: str, data: dict[str, object], cost: int
) -> None:
    assert call_of(endpoint, data, None).cost == cost


def test_edits_wait_for_new_messages_unless_said_otherwise() -> None:
    assert call_of("sendMessage", {"chat_id": 1}, None).urgency is Urgency.MESSAGE
    assert call_of("editMessageText", {"chat_id": 1, "message_id": 2}, None).urgency is Urgency.EDIT
    given = call_of("editMessageText", {"chat_id": 1, "message_id": 2}, Urgency.MESSAGE)
    assert given.urgency is Urgency.MESSAGE


@pytest.mark.parametrize(("chat", "is_group"), [(7, False), (-7, True), ("-1007", True), ("@club", True)])
def test_groups_and_channels_are_known_by_their_ids(chat: object, is_group: bool) -> None:
    assert call_of("sendMessage", {"chat_id": chat}, None).is_in_group is is_group


def test_the_same_chat_as_number_and_as_text_is_one_place() -> None:
    as_number, as_text = (call_of("sendMessage", {"chat_id": chat}, None) for chat in (-7, "-7"))
    assert as_number.place == as_text.place


def test_an_inline_message_is_a_place_of_its_own() -> None:
    call = call_of("editMessageCaption", {"inline_message_id": "abc"}, None)
    assert call.place is not None
    assert not call.is_in_group


@pytest.mark.parametrize(
    ("endpoint", "data", "overall"),
    [
        ("answerCallbackQuery", {}, True),
        ("getMe", {}, True),
        ("sendMessage", {"chat_id": 1}, False),
        ("setMyCommands", {}, False),
        ("setWebhook", {}, False),
    ],
)
def test_a_refusal_without_a_chat_is_about_the_whole_bot(
    endpoint: str, data: dict[str, object], overall: bool
) -> None:
    assert tells_of_the_overall_limit(endpoint, call_of(endpoint, data, None)) is overall
