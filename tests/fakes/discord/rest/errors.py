"""Discord's answers to requests that it refuses."""

from __future__ import annotations

from collections.abc import Sequence

from tests.fakes.discord.rules.problems import Problems
from tests.fakes.discord.world.users import Payload


class ApiError(Exception):
    """A request is refused: an HTTP status, Discord's code, and words.

    `violations` says what is wrong with the request itself, where something is; a good request that only
    comes at a bad time has none.
    """

    def __init__(
        self,
        status: int,
        code: int,
        message: str,
        errors: Payload | None = None,
        *,
        violations: Sequence[str] = (),
    ) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.violations = list(violations)
        self.body: Payload = {"message": message, "code": code}
        if errors is not None:
            self.body["errors"] = errors


class RefusedBodyError(ApiError):
    """The body breaks rules."""

    def __init__(self, problems: Problems) -> None:
        super().__init__(400, 50035, "Invalid Form Body", problems.nested(), violations=problems.lines())


class TooLargeError(ApiError):
    """A file or the whole request is too large."""

    def __init__(self, what: str) -> None:
        super().__init__(413, 40005, "Request entity too large", violations=[f"{what} is too large"])


def unauthorized() -> ApiError:
    """The token is wrong, or missing."""
    return ApiError(401, 0, "401: Unauthorized")


def unknown_channel() -> ApiError:
    """There is no such channel."""
    return ApiError(404, 10003, "Unknown Channel")


def unknown_guild() -> ApiError:
    """There is no such guild, or the bot is not in it."""
    return ApiError(404, 10004, "Unknown Guild")


def unknown_member() -> ApiError:
    """The user is not in the guild."""
    return ApiError(404, 10007, "Unknown Member")


def unknown_message() -> ApiError:
    """There is no such message, or no longer."""
    return ApiError(404, 10008, "Unknown Message")


def unknown_user() -> ApiError:
    """There is no such user."""
    return ApiError(404, 10013, "Unknown User")


def unknown_emoji() -> ApiError:
    """This is no emoji."""
    return _wrong(400, 10014, "Unknown Emoji")


def unknown_webhook() -> ApiError:
    """Nothing was answered to the interaction yet."""
    return ApiError(404, 10015, "Unknown Webhook")


def unknown_interaction() -> ApiError:
    """There is no such interaction, or the time for its first answer is over."""
    return ApiError(404, 10062, "Unknown interaction")


def already_acknowledged() -> ApiError:
    """The interaction has its first answer."""
    return ApiError(400, 40060, "Interaction has already been acknowledged.")


def dead_token() -> ApiError:
    """The interaction's token is too old, or none."""
    return ApiError(401, 50027, "Invalid Webhook Token")


def missing_access() -> ApiError:
    """The bot does not see the channel."""
    return ApiError(403, 50001, "Missing Access")


def not_in_direct() -> ApiError:
    """This cannot be done in a direct channel."""
    return ApiError(403, 50003, "Cannot execute action on a DM channel")


def not_the_author() -> ApiError:
    """Only the author may change a message."""
    return ApiError(403, 50005, "Cannot edit a message authored by another user")


def empty_message() -> ApiError:
    """The message would show nothing."""
    return _wrong(400, 50006, "Cannot send an empty message")


def direct_messages_closed() -> ApiError:
    """The user takes no direct messages from the bot."""
    return ApiError(403, 50007, "Cannot send messages to this user")


def missing_permissions() -> ApiError:
    """The bot sees the channel and may not do this there."""
    return ApiError(403, 50013, "Missing Permissions")


def bad_json() -> ApiError:
    """The body is no JSON."""
    return _wrong(400, 50109, "The request body contains invalid JSON.")


def too_many_reactions() -> ApiError:
    """A message has twenty different reactions at most."""
    return _wrong(400, 30010, "Maximum number of reactions reached (20)")


def thread_locked() -> ApiError:
    """The thread is closed for good."""
    return ApiError(400, 50083, "Thread is archived")


def wrong_channel() -> ApiError:
    """This cannot be done in a channel of this kind."""
    return _wrong(400, 50024, "Cannot execute action on this channel type")


def wrong_recipient() -> ApiError:
    """There is no such person to write to."""
    return _wrong(400, 50033, "Invalid Recipient(s)")


def _wrong(status: int, code: int, message: str) -> ApiError:
    return ApiError(status, code, message, violations=[message])
