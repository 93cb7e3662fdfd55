"""Shared code of all step handlers: a call becomes a command, the command runs, its result becomes a view.

`step_operation` registers a step of the flow by its word: the word gives the route, the flow table who may call.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from chalice.app import Blueprint, Response
from pydantic import BaseModel

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import TABLE, Step
from chalicelib.domain.shared.errors import NotFound, Refusal, VersionMissing
from chalicelib.handlers.dossier.step_refusals import STEP_REFUSALS
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, SIGNED_IN, register_operation
from chalicelib.handlers.http.operations import Access
from chalicelib.models.dossiers import DossierView
from chalicelib.steps.dossier.command import CommandResult
from chalicelib.steps.dossier.context import Command, Dependencies, digest_body
from chalicelib.steps.dossier.views import view_dossier
from chalicelib.wiring import steps as wiring_steps

__all__ = [
    "Blueprint",
    "Command",
    "CommandResult",
    "Dependencies",
    "Step",
    "build_command",
    "build_command_with",
    "provide_dependencies",
    "show_result",
    "step_operation",
    "verdict_operation",
]

B = TypeVar("B", bound=BaseModel)
M = TypeVar("M", bound=BaseModel | None)
P = ParamSpec("P")
StepFunction = Callable[Concatenate[Dependencies, Command[B], P], CommandResult]
"""Runs a command; a verdict's function also gets the request's number."""


def provide_dependencies() -> Dependencies:
    """Return the stores and the law of this deployment."""
    return wiring_steps.provide_dependencies()


def build_command(call: Call[M, Any], step: str, dossier_id: str = "") -> Command[M]:
    """Return the command of a call, with its body and the digest of that body."""
    return build_command_with(call, call.body, step, dossier_id or call.params["dossier_id"])


def build_command_with(call: Call[Any, Any], body: M, step: str, dossier_id: str) -> Command[M]:
    """Return the command of a call with this body: its own, or the one that it contains."""
    return Command(
        step=step,
        dossier_id=dossier_id,
        actor=call.actor,
        now=call.now,
        real_now=call.real_now,
        body=body,
        key=call.key,
        version=call.if_match,
        digest=digest_body(dump_body(body) if body is not None else {}),
        quotas=call.quotas,
    )


def dump_body(body: BaseModel) -> dict[str, Any]:
    """Return the body as plain data. A command repeated after a release keeps its digest: newer fields are left out
    while they are empty."""
    plain = body.model_dump()
    later: frozenset[str] = getattr(body, "came_later", frozenset())
    return {name: value for name, value in plain.items() if not (name in later and value in (None, []))}


def show_result(answer: CommandResult, call: Call[Any, Any]) -> DossierView:
    """Return the dossier after the command, cut to the caller's access."""
    return DossierView(**view_dossier(answer.dossier, call.actor, call.now, provide_dependencies().reference))


def step_operation(
    bp: Blueprint,
    step: Step,
    *,
    body: type[B],
    refuses: tuple[type[Refusal], ...] = (),
    access: Access | None = None,
    versioned: bool = True,
) -> Callable[[StepFunction[B, P]], Callable[..., Response]]:
    """Register a function as the step of the flow that the word names: `POST /api/dossiers/{dossier_id}/<step>`.

    The function runs the command; it answers with the dossier after it. An applicant's program need not send the
    version that it saw; an officer's must. refuses: refusals beyond those of every step. access: other callers than
    the flow table names. versioned: False for a step that changes nothing others decide on.
    """
    return _register_command(
        bp, step.value, step.value, body=body, refuses=refuses, access=access or find_access(step), versioned=versioned
    )


def verdict_operation(
    bp: Blueprint, word: str, *, body: type[B], refuses: tuple[type[Refusal], ...]
) -> Callable[[StepFunction[B, P]], Callable[..., Response]]:
    """Register a function as a verdict on a request: `POST /api/dossiers/{dossier_id}/requests/{number}/<word>`."""
    path = f"requests/{{number}}/{word}"
    return _register_command(bp, word, path, body=body, refuses=refuses, access=OFFICER, versioned=True)


def _register_command(
    bp: Blueprint,
    word: str,
    path: str,
    *,
    body: type[B],
    refuses: tuple[type[Refusal], ...],
    access: Access,
    versioned: bool,
) -> Callable[[StepFunction[B, P]], Callable[..., Response]]:
    # A draft that is filed is its author's alone.
    officers_version = versioned and access is SIGNED_IN and word != Step.SUBMIT

    def register_function(run: StepFunction[B, P]) -> Callable[..., Response]:
        @wraps(run)
        def answer_call(call: Call[B]) -> DossierView:
            if officers_version and not call.actor.citizen:
                call.require_version()
            # A request's number is part of the command's name, and so of its key.
            numbers = {name: _read_number(text) for name, text in call.params.items() if name != "dossier_id"}
            command = build_command(call, "-".join((word, *map(str, numbers.values()))))
            return show_result(
                cast("Callable[..., CommandResult]", run)(provide_dependencies(), command, **numbers), call
            )

        return register_operation(
            bp,
            "POST",
            f"/api/dossiers/{{dossier_id}}/{path}",
            name=word,
            step=word,
            access=access,
            body=body,
            answer=DossierView,
            keyed=True,
            versioned=versioned,
            version_optional=versioned and access is SIGNED_IN,
            refuses=(*((VersionMissing,) if officers_version else ()), *STEP_REFUSALS, *refuses),
        )(answer_call)

    return register_function


def _read_number(text: str) -> int:
    """Return a request's number; raise NotFound for a text that is none."""
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        raise NotFound()
    return int(text)


def find_access(step: Step) -> Access:
    """Return who may call a step: everybody signed in where the flow table names the applicant, else officers."""
    roles = {role for row in TABLE if row.step is step for role, _ in row.who}
    return SIGNED_IN if Role.APPLICANT in roles else OFFICER
