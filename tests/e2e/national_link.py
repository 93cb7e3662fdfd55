"""The part of the walk through the operations that meets the national portal and other systems."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import Any

from infra.local.portal_calls import find_portal, sign_account, sign_filing, sign_report
from tests.e2e.filings import Filings
from tests.e2e.people import COPY, COPY_ANSWERS, Cast, Witness
from tests.e2e.rights import DeployedFunctions

JSON = {"Content_Type": "application/json"}


@dataclass
class NationalLink:
    """The link to the national portal and to the agencies' own systems."""

    cast: Cast

    def link_both_ways(self) -> None:
        """The link to the national portal, both ways, and how an operator continues what waits."""
        cast, stack = self.cast, self.cast.stack
        citizen, operator = cast("citizen1"), cast("operator")
        link = sign_account(stack, "TK-1")
        assert citizen.ask("POST", "/api/me/national-account", link, expect=200).body["account"] == "TK-1"
        unit = next(each for each in citizen.get("/api/agencies")["items"] if each["id"] == cast.place.one_stop)
        filing = {
            "MaHoSo": f"DVC-{secrets.token_hex(4)}", "MaTTHC": COPY, "MaDonViTiepNhan": unit["code"],
            "MaTaiKhoan": "TK-1", "DuLieuBieuMau": COPY_ANSWERS,
            "ThongTinNguoiNop": {"HoTen": "Trần Thị Hoa", "SoGiayTo": "046190000001", "SoDienThoai": "0912345678"},
        }  # fmt: skip
        raw, signature = sign_filing(stack, filing)
        reply = cast.nobody().raw("POST", "/api/national/filings", raw, X_Motcua_Signature=signature, **JSON)
        assert reply.body["state"] == "submitted", reply.body
        self.waits_and_goes_on(operator)
        self.shared_catalogue(operator)

    def shared_catalogue(self, operator: Witness) -> None:
        """The portal renames an entry; the night finds it, and an operator takes it for the next deployment."""
        named = f"Nam {secrets.token_hex(4)}"
        find_portal(self.cast.stack).store.put_catalogue("gioi-tinh", [{"Ma": "1", "Ten": named}])
        assert DeployedFunctions(self.cast.stack).invoke("pull_catalogues", {})[1]["opened"] >= 1
        waiting = operator.get("/api/catalogue-changes?limit=50")["items"]
        change = next(each for each in waiting if each["theirs"] == {"name": named})
        path = f"/api/catalogue-changes/{change['id']}"
        body = {"verdict": "accepted", "reason": "Theo danh mục dùng chung"}
        operator.ask("POST", f"{path}/decide", body, version=change["version"], expect=200)
        assert operator.get(path)["standing"] == "accepted"

    def waits_and_goes_on(self, operator: Witness) -> None:
        """With the portal down a dossier waits; an operator does not."""
        portal = find_portal(self.cast.stack)
        portal.behaviour.down = True
        try:
            dossier = Filings(self.cast).copy()
            self._resumed(operator, dossier)
            assert operator.get("/api/sync")["parked"] == []
        finally:
            portal.behaviour.down = False
        assert self.cast("citizen1").get(f"/api/dossiers/{dossier}/messages")["length"] >= 1

    def _resumed(self, operator: Witness, dossier: str) -> None:
        """The operator has it tried now. Each attempt that fails by itself meanwhile changes its version."""
        until = time.monotonic() + 60
        while True:
            place: dict[str, Any] = operator.get(f"/api/sync/{dossier}")
            if place["next_try_at"]:
                reply = operator.ask("POST", f"/api/sync/{dossier}/resume", None, version=place["version"])
                if reply.status == 200:
                    return
            assert time.monotonic() < until, place
            time.sleep(0.2)

    def reported_on(self, code: str) -> None:
        """The partner agency's own system says how far it is."""
        content = {
            "MaHoSo": code, "TrangThai": "dang_xu_ly", "MaThamChieu": secrets.token_hex(8),
            "ThoiDiem": self.cast("desk1").get("/api/me")["now"],
        }  # fmt: skip
        raw, signature = sign_report(self.cast.stack, content)
        reply = self.cast.nobody().raw("POST", "/api/systems/status", raw, X_Motcua_Signature=signature, **JSON)
        assert reply.body["repeated"] is False, reply.body
