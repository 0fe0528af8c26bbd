"""Routes for answers to interactions."""

from __future__ import annotations

from tests.fakes.discord.interactions.interaction import (
    FIRST_RESPONSE_SECONDS,
    TOKEN_SECONDS,
    Interaction,
    InteractionKind,
    Modal,
    Response,
    ResponseKind,
)
from tests.fakes.discord.messages.message import EPHEMERAL, LOADING, Message
from tests.fakes.discord.messages.payloads import message_payload
from tests.fakes.discord.messages.posting import delete, edit, post
from tests.fakes.discord.rest import errors
from tests.fakes.discord.rest.call import Call
from tests.fakes.discord.rules.messages import check_message, check_no_new_media, is_empty
from tests.fakes.discord.rules.modals import check_modal
from tests.fakes.discord.rules.problems import Problems
from tests.fakes.discord.world.users import Payload


async def respond(call: Call) -> Payload | None:
    """POST the first answer."""
    interaction = call.world.interactions.get(call.params["interaction_token"])
    if interaction is None or interaction.id != call.id("interaction_id"):
        raise errors.unknown_interaction()
    seconds = call.world.clock.now() - interaction.began_at
    if interaction.response is not None:
        raise errors.already_acknowledged()
    if seconds > FIRST_RESPONSE_SECONDS:
        raise errors.unknown_interaction()
    body = call.fields()
    call.check(lambda problems: _check_kind(interaction, body, problems))
    kind, said = ResponseKind(body["type"]), body.get("data") or {}
    if kind is ResponseKind.MODAL:
        response = _with_modal(call, interaction, said, seconds)
    else:
        response = _with_message(call, interaction, kind, said, seconds)
    interaction.response = response
    interaction.answered.set()
    call.world.changed()
    return _callback(call, interaction) if call.query.get("with_response") in ("1", "true") else None


async def follow_up(call: Call) -> Payload:
    """POST one more message; the first after a deferral fills the message that is loading."""
    interaction = _living(call)
    body = call.fields()
    call.check(lambda problems: check_message(body, call.files, problems))
    if is_empty(body, call.files):
        raise errors.empty_message()
    if interaction.original is not None and interaction.original.loading:
        call.check(lambda problems: check_no_new_media(body, call.files, problems))
        edit(call.world, interaction.original, body, call.files)
        return message_payload(call.world, interaction.original)
    message = _say(call, interaction, body)
    interaction.followups.append(message)
    call.world.changed()
    return message_payload(call.world, message)


async def get(call: Call) -> Payload:
    """GET the first answer or a later one."""
    return message_payload(call.world, _named(call, _living(call)))


async def change(call: Call) -> Payload:
    """PATCH the first answer or a later one."""
    interaction = _living(call)
    message, body = _named(call, interaction), call.fields()
    call.check(lambda problems: check_message(body, call.files, problems, before=message))
    edit(call.world, message, body, call.files)
    return message_payload(call.world, message)


async def remove(call: Call) -> None:
    """DELETE the first answer or a later one."""
    interaction = _living(call)
    delete(call.world, _named(call, interaction))


def _check_kind(interaction: Interaction, body: Payload, problems: Problems) -> None:
    allowed = [ResponseKind.MESSAGE, ResponseKind.DEFERRED]
    if interaction.source is not None:
        allowed += [ResponseKind.DEFERRED_UPDATE, ResponseKind.UPDATE]
    if interaction.kind is not InteractionKind.MODAL:
        allowed.append(ResponseKind.MODAL)
    problems.at("type").one_of(body.get("type"), [int(kind) for kind in allowed])


def _with_modal(call: Call, interaction: Interaction, said: Payload, seconds: float) -> Response:
    call.check(lambda problems: check_modal(said, problems.at("data")))
    modal = Modal(
        custom_id=said["custom_id"],
        title=said["title"],
        components=said["components"],
        asked_by=interaction,
    )
    return Response(kind=ResponseKind.MODAL, seconds=seconds, modal=modal)


def _with_message(
    call: Call, interaction: Interaction, kind: ResponseKind, said: Payload, seconds: float
) -> Response:
    source = interaction.source
    if kind in (ResponseKind.MESSAGE, ResponseKind.UPDATE):
        before = source if kind is ResponseKind.UPDATE else None
        call.check(lambda problems: check_message(said, call.files, problems.at("data"), before=before))
    if kind is ResponseKind.MESSAGE and is_empty(said, call.files):
        raise errors.empty_message()
    if kind is ResponseKind.DEFERRED:
        said = {"flags": ((said.get("flags") or 0) & EPHEMERAL) | LOADING}
    if kind in (ResponseKind.UPDATE, ResponseKind.DEFERRED_UPDATE):
        assert source is not None
        interaction.original = source
        if kind is ResponseKind.UPDATE:
            edit(call.world, source, said, call.files)
    else:
        interaction.original = _say(call, interaction, said)
    original = interaction.original
    return Response(kind=kind, seconds=seconds, message=original, ephemeral=original.ephemeral)


def _say(call: Call, interaction: Interaction, body: Payload) -> Message:
    hidden = bool((body.get("flags") or 0) & EPHEMERAL)
    return post(
        call.world,
        interaction.channel,
        call.world.bot,
        body,
        call.files,
        seen_only_by=interaction.user if hidden else None,
        interaction=interaction.metadata(),
    )


def _living(call: Call) -> Interaction:
    interaction = call.world.interactions.get(call.params["webhook_token"])
    if interaction is None or call.id("webhook_id") != call.world.application_id:
        raise errors.dead_token()
    if call.world.clock.now() - interaction.began_at > TOKEN_SECONDS:
        raise errors.dead_token()
    if interaction.response is None:
        raise errors.unknown_webhook()
    return interaction


def _named(call: Call, interaction: Interaction) -> Message:
    if call.params.get("message_id", "@original") == "@original":
        found = interaction.original
    else:
        wanted = call.id("message_id")
        found = next(
            (one for one in (interaction.original, *interaction.followups) if one and one.id == wanted), None
        )
    if found is None or found.deleted:
        raise errors.unknown_message()
    return found


def _callback(call: Call, interaction: Interaction) -> Payload:
    response, original = interaction.response, interaction.original
    assert response is not None
    about: Payload = {"id": str(interaction.id), "type": int(interaction.kind)}
    body: Payload = {"interaction": about}
    if original is not None:
        about |= {
            "response_message_id": str(original.id),
            "response_message_loading": original.loading,
            "response_message_ephemeral": original.ephemeral,
        }
    if response.kind in (ResponseKind.MESSAGE, ResponseKind.UPDATE) and original:
        body["resource"] = {"type": int(response.kind), "message": message_payload(call.world, original)}
    return body
