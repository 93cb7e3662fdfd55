"""The routes of every kind of matter, registered from its table: its list and opening, one matter, and its steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chalice.app import Blueprint

from chalicelib.domain.matters.kind_table import KINDS
from chalicelib.domain.matters.matter_kind import MatterKind
from chalicelib.domain.matters.matter_permission import RIGHTS_REVIEW, find_audiences
from chalicelib.domain.matters.matter_refusals import (
    MatterWrongMoment,
    NotOffered,
    OwnMatter,
    PapersNotTaken,
    StepUsedUp,
)
from chalicelib.domain.papers.paper_errors import PaperExpired, PaperPending, PaperQuarantined
from chalicelib.domain.security.quotas import Quota
from chalicelib.domain.shared.errors import Forbidden, Invalid, NotFound, OwnProposal, Refusal, VersionMissing
from chalicelib.handlers.dossier.step import build_command
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import SIGNED_IN, register_operation
from chalicelib.handlers.matters.matter_lists import list_matters_page
from chalicelib.handlers.matters.matter_record import build_view_record
from chalicelib.handlers.matters.rights_review import list_review_lines
from chalicelib.models.matters.matters import MatterBody, MattersPage, MattersQuery, MatterView, OpeningBody
from chalicelib.steps.matters.matter_checks import CHECK_REFUSALS
from chalicelib.steps.matters.matter_command import MatterResult, derive_matter_id, read_matter_law
from chalicelib.steps.matters.matter_views import MatterReading, read_matter, view_matter
from chalicelib.steps.matters.take_matter_step import open_matter, take_matter_step
from chalicelib.wiring import core as wiring
from chalicelib.wiring import matters as wiring_matters

bp = Blueprint(__name__)

STEP_REFUSALS: tuple[type[Refusal], ...] = (
    Forbidden, Invalid, MatterWrongMoment, OwnMatter, OwnProposal, NotOffered, StepUsedUp,
    PapersNotTaken, PaperPending, PaperQuarantined, PaperExpired, *CHECK_REFUSALS,
)  # fmt: skip


def list_kind(kind: MatterKind, call: Call[None, MattersQuery]) -> MattersPage:
    """List a unit's matters of a kind by due time, or one's own, newest first."""
    return list_matters_page(kind, call)


def open_kind(kind: MatterKind, call: Call[OpeningBody, Any]) -> MatterView:
    """Open a matter of a kind, with the answers to its opening form and the files that were uploaded for it."""
    matter_id = derive_matter_id(kind, call.actor.sub, call.body.opening or call.key)
    command = build_command(call, f"open_{kind.name}", matter_id)
    return show_matter(kind, open_matter(wiring_matters.provide_matter_dependencies(), kind, command), call)


def read_kind(kind: MatterKind, call: Call[None, Any]) -> MatterView:
    """Show a matter as the caller may see it, with its course and the steps they may take."""
    deps = wiring_matters.provide_matter_dependencies()
    found = read_matter(deps, kind, call.params["matter_id"], call.actor, call.now, build_view_record(call))
    lines = list_review_lines(call) if kind.name == RIGHTS_REVIEW else []
    return MatterView(**found, people=_name_officers(kind, found["values"], call), lines=lines)


def _name_officers(kind: MatterKind, values: Mapping[str, Any], call: Call[None, Any]) -> dict[str, str]:
    """Return the names of officers whose accounts are among answers that the caller reads; without those who have no
    record yet."""
    if not kind.concerns:
        return {}
    officers = wiring.provide_officers()
    held = {each.key: str(values[each.key]) for each in kind.opening.fields if each.account and values.get(each.key)}
    named = {key: officers.load_recent(sub, call.real_now).name for key, sub in held.items()}
    return {key: name for key, name in named.items() if name}


def take_kind_step(kind: MatterKind, call: Call[MatterBody, Any]) -> MatterView:
    """Take a step of the kind's table, with the answers to its form. A citizen's program need not send the version that
    it saw."""
    if not call.actor.citizen:
        call.require_version()
    word = call.params["step"]
    command = build_command(call, f"{kind.name}-{word}", call.params["matter_id"])
    deps = wiring_matters.provide_matter_dependencies()
    return show_matter(kind, take_matter_step(deps, kind, word, command), call)


def register_kind(kind: MatterKind) -> None:
    """Register the operations of one kind, each under a name of its own in this module."""
    path, one = f"/api/{kind.plural}", f"/api/{kind.plural}/{{matter_id}}"
    _register_view(
        kind, list_kind, f"list_{kind.plural}", "GET", path, query=MattersQuery, answer=MattersPage, refuses=(NotFound,)
    )
    # The system alone opens some kinds: they have no operation for it.
    if kind.opening.who:
        _register_view(
            kind, open_kind, f"open_{kind.name}", "POST", path, body=OpeningBody, answer=MatterView, keyed=True,
            status=201, refuses=STEP_REFUSALS, quotas=(Quota.MATTERS,),
        )  # fmt: skip
    _register_view(kind, read_kind, f"read_{kind.name}", "GET", one, answer=MatterView)
    _register_view(
        kind, take_kind_step, f"step_{kind.name}", "POST", f"{one}/{{step}}", body=MatterBody, answer=MatterView,
        keyed=True, versioned=True, version_optional=True, refuses=(VersionMissing, *STEP_REFUSALS),
        quotas=(Quota.MATTERS,),
    )  # fmt: skip


def _register_view(kind: MatterKind, act: Callable[..., Any], name: str, method: str, path: str, **more: Any) -> None:
    def run_for_kind(call: Call[Any, Any]) -> Any:
        return act(kind, call)

    run_for_kind.__name__, run_for_kind.__doc__ = name, act.__doc__
    globals()[name] = register_operation(bp, method, path, name=name, access=SIGNED_IN, **more)(run_for_kind)


def show_matter(kind: MatterKind, result: MatterResult, call: Call[Any, Any]) -> MatterView:
    """Return the matter after a command, cut to the caller's access."""
    deps = wiring_matters.provide_matter_dependencies()
    law = read_matter_law(deps.reference, call.now, result.matter)
    audiences = find_audiences(call.actor, result.matter, call.now, law)
    return MatterView(**view_matter(result.matter, MatterReading(kind, call.actor, call.now, audiences, law)))


for _kind in KINDS.values():
    register_kind(_kind)
