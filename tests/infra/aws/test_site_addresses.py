"""The addresses of a province's system follow from its regulation: portal and counter apart, or one for both."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import State
from chalicelib.repositories.law.rule_set import load_rules
from infra.aws import deploy, deploy_web
from infra.aws.site_addresses import SiteAddresses, find_addresses, find_legal_addresses
from tests.infra.templates import EDGE, MAIN, RESOURCES, evaluate_expression
from tests.support.builders import CERTIFICATE, MONDAY, Case
from tests.support.fakes.fake_lists import FakeLists

TODAY = date(2026, 11, 27)
OWN = SiteAddresses("dichvucong.vinhlong.gov.vn", "motcua.vinhlong.gov.vn")
ONE = {
    "lai-chau": SiteAddresses("dichvucong.laichau.gov.vn"),
    "hue": SiteAddresses("dichvucong.thuathienhue.gov.vn"),
}


def list_origins(found: SiteAddresses) -> tuple[Any, Any, Any]:
    """The origins that may upload, those that sign-in returns to, and the hosts that the edge answers for."""
    given = {"CounterOrigin": "", "CounterDomain": "", **found.main_stack, **found.edge}
    (cors,) = RESOURCES["Papers"]["Properties"]["CorsConfiguration"]["CorsRules"]
    client = RESOURCES["SiteClient"]["Properties"]
    assert client["LogoutURLs"] == client["CallbackURLs"]
    hosts = EDGE["Resources"]["Distribution"]["Properties"]["DistributionConfig"]["Aliases"]
    return (
        evaluate_expression(cors["AllowedOrigins"], given),
        evaluate_expression(client["CallbackURLs"], given),
        evaluate_expression(hosts, given, EDGE),
    )


@pytest.mark.clause("VL-5.1#2")
def test_in_vinh_long_public_and_counter_come_in_by_addresses_of_their_own() -> None:
    assert find_addresses(load_rules(), "vinh-long", TODAY) == OWN
    hosts = [OWN.portal, OWN.counter]
    origins = [f"https://{host}" for host in hosts]
    assert list_origins(OWN) == (origins, [f"{origin}/" for origin in origins], hosts)


@pytest.mark.clause("VL-5.1#2")
def test_both_work_on_the_same_dossiers() -> None:
    online = Case(CERTIFICATE, "vinh-long", channel="national_portal").file()
    typed = Case(CERTIFICATE, "vinh-long", MONDAY, "desk", store=online.store, codes=online.codes,
                 numbers=online.numbers)  # fmt: skip
    typed.file(typed.officer(Role.ONE_STOP_OFFICER))
    found = FakeLists(online.store).list_work(online.one_stop, State.SUBMITTED, 10, None).items
    assert {line["dossier_id"] for line in found} == {online.id, typed.id}


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("lai-chau", marks=pytest.mark.clause("LC-1.1")),
        pytest.param("hue", marks=pytest.mark.clause("HUE-3.1")),
    ],
)
def test_elsewhere_one_address_serves_portal_and_counter(province: str) -> None:
    found = find_addresses(load_rules(), province, TODAY)
    assert found == ONE[province]
    origin = f"https://{found.portal}"
    assert list_origins(found) == ([origin], [f"{origin}/"], [found.portal])


def test_only_the_real_system_stands_at_the_addresses_of_the_law() -> None:
    assert find_legal_addresses("prod", "vinh-long", TODAY) == OWN
    assert [find_legal_addresses(stage, "vinh-long", TODAY) for stage in deploy.STAGES if stage != "prod"] == [None] * 4
    assert set(OWN.main_stack) <= set(MAIN["Parameters"])
    assert set(OWN.edge) <= set(EDGE["Parameters"])


def test_a_deployment_takes_them_unless_others_are_given() -> None:
    named = deploy.add_addresses("prod", "vinh-long", [])
    assert {"Province": "vinh-long", "Stage": "prod", **OWN.main_stack} == named
    given = deploy.add_addresses("prod", "vinh-long", ["SiteOrigin=https://other.vn", "CounterOrigin="])
    assert (given["SiteOrigin"], given["CounterOrigin"]) == ("https://other.vn", "")
    assert deploy.add_addresses("staging", "hue", []) == {"Province": "hue", "Stage": "staging"}
    assert deploy_web.add_addresses("prod", "vinh-long", ["SiteDomain=x.vn"]) == OWN.edge | {"SiteDomain": "x.vn"}
