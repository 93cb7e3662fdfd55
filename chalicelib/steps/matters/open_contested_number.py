"""Open the case of a number that somebody proved while it is another person's: two officers decide whose it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.person_profile import PersonProfile
from chalicelib.domain.accounts.roles import SYSTEM
from chalicelib.domain.matters.kinds.person_cases import NUMBER, PERSON_CASES
from chalicelib.steps.dossier.context import Command, digest_body
from chalicelib.steps.matters.matter_command import derive_matter_id
from chalicelib.steps.matters.matter_ports import MatterDependencies
from chalicelib.steps.matters.take_matter_step import open_matter


@dataclass(frozen=True, slots=True)
class _CaseBody:
    """The answers to the opening form."""

    values: Mapping[str, Any]
    confirmed: Sequence[str] = ()
    papers: Sequence[str] = ()


def open_contest(
    deps: MatterDependencies, profile: PersonProfile, other: str, now: datetime, real_now: datetime
) -> None:
    """Open the case, once for a person and a number; `other` is who has the number, or had it."""
    contested = next(each for each in profile.identifiers if each.contested)
    values = {
        "action": NUMBER,
        "subject": "Số định danh đã xác thực đang gắn với tài khoản khác",
        "person": profile.person,
        "other": other,
        "id_number": contested.number,
        "letter": "Đăng nhập bằng tài khoản định danh điện tử",
        "grounds": "Hệ thống mở việc này khi người dùng đăng nhập. Kiểm tra giấy tờ của cả hai người trước khi quyết "
        "định: gắn số cho người đã xác thực, hoặc không chấp nhận và hợp nhất nếu là một người.",
    }
    key = f"contest-{profile.person}-{profile.version}"
    body = _CaseBody(values)
    number = derive_matter_id(PERSON_CASES, SYSTEM.sub, key)
    command = Command("person_case-open", number, SYSTEM, now, real_now, body, key, None, digest_body(values))
    open_matter(deps, PERSON_CASES, command)
