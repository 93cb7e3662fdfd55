"""An office of a province that has rules of its own, laid out for one test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chalicelib.domain.papers.paper import PaperKind
from chalicelib.repositories.papers.paper_items import build_paper_row
from tests.api.conftest import Api, ApiAnswer
from tests.api.route_counter import ShiftedClock
from tests.support.builders import ANSWERS, CERTIFICATE, PERSON
from tests.support.paper_builders import build_uploaded_paper

UNIT, POST_OFFICE, AGENCY = "TP-N90001-1C", "TP-N90001-BC", "TP-N90001"


FORM = "application_form"


@dataclass
class OwnRulesOffice:
    """The people of the invented province in front of its API; a step is taken at the version last seen."""

    api: Api
    clock: ShiftedClock
    id: str = ""
    version: int = 0
    keys: int = 0

    def send(self, path: str, sub: str, body: Any, *, version: int | None = None) -> ApiAnswer:
        """One keyed request."""
        self.keys += 1
        headers = {"Idempotency-Key": f"key-{self.keys:020d}"}
        headers |= {"If-Match": f'"{version}"'} if version is not None else {}
        return self.api("POST", f"/api/dossiers{path}", sub=sub, body=body, headers=headers)

    def step(self, name: str, sub: str, **body: Any) -> ApiAnswer:
        """A step on the dossier."""
        answer = self.send(f"/{self.id}/{name}", sub, body, version=self.version)
        if answer.status < 400:
            self.version = answer.json["version"]
        return answer

    def done(self, name: str, sub: str, **body: Any) -> Any:
        """A step that is taken."""
        answer = self.step(name, sub, **body)
        assert answer.status < 400, answer.text
        return answer.json

    def begin(self, by: str = "citizen", channel: str = "own_portal", unit: str = UNIT) -> ApiAnswer:
        """Begin a draft."""
        return self.send("", by, {"procedure": CERTIFICATE, "one_stop": unit, "channel": channel})

    def file(self, by: str = "citizen", channel: str = "own_portal", unit: str = UNIT) -> OwnRulesOffice:
        """File a certificate."""
        began = self.begin(by, channel, unit)
        assert began.status == 201, began.text
        self.id = began.json["id"]
        typed = {"answers": ANSWERS[CERTIFICATE], "applicant": PERSON}
        self.api("PUT", f"/api/dossiers/{self.id}/draft", sub=by, body=typed, headers={"If-Match": '"1"'})
        filed = self.send(f"/{self.id}/submit", by, {"papers": [self.paper(by)], "declared_true": True})
        assert filed.status == 200, filed.text
        self.version = filed.json["version"]
        return self

    def paper(self, by: str = "citizen") -> str:
        """The form on paper, uploaded and accepted."""
        self.keys += 1
        now = self.clock.real_now()
        made = build_uploaded_paper(self.id, f"p{self.keys}", PaperKind.COMPONENT, FORM, by, now)
        build_paper_row(made).save()
        return made.id

    def pay(self, by: str = "cashier") -> OwnRulesOffice:
        """Pay what is owed, in cash."""
        seen = self.api("GET", f"/api/dossiers/{self.id}", sub=by).json
        for owed in seen["obligations"]:
            self.done("pay", by, obligations=[owed["id"]], amount=owed["amount"], receipt_number=f"BL-{owed['id']}")
        return self

    def settling(self) -> OwnRulesOffice:
        """Filed, paid, received and with the agency."""
        self.file().pay()
        self.done("receive", "clerk")
        self.done("transfer", "clerk")
        return self

    def facts(self, kind: str) -> list[Any]:
        """The facts of a kind, as the desk exports them."""
        found = self.api("GET", f"/api/dossiers/{self.id}/ledger", sub="clerk").json["facts"]
        return [fact for fact in found if fact["kind"] == kind]
