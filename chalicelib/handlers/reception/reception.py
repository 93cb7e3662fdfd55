"""Receive, forward or refuse a filing."""

from __future__ import annotations

from chalicelib.domain.dossier.codes import CodeMalformed, CodesExhausted, UnitWithoutCode
from chalicelib.domain.dossier.intake import FiledElsewhere
from chalicelib.domain.dossier.outages import RegisterNumberUsed, RegisterNumberWrong
from chalicelib.domain.dossier.refiling import RefilingIncomplete
from chalicelib.domain.payments.fee_errors import ObligationsOpen
from chalicelib.handlers.dossier.step import Blueprint, Command, CommandResult, Dependencies, Step, step_operation
from chalicelib.handlers.dossier.step_refusals import PLACE_REFUSALS
from chalicelib.models.reception import ForwardBody, ReceiveBody
from chalicelib.models.steps import GroundBody
from chalicelib.steps.reception import forward, receive, refuse

bp = Blueprint(__name__)


@step_operation(bp, Step.RECEIVE, body=ReceiveBody, refuses=(
    *PLACE_REFUSALS, CodeMalformed, CodesExhausted, UnitWithoutCode, ObligationsOpen, FiledElsewhere,
    RefilingIncomplete, RegisterNumberUsed, RegisterNumberWrong,
))  # fmt: skip
def receive_dossier(deps: Dependencies, command: Command[ReceiveBody]) -> CommandResult:
    """Receive a complete filing: dossier code, receipt, appointment."""
    return receive.receive_dossier(deps, command)


@step_operation(bp, Step.FORWARD, body=ForwardBody, refuses=PLACE_REFUSALS)
def forward_dossier(deps: Dependencies, command: Command[ForwardBody]) -> CommandResult:
    """Forward a filing to the one-stop unit it belongs to."""
    return forward.forward_dossier(deps, command)


@step_operation(bp, Step.REFUSE, body=GroundBody)
def refuse_dossier(deps: Dependencies, command: Command[GroundBody]) -> CommandResult:
    """Refuse to receive a filing, for a coded reason."""
    return refuse.refuse_dossier(deps, command)
