"""The terms of use of each regulation: what they list, by which article, and who accepted which version when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.steps.accounts.terms import ACCEPTED
from chalicelib.wiring import people as wiring_people
from tests.product.bodies import FUNERAL, FUNERAL_DRAFT
from tests.product.conftest import MONDAY, THEN
from tests.product.office import Office

BEFORE_2023 = datetime(2024, 6, 3, 9, tzinfo=VIETNAM)
"""Before the law of 2023 on electronic transactions."""


def read_terms(product: Office) -> dict[str, Any]:
    """The terms as everybody reads them."""
    found: dict[str, Any] = product.nobody().get("/api/terms")
    return found


def list_sources(product: Office, kind: str) -> list[str]:
    """The texts of the parts of a kind."""
    return [each["source"] for each in read_terms(product)["parts"] if each["kind"] == kind]


def accept(product: Office, version: str, who: str = "citizen1") -> tuple[int, Any]:
    """Accept a version; status and answer."""
    answer = product(who).ask("POST", "/api/me/terms", {"version": version})
    return answer.status, answer.body


@pytest.mark.clause("VL-6.1")
def test_in_vinh_long_the_holder_reads_and_accepts_rights_duties_and_prohibitions(office, at):
    product = office("vinh-long", at=at)
    terms = read_terms(product)
    assert "Điều 6" in terms["article"]
    assert {each["kind"] for each in terms["parts"]} == {"rights", "duties", "forbidden"}
    assert list_sources(product, "rights") == ["Điều 5 Nghị định số 45/2020/NĐ-CP"]
    assert product("citizen1").get("/api/me/terms")["due"] is True
    assert product.nobody().ask("POST", "/api/me/terms", {"version": terms["version"]}).status == 401
    assert accept(product, "0" * 12)[1]["code"] == "terms_not_current"
    status, accepted = accept(product, terms["version"])
    assert (status, accepted["due"], datetime.fromisoformat(accepted["accepted_at"])) == (200, False, at)
    assert product("citizen1").get("/api/me/terms") == accepted
    assert product("citizen2").get("/api/me/terms")["due"] is True, "each accepts for themselves"


@pytest.mark.clause("VL-6.2")
def test_in_vinh_long_the_terms_list_the_acts_that_two_laws_forbid(office, at, capsys):
    product = office("vinh-long", at=at)
    assert list_sources(product, "forbidden") == [
        "Điều 12 Luật Công nghệ thông tin 2006", "Điều 6 Luật Giao dịch điện tử 2023",
    ]  # fmt: skip
    capsys.readouterr()
    dossier = product("citizen1").draft(FUNERAL, product.place.one_stop, "own_portal", FUNERAL_DRAFT)
    product("citizen2").ask("GET", f"/api/dossiers/{dossier}/draft")
    logged = [each for each in capsys.readouterr().out.splitlines() if '"citizen2"' in each and dossier in each]
    assert logged, "who reached for another's dossier is in the log"


@pytest.mark.clause("VL-6.1")
def test_in_vinh_long_a_new_version_is_accepted_again_and_both_are_on_record(office):
    product = office("vinh-long", at=BEFORE_2023)
    first = read_terms(product)["version"]
    assert list_sources(product, "forbidden")[1] == "Điều 9 Luật Giao dịch điện tử 2005"
    accept(product, first)
    product.at(THEN)
    second = read_terms(product)["version"]
    assert second != first
    shown = product("citizen1").get("/api/me/terms")
    assert (shown["due"], shown["accepted"]) == (True, first)
    accept(product, second)
    accept(product, second)
    changes = wiring_people.provide_profiles().list_changes("citizen1")
    terms = [(each.profile.terms, each.change.at) for each in changes if each.change.cause == ACCEPTED]
    kept = [(each.version, at) for each, at in terms if each is not None]
    assert kept == [(first, BEFORE_2023), (second, THEN)]


@pytest.mark.clause("TB-23.1")
def test_in_thai_binh_the_terms_make_the_holder_answer_for_all_that_the_account_does(office, at):
    product = office("thai-binh", at=at)
    duties = [each for each in read_terms(product)["parts"] if each["kind"] == "duties"]
    assert "mọi hoạt động thực hiện bằng tài khoản" in duties[0]["lines"][1]["vi"]
    assert "khoản 1 Điều 23" in duties[0]["source"]
    assert len(list_sources(product, "forbidden")) == 6
    dossier = product("citizen1").draft(FUNERAL, product.place.one_stop, "own_portal", FUNERAL_DRAFT)
    assert product("citizen2").ask("GET", f"/api/dossiers/{dossier}/draft").status == 404
    assert product("citizen1").ask("GET", f"/api/dossiers/{dossier}/draft").status == 200


@pytest.mark.parametrize(("province", "parts"), [("lai-chau", 6), ("hue", 1), ("quang-ngai", 1)])
def test_every_province_forbids_something_by_its_own_article(office, province, parts):
    product = office(province, at=MONDAY)
    assert len(list_sources(product, "forbidden")) == parts
    assert read_terms(product)["article"]
