"""What can go wrong with a language model's server, by name."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """One way to fail; what it looks like is each protocol's own."""

    TOO_MANY = "429 with Retry-After"
    TOO_MANY_RETRY_INFO = "429 with RetryInfo"
    TOO_MANY_FOR_LONG = "429 with a Retry-After of an hour"
    QUOTA_OF_THE_DAY = "429, the quota of the day"
    INTERNAL = "500"
    OVERLOADED = "503"
    PROXY_PAGE = "502 with a page of HTML"
    HANG = "no answer"
    CUT = "the connection is cut in the middle of an answer"
    NO_JSON = "200 with a body that is no JSON"
    MALFORMED = "an answer that is no JSON"
    TRUNCATED = "an answer that ran into the limit of tokens"
    PROMPT_BLOCKED = "the prompt is blocked"
    PROMPT_BLOCKED_ANEW = "the prompt is blocked, for a reason that is newer than one library"
    ANSWER_BLOCKED = "the answer is blocked"
    EMPTY = "no candidates"
    BLANK = "a blank answer"
    WRONG_SCHEMA = "another schema"
    DUPLICATES = "one text again and again"
    PARTLY_USABLE = "some categories missing, some items no text"
    FORBIDDEN = "403"
    BAD_REQUEST = "400"
    SCHEMA_UNSUPPORTED = "400 for json_schema"
