"""Settle a dossier: supplements, transfer, tasks, opinions, originals, appointments, outcome."""

from __future__ import annotations

from chalicelib.domain.dossier.originals import OriginalAwaited, OriginalNotCallable
from chalicelib.handlers.dossier.step import Blueprint, Command, CommandResult, Dependencies, Step, step_operation
from chalicelib.handlers.dossier.step_refusals import PAPER_REFUSALS, PLACE_REFUSALS
from chalicelib.models import steps as bodies
from chalicelib.steps.dossier.guards import LimitReached
from chalicelib.steps.dossier.proposals import RequestPending
from chalicelib.steps.settlement import (
    apologise,
    assign,
    call_original,
    confirm_complete,
    consult,
    extend,
    finish_task,
    note,
    request_supplement,
    resolve,
    supplement,
    transfer,
)
from chalicelib.steps.settlement.appointments import DelayUncertain

bp = Blueprint(__name__)


@step_operation(bp, Step.REQUEST_SUPPLEMENT, body=bodies.SupplementRequestBody, refuses=(LimitReached, RequestPending))
def ask_supplement(deps: Dependencies, command: Command[bodies.SupplementRequestBody]) -> CommandResult:
    """Ask for a supplement; after appraisal this only proposes it."""
    return request_supplement.request_supplement(deps, command)


@step_operation(bp, Step.SUPPLEMENT, body=bodies.SupplementBody, refuses=(*PAPER_REFUSALS, supplement.OnDemandOnly))
def supplement_dossier(deps: Dependencies, command: Command[bodies.SupplementBody]) -> CommandResult:
    """Add requested papers; or others on one's own initiative, where the rules allow it."""
    return supplement.supplement_dossier(deps, command)


@step_operation(bp, Step.TRANSFER, body=bodies.EmptyBody, refuses=PLACE_REFUSALS)
def transfer_dossier(deps: Dependencies, command: Command[bodies.EmptyBody]) -> CommandResult:
    """Transfer a received dossier to the agency that settles it."""
    return transfer.transfer_dossier(deps, command)


@step_operation(bp, Step.ASSIGN, body=bodies.AssignBody, refuses=(assign.HolderChanged,))
def assign_officer(deps: Dependencies, command: Command[bodies.AssignBody]) -> CommandResult:
    """Assign the unit's task in the dossier to one of its case officers."""
    return assign.assign_officer(deps, command)


@step_operation(bp, Step.CLAIM, body=bodies.EmptyBody, refuses=(assign.AlreadyHeld,))
def claim_share(deps: Dependencies, command: Command[bodies.EmptyBody]) -> CommandResult:
    """Claim a task of the unit that nobody holds yet."""
    return assign.claim_share(deps, command)


@step_operation(bp, Step.HAND_OVER, body=bodies.HandOverBody, refuses=(assign.NotHolder,))
def give_share(deps: Dependencies, command: Command[bodies.HandOverBody]) -> CommandResult:
    """Hand one's own task over to a colleague of the unit."""
    return assign.give_share(deps, command)


@step_operation(bp, Step.NOTE, body=bodies.InternalNoteBody, refuses=PAPER_REFUSALS, versioned=False)
def add_note(deps: Dependencies, command: Command[bodies.InternalNoteBody]) -> CommandResult:
    """Write to officers who work on the dossier; it changes nothing that others decide on, so it needs no version."""
    return note.add_note(deps, command)


@step_operation(bp, Step.CONFIRM_COMPLETE, body=bodies.EmptyBody)
def confirm_dossier(deps: Dependencies, command: Command[bodies.EmptyBody]) -> CommandResult:
    """Confirm that the dossier is complete and valid; the appraisal continues."""
    return confirm_complete.confirm_complete(deps, command)


@step_operation(bp, Step.CONSULT, body=bodies.ConsultBody, refuses=(*PLACE_REFUSALS, *PAPER_REFUSALS))
def request_opinion(deps: Dependencies, command: Command[bodies.ConsultBody]) -> CommandResult:
    """Ask another body for its opinion."""
    return consult.request_opinion(deps, command)


@step_operation(bp, Step.ANSWER, body=bodies.OpinionBody, refuses=PAPER_REFUSALS)
def give_opinion(deps: Dependencies, command: Command[bodies.OpinionBody]) -> CommandResult:
    """Give the opinion that was asked."""
    return consult.give_opinion(deps, command)


@step_operation(bp, Step.CALL_ORIGINAL, body=bodies.CallOriginalBody, refuses=(OriginalNotCallable, OriginalAwaited))
def ask_original(deps: Dependencies, command: Command[bodies.CallOriginalBody]) -> CommandResult:
    """Ask the applicant to show originals."""
    return call_original.call_original(deps, command)


@step_operation(bp, Step.COMPARE, body=bodies.CompareBody)
def compare_original(deps: Dependencies, command: Command[bodies.CompareBody]) -> CommandResult:
    """Record the result of the comparison with the originals."""
    return call_original.compare_original(deps, command)


@step_operation(bp, Step.FINISH_TASK, body=bodies.NoteBody, refuses=(finish_task.LeadTask,))
def report_task(deps: Dependencies, command: Command[bodies.NoteBody]) -> CommandResult:
    """Report a partner agency's task as done."""
    return finish_task.finish_task(deps, command)


@step_operation(bp, Step.EXTEND, body=bodies.ExtendBody, refuses=(LimitReached, RequestPending, extend.DuePassed))
def request_extension(deps: Dependencies, command: Command[bodies.ExtendBody]) -> CommandResult:
    """Ask for more time."""
    return extend.request_extension(deps, command)


@step_operation(bp, Step.APOLOGISE, body=bodies.ApologyBody, refuses=(LimitReached, RequestPending, DelayUncertain))
def prepare_apology(deps: Dependencies, command: Command[bodies.ApologyBody]) -> CommandResult:
    """Prepare the apology with its one new date."""
    return apologise.prepare_apology(deps, command)


@step_operation(bp, Step.RESOLVE, body=bodies.ResolveBody, refuses=(
    *PAPER_REFUSALS, resolve.NotDelegated, resolve.ProposalNeeded, resolve.PaymentBlocks, finish_task.TasksOpen,
    OriginalAwaited,
))  # fmt: skip
def resolve_dossier(deps: Dependencies, command: Command[bodies.ResolveBody]) -> CommandResult:
    """Grant with a result, or not, with a ground."""
    return resolve.resolve_dossier(deps, command)


@step_operation(bp, Step.CORRECT, body=bodies.CorrectBody, refuses=PAPER_REFUSALS)
def correct_result(deps: Dependencies, command: Command[bodies.CorrectBody]) -> CommandResult:
    """Replace a wrong result."""
    return resolve.correct_result(deps, command)
