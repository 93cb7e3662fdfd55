"""The groups of operations in the API's description, by their handler files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from chalicelib.domain.flow.flow_words import Step
from chalicelib.handlers.http.addresses import ADDRESSES


class Group(NamedTuple):
    """A group's description in Vietnamese and English, its handler files, and its steps in files of other groups."""

    description: str
    files: tuple[str, ...]
    steps: tuple[Step, ...] = ()


GROUPS: Final[Mapping[str, Group]] = {
    "catalogue": Group(
        "Thủ tục, cơ quan, quy trình, trợ giúp. Procedures, agencies, flow and law, help",
        (
            "catalogue.catalogue",
            "catalogue.territory",
            "catalogue.unit_effects",
            "catalogue.unit_cards",
            "dossier.flow",
            "help.guides",
        ),
    ),
    "filing": Group(
        "Nộp hồ sơ, giấy tờ, bổ sung, rút. Drafts, papers, filing, supplements, withdrawal",
        (
            "filing.drafts",
            "papers.papers",
            "filing.held",
            "filing.submit",
        ),
        (Step.SUPPLEMENT, Step.WITHDRAW),
    ),
    "dossiers": Group(
        "Hồ sơ, danh sách, tìm kiếm. Dossiers, worklists, search, boards",
        (
            "dossier.dossiers",
            "dossier.lists",
            "dossier.unjoined",
            "search.find",
            "supervision.boards",
            "supervision.ratings",
        ),
    ),
    "reception": Group(
        "Tiếp nhận. Reception at the one-stop unit",
        (
            "reception.reception",
            "reception.correct_reception",
            "documents.keep_register",
        ),
        (Step.REQUEST_SUPPLEMENT,),
    ),
    "settlement": Group(
        "Giải quyết. Settlement at the agencies",
        (
            "settlement.settlement",
            "approvals.propose",
            "approvals.decide_request",
        ),
        (Step.STOP,),
    ),
    "payments": Group(
        "Phí, lệ phí. Fees, the till, reconciliation",
        (
            "payments.pay",
            "payments.payments",
            "payments.till",
            "payments.reconciliation",
        ),
    ),
    "handover": Group(
        "Trả kết quả, kết thúc, đánh giá, xóa. Handover, closing, ratings, erasure",
        (
            "handover.handover",
            "handover.rating",
            "handover.tablet",
            "privacy.erase",
            "privacy.erasure",
        ),
    ),
    "look-up": Group(
        "Tra cứu. Status by code, kiosks, text messages",
        (
            "search.lookup",
            "search.lookup_channels",
            "search.sms",
        ),
    ),
    "notices": Group(
        "Thông báo, liên hệ. Notices and contacts",
        (
            "notices.notices",
            "notices.contacts",
        ),
    ),
    "matters": Group(
        "Hỏi đáp, phản ánh, việc khác. Questions, feedback and other matters",
        (
            "matters.matters",
            "matters.matter_kinds",
            "matters.matter_ledger",
            "matters.matter_answer",
            "matters.national_feedback",
            "matters.matter_statistics",
            "matters.matter_papers",
            "matters.portal_standing",
            "matters.public_matters",
            "matters.surveys",
        ),
    ),
    "documents": Group(
        "Phiếu, bản in. Slips and prints",
        (
            "documents.slips",
            "documents.prints",
        ),
    ),
    "accounts": Group(
        "Đăng nhập, quyền. Sign-in, officers and their rights",
        (
            "security.session",
            "security.own_accounts",
            "security.own_factor",
            "security.applications",
            "security.back_channel",
            "accounts.officer_directory",
            "accounts.held_work",
            "accounts.officers",
            "accounts.rights_preview",
            "accounts.members",
            "accounts.unit_use",
            "accounts.population_use",
            "accounts.authorisations",
            "accounts.terms",
            "accounts.profile",
            "accounts.account",
            "accounts.applicants",
            "accounts.lost_account",
        ),
    ),
    "operation": Group(
        "Vận hành. Outages, reports of use, the security log",
        (
            "filing.outages",
            "supervision.technical_status",
            "supervision.use_reports",
            "security.security_log",
        ),
    ),
    "other systems": Group(
        "Kết nối. The national portal, sector systems, shared catalogues",
        (
            "portal.national",
            "portal.sync",
            "catalogue.catalogue_changes",
        ),
    ),
    "reading": Group(
        "Trang đọc không cần JavaScript. Public reading as pages that need no scripts",
        ("reading.pages", "reading.sitemap"),
    ),
    "description": Group("Mô tả API này. This description", ("http.openapi",)),
}


_OF_FILE = {file: name for name, group in GROUPS.items() for file in group.files}
_OF_STEP: dict[str, str] = {step: name for name, group in GROUPS.items() for step in group.steps}


def list_groups(path: str, step: str | None) -> list[str]:
    """Return the group of an operation, of its step or else of its handler file; nothing for other addresses."""
    name = _OF_STEP.get(step or "") or _OF_FILE.get(ADDRESSES.get(path, ""))
    return [name] if name else []
