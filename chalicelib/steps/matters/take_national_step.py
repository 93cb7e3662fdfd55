"""Take a step of the sender on feedback that they sent to the national system: a supplement, a rating, a withdrawal …

The system's reference is the idempotency key: the same step again is taken once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.accounts.portal_accounts import PORTAL
from chalicelib.domain.matters.kinds.feedback import FEEDBACK
from chalicelib.domain.portal.mapping import PortalMapping
from chalicelib.steps.dossier.context import Command, digest_body
from chalicelib.steps.matters.matter_command import MatterResult
from chalicelib.steps.matters.matter_ports import MatterDependencies
from chalicelib.steps.matters.open_national_feedback import (
    RelayedAnswers,
    derive_national_id,
    name_their_fields,
    translate_answers,
)
from chalicelib.steps.matters.take_matter_step import take_matter_step


@dataclass(frozen=True, slots=True)
class NationalStep:
    """A sender's step as the national system hands it on: on which feedback, under which reference, and the answers to
    its form; `content` is all that was sent, by which a repeat is known."""

    number: str
    reference: str
    word: str
    answers: Mapping[str, str]
    content: Mapping[str, object]


def take_national_step(
    deps: MatterDependencies, mapping: PortalMapping, sent: NationalStep, now: datetime, real_now: datetime
) -> MatterResult:
    """Take the step, or return the feedback as it was after it. Its clocks move when it arrives here.

    Raise NotFound for feedback that has not arrived, KeyReused for another step under the same reference, Forbidden for
    a step that is not the sender's, and the refusals of `take_matter_step`."""
    body = RelayedAnswers(translate_answers(mapping, sent.answers))
    command = Command(
        f"national_{FEEDBACK.name}_step", derive_national_id(sent.number), PORTAL, now, real_now, body,
        f"national-{sent.reference}", digest=digest_body(sent.content),
    )  # fmt: skip
    with name_their_fields():
        return take_matter_step(deps, FEEDBACK, sent.word, command)
