"""Carry out a granted account request, in the transaction of the grant (LC-17.3.c)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from chalicelib.domain.accounts.account_requests import (
    RightsRequest,
    build_rights_change,
    find_clash,
    find_holder,
    find_task_grantors,
    is_same_person,
    require_one_right,
)
from chalicelib.domain.accounts.account_state import AccountStanding
from chalicelib.domain.accounts.officers import Officer, OwnRights, change_rights, find_new_rights
from chalicelib.domain.accounts.rights.rights_history import ChangeSource
from chalicelib.domain.accounts.roles import ONE_EACH, PROVINCE_WIDE, Role
from chalicelib.domain.matters.kinds.account_requests import AWAY, REOPEN
from chalicelib.domain.matters.matter_kind import GRANTED_BY
from chalicelib.domain.matters.matter_refusals import OwnMatter
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.steps.accounts.leaving import LeavingDesk
from chalicelib.steps.accounts.officers import Accounts
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.dossier.ports import StoredWrite
from chalicelib.steps.matters.apply_person_case import read_text
from chalicelib.steps.matters.matter_ports import CheckContext
from chalicelib.steps.matters.requests.read_rights_request import build_request
from chalicelib.steps.matters.unused.idle_desk import ChangeOrder, IdleDesk


class RightsPlans(Protocol):
    """The store of officers' records."""

    def load(self, sub: str) -> Officer:
        """Return the present record of the account's person."""

    def plan(
        self, officer: Officer, by: str, request_ref: str, now: datetime, grantor: Officer, source: ChangeSource
    ) -> StoredWrite:
        """Return the writes of a change, on condition that neither record changed."""


@dataclass(frozen=True, slots=True)
class AccountRequests:
    """Carries out granted requests."""

    records: RightsPlans
    accounts: Callable[[], Accounts]
    list_members: Callable[[str], Sequence[Officer]]
    leaving: Callable[[], LeavingDesk]
    idle: Callable[[], IdleDesk]

    def apply_request(self, context: CheckContext) -> tuple[StoredWrite, ...]:
        """Return what a grant writes. Raise OwnRights, OwnMatter for a request that another account of the grantor's
        sent, Forbidden, OpenWorkLeft while work would stay behind, or Invalid for what cannot be carried out."""
        matter, now = context.matter, context.command.now
        if matter is None:
            return ()
        request = read_request(context)
        grantor, before = self.records.load(context.command.actor.sub), self.records.load(request.person)
        actor = replace(context.command.actor, assignments=grantor.assignments)
        if is_same_person(actor, grantor, before):
            raise OwnRights()
        if matter.opener and is_same_person(actor, grantor, self.records.load(matter.opener)):
            raise OwnMatter()
        if matter.values.get("action") == REOPEN:
            return (self._reopen(context, grantor, before),)
        rule = context.find_rule(GRANTED_BY)
        grantors = find_task_grantors(request, tuple(map(Role, rule.to_list())))
        require_one_right(before, request, now)
        change = build_rights_change(before, request, matter.number, now)
        officer = change_rights(actor, before, change, before.version, now, grantors)
        if not officer.name:
            _refuse("full_name", "Cần họ tên của người chưa có trong hệ thống.", "The name of a new officer is needed.")
        if request.ends is not None and request.role is None and officer.assignments == before.assignments:
            _refuse("person", "Người này không có quyền nào để thu hồi.", "There is no right to revoke.")
        clash = find_clash(officer.assignments, now)
        if clash and find_new_rights(before, change):
            _refuse("role", "Quyền này không được giao cùng quyền người đó đang có (tách nhiệm vụ).",
                    "This right is kept apart from one that the person has (separation of duties).")  # fmt: skip
        if request.role in ONE_EACH and find_holder(request, self.list_members(request.unit), now):
            with cite_on_refusal(context.find_rule("roles.special")):
                _refuse("role", "Đơn vị đã có người làm nhiệm vụ này. Thu hồi trước, hoặc đề nghị người làm thay.",
                        "The unit has somebody for this task. Revoke it first, or ask for a backup.")  # fmt: skip
        if find_new_rights(before, change) and request.role and not self.accounts().has(before.account or before.sub):
            _refuse("person", "Không có tài khoản công chức này. Tạo tài khoản trước, sau đó cấp quyền.",
                    "There is no such officers' account. Create the account first, then grant.")  # fmt: skip
        self.leaving().require_handed_over(before, officer, now)
        if matter.values.get("action") == AWAY:
            self._require_right(request, now)
        given_by = context.find_rule("roles.special") if Role.POLICE_POPULATION in grantors else rule
        source = ChangeSource(matter.id, str(given_by.cite["article"]))
        return (self.records.plan(officer, actor.sub, matter.number, now, grantor, source),)

    def _reopen(self, context: CheckContext, grantor: Officer, officer: Officer) -> StoredWrite:
        """Return what turns an unused account on again; its rights stay as they are."""
        if officer.state.standing is not AccountStanding.IDLE:
            _refuse("person", "Tài khoản này không tạm dừng do lâu không sử dụng.",
                    "This account is not put off for lack of use.")  # fmt: skip
        desk, command, find_rule = self.idle(), context.command, context.find_rule
        actor = replace(command.actor, assignments=grantor.assignments)
        desk.require_granter(actor, officer, find_rule, command.now)
        number = context.matter.number if context.matter else ""
        order = ChangeOrder(actor.sub, command.dossier_id, command.key, number, command.now, command.real_now)
        return desk.plan_turning_on(officer, find_rule(GRANTED_BY).cite["article"], order)

    def _require_right(self, request: RightsRequest, now: datetime) -> None:
        """Refuse a stand-in for a right that the person who is away has not on the first day."""
        absent, first = self.records.load(request.backup_for), max(now, request.valid_from or now)
        held = (each for each in absent.assignments if each.role is request.role and each.is_in_force(first))
        if not any(each.unit == request.unit or request.role in PROVINCE_WIDE for each in held):
            _refuse("role", "Người đi vắng không có quyền này ở đơn vị.", "The person who is away has no such right.")


def read_request(context: CheckContext) -> RightsRequest:
    """Return what the opening form of the matter asks for."""
    values = {**(context.matter.values if context.matter else {}), "right": read_text(context, "right")}
    asked = build_request(values, read_text(context, "full_name"), read_text(context, "job_title"))
    return replace(asked, document=read_text(context, "document"))


def _refuse(field: str, vi: str, en: str) -> None:
    raise Invalid(fields=(FieldError(f"/values/{field}", "not_possible", vi, en),))
