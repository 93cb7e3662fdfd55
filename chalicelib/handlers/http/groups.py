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
        "Thủ tục, cơ quan, quy trình. Procedures, agencies, flow and law", ("catalogue", "territory", "flow")
    ),
    "filing": Group(
        "Nộp hồ sơ, giấy tờ, bổ sung, rút. Drafts, papers, filing, supplements, withdrawal",
        ("drafts", "papers", "held", "submit", "supplement", "withdraw"),
    ),
    "dossiers": Group(
        "Hồ sơ, danh sách, tìm kiếm. Dossiers, worklists, search, boards", ("dossiers", "lists", "find", "boards")
    ),
    "reception": Group(
        "Tiếp nhận. Reception at the one-stop unit",
        ("receive", "correct_reception", "forward", "refuse", "request_supplement", "keep_register"),
    ),
    "settlement": Group(
        "Giải quyết. Settlement at the agencies",
        ("transfer", "assign", "note", "confirm_complete", "consult", "call_original", "finish_task", "extend",
         "apologise", "propose", "decide_request", "resolve", "stop"),
    ),
    "payments": Group(
        "Phí, lệ phí. Fees, the till, reconciliation",
        ("request_payment", "pay", "payments", "till", "reconciliation"),
    ),
    "handover": Group("Trả kết quả, kết thúc, xóa. Handover, closing, erasure", ("give_back", "invite", "erase")),
    "look-up": Group("Tra cứu. Status by code, kiosks, text messages", ("lookup", "lookup_channels", "sms")),
    "notices": Group("Thông báo, liên hệ. Notices and contacts", ("notices", "contacts")),
    "documents": Group("Phiếu, bản in. Slips and prints", ("slips", "prints")),
    "accounts": Group("Đăng nhập, quyền. Sign-in, officers and their rights", ("session", "officers", "members")),
    "operation": Group(
        "Vận hành. Outages, reports of use, the security log", ("outages", "use_reports", "security_log")
    ),
    "other systems": Group(
        "Kết nối. The national portal, sector systems, shared catalogues", ("national", "sync", "catalogue_changes")
    ),
    "description": Group("Mô tả API này. This description", ("openapi",)),
}  # fmt: skip


@cache
def groups_of(path: str) -> list[str]:
    """Return the group of an API route in a list; an empty list for other addresses."""
    files = {file for file, paths in ADDRESSES.items() if path in paths}
    return [name for name, group in GROUPS.items() if files.intersection(group.files)]
