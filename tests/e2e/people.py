"""The demo people at a deployed stack, every answer to whom is held against the API's description."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from infra.local.person import ApiPerson, HttpReply, send_request
from infra.local.seed import TODAY, Workplaces, find_place, make_account
from infra.local.stack import LocalStack
from tests.e2e.described import Description


@dataclass
class Witness(ApiPerson):
    """A person whose every answer is checked."""

    description: Description = field(default_factory=lambda: Description({"paths": {}}))

    def call(self, method: str, path: str, data: bytes | None, headers: Mapping[str, str]) -> HttpReply:
        """One request, sent as it stands; its answer must be a documented one."""
        reply = super().call(method, path, data, headers)
        self.description.check(method, path, reply)
        return reply

    def signed(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Headers with the person's token."""
        token = self.token if self.username is None else self.stack.fetch_token(self.username)
        return {**headers, "Authorization": f"Bearer {token}"} if token else dict(headers)

    def raw(self, method: str, path: str, data: bytes | None, **headers: str) -> HttpReply:
        """A request with exactly these bytes; underscores in header names stand for hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.call(method, path, data, self.signed(named))

    def version(self, dossier: str) -> int:
        """The dossier's version as it stands now."""
        return int(self.get(f"/api/dossiers/{dossier}")["version"])

    def announce(self, dossier: str, content: bytes, **changes: Any) -> Any:
        """Announce an upload of `content`; the answer holds the link."""
        wanted = {
            "kind": "component", "component": "", "name": "giay-to.pdf", "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(), "content_type": "application/pdf",
        }  # fmt: skip
        return self.ask("POST", f"/api/dossiers/{dossier}/papers", {**wanted, **changes}, expect=201).body

    def put(self, made: Any, content: bytes) -> int:
        """Send an announced upload to the file store; its status."""
        return send_request(made["url"], "PUT", content, made["headers"]).status


@dataclass(frozen=True)
class Cast:
    """Everybody at one stack: `cast("desk1")` is that person; the units are those of today."""

    stack: LocalStack
    description: Description

    def __call__(self, username: str) -> Witness:
        return Witness(self.stack, username, description=self.description)

    def nobody(self, token: str | None = None) -> Witness:
        """Somebody without account, or with a token of their own making."""
        return Witness(self.stack, token=token, description=self.description)

    @property
    def place(self) -> Workplaces:
        """The units where the demo officers work."""
        return find_place(CatalogueFiles().load_agencies(self.stack.province), TODAY)

    def subject(self, username: str) -> str:
        """The person's subject, as the API says it."""
        return str(self(username).get("/api/me")["sub"])

    def newcomer(self) -> str:
        """The subject of a new account, which has no rights yet."""
        return make_account(self.stack, f"newcomer-{secrets.token_hex(6)}")


COPY = "2.000815"
"""Certified copies: the original is shown at the counter, so a filing needs no upload."""

COPY_ANSWERS = {
    "applicant_full_name": "Trần Thị Hoa",
    "applicant_id_number": "046190000001",
    "applicant_phone": "0912345678",
    "document_title": "Giấy khai sinh",
    "document_issuer": "Ủy ban nhân dân phường Thuận Hóa",
    "page_count": 2,
    "copy_count": 3,
    "language": "vi",
}
APPLICANT = {"full_name": "Trần Thị Hoa", "id_number": "046190000001", "phone": "0912345678"}


def copy_draft(citizen: Witness, unit: str) -> str:
    """A filled draft that can be submitted as it is."""
    return citizen.draft(COPY, unit, "own_portal", {"answers": COPY_ANSWERS, "applicant": APPLICANT})


def encode_json(body: Any) -> bytes:
    """A body as bytes."""
    return json.dumps(body, ensure_ascii=False).encode()
