"""File a dossier that was made at the national portal: the same draft, papers and submission as a filing made here.

The portal's number is the idempotency key: the same number again continues the existing filing. Files never pass
through a function: each answer has links by which the portal uploads the missing ones, and once all are checked the
dossier is submitted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.portal_accounts import PORTAL
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.intake import HANDED_ON
from chalicelib.domain.papers.paper import Paper, PaperKind, PaperState
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.steps.dossier.context import Command, Dependencies, digest_body
from chalicelib.steps.dossier.ports import Draft
from chalicelib.steps.filing.drafts import NATIONAL, derive_dossier_id, save_typed, start_draft
from chalicelib.steps.filing.submit import submit_draft
from chalicelib.steps.papers.add_paper import add_paper, derive_paper_id


@dataclass(frozen=True, slots=True)
class NationalAttachment:
    """A file announced by the portal, by its id there."""

    id: str
    component: str
    name: str
    size: int
    sha256: str
    content_type: str
    kind: PaperKind = PaperKind.COMPONENT


@dataclass(frozen=True, slots=True)
class NationalSubmission:
    """A submission by the portal: its filers declare there that the data are true."""

    papers: Sequence[str]
    declared_true: bool = True
    paper_register: None = None


@dataclass(frozen=True, slots=True)
class NationalFiling:
    """A filing from the portal; `owner` is the linked account of ours, empty for none."""

    number: str
    procedure: str
    one_stop: str
    owner: str
    answers: Mapping[str, Any]
    applicant: Mapping[str, Any]
    attachments: Sequence[NationalAttachment]


@dataclass(frozen=True, slots=True)
class Filed:
    """Result of a filing: the dossier, or papers that must be uploaded or are being checked."""

    dossier: Dossier | None
    pending: tuple[Paper, ...] = ()


def file_national(deps: Dependencies, filing: NationalFiling, now: datetime, real_now: datetime) -> Filed:
    """Submit the filing, or return what it waits for. Raise the refusals of `create_draft`,
    `add_paper` and `submit`."""
    number = derive_dossier_id(PORTAL.sub, filing.number)
    papers = [derive_paper_id(PORTAL.sub, _derive_key(filing, each)) for each in filing.attachments]
    loaded = deps.dossiers.load(number, papers=papers)
    if loaded.dossier is not None:
        return Filed(loaded.dossier)
    _save_typed(deps, filing, loaded.draft, number, now, real_now)
    found = [
        loaded.papers.get(paper) or add_paper(deps, _build_ask(filing, number, now, real_now, each))
        for paper, each in zip(papers, filing.attachments, strict=True)
    ]
    _require_sound(found)
    if pending := tuple(paper for paper in found if paper.state is PaperState.PENDING):
        return Filed(None, pending)
    command = Command("submit", number, PORTAL, now, real_now, NationalSubmission(papers))
    return Filed(submit_draft(deps, command).dossier)


def _save_typed(
    deps: Dependencies, filing: NationalFiling, draft: Draft | None, number: str, now: datetime, real_now: datetime
) -> None:
    """Save the draft with the data of the portal's latest call: a refused filing may come corrected."""
    begun = {
        "procedure": filing.procedure, "one_stop": filing.one_stop, "channel": NATIONAL, "for_unit": None,
        "national": {"number": filing.number, "owner": filing.owner},
    }  # fmt: skip
    key = f"national-{number}"
    command = Command("create_draft", number, PORTAL, now, real_now, None, key, digest=digest_body(begun))
    draft = draft or start_draft(deps, command, begun, HANDED_ON)
    typed: dict[str, Any] = {
        "answers": dict(filing.answers), "applicant": dict(filing.applicant), "on_behalf": None, "claims": [],
        "exemption": None, "papers": [], "return_way": None, "return_address": None,
        "handover_record": None, "efiling": None, "held": [],
    }  # fmt: skip
    command = Command("save_draft", number, PORTAL, now, real_now, None, key, draft.version, digest_body(typed))
    save_typed(deps, command, typed)


def _build_ask(
    filing: NationalFiling, number: str, now: datetime, real_now: datetime, attachment: NationalAttachment
) -> Command[NationalAttachment]:
    key = _derive_key(filing, attachment)
    plain = {"kind": attachment.kind, "component": attachment.component, "name": attachment.name,
             "size": attachment.size, "sha256": attachment.sha256, "content_type": attachment.content_type}  # fmt: skip
    return Command("add_paper", number, PORTAL, now, real_now, attachment, key, digest=digest_body(plain))


def _derive_key(filing: NationalFiling, attachment: NationalAttachment) -> str:
    """Return one key for each file of a filing, and another for other content under the same number."""
    return f"{filing.number}|{attachment.id}|{attachment.sha256}"


def _require_sound(papers: Sequence[Paper]) -> None:
    vi, en = "Tệp không đạt kiểm tra; hãy gửi lại tệp khác.", "The file did not pass its check; send another one."
    bad = [number for number, paper in enumerate(papers) if paper.state is PaperState.QUARANTINED]
    if bad:
        raise Invalid(fields=tuple(FieldError(f"/GiayToDinhKem/{n}", "paper_quarantined", vi, en) for n in bad))
