"""Work outside the system, and false, incomplete or late entries, are found and reported (QN-22.3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.shared.timezone import VIETNAM
from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT
from tests.product.office import Office

FILING: dict[str, Any] = {"answers": MARITAL, "applicant": MARITAL_APPLICANT, "return_way": "online"}
REFUSAL = {"outcome": "not_granted", "ground": "conditions_not_met", "reason": "Không đủ điều kiện"}
THEN, TODAY = (datetime(year, 11, day, 8, tzinfo=VIETNAM) for year, day in ((2024, 25), (2026, 23)))
DATES = pytest.mark.parametrize("at", [THEN, TODAY], ids=["2024", "today"])


def receive_dossier(product: Office) -> tuple[str, str]:
    """A filing of citizen1, received: its id and code."""
    dossier = product.filed("1.004873", FILING, [FORM_2])
    return dossier, product("desk1").step(dossier, "receive")["code"]


def read_findings(product: Office, unit: str) -> dict[str, Any]:
    """Return the provincial office's findings on a unit, by kind."""
    return {each["why"]: each for each in product("office").get(f"/api/late_entries?unit={unit}")["items"]}


def make_report(product: Office, expect: int = 201) -> Any:
    """The report of the month by the provincial office."""
    day = product.clock.at.date()
    period = {"since": f"{day:%Y-%m-01}", "until": f"{day:%Y-%m-%d}"}
    return product("office").ask("POST", "/api/use_reports", period, expect=expect).body


@DATES
@pytest.mark.clause("QN-22.3#1", "QN-22.3#2")
def test_who_goes_around_the_system_is_found_and_reported_to_the_chairman(office, at):
    product = office("quang-ngai", at=at)
    place = product.place
    # Late: handed on hours after the desk had to.
    late, code = receive_dossier(product)
    product.at(at + timedelta(hours=3))("desk1").step(late, "transfer")
    # Untruthful: settled within a minute of its reception, as if the work had been done before it was entered.
    quick, _ = receive_dossier(product)
    product("desk1").step(quick, "transfer")
    product("head1").step(quick, "resolve", REFUSAL)
    # Incomplete: the agency's own system has the result; here the portal still shows «being settled».
    product.around.reports(place.committee, code, "da_ky")
    # Bypass: the agency's own system works on a dossier that was never received here.
    series, _, number = code.rpartition("-")
    ghost = f"{series}-{int(number) + 500:0{len(number)}d}"
    assert product.around.reports(place.committee, ghost, "dang_tham_dinh").status == 404
    assert read_findings(product, place.one_stop)["late_act"]["minutes"] >= 180
    seen = read_findings(product, place.committee)
    assert seen.keys() == {"in_one_go", "behind_system", "unknown_dossier"}
    assert (seen["in_one_go"]["sub"], seen["behind_system"]["dossier_id"]) == ("head1", late)
    assert (seen["unknown_dossier"]["code"], seen["unknown_dossier"]["dossier_id"]) == (ghost, None)
    made = make_report(product)
    assert (made["addressee"], made["made_by"]) == ("province_chairman", "office")
    assert "khoản 3 Điều 22" in made["article"]
    units = {each["unit"]: each for each in made["units"]}
    assert units[place.one_stop]["found"] == {"late_act": 1}
    assert units[place.committee]["found"] == {"in_one_go": 1, "behind_system": 1, "unknown_dossier": 1}
    assert units[place.committee]["officers"] == {"head1": 1}
    assert [(each["sub"], each["name"]) for each in made["people"] if each["sub"] == "head1"] == [
        ("head1", product("head1").get("/api/me")["name"])
    ]
    assert product("auditor").get("/api/use_reports")["items"] == [made], "a report is kept as it was made"


@pytest.mark.clause("QN-22.3#2")
def test_what_a_declared_outage_explains_is_no_fault_and_a_number_passed_over_is_one(office):
    product = office("quang-ngai", at=TODAY)
    unit = product.place.one_stop
    since = TODAY - timedelta(hours=1)
    asked = {"unit": unit, "started_at": since.isoformat(), "reason": "Mất điện"}
    outage = product("operator").ask("POST", "/api/outages", asked, expect=201).body["id"]
    desk = product("desk1")
    draft = FILING | {"efiling": "declined"}
    dossier = desk.draft("1.004873", unit, "desk", draft)
    line = {"outage": outage, "filed_at": since.isoformat()}
    filing = {"papers": [desk.upload(dossier, "component", FORM_2)], "declared_true": True, "paper_register": line}
    desk.ask("POST", f"/api/dossiers/{dossier}/submit", filing, expect=200)
    series = receive_dossier(product)[1].rpartition("-")[0]
    entry = {"outage": outage, "received_at": since.isoformat()}
    desk.step(dossier, "receive", {"paper_register": entry | {"code": f"{series}-0009003"}})
    (found,) = make_report(product)["units"]
    assert (found["unit"], found["from_register"]) == (unit, 2)
    assert found["found"] == {"missing_number": 2}
    assert found["missing"] == [f"{series}-0009001", f"{series}-0009002"]


@pytest.mark.parametrize("province", ["vinh-long", "hue"])
def test_where_the_regulation_tracks_no_such_thing_there_is_no_report(office, province):
    product = office(province, at=TODAY)
    assert make_report(product, expect=409)["code"] == "report_not_foreseen"


def test_a_report_is_the_provincial_offices_of_a_period_and_made_once(office):
    product = office("quang-ngai", at=TODAY)
    period = {"since": "2026-11-01", "until": "2026-11-23"}
    assert product("auditor").ask("POST", "/api/use_reports", period).code == "forbidden"
    assert product("desk1").ask("GET", "/api/use_reports").code == "forbidden"
    ask = product("office").ask
    for wrong, path, code, bound in (
        ({"since": "2026-11-24"}, "/since", "too_late", "hôm nay, 23/11/2026"),
        ({"since": "2026-11-23", "until": "2026-11-01"}, "/until", "before_other", "23/11/2026"),
        ({"since": "2024-01-01"}, "/until", "period_wrong", "2025"),
    ):
        (fault,) = ask("POST", "/api/use_reports", period | wrong).body["errors"]
        assert (fault["path"], fault["code"]) == (path, code)
        assert bound in fault["vi"]
    first = ask("POST", "/api/use_reports", period, key="k" * 20, expect=201).body
    assert ask("POST", "/api/use_reports", period, key="k" * 20, expect=201).body == first
    other = ask("POST", "/api/use_reports", period | {"until": "2026-11-22"}, key="k" * 20)
    assert other.code == "idempotency_key_reused"


@pytest.mark.parametrize(
    ("province", "tracked"),
    [
        pytest.param("quang-ngai", True, marks=pytest.mark.clause("QN-21.2#1")),
        pytest.param("thai-binh", True, marks=pytest.mark.clause("TB-22.2#1")),
        pytest.param("lai-chau", True, marks=pytest.mark.clause("LC-32.2#1")),
        ("vinh-long", False),
        ("hue", False),
    ],
)
@DATES
def test_a_dossier_that_never_came_into_the_system_is_found_where_every_one_must(office, province, tracked, at):
    product = office(province, at=at)
    code, agency = receive_dossier(product)[1], product.place.committee
    series, _, number = code.rpartition("-")
    ghost = f"{series}-{int(number) + 500:0{len(number)}d}"
    assert product.around.reports(agency, ghost, "dang_tham_dinh").status == 404
    assert product.around.reports(agency, code, "dang_tham_dinh").status == 200, "what is here is no finding"
    found = [each["code"] for each in read_findings(product, agency).values() if each["why"] == "unknown_dossier"]
    assert found == ([ghost] if tracked else [])
