"""A shorter settlement time for online filings holds once it was adopted for the procedure, and cites its adoption.

The policies are invented: no province's own was seen."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time import deadlines
from chalicelib.domain.time.deadlines import Duration, Unit
from chalicelib.repositories.catalogue.catalogue_files import DATA, CatalogueFiles
from chalicelib.repositories.catalogue.reference import ProvinceReference
from chalicelib.repositories.files.records import BadRecordError
from chalicelib.repositories.law.rule_set import load_rules
from chalicelib.wiring import steps as wiring_steps
from tests.support.builders import CERTIFICATE, MONDAY, Case

CLERK = Role.ONE_STOP_OFFICER
USUAL, SHORT = Duration(3, Unit.WORKING_DAY), Duration(1, Unit.WORKING_DAY)
ADOPTED = date(2026, 11, 23)
POLICY: dict[str, Any] = {
    "value": 1, "unit": "working_day", "since": ADOPTED.isoformat(), "instrument": "Quyết định 90/2026/QĐ-UBND",
    "article": "Điều 2",
}  # fmt: skip


def build_files(root: Path, *policies: dict[str, Any]) -> CatalogueFiles:
    """The catalogue with policies on one procedure."""
    for name in ("province", "competence.json", "codelists"):
        (root / name).symlink_to(DATA / name)
    (root / "procedures").mkdir()
    record = json.loads((DATA / "procedures" / f"{CERTIFICATE}.json").read_text(encoding="utf-8"))
    record["processing_time"]["online"] = list(policies)
    (root / "procedures" / f"{CERTIFICATE}.json").write_text(json.dumps(record), encoding="utf-8")
    return CatalogueFiles(root)


def receive_on(
    catalogue: CatalogueFiles, province: str, at: datetime = MONDAY, channel: str = "national_portal"
) -> Case:
    """A dossier received that day."""
    reference = ProvinceReference(province, catalogue, load_rules(), wiring_steps.check_form)
    case = Case(CERTIFICATE, province, at, channel=channel, reference=reference)
    author = {"who": case.officer(CLERK)} if channel == "desk" else {}
    case.file(**author).take("receive", case.officer(CLERK))
    return case


def calculate_due(case: Case, limit: Duration) -> datetime:
    """When a limit that runs from the reception ends."""
    return deadlines.calculate_due_time(case.reference.find_calendar(case.one_stop), case.now, limit)


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("quang-ngai", marks=pytest.mark.clause("QN-11.5")),
        pytest.param("thai-binh", marks=pytest.mark.clause("TB-22.8#1")),
    ],
)
def test_an_online_filing_has_the_shorter_time_from_the_day_of_its_adoption(tmp_path: Path, province: str) -> None:
    catalogue = build_files(tmp_path, POLICY | {"province": province})
    case = receive_on(catalogue, province)
    assert (case.clock.duration, case.clock.due_at) == (SHORT, calculate_due(case, SHORT))
    rule, adopted = [cite for cite in case.facts[-1].law if cite["param"] == "online.shorter_time"]
    assert rule["entry"].endswith("online.shorter_time.carried")
    assert adopted["article"] == "Điều 2 Quyết định 90/2026/QĐ-UBND"
    assert {rule["entry"], adopted["entry"]} <= set(case.clock.law)
    eve = receive_on(catalogue, province, MONDAY - timedelta(days=3))
    assert (eve.clock.duration, eve.clock.due_at) == (USUAL, calculate_due(eve, USUAL))
    assert "online.shorter_time" not in {cite["param"] for cite in eve.facts[-1].law}


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("quang-ngai", marks=pytest.mark.clause("QN-11.5")),
        pytest.param("thai-binh", marks=pytest.mark.clause("TB-22.8#1")),
    ],
)
@pytest.mark.parametrize(("policies", "channel"), [(0, "national_portal"), (1, "desk")])
def test_without_an_adopted_policy_and_at_the_desk_the_published_time_holds(
    tmp_path: Path, province: str, policies: int, channel: str
) -> None:
    case = receive_on(build_files(tmp_path, *[POLICY | {"province": province}] * policies), province, channel=channel)
    assert (case.clock.duration, case.clock.due_at) == (USUAL, calculate_due(case, USUAL))


@pytest.mark.clause("TB-22.8#1")
@pytest.mark.parametrize(("of", "filed_in"), [("quang-ngai", "thai-binh"), ("lai-chau", "lai-chau")])
def test_another_provinces_policy_or_one_that_no_rule_calls_for_changes_nothing(
    tmp_path: Path, of: str, filed_in: str
) -> None:
    assert receive_on(build_files(tmp_path, POLICY | {"province": of}), filed_in).clock.duration == USUAL


def test_the_latest_policy_holds(tmp_path: Path) -> None:
    later = {"value": 2, "since": "2026-11-25"}
    catalogue = build_files(tmp_path, *(POLICY | {"province": "thai-binh"} | more for more in (later, {})))
    assert receive_on(catalogue, "thai-binh").clock.duration == SHORT
    after = receive_on(catalogue, "thai-binh", datetime(2026, 11, 25, 9, tzinfo=VIETNAM))
    assert after.clock.duration == Duration(2, Unit.WORKING_DAY)


@pytest.mark.parametrize("missing", ["instrument", "article"])
def test_a_policy_without_its_basis_is_refused(tmp_path: Path, missing: str) -> None:
    with pytest.raises(BadRecordError, match="instrument and the article"):
        build_files(tmp_path, POLICY | {"province": "thai-binh", missing: ""}).find_procedure(CERTIFICATE)
