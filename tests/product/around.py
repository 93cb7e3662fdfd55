"""The surroundings of a province's application, without a network: the functions other than the API, fed as by their
queues, and callers or services without an account of ours.

    around = office.around
    around.bring("render_slips", dossier)         # the dossier's facts that this function has not had yet
    dossier = around.files_at_portal(procedure, draft, [FORM_2])
    around.texts("HS …")

The clients that reach out over HTTP, the files' bucket and the PDF engine have tests of their own; here they are
memory.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from chalicelib.domain.accounts.portal_accounts import PORTAL
from chalicelib.domain.documents.prints import Cover
from chalicelib.domain.documents.slip_values import Slip
from chalicelib.domain.ledger.chain import encode_canonical
from chalicelib.domain.notices.contacts import Contact, ContactReach, Holder
from chalicelib.domain.notices.notice_rules import Channel
from chalicelib.domain.papers.paper import Paper, PaperKind
from chalicelib.domain.papers.paper_errors import QuarantineReason
from chalicelib.domain.payments import gateway_signature
from chalicelib.domain.portal import portal_signature
from chalicelib.domain.search import sms
from chalicelib.domain.shared.hmac_signature import sign_body
from chalicelib.domain.shared.link_keys import LinkKeys
from chalicelib.handlers.http.registry import MODULES
from chalicelib.repositories.aws.secrets import GatewaySecret
from chalicelib.repositories.documents.prints import SlipPress
from chalicelib.repositories.documents.slip_renderer import TypstRenderer, export_slip
from chalicelib.repositories.documents.slip_store import SlipObjects
from chalicelib.repositories.dossier.dossiers import DossierTable
from chalicelib.repositories.notices.contacts import ContactTable
from chalicelib.repositories.papers.paper_items import build_paper_row
from chalicelib.repositories.portal.portal_secret import PortalSecret
from chalicelib.steps.filing.drafts import derive_dossier_id
from chalicelib.steps.papers.add_paper import derive_paper_id
from chalicelib.wiring import core as wiring
from chalicelib.wiring import lookup as wiring_lookup
from chalicelib.wiring import notices as wiring_notices
from chalicelib.wiring import payments as wiring_payments
from chalicelib.wiring import sync as wiring_sync
from infra.local.person import HttpReply
from tests.product.outside import GatewayFake, PortalFake, RememberingOutlet, Slips, StoredSecret
from tests.support.paper_builders import build_uploaded_paper

if TYPE_CHECKING:
    from tests.product.office import Office

ROOT = Path(__file__).parents[2]
KEY = b"k" * 32
OURS, THEIRS, BANK, NUMBER = ({f"{name}-1": KEY} for name in ("ours", "portal", "bank", "number"))
ACCOUNT = "TK-citizen1"
MAIL, PHONE = "hoa@vidu.example", "+84912345678"


@dataclass
class Around:
    """The surroundings of an office."""

    office: Office
    portal: PortalFake = field(default_factory=PortalFake)
    gateway: GatewayFake = field(default_factory=GatewayFake)
    outlets: dict[Channel, RememberingOutlet] = field(
        default_factory=lambda: {each: RememberingOutlet() for each in (Channel.MAIL, Channel.SMS, Channel.APP)}
    )
    bucket: Slips = field(default_factory=Slips)
    kept: list[str] = field(default_factory=list)
    systems: dict[str, bytes] = field(default_factory=dict)
    brought: dict[tuple[str, str], int] = field(default_factory=dict)
    signed: int = 0

    def connect(self, patch: pytest.MonkeyPatch) -> None:
        """Let the application's wiring reach these."""
        patch.setattr(wiring_sync, "open_portal_secret", lambda: StoredSecret(PortalSecret(OURS, THEIRS, self.systems)))
        patch.setattr(wiring_sync, "provide_portal", lambda _: self.portal)
        patch.setattr(
            wiring_payments, "read_gateway_secret", lambda _: GatewaySecret(self.gateway.provider, BANK, "our-key")
        )
        patch.setattr(wiring_payments, "provide_gateway", lambda _: self.gateway)
        patch.setattr(wiring_lookup, "link_keys", lambda _: LinkKeys("k1", {"k1": KEY}))
        patch.setattr(wiring, "read_search_key", lambda _: KEY)
        patch.setattr(wiring_lookup, "read_sms_keys", lambda _: NUMBER)
        for channel, outlet in self.outlets.items():
            patch.setattr(wiring_notices, f"_connect_{channel.value}", lambda out=outlet: out)
        patch.setattr(SlipObjects, "connect_to", lambda *_, **__: self.bucket)
        patch.setattr(TypstRenderer, "render", lambda _, slip: describe_slip(slip))
        patch.setattr(SlipPress, "bind", lambda _, sheets, listed: describe_print(sheets, listed))

    # ---- functions other than the API ---------------------------------------------------------------------------

    def bring(self, function: str, dossier: str) -> None:
        """The facts of a dossier that the function has not had yet, in one batch of its queue; it takes them all."""
        assert self.offer(function, dossier) == []

    def offer(self, function: str, dossier: str) -> list[str]:
        """The same; the numbers of the facts that must be delivered again."""
        facts = DossierTable().load_ledger(dossier)
        had = self.brought.get((function, dossier), 0)
        records = [
            {"messageId": f"{fact.seq}", "body": encode_canonical(fact.body).decode(), "attributes": {}}
            for fact in facts[had:]
        ]
        failed = [each["itemIdentifier"] for each in self._called(function, {"Records": records})["batchItemFailures"]]
        self.brought[function, dossier] = len(facts) - len(failed)
        return failed

    def tick(self, function: str) -> Any:
        """A scheduled function at its time."""
        return self._called(function, json.loads((ROOT / "events" / f"{function}.json").read_text()))

    def _called(self, function: str, event: Mapping[str, Any]) -> Any:
        answer = getattr(import_module(MODULES[function]), function)(event, None)
        self.office.note(f"event {function}")
        return answer

    def slips(self, dossier: str, by: str = "citizen1") -> dict[str, str]:
        """The slips of a dossier that were made, as a person finds them: kind → words."""
        self.bring("render_slips", dossier)
        papers = self.office(by).get(f"/api/dossiers/{dossier}/papers")["items"]
        kinds = {each["id"]: each["component"] for each in papers if each["kind"] == "slip"}
        made = {key.rpartition("/")[2].removesuffix(".pdf"): kept.body for key, kept in self.bucket.objects.items()}
        return {kind: made[paper].decode() for paper, kind in kinds.items()}

    # ---- those who call -------------------------------------------------------------------------------------

    def call(self, path: str, told: Mapping[str, Any], keys: Mapping[str, bytes], header: str) -> HttpReply:
        """A signed call; each has a second of its own, for a signature counts once."""
        self.signed += 1
        ((kid, key),) = keys.items()
        raw = json.dumps(told).encode()
        signature = sign_body(raw, key, kid, datetime.now(UTC) - timedelta(seconds=self.signed))
        return self.office.nobody().call("POST", path, raw, {"Content-Type": "application/json", header: signature})

    def files_at_portal(self, procedure: str, draft: Mapping[str, Any], papers: list[str]) -> str:
        """A filing at the national portal by citizen1, whose account there is linked; the dossier's id."""
        dossier, answer = self.try_portal(procedure, draft, papers)
        assert (answer.status, answer.body["state"]) == (200, "submitted"), answer.body
        return dossier

    def try_portal(
        self, procedure: str, draft: Mapping[str, Any], papers: list[str], checked: str = "accepted"
    ) -> tuple[str, HttpReply]:
        """The same with any answer; `checked` is the result of its files' check."""
        self._link_account()
        number, applicant = f"DVC-{self.signed}", draft["applicant"]
        unit = wiring.provide_agencies().get(self.office.place.one_stop)
        filing = {
            "MaHoSo": number, "MaTTHC": procedure, "MaDonViTiepNhan": unit.code_2025 or unit.code_2018,
            "MaTaiKhoan": ACCOUNT, "DuLieuBieuMau": draft["answers"],
            "GiayToDinhKem": [self._attached(number, each, checked) for each in papers],
            "ThongTinNguoiNop": {
                "HoTen": applicant["full_name"], "SoGiayTo": applicant["id_number"], "SoDienThoai": applicant["phone"],
            },
        }  # fmt: skip
        answer = self.call("/api/national/filings", filing, THEIRS, portal_signature.HEADER)
        return derive_dossier_id(PORTAL.sub, number), answer

    def try_feedback(self, number: str, **changes: Any) -> HttpReply:
        """Feedback that somebody sent to the national system, as it hands it on; with any answer."""
        sent = {
            "MaPhanAnh": number, "ThoiDiem": self.office.clock.now().isoformat(),
            "DoiTuong": "Dịch vụ công trực tuyến", "TieuDe": "Tải tệp bị lỗi",
            "NoiDung": "Trang nộp hồ sơ báo lỗi khi tải tệp lớn, đề nghị sửa",
            "NguoiGui": {"HoTen": "Lò Văn An", "DiaChi": "Số 5 đường Lê Lợi", "LienHe": "0912345678"},
            **changes,
        }  # fmt: skip
        return self.call("/api/national/feedback", sent, THEIRS, portal_signature.HEADER)

    def _link_account(self) -> None:
        self.signed += 1
        at = datetime.now(UTC) - timedelta(seconds=self.signed)
        statement = {
            "account": ACCOUNT,
            "signature": sign_body(encode_canonical({"MaTaiKhoan": ACCOUNT}), KEY, "portal-1", at),
        }
        self.office("citizen1").ask("POST", "/api/me/national-account", statement, expect=200)

    def _attached(self, number: str, component: str, checked: str) -> dict[str, Any]:
        """A file of a filing, as its check leaves it."""
        dossier, digest = derive_dossier_id(PORTAL.sub, number), "a" * 64
        paper = derive_paper_id(PORTAL.sub, f"{number}|{component}|{digest}")
        keep_paper(dossier, paper, PaperKind.COMPONENT, component, PORTAL.sub, self.office.clock.real_now(), checked)
        return {
            "IdGiayTo": component, "Ma": component, "TenGiayTo": "giay-to.pdf", "KichThuoc": 9,
            "HashTepTin": digest, "LoaiTep": "application/pdf",
        }  # fmt: skip

    def reports(self, system: str, code: str, status: str) -> HttpReply:
        """The sector system of a unit reports a dossier's progress there."""
        self.systems.setdefault(system, KEY)
        told = {
            "MaHoSo": code, "TrangThai": status, "ThoiDiem": self.office.clock.at.isoformat(), "MaThamChieu": "BC-1",
        }  # fmt: skip
        return self.call("/api/systems/status", told, {system: KEY}, portal_signature.HEADER)

    def texts(self, text: str) -> HttpReply:
        """A text message that the provider of the number passes on."""
        return self.call("/api/sms", {"id": f"m{self.signed}", "from": PHONE, "text": text}, NUMBER, sms.HEADER)

    def pays(self, dossier: str, keys: Mapping[str, bytes] = BANK, status: str = "paid") -> HttpReply:
        """The owner pays everything that is owed, on the gateway's page, or the attempt ends as `status` says; what its
        callback, signed by `keys`, was answered."""
        citizen = self.office("citizen1")
        sums = citizen.get(f"/api/dossiers/{dossier}")["obligations"]
        owed = [each["id"] for each in sums if each["state"] == "open"]
        intent = citizen.ask("POST", f"/api/dossiers/{dossier}/payments", {"obligations": owed}, expect=201).body
        said = {
            "transaction": f"T-{intent['ref']}", "intent": intent["ref"], "amount": intent["amount"],
            "currency": "VND", "status": status, "paid_at": datetime.now(UTC).isoformat(),
        }  # fmt: skip
        return self.call("/api/payments/callback", said, keys, gateway_signature.HEADER)

    def proves_contacts(self, username: str) -> None:
        """A person whose mail and telephone are proven; how one proves them has tests of its own."""
        now = self.office.clock.real_now()
        ContactTable().save(Holder(sub=username), ContactReach(Contact(MAIL, now), Contact(PHONE, now)))


def keep_paper(
    dossier: str, paper: str, kind: PaperKind, component: str, by: str, now: datetime, checked: str = "accepted"
) -> None:
    """A paper as its check leaves it: accepted, still pending, or quarantined."""
    reason = None if checked == "accepted" else QuarantineReason.SCAN_FAILED
    made = build_uploaded_paper(dossier, paper, kind, component, by, now, pending=checked == "pending", reason=reason)
    build_paper_row(made).save()


def describe_print(sheets: Sequence[tuple[Paper, str]], listed: Cover | None) -> bytes:
    """Return the sheets of a print, each with its mark, and the list in front of them."""
    rows = listed.rows if listed else None
    return json.dumps({"sheets": [[paper.id, mark] for paper, mark in sheets], "listed": rows}).encode()


def describe_slip(slip: Slip) -> bytes:
    """Every word that a slip bears, and what its QR code says."""
    return json.dumps(export_slip(slip), ensure_ascii=False).encode()
