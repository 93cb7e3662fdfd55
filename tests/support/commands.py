"""Commands for tests: keywords become the body's model, as the route of the step reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.roles import Actor
from chalicelib.handlers.dossier.step import dump_body
from chalicelib.models import drafts, payments, reception, steps
from chalicelib.models.catalogue_changes import VerdictBody
from chalicelib.models.engagement import ratings
from chalicelib.models.http.base import Body
from chalicelib.steps.dossier.context import Command, digest_body
from tests.support.acts import WORDS

MODELS: dict[str, type[Body]] = {
    "create_draft": drafts.StartBody, "save_draft": drafts.DraftBody, "submit": steps.SubmitBody,
    "add_paper": steps.PaperBody, "use_held": steps.HeldBody, "receive": reception.ReceiveBody,
    "correct_reception": reception.CorrectReceptionBody, "forward": reception.ForwardBody, "refuse": steps.GroundBody,
    "request_supplement": steps.SupplementRequestBody, "supplement": steps.SupplementBody,
    "transfer": steps.EmptyBody, "assign": steps.AssignBody, "claim": steps.EmptyBody,
    "hand_over": steps.HandOverBody, "note": steps.InternalNoteBody, "propose": steps.ProposeBody,
    "confirm_complete": steps.EmptyBody, "consult": steps.ConsultBody, "answer": steps.OpinionBody,
    "call_original": steps.CallOriginalBody, "compare": steps.CompareBody, "finish_task": steps.NoteBody,
    "extend": steps.ExtendBody, "apologise": steps.ApologyBody, "resolve": steps.ResolveBody,
    "correct": steps.CorrectBody, "give_back": reception.GiveBackBody, "invite": steps.NoteBody,
    "take_back": steps.NoteBody, "close": steps.EmptyBody, "rate": ratings.RateBody,
    "join_account": steps.EmptyBody,
    "revoke_authority": steps.RevokeBody, "withdraw": steps.WithdrawBody, "stop": steps.GroundBody,
    "erase": steps.EraseBody, "approve": steps.ApprovalBody, "decline": steps.DecisionBody,
    "send_back": steps.RemarksBody, "request_payment": payments.RequestPaymentBody, "pay": payments.CashBody,
    "pay_online": payments.PayOnlineBody, "confirm_exemption": payments.ExemptionBody,
    "acknowledge_payment": payments.AcknowledgeBody, "reverse_payment": payments.ReverseBody,
    "close_reconciliation": payments.CloseTaskBody, "declare_outage": reception.OutageBody,
    "end_outage": reception.OutageEndBody, "decide_catalogue_change": VerdictBody,
}  # fmt: skip
"""The body of each command, by the word of its step."""


def name_step(step: Callable[..., object]) -> str:
    """The word of a step, by its function."""
    name = getattr(step, "__name__", "step")
    return WORDS.get(name, name)


def find_model(step: str) -> type[Body] | None:
    """The model of a step's body; None for a command without a body."""
    return MODELS.get(step.partition("-")[0])


def read_body(step: str, given: Mapping[str, Any]) -> Body | None:
    """The body of a step, checked and completed like that of a request."""
    model = find_model(step)
    assert model or not given, f"{step} has no body"
    return model.model_validate(dict(given), strict=False) if model else None


def build_command_with(
    step: str,
    dossier_id: str,
    actor: Actor,
    now: datetime,
    real_now: datetime,
    key: str = "",
    version: int | None = None,
    body: Mapping[str, Any] | None = None,
) -> Command[Any]:
    """A command as a route makes it."""
    read = read_body(step, body or {})
    digest = digest_body(dump_body(read) if read else {})
    return Command(step, dossier_id, actor, now, real_now, read, key, version, digest)


def fit_body(step: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the fields that the step's body has."""
    model = find_model(step)
    return {name: value for name, value in given.items() if model and name in model.model_fields}


def change_body(command: Command[Any], **changes: Any) -> Command[Any]:
    """The same command with other data in its body."""
    read = read_body(command.step, command.body.model_dump() | changes)
    assert read is not None
    return replace(command, body=read, digest=digest_body(dump_body(read)))
