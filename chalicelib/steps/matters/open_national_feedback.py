"""Open feedback that a person sent to the national feedback system (TB-14.1, LC-14.1): the form, checks, clocks and
protection of feedback that is sent here.

The national number is the idempotency key: the same number with the same content is the same matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from chalicelib.domain.accounts.portal_accounts import PORTAL
from chalicelib.domain.matters.kinds.feedback import FEEDBACK
from chalicelib.domain.portal.mapping import PortalMapping
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.steps.dossier.context import Command, digest_body
from chalicelib.steps.filing.drafts import derive_dossier_id
from chalicelib.steps.matters.matter_command import MatterResult
from chalicelib.steps.matters.matter_fact_parts import RelayedMatter
from chalicelib.steps.matters.matter_ports import MatterDependencies
from chalicelib.steps.matters.take_matter_step import open_matter

FIELDS: Final[Mapping[str, str]] = {
    "about": "/DoiTuong", "conduct": "/HanhVi", "subject": "/TieuDe", "content": "/NoiDung", "dossier": "/MaHoSo",
    "full_name": "/NguoiGui/HoTen", "address": "/NguoiGui/DiaChi", "contact": "/NguoiGui/LienHe",
    "identity_hidden": "/GiuKinDanhTinh", "more": "/NoiDungBoSung", "again": "/DieuChuaThoaDang", "rating": "/DanhGia",
}  # fmt: skip
"""Where each answer stands in the national system's messages."""

LONGEST_AGO = timedelta(days=365)
"""How long ago feedback may have been received there: a choice of the service, within every working calendar."""

FORM = "writing"
"""The form of feedback that comes by network."""


@dataclass(frozen=True, slots=True)
class NationalFeedback:
    """Feedback as the national system hands it on. `answers` are those to our opening form, with `about` and `conduct`
    in the system's words; `content` is all that was sent, by which a repeat is known."""

    relayed: RelayedMatter
    answers: Mapping[str, str | bool]
    content: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RelayedAnswers:
    """Answers that nobody typed here: their author cannot look at them again, so that what a check finds is noted."""

    values: Mapping[str, object]
    confirmed: tuple[str, ...] = ("writing",)
    papers: tuple[str, ...] = ()


def open_national_feedback(
    deps: MatterDependencies, mapping: PortalMapping, sent: NationalFeedback, now: datetime, real_now: datetime
) -> MatterResult:
    """Open the feedback, or return the one that is open under its number.

    Raise Invalid with the national system's own field names, KeyReused for other content under the same number,
    NotOffered where the law of the day exchanges no feedback, and AgencyRetired for a unit that is no more."""
    _require_sound_time(sent.relayed.received_at, now)
    matter_id = derive_national_id(sent.relayed.number)
    body = RelayedAnswers({**translate_answers(mapping, sent.answers), "form": FORM})
    command = Command(
        f"open_{FEEDBACK.name}", matter_id, PORTAL, now, real_now, body, f"national-{matter_id}",
        digest=digest_body(sent.content),
    )  # fmt: skip
    with name_their_fields():
        return open_matter(deps, FEEDBACK, command, sent.relayed)


def derive_national_id(number: str) -> str:
    """Return the id of the matter with a national number: the same one at each repeat, and never a dossier's."""
    return derive_dossier_id(PORTAL.sub, f"{FEEDBACK.name}|{number}")


def _require_sound_time(received_at: datetime, now: datetime) -> None:
    if received_at > now:
        vi, en = "Thời điểm tiếp nhận ở tương lai.", "The time of receipt is in the future."
        raise Invalid(fields=(FieldError("/ThoiDiem", "in_the_future", vi, en),))
    if received_at < now - LONGEST_AGO:
        vi, en = "Thời điểm tiếp nhận đã quá một năm.", "The time of receipt is more than a year ago."
        raise Invalid(fields=(FieldError("/ThoiDiem", "too_long_ago", vi, en),))


def translate_answers(mapping: PortalMapping, answers: Mapping[str, str | bool]) -> Mapping[str, str | bool]:
    """Return the answers with our codes for the national system's words. Raise Invalid for a word that is unknown."""
    words = {
        "about": mapping.feedback_subjects, "conduct": mapping.feedback_conducts, "rating": mapping.feedback_ratings,
    }  # fmt: skip
    ours = {key: {word: code for code, word in known.items()} for key, known in words.items()}
    unknown = [key for key in ours if key in answers and answers[key] not in ours[key]]
    if unknown:
        vi, en = "Mục này không có trong danh mục dùng chung.", "This is not in the shared list."
        raise Invalid(fields=tuple(FieldError(FIELDS[key], "not_in_list", vi, en) for key in unknown))
    return {key: ours[key][str(given)] if key in ours else given for key, given in answers.items()}


@contextmanager
def name_their_fields() -> Iterator[None]:
    """Name the fields at fault as the national system's message does."""
    try:
        yield
    except Invalid as invalid:
        raise Invalid(fields=tuple(_rename_field(each) for each in invalid.fields)) from None


def _rename_field(fault: FieldError) -> FieldError:
    return replace(fault, path=FIELDS.get(fault.path.removeprefix("/values/"), fault.path))
