"""The rules for messages: their words, embeds, files and mentions."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from tests.fakes.discord.messages.attaching import PREFIX, Upload, clean_name, media_slots
from tests.fakes.discord.messages.message import COMPONENTS_V2, Attachment, Message
from tests.fakes.discord.rules.components import check_components
from tests.fakes.discord.rules.problems import Problems
from tests.fakes.discord.world.users import Payload

LEGACY_FIELDS = ("content", "embeds", "poll", "sticker_ids")
EMBED_LENGTHS = {"title": 256, "description": 4096}
MOST_EMBED_TEXT = 6000


def check_message(
    body: Payload, files: Mapping[int, Upload], problems: Problems, *, before: Message | None = None
) -> None:
    """Check the body that makes a message, or that changes the one that was there before."""
    v2 = bool((body.get("flags") or 0) & COMPONENTS_V2) or (before is not None and before.is_v2)
    problems.at("content").text(body.get("content"), most=2000)
    problems.at("nonce").text(body.get("nonce"), most=25, choice=True)
    check_components(body.get("components"), problems.at("components"), v2=v2)
    check_embeds(body.get("embeds"), problems.at("embeds"))
    check_mentions(body.get("allowed_mentions"), problems.at("allowed_mentions"))
    _attachments(body, files, problems, before.attachments if before else ())
    for name in LEGACY_FIELDS if v2 else ():
        if body.get(name):
            problems.at(name).add(
                "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
            )
    if before is not None:
        check_no_new_media(body, files, problems)
    if v2 and before is not None and not before.is_v2:
        _leave_nothing_behind(body, problems, before)


def is_empty(body: Payload, files: Mapping[int, Upload]) -> bool:
    """Whether a new message would show nothing."""
    kept = ("embeds", "components", "sticker_ids", "poll")
    words = body.get("content")
    return (
        not (isinstance(words, str) and words.strip())
        and not files
        and not any(body.get(one) for one in kept)
    )


def check_no_new_media(body: Payload, files: Mapping[int, Upload], problems: Problems) -> None:
    """Refuse files that come with a change and are to be shown in components.

    Discord does not find them, which it calls a mistake of its own (discord-api-docs, issue 7529).
    """
    new = {PREFIX + clean_name(file.filename) for file in files.values()}
    if any(slot.get("url") in new for slot in media_slots(body.get("components") or ())):
        problems.at("components").add(
            "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
            "Discord does not find media in components that is uploaded with an edit; send a new message.",
        )


def check_embeds(embeds: object, problems: Problems) -> None:
    """Check all embeds, each by itself and together."""
    if embeds is None:
        return
    problems.count(embeds, most=10)
    assert isinstance(embeds, list)
    total = sum(_embed(embed, problems.at(number)) for number, embed in enumerate(embeds))
    if total > MOST_EMBED_TEXT:
        problems.add("MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")


def check_mentions(mentions: Payload | None, problems: Problems) -> None:
    """Check who may be notified."""
    if mentions is None:
        return
    for kind in ("users", "roles"):
        problems.at(kind).count(mentions.get(kind) or [], most=100)
        if mentions.get(kind) and kind in (mentions.get("parse") or ()):
            problems.at("parse").add(
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f'parse:["{kind}"] and {kind}: [ids...] exclude each other.',
            )


def _embed(embed: Payload, problems: Problems) -> int:
    """The number of characters that count towards the total."""
    texts = [embed.get(name) for name in EMBED_LENGTHS]
    for name, most in EMBED_LENGTHS.items():
        problems.at(name).text(embed.get(name), most=most)
    fields = embed.get("fields") or []
    problems.at("fields").count(fields, most=25)
    for number, one in enumerate(fields):
        problems.at("fields", number, "name").text(one.get("name"), least=1, most=256, required=True)
        problems.at("fields", number, "value").text(one.get("value"), least=1, most=1024, required=True)
        texts += [one.get("name"), one.get("value")]
    footer, author = (embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")
    problems.at("footer", "text").text(footer, most=2048)
    problems.at("author", "name").text(author, most=256)
    for place in ("image", "thumbnail"):
        url = (embed.get(place) or {}).get("url")
        if url and not url.startswith(("http://", "https://", PREFIX)):
            problems.at(place, "url").add("URL_TYPE_INVALID_SCHEME", "Scheme must be one of (http, https).")
    url = embed.get("url")
    if url and not url.startswith(("http://", "https://")):
        problems.at("url").add("URL_TYPE_INVALID_SCHEME", "Scheme must be one of (http, https).")
    return sum(len(text) for text in (*texts, footer, author) if isinstance(text, str))


def _attachments(
    body: Payload, files: Mapping[int, Upload], problems: Problems, before: Collection[Attachment]
) -> None:
    described = body.get("attachments")
    here = problems.at("attachments")
    if described is not None:
        here.count(described, most=10)
    kept = {str(one.id): one.filename for one in before}
    names = {clean_name(file.filename) for file in files.values()}
    for number, one in enumerate(described or ()):
        identifier = str(one.get("id"))
        here.at(number, "description").text(one.get("description"), most=1024)
        if identifier not in kept and not (identifier.isdecimal() and int(identifier) in files):
            here.at(number, "id").add("ATTACHMENT_NOT_FOUND", f"There is no file or attachment {identifier}.")
        names |= {clean_name(one["filename"])} if one.get("filename") else set()
        names |= {kept[identifier]} if identifier in kept else set()
    names |= set(kept.values()) if described is None else set()
    problems.at("files").count(list(files), most=10)
    _references(body, problems, names)


def _references(body: Payload, problems: Problems, names: set[str]) -> None:
    for part in ("components", "embeds"):
        for slot in media_slots(body.get(part) or ()):
            url = slot.get("url")
            if isinstance(url, str) and url.startswith(PREFIX) and url.removeprefix(PREFIX) not in names:
                problems.at(part).add(
                    "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
                    f"The referenced attachment {url} was not found",
                )


def _leave_nothing_behind(body: Payload, problems: Problems, before: Message) -> None:
    for name, there in (("content", before.content), ("embeds", before.embeds)):
        if there and name not in body:
            problems.at(name).add(
                "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                f"The message still has '{name}', which has to be taken away.",
            )
