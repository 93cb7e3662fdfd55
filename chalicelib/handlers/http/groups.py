"""The groups of operations in the API's description, by their handler files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final, NamedTuple

from chalicelib.handlers.http.registry import ADDRESSES


class Group(NamedTuple):
    """A group's description in Vietnamese and English, and its handler files."""

    description: str
    files: tuple[str, ...]


GROUPS: Final[Mapping[str, Group]] = {
    "catalogue": Group(
        "Thủ tục, cơ quan, quy trình. Procedures, agencies, flow and law",
        (
            "catalogue.catalogue",
            "catalogue.territory",
            "dossier.flow",
        ),
    ),
    "filing": Group(
        "Nộp hồ sơ, giấy tờ, bổ sung, rút. Drafts, papers, filing, supplements, withdrawal",
        (
            "filing.drafts",
            "papers.papers",
            "filing.held",
            "filing.submit",
            "settlement.supplement",
            "handover.withdraw",
        ),
    ),
    "dossiers": Group(
        "Hồ sơ, danh sách, tìm kiếm. Dossiers, worklists, search, boards",
        (
            "dossier.dossiers",
            "dossier.lists",
            "search.find",
            "supervision.boards",
        ),
    ),
    "reception": Group(
        "Tiếp nhận. Reception at the one-stop unit",
        (
            "reception.receive",
            "reception.correct_reception",
            "reception.forward",
            "reception.refuse",
            "settlement.request_supplement",
            "documents.keep_register",
        ),
    ),
    "settlement": Group(
        "Giải quyết. Settlement at the agencies",
        (
            "settlement.transfer",
            "settlement.assign",
            "settlement.note",
            "settlement.confirm_complete",
            "settlement.consult",
            "settlement.call_original",
            "settlement.finish_task",
            "settlement.extend",
            "settlement.apologise",
            "approvals.propose",
            "approvals.decide_request",
            "settlement.resolve",
            "handover.stop",
        ),
    ),
    "payments": Group(
        "Phí, lệ phí. Fees, the till, reconciliation",
        (
            "payments.request_payment",
            "payments.pay",
            "payments.payments",
            "payments.till",
            "payments.reconciliation",
        ),
    ),
    "handover": Group(
        "Trả kết quả, kết thúc, xóa. Handover, closing, erasure",
        (
            "handover.give_back",
            "handover.invite",
            "privacy.erase",
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
            "accounts.officers",
            "accounts.members",
        ),
    ),
    "operation": Group(
        "Vận hành. Outages, reports of use, the security log",
        (
            "filing.outages",
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
    "description": Group("Mô tả API này. This description", ("http.openapi",)),
}


@cache
def groups_of(path: str) -> list[str]:
    """Return the group of an API route in a list; an empty list for other addresses."""
    files = {file for file, paths in ADDRESSES.items() if path in paths}
    return [name for name, group in GROUPS.items() if files.intersection(group.files)]
