"""Payloads of the settlement: supplements, tasks, opinions, originals, due times and the outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from chalicelib.domain.ledger.payload_types.stated import Manifest, Packed, Papers, Stated, WithFiles


class NoticeDelay(TypedDict, total=False):
    """The working day after reception on which the notice is sent, and whether that is late."""

    working_days: int
    late_notice: bool


class SupplementRequested(Stated, NoticeDelay):
    """A request for papers and corrected fields. `round` counts those of the stage."""

    stage: str
    round: NotRequired[int]
    components: Sequence[str]
    form_fields: Sequence[str]
    wait_until: str | None
    grounds: NotRequired[Sequence[str]]
    without_trip: NotRequired[bool]
    fallbacks: NotRequired[Mapping[str, str]]
    payment: NotRequired[bool]
    to_pay: NotRequired[int]
    cause: NotRequired[str]
    apology_signed_as: NotRequired[str]
    request: NotRequired[int]


class SupplementEffects(Stated, total=False):
    """What a supplement does to the clocks, by the rule that says so, and the way it came."""

    way: str
    effect: str
    off_hours: str


class Supplemented(SupplementEffects):
    """Papers and answers that were added, asked for or not."""

    papers: Papers
    manifest: Manifest
    stage: str
    asked: bool
    unchecked: NotRequired[Sequence[str]]


class SupplementChecked(Stated):
    """A supplement that the controller has checked."""

    request: int
    stage: str


class Transferred(Stated):
    """The tasks of the agencies; `due_at` is when the transfer itself was due."""

    tasks: Sequence[Packed]
    due_at: NotRequired[str | None]
    late_minutes: NotRequired[int]


class Assigned(Stated):
    """A task with its new holder and the one before."""

    n: int
    unit: str
    officer: str
    before: NotRequired[str]


class Noted(WithFiles):
    """A note between officers; its text is a part."""

    reach: str


class FoundComplete(Stated):
    """The unit that found the dossier complete."""

    unit: NotRequired[str]


class TaskFinished(Stated):
    """A finished task; on paper the number and unit of the next one."""

    n: int
    unit: str
    passed_to: NotRequired[int]
    passed_to_unit: NotRequired[str]


class Consulted(WithFiles):
    """An opinion that is asked for; older facts enclosed every filed paper."""

    n: int
    unit: str
    reply_due_at: str
    enclosed: NotRequired[Sequence[str]]


class OpinionGiven(WithFiles):
    """An opinion that was given."""

    n: int
    unit: str


class OriginalCalled(Stated):
    """Components whose originals the applicant shall show."""

    components: Sequence[str]
    legal_basis: NotRequired[str]
    shown_as: NotRequired[str]


class OriginalCompared(Stated):
    """Components that were compared with their paper, and those that differ."""

    components: Sequence[str]
    differing: Sequence[str]
    outcome: str
    of: NotRequired[str]
    came: NotRequired[str]


class Extended(Stated):
    """An extension of the settlement time; older facts do not name the letters owed."""

    request: int
    units: int
    owes: NotRequired[Sequence[str]]


class Apologised(Stated):
    """An apology: with a new date (then it has a clock), with a late result, or for lost papers."""

    request: int
    cause: NotRequired[str]
    signed_as: NotRequired[str]
    lost: NotRequired[Sequence[str]]
    with_result: NotRequired[bool]
    late_notice: NotRequired[bool]
    date_changed_by: NotRequired[str]


class GrantedResult(TypedDict, total=False):
    """The result of a grant; an immediate settlement may have none."""

    result: str
    manifest: Manifest


class Lateness(TypedDict, total=False):
    """The coded cause of a late result, and the letters owed with it."""

    late_cause: str
    owes: Sequence[str]


class Resolved(Stated):
    """The outcome: a result, or the ground of a refusal."""

    outcome: str
    result: str
    manifest: NotRequired[Manifest]
    ground: NotRequired[str]
    to_compare: NotRequired[Sequence[str]]
    late_cause: NotRequired[str]
    owes: NotRequired[Sequence[str]]
    goes_to: NotRequired[str]
    request: NotRequired[int]


class Corrected(Stated):
    """The new version of a wrong result, and who bears its cost."""

    result: str
    replaces: str
    manifest: Manifest
    cost_bearer: str


class StatusReported(Stated):
    """Progress that a sector system reported; `behind` marks that entries here are behind it."""

    system: str
    status: str
    reference: str
    behind: NotRequired[bool]
