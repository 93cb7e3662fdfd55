"""When a text is replaced, acts follow the new one and cite it, from its day on, with no new program: an amendment
that exists only in the tests is added to the law, and the same steps are taken. Where a province is silent, the
national rule answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from functools import cache
from pathlib import Path

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.documents import slips
from chalicelib.domain.documents.slip_values import SlipKind
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.law.model import Rules
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time import working_time
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.repositories.catalogue.reference import ProvinceReference
from chalicelib.repositories.law.rule_set import parse_rules
from chalicelib.steps.dossier.guards import LimitReached
from chalicelib.wiring import steps as wiring_steps
from infra.law.build import SOURCE, build_rule_set
from infra.law.pack import pack_rule_set
from tests.support.builders import CERTIFICATE, Case
from tests.support.slip_builders import build_library

OFFICER, HEAD = Role.CASE_OFFICER, Role.AGENCY_HEAD
EVE, DAY = datetime(2027, 2, 26, 9, tzinfo=VIETNAM), datetime(2027, 3, 1, 9, tzinfo=VIETNAM)
"""The last working day before the amendment, and its first day."""

REPLACING = "Nghị định số 990/2027/NĐ-CP"
PROVINCES = pytest.mark.parametrize(
    "province",
    [
        pytest.param("vinh-long", marks=pytest.mark.clause("VL-22.3")),
        pytest.param("quang-ngai", marks=pytest.mark.clause("QN-30.1")),
        pytest.param("lai-chau", marks=pytest.mark.clause("LC-35.1")),
    ],
)


@cache
def load_amended() -> Rules:
    """The law as shipped, with the amendment."""
    return parse_rules(pack_rule_set(build_rule_set(SOURCE, Path(__file__).parents[3] / "examples")))


def reappoint_once(province: str, received: datetime) -> Case:
    """A dossier whose one appointment was moved once already."""
    reference = ProvinceReference(province, CatalogueFiles(), load_amended(), wiring_steps.check_form)
    case = Case(CERTIFICATE, province, received, channel="national_portal", reference=reference).processing()
    return case.apologised().nearly_late()


@PROVINCES
def test_until_its_last_day_the_replaced_text_holds(province: str) -> None:
    case = reappoint_once(province, EVE)
    assert_used_up(case)
    assert REPLACING not in list_instruments(case)


@PROVINCES
def test_from_its_first_day_the_replacing_text_holds_and_is_cited_on_record_and_on_paper(province: str) -> None:
    case = reappoint_once(province, DAY)
    d = case.apologised().dossier
    assert (d.reappointed, d.state) == (2, State.PROCESSING)
    assert REPLACING in list_instruments(case)
    assert f"khoản 4 Điều 1 {REPLACING}" in {cite["article"] for cite in case.facts[-1].law}
    assert f"Khoản 4 Điều 1 {REPLACING}" in list_printed(case)


@PROVINCES
def test_a_dossier_received_before_keeps_the_text_it_was_received_under(province: str) -> None:
    case = reappoint_once(province, EVE)
    case.now = max(case.now, DAY)
    assert_used_up(case)


def assert_used_up(case: Case) -> None:
    """Its one new appointment was given."""
    refused = case.refused("apologise", case.officer(OFFICER), new_due_days=case.days_to())
    assert isinstance(refused, LimitReached)
    assert refused.facts["limit"] == 1


def list_instruments(case: Case) -> set[str]:
    """Return the instruments that the last fact cites."""
    return {cite["instrument"] for cite in case.facts[-1].law}


def list_printed(case: Case) -> list[str]:
    """The legal basis on the paper that the last fact makes."""
    shelf = replace(build_library(case.province), rules=load_amended())
    source = shelf.build_source(case.facts, len(case.facts), case.store.load_parts(case.id))
    return [basis.text for basis in slips.build_slip(source, SlipKind.EXTENSION).basis]


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("quang-ngai", marks=pytest.mark.clause("QN-1.3")),
        pytest.param("lai-chau", marks=pytest.mark.clause("LC-1.2")),
    ],
)
@pytest.mark.parametrize(("taken", "on_the_next_day"), [(time(14, 59), False), (time(15, 1), True)])
def test_where_the_province_says_nothing_the_national_rule_decides_and_is_cited(
    province: str, taken: time, on_the_next_day: bool
) -> None:
    case = Case(CERTIFICATE, province, datetime(2026, 11, 25, taken.hour, taken.minute, tzinfo=VIETNAM), channel="desk")
    desk = case.officer(Role.ONE_STOP_OFFICER)
    due_at = case.file(desk).take("receive", desk).intake.transfer_due_at
    assert due_at is not None
    assert (due_at.astimezone(VIETNAM).day == 26) is on_the_next_day
    if on_the_next_day:
        assert due_at == working_time.find_next_working_instant(
            case.reference.find_calendar(case.one_stop), due_at.replace(hour=0)
        )
    (cite,) = [each for each in case.facts[-1].law if each["param"] == "transfer.paper_cut_off"]
    assert (cite["instrument"], cite["is_law"]) == ("Nghị định số 309/2026/NĐ-CP", True)
