"""Discord's answers to requests that it refuses."""

from __future__ import annotations

from tests.fakes.discord.rules.problems import Problems
from tests.fakes.discord.world.users import Payload


class ApiError(Exception):
    """A request is refused: an HTTP status, Discord's code, and words."""

    def __init__(self, status: int, code: int, message: str, errors: Payload | None = None) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.body: Payload = {"message": message, "code": code}
        if errors is not None:
            self.body["errors"] = errors


class RefusedBodyError(ApiError):
    """The body breaks a rule; `lines` says which, one each."""

    def __init__(self, problems: Problems) -> None:
        super().__init__(400, 50035, "Invalid Form Body", problems.nested())
        self.lines = problems.lines()


class TooLargeError(ApiError):
    """A file or the whole request is too large."""

    def __init__(self, what: str) -> None:
        super().__init__(413, 40005, "Request entity too large")
        self.lines = [f"{what} is too large"]


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
    return ApiError(400, 10014, "Unknown Emoji")


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
    return ApiError(400, 50006, "Cannot send an empty message")


def direct_messages_closed() -> ApiError:
    """The user takes no direct messages from the bot."""
    return ApiError(403, 50007, "Cannot send messages to this user")


def missing_permissions() -> ApiError:
    """The bot sees the channel and may not do this there."""
    return ApiError(403, 50013, "Missing Permissions")


def bad_json() -> ApiError:
    """The body is no JSON."""
    return ApiError(400, 50109, "The request body contains invalid JSON.")


def too_many_reactions() -> ApiError:
    """A message has twenty different reactions at most."""
    return ApiError(400, 30010, "Maximum number of reactions reached (20)")


def thread_locked() -> ApiError:
    """The thread is closed for good."""
    return ApiError(400, 50083, "Thread is archived")
