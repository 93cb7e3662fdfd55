"""Named checks of account requests: what each needs, and for which unit whom a unit may ask rights."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from chalicelib.domain.accounts.account_requests import require_one_right
from chalicelib.domain.accounts.handing_over import OpenWorkLeft
from chalicelib.domain.accounts.officers import OwnRights
from chalicelib.domain.accounts.rights.right_key import KEY_LENGTH, RightGone
from chalicelib.domain.accounts.roles import PROVINCE_WIDE, SPECIAL, UNTIL_A_DAY, Role
from chalicelib.domain.matters.kinds.account_requests import (
    ASSIGNED_BY,
    AWAY,
    CHANGE,
    GRANT,
    RENAME,
    REVOKE,
    REVOKE_ONE,
)
from chalicelib.domain.shared.errors import FieldError, Forbidden, Invalid, Refusal
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.matters.matter_fact_parts import require_named_agency
from chalicelib.steps.matters.matter_ports import Check, CheckContext
from chalicelib.steps.matters.person_checks import ACCOUNT_ID
from chalicelib.steps.matters.requests.read_rights_request import build_request

RIGHT_KEY = re.compile(f"[0-9a-f]{{{KEY_LENGTH}}}")
NEEDED: Mapping[str, tuple[str, ...]] = {
    GRANT: ("role", "work_unit"), CHANGE: ("role", "work_unit"), REVOKE: ("work_unit",),
    REVOKE_ONE: ("role", "work_unit"), RENAME: ("job_title",),
    AWAY: ("role", "work_unit", "valid_until"),
}  # fmt: skip
"""The fields without which an action cannot be carried out."""


def check_account_request(context: CheckContext) -> Mapping[str, Any]:
    """Refuse a request that could not be carried out, a period that ends before it starts, and a unit's request for a
    right outside it."""
    faults = [
        FieldError(f"/values/{key}", "not_an_account_id", "Nhập đúng mã tài khoản.", "Enter the account's ID.")
        for key in ("person", "backup_for", "stand_in")
        if (typed := context.answers.find_text(key)) and not ACCOUNT_ID.fullmatch(typed)
    ]
    role = context.answers.find_text("role")
    unit = "" if role in PROVINCE_WIDE else context.answers.find_text("work_unit")
    for key in NEEDED.get(context.answers.find_text("action"), ()):
        if not context.answers.find_text(key) and not (key == "work_unit" and role in PROVINCE_WIDE):
            vi, en = "Mục này cần có cho việc đã chọn.", "This is needed for what is asked for."
            faults.append(FieldError(f"/values/{key}", "required", vi, en))
    _require_known_task(context, role)
    if role == Role.POPULATION_READER and context.answers.find_text("action") not in (GRANT, REVOKE, REVOKE_ONE):
        vi, en = (
            "Quyền tra cứu dân cư chỉ được cấp hoặc thu hồi riêng.",
            "The right to look up is granted or revoked alone.",
        )
        faults.append(FieldError("/values/action", "not_possible", vi, en))
    if role in SPECIAL and context.answers.find_text("action") in (GRANT, CHANGE, AWAY):
        faults += _list_task_faults(context, Role(role))
    since, until = context.answers.find_text("valid_from"), context.answers.find_text("valid_until")
    if until and since > until:
        vi, en = "Kết thúc trước khi bắt đầu.", "Ends before it starts."
        faults.append(FieldError("/values/valid_until", "ends_before_start", vi, en))
    named = context.answers.find_text("right")
    if named and (context.answers.find_text("action") != REVOKE_ONE or not RIGHT_KEY.fullmatch(named)):
        vi, en = (
            "Quyền cần thu hồi chỉ được chọn từ danh sách, khi thu hồi riêng một quyền.",
            "The right that ends is chosen from the list, when one right alone is revoked.",
        )
        faults.append(FieldError("/values/right", "not_in_list", vi, en))
    if context.answers.find_text("stage") and role != Role.POSTAL_STAFF:
        vi, en = (
            "Công đoạn chỉ chọn cho nhân viên bưu chính, doanh nghiệp được thuê.",
            "A stage is for staff of the post or a hired enterprise.",
        )
        faults.append(FieldError("/values/stage", "not_possible", vi, en))
    backed = context.answers.find_text("backup_for")
    if backed and backed == context.answers.find_text("person"):
        vi, en = "Không ai làm thay chính mình; ghi người khác.", "Nobody is their own backup; name somebody else."
        faults.append(FieldError("/values/backup_for", "same_person", vi, en))
    faults += _list_absence_faults(context)
    if faults:
        raise Invalid(fields=tuple(faults))
    _require_own_unit(context, role, unit)
    _require_one_right(context)
    if unit:
        start = datetime.combine(date.fromisoformat(since), time(), VIETNAM) if since else context.command.now
        require_named_agency(context.deps.reference, unit, max(context.command.now, start), "work_unit")
    return {}


def _list_task_faults(context: CheckContext, role: Role) -> list[FieldError]:
    """Return what a request for a special task lacks: its decision, its last day where it has one, and the one who
    assigns it."""
    vi, en = "Nhiệm vụ riêng cần số, ngày văn bản phân công.", "A special task needs the decision that gives it."
    faults = [
        FieldError(f"/values/{key}", "required", vi, en)
        for key in ("document", "document_day")
        if not context.answers.find_text(key)
    ]
    if role in UNTIL_A_DAY and not context.answers.find_text("valid_until"):
        vi, en = "Nhiệm vụ này cần ngày hết hiệu lực của văn bản.", "This task needs the last day of its document."
        faults.append(FieldError("/values/valid_until", "required", vi, en))
    if context.role not in ASSIGNED_BY.get(role, frozenset({context.role})):
        vi, en = (
            "Chỉ người phân công nhiệm vụ này (Giám đốc Trung tâm) được đề nghị.",
            "Only the one who assigns this task, the centre's director, asks for it.",
        )
        faults.append(FieldError("/values/role", "not_possible", vi, en))
    return faults


def _list_absence_faults(context: CheckContext) -> list[FieldError]:
    """Return what is wrong with the stand-in of somebody who takes leave, for which one is needed."""
    if context.answers.find_text("action") != AWAY:
        return []
    stand_in = context.answers.find_text("stand_in")
    if not stand_in:
        vi, en = (
            "Người đi vắng phải có người làm thay; chọn một đồng nghiệp.",
            "Leave needs a stand-in; choose a colleague.",
        )
        return [FieldError("/values/stand_in", "backup_needed", vi, en)]
    if stand_in == context.answers.find_text("person"):
        vi, en = "Không ai làm thay chính mình; ghi người khác.", "Nobody is their own backup; name somebody else."
        return [FieldError("/values/stand_in", "same_person", vi, en)]
    return []


def _require_known_task(context: CheckContext, role: str) -> None:
    """Refuse a special task that the rules of the province do not give, with the article of those that they give."""
    rule = context.find_rule("roles.special") if role in SPECIAL else None
    if rule is not None and role not in rule.list_words():
        vi, en = "Quy định của tỉnh không có nhiệm vụ này.", "The rules of the province know no such task."
        with cite_on_refusal(rule):
            raise Invalid(fields=(FieldError("/values/role", "not_in_list", vi, en),))


def _require_one_right(context: CheckContext) -> None:
    """Refuse to ask for the end of a single right without saying which of several it is. It is looked at again when
    the request is granted."""
    request, accounts = build_request(context.answers.values, "", ""), context.deps.accounts
    if accounts is not None and request.ends is not None and request.ends.one:
        require_one_right(accounts.load_record(request.person), request, context.command.now)


def _require_own_unit(context: CheckContext, role: str, unit: str) -> None:
    """Refuse a unit's request for a right of the province, or of a unit that is neither its own nor below it. The
    police ask for the right to look up population data alone."""
    if context.role is Role.POLICE_POPULATION and role != Role.POPULATION_READER:
        raise Forbidden()
    if context.role in PROVINCE_WIDE:
        return
    actor, now = context.command.actor, context.command.now
    own = {a.unit for a in actor.assignments if a.is_in_force(now) and a.role is context.role}
    above = own & {unit, *context.deps.reference.find_superiors(unit)} if unit else own
    if role in PROVINCE_WIDE or not above:
        raise Forbidden()


ACCOUNT_REQUEST_CHECKS: Mapping[str, Check] = {"account_request": check_account_request}
ACCOUNT_REQUEST_REFUSALS: tuple[type[Refusal], ...] = (OwnRights, OpenWorkLeft, RightGone)
