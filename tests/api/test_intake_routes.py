"""Filing by post, outages and back-entry over HTTP, on the table's real rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.wiring import core as wiring
from chalicelib.wiring import steps as wiring_steps
from tests.api.conftest import Api, ApiAnswer
from tests.api.route_counter import ShiftedClock
from tests.support.builders import ANSWERS, COPY, ONE_STOP, PERSON

UNIT = ONE_STOP["lai-chau"]
NOW = datetime(2026, 11, 25, 9, tzinfo=VIETNAM)
DOWN, FILED, BACK = (NOW - timedelta(hours=hours) for hours in (24 * 2, 24 * 2 - 1, 24 * 2 - 6))


class IntakeDesk:
    """A clerk and an operator in front of the API; each request has a key of its own."""

    def __init__(self, api: Api) -> None:
        self.api, self.keys = api, 0

    def post(self, path: str, sub: str, body: Any, version: int | None = None) -> ApiAnswer:
        """One keyed request."""
        self.keys += 1
        headers = {"Idempotency-Key": f"intake-{self.keys:020d}"}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return self.api("POST", path, sub=sub, body=body, headers=headers)

    def draft(self, channel: str, **typed: Any) -> tuple[str, ApiAnswer]:
        """A filled draft of a procedure whose papers are only shown; its id and the answer to the save."""
        started = {"procedure": COPY, "one_stop": UNIT, "channel": channel}
        number = str(self.post("/api/dossiers", "clerk", started).json["id"])
        body = {"answers": ANSWERS[COPY], "applicant": PERSON, "efiling": "declined", **typed}
        saved = self.api("PUT", f"/api/dossiers/{number}/draft", sub="clerk", body=body, headers={"If-Match": '"1"'})
        return number, saved

    def submit(self, number: str, **more: Any) -> ApiAnswer:
        """File the draft."""
        body = {"papers": [], "declared_true": True, **more}
        return self.post(f"/api/dossiers/{number}/submit", "clerk", body)

    def outage(self) -> dict[str, Any]:
        """An outage of the unit, over since."""
        asked = {"unit": UNIT, "started_at": DOWN.isoformat(), "reason": "Đứt cáp"}
        made = self.post("/api/outages", "operator", asked)
        assert made.status == 201, made.text
        path = f"/api/outages/{made.json['id']}/end"
        ended = self.api("POST", path, sub="operator", body={"ended_at": BACK.isoformat()}, headers={"If-Match": '"1"'})
        assert ended.status == 200, ended.text
        return dict(ended.json)


@pytest.fixture
def desk(api: Api, appoint: Callable[..., Officer], monkeypatch: pytest.MonkeyPatch) -> IntakeDesk:
    """The counter of one commune in Lai Châu on a Wednesday morning."""
    clock = ShiftedClock(NOW)
    monkeypatch.setattr(wiring, "provide_clock", lambda: clock)
    appoint("clerk", Role.ONE_STOP_OFFICER, unit=UNIT)
    appoint("operator", Role.OPERATOR, unit="province")
    appoint("auditor", Role.AUDITOR, unit="province")
    wiring_steps.provide_registers.cache_clear()
    return IntakeDesk(api)


def test_a_draft_keeps_the_postal_record_and_the_filing_takes_its_time(desk: IntakeDesk) -> None:
    signed = NOW - timedelta(minutes=30)
    number, saved = desk.draft("post", handover_record={"number": "BB-1", "signed_at": signed.isoformat()})
    assert saved.status == 200, saved.text
    assert saved.json["handover_record"] == {"number": "BB-1", "signed_at": signed.isoformat()}
    filed = desk.submit(number)
    assert filed.status == 200, filed.text
    assert filed.json["filed_at"] == signed.isoformat()


@pytest.mark.parametrize(
    "signed_at",
    ["", "2026-11-25T:00+07:00", "--25T14:30:00+07:00", "2026-02-31T10:00:00+07:00", "9999-12-31T23:59:59Z",
     "0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00Z"],
)  # fmt: skip
def test_a_draft_keeps_a_record_that_is_half_typed_and_the_filing_names_what_is_missing(
    desk: IntakeDesk, signed_at
) -> None:
    typed = {"number": "BB-1", "signed_at": signed_at}
    number, saved = desk.draft("post", handover_record=typed)
    assert (saved.status, saved.json["handover_record"]) == (200, typed)
    refused = desk.submit(number)
    assert (refused.status, refused.fields) == (422, {"/handover_record/signed_at": "handover_record_missing"})


def test_a_postal_filing_without_its_record_is_refused_by_field(desk: IntakeDesk) -> None:
    number, _ = desk.draft("post")
    refused = desk.submit(number)
    assert (refused.status, refused.fields) == (422, {"/handover_record": "handover_record_missing"})


@pytest.mark.clause("VL-18.2", "QN-22.3#2")
def test_what_the_paper_register_says_is_entered_and_shown_as_late(desk: IntakeDesk) -> None:
    outage = desk.outage()
    number, _ = desk.draft("desk")
    filed = desk.submit(number, paper_register={"outage": outage["id"], "filed_at": FILED.isoformat()})
    assert filed.status == 200, filed.text
    code = f"{wiring.provide_agencies().get(UNIT).code_2025}-{FILED:%Y%m%d}-0009007"
    entry = {"outage": outage["id"], "code": code, "received_at": FILED.isoformat()}
    body = {"paper_register": entry, "deferral": "other_way_agreed"}
    received = desk.post(f"/api/dossiers/{number}/receive", "clerk", body, version=1)
    assert received.status == 200, received.text
    assert (received.json["code"], received.json["received_at"]) == (code, FILED.isoformat())
    for reader in ("clerk", "auditor"):
        late = desk.api("GET", f"/api/late_entries?unit={UNIT}", sub=reader).json["items"]
        assert {(each["kind"], each["why"], each["outage"]) for each in late} == {
            ("submitted", "back_entry", outage["id"]), ("received", "back_entry", outage["id"]),
        }  # fmt: skip
    assert desk.api("GET", "/api/late_entries?unit=LC-N03388-1C", sub="clerk").status == 404
    listed = desk.api("GET", "/api/outages", sub="clerk").json["items"]
    assert listed == [outage]


def test_a_clerk_declares_no_outage_and_an_end_needs_its_version(desk: IntakeDesk) -> None:
    asked = {"unit": None, "started_at": DOWN.isoformat(), "reason": "Đứt cáp"}
    assert desk.post("/api/outages", "clerk", asked).status == 403
    made = desk.post("/api/outages", "operator", asked).json
    body, path = {"ended_at": BACK.isoformat()}, f"/api/outages/{made['id']}/end"
    stale = desk.api("POST", path, sub="operator", body=body, headers={"If-Match": '"7"'})
    assert (stale.status, stale.code) == (412, "stale_version")
    ghost = desk.api("POST", "/api/outages/ghost/end", sub="operator", body=body, headers={"If-Match": '"1"'})
    assert ghost.status == 404
