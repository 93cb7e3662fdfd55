"""Handovers of a result: what the counter notes, and what is sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.papers.paper import PaperKind
from chalicelib.domain.shared.errors import Invalid
from chalicelib.domain.shared.timezone import VIETNAM
from tests.support.bodies import BY_POST
from tests.support.builders import CERTIFICATE, COPY, MONDAY, Case

CLERK, HEAD = Role.ONE_STOP_OFFICER, Role.AGENCY_HEAD


RECEIVER = {"full_name": "Trần Thị Hoa", "id_number": "046190000001", "authorised": False, "authorisation": None}


SHOWN: dict[str, Any] = {"receiver": RECEIVER, "receipt_shown": True, "announced_by": "sms"}
"""The data that the counter needs for an early handover."""


IN_2025 = datetime(2025, 11, 24, 9, tzinfo=VIETNAM)
"""Before NĐ 367/2025 named the ways again; Quảng Ngãi's own continued in addition."""


def build_sent(way: str) -> dict[str, Any]:
    """A handover that needs nobody at the counter."""
    return BY_POST if way == "post" else {"way": way}


def build_at_counter(case: Case, **changes: Any) -> dict[str, Any]:
    """A handover at the counter with everything it needs."""
    return {"way": "counter", **SHOWN, "compared": list(case.dossier.handover.unchecked), **changes}


def grant_case(province: str, procedure: str = CERTIFICATE, now: datetime = MONDAY, **typed: Any) -> Case:
    """A dossier with its result, filed online unless its channel says otherwise."""
    case = Case(procedure, province, now, channel="national_portal").file(**typed)
    case.take("receive", case.officer(CLERK))
    if procedure != COPY:
        case.take("transfer", case.officer(CLERK))
    case.finish_partners().paid()
    who = case.officer(CLERK if procedure == COPY else HEAD)
    return case.then("resolve", who, result=case.paper(PaperKind.RESULT))


def list_refusals(case: Case, **body: Any) -> dict[str, str]:
    """Field errors of a handover, path to code."""
    refused = case.refused("give_back", case.officer(CLERK), **body)
    assert isinstance(refused, Invalid), refused
    return {error.path: error.code for error in refused.fields}
