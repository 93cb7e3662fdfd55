"""The catalogue of administrative procedures: a procedure's papers, time, fees and results.

Times, papers and fees carry their evidence. Form questions, English names, online level and internal steps are this
project's own: plausible, not official.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum
from typing import TYPE_CHECKING

from chalicelib.domain.accounts.identity_level import IdentityDemand
from chalicelib.domain.catalogue.tariff import Answers, TariffLine, UnknownFeeLine, list_owed_lines
from chalicelib.domain.dossier.erasure import Retention
from chalicelib.domain.dossier.obligations import FeeLine
from chalicelib.domain.eforms.form_schema import FormField, build_form_schema
from chalicelib.domain.shared.errors import Refusal, RefusalKind
from chalicelib.domain.time.deadlines import Duration, Unit

if TYPE_CHECKING:
    from chalicelib.domain.time.filing_day import FilingDay

TWO_TIER_FROM = date(2025, 7, 1)
MONTHS = {"month": 1, "year": 12}


class UnknownProcedure(Refusal):
    """No procedure of this id is in the catalogue."""

    code = "unknown_procedure"
    kind = RefusalKind.NOT_FOUND
    vi = "Không có thủ tục nào mang mã này."
    en = "There is no procedure with this id."


class ProcedureNotEnabled(Refusal):
    """The procedure's time, papers or fee were not seen on an official page: it is a sample, not a service."""

    code = "procedure_not_enabled"
    kind = RefusalKind.FORBIDDEN
    vi = "Thủ tục này là mẫu chưa kiểm chứng, chưa mở nhận hồ sơ."
    en = "This procedure is an unverified sample and not open for filing."


class Evidence(StrEnum):
    """Where a fact of the catalogue was seen. Partly seen counts as unverified."""

    OFFICIAL_PAGE = "official_page"
    OTHER_PAGE = "other_page"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Names:
    """Names for people, in Vietnamese and English."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Field:
    """The field of administration a procedure belongs to."""

    code: str
    name: Names


@dataclass(frozen=True, slots=True)
class Variant:
    """Another settlement time for a named case of the same procedure."""

    key: str
    name: Names
    duration: Duration


@dataclass(frozen=True, slots=True)
class OnlineTime:
    """A shorter settlement time for online filings that one province adopted for the procedure: it applies from the day
    `since`, under an article of its own (QN-11.5; TB-22.8)."""

    province: str
    duration: Duration
    since: date
    instrument: str
    article: str


@dataclass(frozen=True, slots=True)
class ProcessingTime:
    """The procedure's own settlement time; an immediate one has the value 0.

    `same_day_cut_off` is set only where the procedure's own law moves what comes later to the next working
    day (NĐ 23/2015 art. 7 for certification).
    """

    duration: Duration
    text_vi: str
    legal_reference: str
    same_day_cut_off: time | None
    variants: tuple[Variant, ...]
    online: tuple[OnlineTime, ...] = ()

    def find_online_time(self, province: str, on: date) -> OnlineTime | None:
        """The latest policy of a province that holds on a day, or None before there is one."""
        held = [policy for policy in self.online if policy.province == province and policy.since <= on]
        return max(held, key=lambda policy: policy.since, default=None)

    def find_variant(self, key: str) -> Variant | None:
        """Return the named case, or None when the procedure has no such case."""
        return next((variant for variant in self.variants if variant.key == key), None)


@dataclass(frozen=True, slots=True)
class Component:
    """One paper of the dossier; `need` is required, conditional or optional. `result_of` are procedures of the
    catalogue whose result it is. `by_form` says that the filled e-form is this paper: an online filer need not upload
    it (NĐ 45/2020 9.1)."""

    key: str
    name: Names
    copy: str
    quantity: int
    need: str
    digitise: bool
    result_of: tuple[str, ...] = ()
    by_form: bool = False


@dataclass(frozen=True, slots=True)
class Validity:
    """How long a result stays valid; `value` is None where the law sets no single figure."""

    value: int | None
    unit: str
    note_vi: str

    def calculate_last_day(self, issued: date) -> date | None:
        """Return the last day on which a result issued on a day is valid; None where nothing limits it. Raise
        ValueError where the law sets no single figure."""
        if self.unit == "unlimited":
            return None
        if self.value is None or self.unit not in MONTHS:
            raise ValueError("no single figure")
        year, month = divmod(issued.year * 12 + issued.month - 1 + self.value * MONTHS[self.unit], 12)
        return date(year, month + 1, min(issued.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class ProcessStep:
    """One step of the internal process, in working hours; `by` names who does it."""

    role: str
    name: Names
    by: Names
    hours: float


@dataclass(frozen=True, slots=True)
class LinkedTask:
    """One agency's task in a linked procedure, in working hours; the lead agency's task comes first."""

    kind: str
    name: Names
    hours: float


@dataclass(frozen=True, slots=True)
class EvidenceOf:
    """The evidence of each kind of fact, kept apart because they differ within one procedure."""

    code: Evidence
    processing_time: Evidence
    components: Evidence
    fees: Evidence
    legal_basis: Evidence


@dataclass(frozen=True, slots=True)
class Procedure:
    """One procedure in one version; `id` is the catalogue key, `code` the national code."""

    id: str
    code: str
    version: int
    replaces: tuple[str, ...]
    name: Names
    field: Field
    level: str
    levels_before_two_tier: tuple[str, ...]
    level_note_vi: str
    competent_kind: str
    competent_department: str | None
    audience: tuple[str, ...]
    processing_time: ProcessingTime
    dossier_sets: int
    components: tuple[Component, ...]
    fees: tuple[TariffLine, ...]
    result: Names
    validity: Validity | None
    legal_basis: tuple[str, ...]
    online_level: str
    delivery: tuple[str, ...]
    process_hours: float
    process: tuple[ProcessStep, ...]
    tasks: tuple[LinkedTask, ...]
    settlement_delegated: bool
    form: tuple[FormField, ...]
    evidence: EvidenceOf
    retention: Retention | None = None
    """How long its dossiers are kept; None while no period is set."""
    identity: IdentityDemand | None = None
    """The level of the electronic identity that an online filing needs; None where no law asks for one."""

    @property
    def verified(self) -> bool:
        """True when time, papers and fees were all seen on an official page."""
        seen = (self.evidence.processing_time, self.evidence.components, self.evidence.fees)
        return all(fact is Evidence.OFFICIAL_PAGE for fact in seen)

    def is_enabled(self, *, local: bool) -> bool:
        """Whether dossiers may be filed: unverified samples only in local stages."""
        return self.verified or local

    def require_enabled(self, *, local: bool) -> None:
        """Raise ProcedureNotEnabled unless `enabled`."""
        if not self.is_enabled(local=local):
            raise ProcedureNotEnabled()

    @property
    def immediate(self) -> bool:
        """Return whether the result is due on the day of reception."""
        return self.processing_time.duration.unit is Unit.IMMEDIATE

    @property
    def linked(self) -> bool:
        """Return whether several agencies have tasks in it."""
        return bool(self.tasks)

    @property
    def required_components(self) -> tuple[Component, ...]:
        """The papers without which a dossier cannot be filed."""
        return tuple(component for component in self.components if component.need == "required")

    def list_fee_lines(
        self, answers: Answers, on: FilingDay, *, online: bool, chosen: Collection[str] = ()
    ) -> tuple[FeeLine, ...]:
        """Return the fees owed for this filing on that day with these answers (`owed_lines`); raise UnknownFeeLine."""
        return list_owed_lines(self.fees, answers, on, online=online, chosen=chosen)

    def build_computed_line(self, key: str, amount: int) -> FeeLine:
        """The line of this key with the amount that another authority computed (HUE-15: taxes too); raise
        UnknownFeeLine for a line whose amount the tariff itself sets."""
        found = next((line.fee for line in self.fees if line.fee.key == key and line.status == "computed"), None)
        if found is None:
            raise UnknownFeeLine()
        return replace(found, amount=amount)

    def list_levels(self, on: date) -> tuple[str, ...]:
        """The levels of government that settle it on a day: districts ended with 30/6/2025."""
        return (self.level,) if on >= TWO_TIER_FROM else self.levels_before_two_tier

    def answer_formats(self, answers: Mapping[str, object]) -> dict[str, str | None]:
        """The format of each question of its e-form; that of an identity number depends on the answers."""
        return {field.key: field.find_format(answers) for field in self.form}

    def build_schema(self) -> dict[str, object]:
        """Its e-form as closed JSON Schema."""
        return build_form_schema(f"{self.id}:{self.version}", self.name.vi, self.name.en, self.form)
