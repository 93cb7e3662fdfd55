"""Bodies of the steps."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, StringConstraints

from chalicelib.domain.papers.paper import PaperKind
from chalicelib.models.http.base import Body, Instant
from chalicelib.models.http.fields import Code, Days, Id, Ids, Keys, LateCause, Name, OfficerId, Text


class RegisterFiling(Body):
    """A filing written in the paper register during an outage, and its time."""

    outage: Id
    filed_at: Instant


class SubmitBody(Body):
    """The filing's papers, and the declaration that all of it is true."""

    papers: Ids = []
    declared_true: bool
    paper_register: RegisterFiling | None = None


class RegisterLine(Body):
    """A line of the paper register: its outage, and the time of the step."""

    outage: Id
    at: Instant


class StepBody(Body):
    """Optional data of every officer's step: that it was taken during an outage and is entered now from the paper
    register."""

    paper_register: RegisterLine | None = None

    came_later: ClassVar[frozenset[str]] = frozenset({"paper_register"})
    """Fields added to commands later: a body without them keeps its former digest."""


class EmptyBody(StepBody):
    """A step without data."""


class GroundBody(StepBody):
    """A coded ground of the rule set, with the reason in words."""

    ground: Code
    reason: Text


class SupplementRequestBody(StepBody):
    """The requested supplement: listed components and fields of the form, with complete guidance. A repeated request of
    a stage states its cause; in the appraisal only unclear first guidance is a cause. `fallbacks` gives, for each held
    component, the reason of the law to request it all the same. `payment` requests the sums due at reception. `ground`
    is the coded reason of the law; without it the missing or wrong papers give the reason. `without_trip` promises that
    the applicant need not return."""

    components: Keys = []
    form_fields: Keys = []
    payment: bool = False
    guidance: Text
    reason: Text | None = None
    cause: Literal["guidance_unclear"] | None = None
    ground: Code | None = None
    without_trip: bool = False
    fallbacks: dict[Code, Code] = {}


class StructuredData(Body):
    """Answers produced elsewhere in the prescribed format: `form` is the `$id` of their form's schema."""

    form: Annotated[str, Field(min_length=1, max_length=200)]
    answers: dict[str, Any]


class SupplementBody(StepBody):
    """The supplement, requested or not; `answers`, or `structured` where the rules accept such data,
    replace the form."""

    papers: Ids = []
    answers: dict[str, Any] | None = None
    structured: StructuredData | None = None


class HandOverBody(StepBody):
    """The colleague who handles the unit's task from now on."""

    officer: OfficerId
    note: Text | None = None


class AssignBody(HandOverBody):
    """The officer who handles the unit's task from now on. `seen_holder` is the holder that the assigner saw (empty for
    nobody): if it has changed, nothing is overwritten."""

    seen_holder: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{0,64}$")] | None = None

    came_later = StepBody.came_later | {"seen_holder"}


class InternalNoteBody(Body):
    """A note for officers who work on the dossier: for the officer's unit, or for all units that settle it."""

    text: Text
    reach: Literal["unit", "dossier"] = "dossier"
    papers: Ids = []


class ConsultBody(StepBody):
    """The body asked, the limit in working days, and the questions. `papers` are files of the asker, `enclosed` filed
    papers of the dossier: the body sees no others."""

    unit: Id
    reply_days: Days
    questions: Text
    papers: Ids = []
    enclosed: Ids = []

    came_later = StepBody.came_later | {"papers", "enclosed"}


class CallOriginalBody(StepBody):
    """Papers that the applicant must show and in which form, the law of the sector that provides for it, and the
    reason."""

    components: Keys
    shown_as: Literal["original", "principal", "certified_copy"] = "original"
    legal_basis: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=300)]
    reason: Text


class CompareBody(StepBody):
    """Papers that were compared (by default all awaited ones), those that differ and how, and whether they were brought
    or sent to the desk."""

    components: Keys = []
    came: Literal["brought", "sent"] = "brought"
    differing: Keys = []
    note: Text | None = None


class OpinionBody(StepBody):
    """The opinion given, with its files."""

    opinion: Text
    papers: Ids = []

    came_later = StepBody.came_later | {"papers"}


class NoteBody(StepBody):
    """A note, if there is one."""

    note: Text | None = None


class ExtendBody(StepBody):
    """How many units more, and why."""

    units: Annotated[int, Field(ge=1, le=365)]
    reason: Text


class ApologyBody(StepBody):
    """The cause of the delay; during the settlement, the new appointment in working days. `lost` names papers that the
    office has lost or damaged: an apology of its own, without a new date."""

    new_due_days: Days | None = None
    lost: Keys = []
    reason: Text


class DecisionBody(StepBody):
    """The approver's words."""

    reason: Text | None = None


class ApprovalBody(DecisionBody):
    """The approver's words. The last signature of a proposed outcome also states why a late result is late and, where
    an officer is at fault, which one; `result` is the signed file in place of the draft. `remarks` are for officers who
    settle the dossier."""

    remarks: Text | None = None
    result: Id | None = None
    late_cause: LateCause | None = None
    late_officer: OfficerId | None = None

    came_later = StepBody.came_later | {"remarks", "result", "late_cause", "late_officer"}


class RemarksBody(StepBody):
    """The defects of the proposal, for the officer who answers."""

    remarks: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=2000)]


class ProposeBody(StepBody):
    """The outcome to be signed: a grant names its draft, a refusal its ground and the reason for the applicant; the
    opinion of the appraisal, which also answers remarks, and its files."""

    outcome: Literal["granted", "not_granted"]
    result: Id | None = None
    ground: Code | None = None
    reason: Text | None = None
    opinion: Text
    papers: Ids = []


class ResolveBody(StepBody):
    """The outcome: a grant names its result paper, a refusal its ground; a late one its cause and, where that is an
    officer's fault, the officer."""

    outcome: Literal["granted", "not_granted"]
    result: Id | None = None
    ground: Code | None = None
    reason: Text | None = None
    late_cause: LateCause | None = None
    late_officer: OfficerId | None = None


class CorrectBody(StepBody):
    """The new version of the result, and what was wrong."""

    result: Id
    reason: Text


class WithdrawBody(Body):
    """The reason, if the applicant gives one."""

    reason: Text | None = None


class RevokeBody(StepBody):
    """Why the agent no longer acts; the desk states who asked for it, and how."""

    reason: Text | None = None


class EraseBody(Body):
    """The personal part to erase, by its digest, or without one the whole dossier; and the ground. `decision` names
    that of a competent authority: number, date, author."""

    came_later: ClassVar[frozenset[str]] = frozenset({"decision"})

    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    ground: Code
    decision: Name | None = None


class HeldBody(Body):
    """The component to be answered by a result that the system holds."""

    component: Code


class PaperBody(Body):
    """An announced upload: its kind and exact bytes."""

    kind: PaperKind
    component: Annotated[str, Field(max_length=64)] = ""
    name: Annotated[str, Field(min_length=1, max_length=300)]
    size: Annotated[int, Field(ge=0, le=2**53 - 1)]
    sha256: Annotated[str, Field(min_length=1, max_length=100)]
    content_type: Annotated[str, Field(min_length=1, max_length=100)]
