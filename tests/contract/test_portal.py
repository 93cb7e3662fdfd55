"""Our client and the stand-in portal over real HTTP: the meaning of each answer, and the refusal of unsigned calls."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import urllib3

from chalicelib.domain.portal.portal_signature import HEADER, verify_call
from chalicelib.domain.portal.position import PortalRefused, PortalUnavailable
from chalicelib.domain.shared.hmac_signature import sign_body
from chalicelib.repositories.portal.portal_client import NationalPortal
from infra.local.stand_ins.call_signatures import SIGNATURE_HEADER, CallRejected, check_call, sign_call
from infra.local.stand_ins.citizen_feedback import FEEDBACK_PATH, SendingFault
from infra.local.stand_ins.portal import CallFault
from tests.support.faq_builders import EDITOR, FaqDesk, build_faq_teller
from tests.support.sync_builders import KEY, KEY_ID, build_client, build_teller, list_tales, start_portal


@pytest.fixture(scope="module")
def there():
    with start_portal() as running:
        yield running


@pytest.fixture
def packages():
    case = list_tales()[0]
    told = build_teller().build_packages(case.facts, lambda: case.store.load_parts(case.id), 0)
    return [package.body for _, package in told if package is not None]


def test_a_package_counts_and_is_found_under_its_number(there, packages):
    ours = build_client(there.url)
    references = [ours.send(package) for package in packages]
    assert ours.find(packages[0]["MaGoi"]) == references[0]
    assert ours.find("other#00000001") is None
    last = packages[-1]
    assert ours.find_holding(last["MaHoSo"]) == ("10", last["ThuTu"])
    assert ours.find_holding(packages[0]["MaHoSo"]) == ("10", last["ThuTu"]), "also under the number it had before"
    assert ours.find_holding("none") is None
    assert ours.read_day(date(2026, 11, 23)) == {"H57.106.01": {last["MaHoSo"]: "10"}}
    assert ours.read_day(date(2026, 11, 22)) == {}


@pytest.mark.parametrize("fault", [each for each in CallFault if each is not CallFault.TWICE])
def test_every_fault_but_a_repetition_means_that_nothing_is_known(there, packages, fault):
    there.behaviour.rate, there.behaviour.kinds = 1.0, (fault,)
    try:
        with pytest.raises(PortalUnavailable):
            build_client(there.url).send(packages[0])
    finally:
        there.behaviour.rate = 0.0
        there.settle()


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"MaHoSo": "nobody", "ThongDiep": []}, "portal_dossier_unknown")],
)
def test_what_the_content_is_blamed_for_is_a_refusal_by_its_code(there, packages, change, reason):
    with pytest.raises(PortalRefused) as refused:
        build_client(there.url).send(packages[1] | {"MaGoi": "x#00000001"} | change)
    assert refused.value.reason == reason


def test_a_portal_that_does_not_know_our_key_is_not_the_content_s_fault(there, packages):
    stranger = NationalPortal(there.url, b"z" * 32, KEY_ID, urllib3.PoolManager(timeout=2, retries=False))
    with pytest.raises(PortalUnavailable) as unheard:
        stranger.send(packages[0])
    assert unheard.value.reason == "status_401"


def test_both_sides_sign_alike_by_code_of_their_own():
    now, keys, body = datetime.now(UTC), {KEY_ID: KEY}, "Phản ánh".encode()
    assert HEADER == SIGNATURE_HEADER
    assert verify_call(body, sign_call(body, KEY, KEY_ID, now), keys, now) == KEY_ID
    check_call(body, sign_body(body, KEY, KEY_ID, now), keys, now)


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (None, "signature_missing"),
        ("t=1", "signature_false"),
        (sign_body(b"other", KEY, KEY_ID, datetime.now(UTC)), "signature_false"),
        (sign_body(b"body", KEY, "stranger", datetime.now(UTC)), "signature_false"),
        (sign_body(b"body", KEY, KEY_ID, datetime.now(UTC) - timedelta(minutes=6)), "signature_stale"),
    ],
    ids=["no header", "no signature", "another body", "another key", "six minutes old"],
)
def test_the_other_side_rejects_what_we_did_not_sign_lately(header, reason):
    with pytest.raises(CallRejected, match=reason):
        check_call(b"body", header, {KEY_ID: KEY}, datetime.now(UTC))


def test_people_file_feedback_there_and_follow_it_until_the_province_has_it(there):
    calls, http = list[Any](), urllib3.PoolManager(retries=False)

    def take_call(*call):
        calls.append(call)
        return 200, {"local_number": "PA-2026-00001"}

    there.citizens.call = take_call
    there.behaviour.sending = SendingFault.UNREACHED
    filed = http.request("POST", f"{there.url}/citizen/feedback", json={"TieuDe": "Tải tệp", "NoiDung": "Bị lỗi"})
    place = f"{there.url}/citizen/feedback/{filed.json()['MaPhanAnh']}"
    assert (filed.status, calls, http.request("GET", place).json()["TinhTrang"]) == (201, [], "waits")
    there.behaviour.sending = None
    assert http.request("PUT", f"{there.url}/deliveries").json() == {"ConCho": 0}
    ((path, body, headers),) = calls
    assert path == FEEDBACK_PATH
    assert verify_call(body, headers[SIGNATURE_HEADER], {"dvcqg": KEY}, datetime.now(UTC)) == "dvcqg"
    followed = http.request("GET", place).json()
    assert (followed["TinhTrang"], followed["TraLoi"]) == ("taken", {"local_number": "PA-2026-00001"})
    assert http.request("GET", f"{there.url}/citizen/feedback/PAKN-0").status == 404


def test_people_s_data_goes_over_no_open_line():
    with pytest.raises(ValueError, match="https"):
        NationalPortal("http://portal.example.test", b"z" * 32, KEY_ID)


def test_a_catalogue_is_what_the_portal_publishes(there):
    there.store.put_catalogue("fields", [{"Ma": "HO_TICH"}])
    version, entries = build_client(there.url).fetch_catalogue("fields")
    assert entries == [{"Ma": "HO_TICH"}]
    there.store.put_catalogue("fields", [{"Ma": "HO_TICH", "Ten": "Hộ tịch"}])
    assert build_client(there.url).fetch_catalogue("fields")[0] != version
    with pytest.raises(PortalUnavailable):
        build_client(there.url).fetch_catalogue("none")


def test_a_package_of_a_simulated_clock_names_no_day_and_counts(there, packages):
    ours = build_client(there.url)
    first = packages[0] | {"MaGoi": "simulated#00000001", "MaHoSo": "TN-SIM", "NgayGhi": None}
    assert ours.send(first)
    assert ours.find_holding("TN-SIM") == ("1", 1)


def test_a_frequent_question_is_shown_by_its_edition_until_it_is_withdrawn(there):
    ours, desk = build_client(there.url), FaqDesk()
    desk.begin()
    desk.publish()
    desk.take("withdraw", EDITOR, {"reason": "Sai"})
    parts = desk.deps.matters.load_parts(desk.id)
    sent = [each for _, each in build_faq_teller().build_packages(desk.ledger, lambda: parts, 0) if each]
    for package, edition in zip(sent, (1, 0), strict=True):
        assert ours.find_faq(desk.matter.number) == 1 - edition
        ours.send(package.body)
        assert ours.find_faq(desk.matter.number) == edition
