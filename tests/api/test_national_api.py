"""Signed calls of the national portal and of line-of-business systems, and what operators see of the link."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.ledger.chain import encode_canonical
from chalicelib.domain.portal import position
from chalicelib.domain.portal.portal_signature import HEADER
from chalicelib.domain.portal.position import Position
from chalicelib.domain.shared.hmac_signature import sign_body
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.wiring import core as wiring
from chalicelib.wiring import sync as wiring_sync
from infra.operations.verify_ledger import check_export
from tests.api.conftest import Api, ApiAnswer, forget_adapters
from tests.api.route_counter import ShiftedClock
from tests.contract.journey import AGENCY, CITIZEN, World
from tests.support.builders import ANSWERS, CERTIFICATE, COPY

NOW = datetime(2026, 11, 25, 9, tzinfo=VIETNAM)
SIGNED = ["/api/national/filings", "/api/national/feedback", "/api/national/feedback/steps"]
PORTAL, SYSTEM, OURS = b"p" * 32, b"s" * 32, b"o" * 32
OTHER = "HUE-BHXH"


@dataclass
class Line:
    """The API, and somebody who signs."""

    api: Api
    world: World
    tick: int = 0
    begun: datetime = field(default_factory=lambda: datetime.now(UTC))

    def call(
        self,
        path: str,
        told: Any,
        *,
        key: bytes = PORTAL,
        kid: str = "dvcqg",
        age: timedelta = timedelta(),
        **changes: Any,
    ) -> ApiAnswer:
        """A signed call; `over` signs other bytes, `header` sends another signature, or none."""
        raw = told if isinstance(told, bytes) else json.dumps(told).encode()
        header = changes.get("header", sign_body(changes.get("over", raw), key, kid, self.begun - age))
        sent = {"Content-Type": "application/json", **({HEADER: header} if header else {})}
        return self.api("POST", path, raw=raw, headers=sent)

    def file(self, number: str = "DVC-1", **changes: Any) -> ApiAnswer:
        """A filing; each call is signed at another second."""
        told = {
            "MaHoSo": number, "MaTTHC": COPY, "MaDonViTiepNhan": "H57.106.01", "DuLieuBieuMau": ANSWERS[COPY],
            "ThongTinNguoiNop": {"HoTen": "Trần Thị Hoa", "SoGiayTo": "046190000001", "SoDienThoai": "0912345678"},
            **changes,
        }  # fmt: skip
        self.tick += 1
        return self.call("/api/national/filings", told, age=timedelta(seconds=self.tick))

    def report(self, code: str, system: str = AGENCY, **changes: Any) -> ApiAnswer:
        """News of a system."""
        told = {
            "MaHoSo": code,
            "TrangThai": "dang_tham_dinh",
            "ThoiDiem": NOW.isoformat(),
            "MaThamChieu": "R-1",
            **changes,
        }
        self.tick += 1
        return self.call("/api/systems/status", told, key=SYSTEM, kid=system, age=timedelta(seconds=self.tick))


@pytest.fixture
def line(
    deployment: pytest.MonkeyPatch, table: None, appoint: Callable[..., Officer], monkeypatch: pytest.MonkeyPatch
) -> Line:
    keys = {
        "ours": {"hue": OURS.hex()}, "portal": {"dvcqg": PORTAL.hex()},
        "systems": {AGENCY: SYSTEM.hex(), f"{AGENCY}.ho-tich": SYSTEM.hex(), OTHER: SYSTEM.hex()},
    }  # fmt: skip
    made = boto3.client("secretsmanager").create_secret(Name="portal", SecretString=json.dumps(keys))
    deployment.setenv("PROVINCE", "hue")
    deployment.setenv("PORTAL_SECRET_ARN", made["ARN"])
    forget_adapters()
    clock = ShiftedClock(NOW)
    monkeypatch.setattr(wiring, "provide_clock", lambda: clock)
    appoint("operator", Role.OPERATOR)
    appoint("auditor", Role.AUDITOR)
    from app import app

    return Line(Api(app), World("line", now=NOW))


# ---- filings of the national portal -------------------------------------------------------------------


def test_a_filing_of_the_portal_is_a_submitted_dossier_and_the_same_number_is_the_same_one(line):
    filed = line.file()
    assert filed.status == 200, filed.text
    assert (filed.json["state"], filed.json["uploads"]) == ("submitted", [])
    again = line.file()
    assert again.json == filed.json
    assert line.file("DVC-2").json["receipt_no"] != filed.json["receipt_no"]


def test_a_filing_that_was_refused_may_come_corrected(line):
    assert line.file(DuLieuBieuMau={}).code == "invalid"
    assert line.file().json["state"] == "submitted"


def test_it_keeps_the_portal_s_number_and_belongs_to_whom_the_account_is_linked_to(line):
    statement = {
        "account": "TK-77",
        "signature": sign_body(encode_canonical({"MaTaiKhoan": "TK-77"}), PORTAL, "dvcqg", datetime.now(UTC)),
    }
    linked = line.api("POST", "/api/me/national-account", sub="citizen-7", body=statement)
    assert (linked.status, linked.json) == (200, {"account": "TK-77"})
    line.file("DVC-7", MaTaiKhoan="TK-77")
    (mine,) = line.api("GET", "/api/me/dossiers", sub="citizen-7").json["items"]
    dossier = line.world.load(mine["dossier_id"])
    assert (dossier.owner, dossier.channel, dossier.intake.national) == ("citizen-7", "national_portal", "DVC-7")
    assert line.file("DVC-8", MaTaiKhoan="TK-78").status == 200, "nobody of ours, and filed all the same"


def test_an_account_is_linked_once_and_only_on_the_portal_s_word(line):
    signed = sign_body(encode_canonical({"MaTaiKhoan": "TK-1"}), PORTAL, "dvcqg", datetime.now(UTC))
    forged = sign_body(encode_canonical({"MaTaiKhoan": "TK-1"}), OURS, "dvcqg", datetime.now(UTC))

    def link_account(sub: str, signature: str) -> ApiAnswer:
        body = {"account": "TK-1", "signature": signature}
        answer: ApiAnswer = line.api("POST", "/api/me/national-account", sub=sub, body=body)
        return answer

    assert link_account("citizen-1", forged).code == "call_signature_invalid"
    assert link_account("citizen-1", signed).status == 200
    assert link_account("citizen-2", signed).code == "call_replayed"
    later = sign_body(
        encode_canonical({"MaTaiKhoan": "TK-1"}), PORTAL, "dvcqg", datetime.now(UTC) - timedelta(seconds=60)
    )
    assert link_account("citizen-2", later).code == "account_taken"


def test_a_filing_with_files_waits_until_they_are_brought(line, monkeypatch):
    file = {
        "IdGiayTo": "GT-1", "Ma": "application_form", "TenGiayTo": "tờ khai.pdf", "KichThuoc": 10,
        "HashTepTin": "a" * 64, "LoaiTep": "application/pdf",
    }  # fmt: skip
    filed = line.file("DVC-9", MaTTHC=CERTIFICATE, DuLieuBieuMau=ANSWERS[CERTIFICATE], GiayToDinhKem=[file])
    assert (filed.status, filed.json["state"], filed.json["receipt_no"]) == (200, "waits_for_files", None)
    (link,) = filed.json["uploads"]
    assert (link["id"], "in/" in link["url"]) == ("GT-1", True)
    assert (
        line.file("DVC-9", MaTTHC=CERTIFICATE, DuLieuBieuMau=ANSWERS[CERTIFICATE], GiayToDinhKem=[file]).json["state"]
        == "waits_for_files"
    )


@pytest.mark.parametrize("path", SIGNED)
@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"header": ""}, 400, "call_unsigned"),
        ({"header": "t=1,kid=dvcqg,v1=00"}, 400, "call_signature_invalid"),
        ({"key": SYSTEM}, 400, "call_signature_invalid"),
        ({"kid": "hue"}, 400, "call_signature_invalid"),
        ({"over": b"{}"}, 400, "call_signature_invalid"),
        ({"age": timedelta(minutes=6)}, 400, "call_stale"),
        ({"age": timedelta(minutes=-6)}, 400, "call_stale"),
    ],
)
def test_what_is_not_the_portal_s_fresh_word_is_refused_counted_and_not_repeated(
    line, path, changes, status, code, capsys
):
    told = json.dumps({"MaHoSo": "Bí mật"}).encode()
    answer = line.call(path, told, **changes)
    assert (answer.status, answer.code) == (status, code)
    logged = capsys.readouterr().out
    assert "SignedCallsRefused" in logged
    assert f'"outcome":"{code}"' in logged, "the security log has it"
    assert "mật" not in logged


@pytest.mark.parametrize("path", SIGNED)
def test_a_recording_counts_once(line, path):
    told = {"MaHoSo": "DVC-1"}
    assert line.call(path, told).code == "malformed_request"
    again = line.call(path, told)
    assert (again.status, again.code) == (409, "call_replayed")


def test_feedback_is_refused_by_name_where_the_law_of_the_province_takes_none_from_there(line):
    told = {
        "MaPhanAnh": "PAKN-1", "ThoiDiem": NOW.isoformat(), "DoiTuong": "Thủ tục hành chính", "TieuDe": "Mẫu tờ khai",
        "NoiDung": "Mẫu hỏi nhiều mục trùng nhau", "MaDonViTiepNhan": "H57.106.01",
        "NguoiGui": {"HoTen": "Lò Văn An", "DiaChi": "Huế", "LienHe": "0912345678"},
    }  # fmt: skip
    refused = line.call("/api/national/feedback", told)
    assert (refused.status, refused.code) == (403, "not_offered")
    assert refused.json["law"], "the refusal names the article"
    unknown = line.call("/api/national/feedback", {**told, "MaDonViTiepNhan": "H57.999"})
    assert (unknown.status, unknown.code) == (404, "unknown_agency")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"MaTTHC": "9.999999"}, "unknown_procedure"),
        ({"MaDonViTiepNhan": "H57.999"}, "unknown_agency"),
        ({"DuLieuBieuMau": {}}, "invalid"),
        ({"Them": 1}, "malformed_request"),
    ],
)
def test_a_filing_that_cannot_be_taken_says_why(line, changes, code):
    assert line.file(**changes).code == code


# ---- line-of-business systems -------------------------------------------------------------------------


def find_code(line: Line, number: str) -> str:
    """The dossier's code."""
    return str(line.world.load(number).code)


@pytest.mark.clause("VL-9.1")
def test_the_system_of_the_agency_reports_its_progress_once(line):
    number = line.world.processing(CERTIFICATE)
    told = line.report(find_code(line, number))
    assert (told.status, told.json) == (200, {"dossier_code": find_code(line, number), "repeated": False})
    assert line.report(find_code(line, number)).json["repeated"] is True
    last = line.api("GET", f"/api/dossiers/{number}/timeline", sub=CITIZEN.sub).json["items"][-1]
    assert (last["kind"], last["role"], last["reported"]["status"]) == ("status_reported", "system", "dang_tham_dinh")
    assert line.world.load(number).state == "processing", "the state stays ours to decide"


@pytest.mark.clause("VL-3.3", "VL-9.1")
def test_a_system_speaks_of_its_own_agency_s_dossiers_alone(line):
    number = line.world.processing(CERTIFICATE)
    assert line.report(find_code(line, number), system=OTHER).code == "not_found"
    assert line.report(find_code(line, number), system=f"{AGENCY}.ho-tich").status == 200
    assert line.report(find_code(line, number), system="unknown").code == "call_signature_invalid"
    assert line.report("H57.106.01-20261125-9999999").code == "not_found"
    assert line.report("NOCODE").code == "not_found"


def test_news_from_the_future_and_other_news_under_the_same_reference_are_refused(line):
    number = line.world.processing(CERTIFICATE)
    assert line.report(find_code(line, number), ThoiDiem=(NOW + timedelta(hours=1)).isoformat()).code == "invalid"
    assert line.report(find_code(line, number)).status == 200
    assert line.report(find_code(line, number), TrangThai="khac").code == "idempotency_key_reused"


def test_a_closed_dossier_takes_no_more_news(line):
    assert line.report(find_code(line, line.world.closed())).code == "wrong_moment"


# ---- what operators see -------------------------------------------------------------------------------


@pytest.fixture
def parked(line: Line) -> str:
    """A dossier that is held back."""
    number = line.world.processing(CERTIFICATE)
    place, entry = position.park_dossier(Position(number), f"{number}#00000001", 1, "unit_without_code", NOW)
    wiring_sync.provide_positions().save(place, entry, NOW)
    wiring_sync.provide_days().keep(NOW.date(), {
        "day": "2026-11-24", "dossiers": 1, "units": {}, "repaired": [], "unrepaired": [],
        "counts": {"repaired": 0, "unrepaired": 0},
    })  # fmt: skip
    return number


def test_operators_see_what_is_held_back_and_resume_it(line, parked):
    shown = line.api("GET", "/api/sync", sub="operator").json
    assert [(each["dossier_id"], each["parked"], each["parked_fact"]) for each in shown["parked"]] == [
        (parked, "unit_without_code", 1)
    ]
    assert [each["day"] for each in shown["reports"]] == ["2026-11-24"]
    path = f"/api/sync/{parked}/resume"
    assert line.api("POST", path, sub="operator").status == 428
    assert line.api("POST", path, sub="operator", headers={"If-Match": '"7"'}).status == 412
    done = line.api("POST", path, sub="operator", headers={"If-Match": '"1"'})
    assert (done.status, done.json["parked"], done.json["version"]) == (200, None, 2)
    assert line.api("GET", f"/api/sync/{parked}", sub="operator").json["next_try_at"]
    assert line.api("GET", "/api/sync", sub="operator").json["parked"] == []


def test_nobody_else_sees_or_resumes(line, parked):
    for method, path in (("GET", "/api/sync"), ("GET", f"/api/sync/{parked}"), ("POST", f"/api/sync/{parked}/resume")):
        headers = {"If-Match": '"1"'} if method == "POST" else {}
        assert line.api(method, path, sub="auditor", headers=headers).status == 403
        assert line.api(method, path, sub="citizen-1", headers=headers).status == 403


def test_the_message_log_verifies_offline(line, parked):
    export = line.api("GET", f"/api/dossiers/{parked}/messages", sub=CITIZEN.sub).json
    assert (export["dossier_id"], export["length"]) == (f"{parked}.sync", 1)
    assert check_export(export).problems == []
    export["facts"][0]["data"]["reason"] = "none"
    assert check_export(export).problems != []
    assert line.api("GET", f"/api/dossiers/{parked}/messages", sub="citizen-9").status == 404
