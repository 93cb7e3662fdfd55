"""Linked systems: reports of a sector system are recorded and sent to the national portal, which receives every
step."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.portal.position import PortalUnavailable
from tests.product.journeys import LINKED, bring_to_agency, receive_dossier
from tests.product.office import DEMO
from tests.product.outside import PortalFake


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("hue", marks=pytest.mark.clause("HUE-5.1")),
        pytest.param("quang-ngai", marks=pytest.mark.clause("QN-17.1#1", "QN-23.3", "QN-22.1", "QN-3.5#1")),
    ],
)
def test_a_sector_system_shares_its_progress_and_the_national_portal_hears_of_it_and_of_each_step(office, province, at):
    product = office(province, at)
    around, dossier = product.around, bring_to_agency(product, LINKED)
    code = product("desk1").get(f"/api/dossiers/{dossier}")["code"]
    around.bring("sync_national", dossier)
    assert around.portal.find_holding(code)[0] == "4"
    before = len(around.portal.packages)
    stranger = around.reports(f"{product.place.tax}.thue", code, "da_tham_dinh")
    assert stranger.status == 404, "it has no part in this dossier"
    insurance = next(
        task["unit"] for task in product("desk1").get(f"/api/dossiers/{dossier}")["tasks"] if not task["lead"]
    )
    assert around.reports(f"{insurance}.bhyt", code, "da_tham_dinh").body == {"dossier_code": code, "repeated": False}
    shown = product("desk1").get(f"/api/dossiers/{dossier}")
    assert shown["state"] == "processing", "the state stays ours to decide"
    line = product("citizen1").get(f"/api/dossiers/{dossier}/timeline")["items"][-1]
    assert (line["kind"], line["reported"]["status"]) == ("status_reported", "da_tham_dinh")
    around.bring("sync_national", dossier)
    (told,) = around.portal.packages[before:]
    kinds = {each["Loai"]: each["NoiDung"] for each in told["ThongDiep"]}
    assert (told["MaHoSo"], kinds["progress"]["TrangThai"]) == (code, "4")


def list_numbers(portal: PortalFake) -> list[int]:
    """Numbers of the facts that the portal received, in the order in which they came."""
    return [int(each["MaGoi"].rpartition("#")[2]) for each in portal.packages]


@pytest.mark.clause("VL-19.5#3", "VL-4.5")
def test_every_step_is_sent_once_in_order_and_the_log_is_readable_by_the_owner(office):
    product = office("vinh-long")
    dossier, portal = bring_to_agency(product), product.around.portal
    for _ in range(2):
        product.around.bring("sync_national", dossier)
        product.around.brought.clear()
    code = product("citizen1").get(f"/api/dossiers/{dossier}")["code"]
    told, length = list_numbers(portal), product("citizen1").get(f"/api/dossiers/{dossier}/ledger")["length"]
    assert told == sorted(set(told))
    assert portal.find_holding(code) == ("4", length)
    log = product("citizen1").get(f"/api/dossiers/{dossier}/messages")["facts"]
    assert [each["kind"] for each in log] == ["message_acknowledged"] * len(told)
    assert all(len(each["data"]["digest"]) == 64 for each in log), "what was sent can be proven later"


@pytest.mark.clause("VL-4.5")
def test_what_a_dying_worker_half_sent_arrives_whole_and_once(office):
    product = office("vinh-long")
    dossier, portal = receive_dossier(product, paid=False), product.around.portal
    take = portal.send

    def take_and_stop(package):
        take(package)
        raise KeyboardInterrupt

    portal.send = take_and_stop
    with pytest.raises(KeyboardInterrupt):
        product.around.bring("sync_national", dossier)
    portal.send = take
    assert product.around.offer("sync_national", dossier) == ["1", "2"], "another worker may still be at it"
    product.clock.later = timedelta(minutes=3)
    product.around.tick("sweep_sync")
    assert list_numbers(portal) == [1, 2]


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("thai-binh", marks=pytest.mark.clause("TB-3.5#1")),
        pytest.param("lai-chau", marks=pytest.mark.clause("LC-3.5#1")),
    ],
)
def test_an_hour_without_the_portal_ends_without_anybodys_hand(office, province):
    product = office(province)
    dossier, portal = receive_dossier(product, paid=False), product.around.portal
    take = portal.send

    def raise_unavailable(_):
        raise PortalUnavailable("connection")

    portal.send = raise_unavailable
    product.around.bring("sync_national", dossier)
    for minutes in (2, 10, 30, 60):
        product.clock.later = timedelta(minutes=minutes)
        product.around.tick("sweep_sync")
    assert portal.packages == []
    portal.send = take
    product.clock.later = timedelta(minutes=90)
    product.around.tick("sweep_sync")
    assert list_numbers(portal) == [1, 2]


@pytest.mark.clause("VL-3.3")
def test_a_system_is_known_by_its_own_key_and_speaks_of_its_agencys_dossiers_alone(office):
    product = office("vinh-long")
    dossier, around = bring_to_agency(product), product.around
    code = product("case1").get(f"/api/dossiers/{dossier}")["code"]
    assert around.reports(f"{product.place.tax}.thue", code, "da_tham_dinh").code == "not_found"
    own = around.reports(f"{product.place.committee}.ho-tich", code, "da_tham_dinh")
    assert (own.status, own.body) == (200, {"dossier_code": code, "repeated": False})
    around.systems.clear()
    around.systems["another"] = b"x" * 32
    told = product("case1").get(f"/api/dossiers/{dossier}/timeline")["items"][-1]
    assert (told["kind"], told["reported"]["status"]) == ("status_reported", "da_tham_dinh")


@pytest.mark.clause("TB-5.1")
def test_the_shared_code_lists_are_compared_with_the_portals_and_what_differs_waits_for_a_decision(office):
    product = office("thai-binh")
    product.around.portal.fetch_catalogue = lambda name: (
        "v1", [{"Ma": "1", "Ten": "Nam giới"}] if name == "gioi-tinh" else [],
    )  # fmt: skip
    for _ in range(2):
        product.around.tick("pull_catalogues")
    waiting = product("operator").get("/api/catalogue-changes?standing=open")["items"]
    (change,) = [each for each in waiting if (each["catalogue"], each["code"]) == ("gender", "1")]
    assert (change["ours"], change["theirs"]) == ({"name": "Nam"}, {"name": "Nam giới"})
    verdict = {"verdict": "accepted", "reason": "Theo cổng quốc gia."}
    path = f"/api/catalogue-changes/{change['id']}"
    decided = product("operator").ask("POST", f"{path}/decide", verdict, version=change["version"], expect=200).body
    assert decided["standing"] == "accepted"
    editor = product.appoint("editor", Role.CATALOGUE_EDITOR, "province")
    kept = {"verdict": "rejected", "reason": "Danh mục của tỉnh đúng theo quyết định hiện hành."}
    product("desk1").ask("POST", f"{path}/decide", kept, version=decided["version"], expect=403)
    editor.ask("POST", f"{path}/decide", kept, version=change["version"], expect=412)
    editor.ask("POST", f"{path}/decide", kept, version=decided["version"], expect=200)
    product.around.tick("pull_catalogues")
    shown = product("operator").get(path)
    assert shown["standing"] == "rejected", "what people decided holds as long as the two sides stay as they are"
    assert [(each["verdict"], each["by_name"]) for each in shown["reviews"]] == [
        ("accepted", DEMO["operator"].name), ("rejected", "editor"),
    ]  # fmt: skip
