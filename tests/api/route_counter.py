"""The API with one counter before it: people, their drafts, and a clock that can be moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chalicelib.domain.papers.paper import PaperKind
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.repositories.papers.paper_items import build_paper_row
from tests.api.conftest import Api, ApiAnswer
from tests.support.builders import ANSWERS, CERTIFICATE, ONE_STOP, PERSON
from tests.support.paper_builders import build_uploaded_paper

UNIT = ONE_STOP["lai-chau"]


MONDAY = datetime(2026, 11, 23, 9, tzinfo=VIETNAM)


SATURDAY_EVENING = datetime(2026, 11, 21, 20, 15, tzinfo=VIETNAM)


Headers = dict[str, str] | None


START = {"procedure": CERTIFICATE, "one_stop": UNIT, "channel": "own_portal"}


@dataclass
class ShiftedClock:
    """Legal time stands where a test puts it; the clock on the wall, on which tokens run, is the real one."""

    at: datetime = MONDAY
    simulated: bool = True

    def now(self) -> datetime:
        """Legal time."""
        return self.at

    def real_now(self) -> datetime:
        """Real time."""
        return datetime.now(UTC)


@dataclass
class RouteCounter:
    """A citizen and an officer in front of the API."""

    api: Api
    clock: ShiftedClock
    keys: int = 0
    id: str = ""
    version: int = 0

    def key(self) -> str:
        """A key of its own."""
        self.keys += 1
        return f"key-{self.keys:020d}"

    def post(self, path: str, sub: str, body: Any, headers: Headers = None, *, version: int | None = None) -> ApiAnswer:
        """One keyed request; a header given as empty is left out."""
        sent = {"Idempotency-Key": self.key()} | ({"If-Match": f'"{version}"'} if version is not None else {})
        sent |= headers or {}
        return self.api("POST", path, sub=sub, body=body, headers={k: v for k, v in sent.items() if v})

    def start(self, **changes: str) -> ApiAnswer:
        """Begin a draft."""
        return self.post("/api/dossiers", "citizen", START | changes)

    def typed(self, **changes: Any) -> ApiAnswer:
        """Begin a draft and save what was typed."""
        self.id = self.start().json["id"]
        return self.save(1, **{"answers": ANSWERS[CERTIFICATE], **changes})

    def save(self, version: int, answers: dict[str, Any], **changes: Any) -> ApiAnswer:
        """Save the draft."""
        body = {"answers": answers, "applicant": PERSON} | changes
        headers = {"If-Match": f'"{version}"'}
        return self.api("PUT", f"/api/dossiers/{self.id}/draft", sub="citizen", body=body, headers=headers)

    def paper(self) -> str:
        """The application form, uploaded and accepted."""
        now, kind = self.clock.real_now(), PaperKind.COMPONENT
        made = build_uploaded_paper(self.id, f"p{self.keys}", kind, "application_form", "citizen", now)
        build_paper_row(made).save()
        return made.id

    def submit(self, headers: Headers = None) -> ApiAnswer:
        """File the draft."""
        body = {"papers": [self.paper()], "declared_true": True}
        return self.post(f"/api/dossiers/{self.id}/submit", "citizen", body, headers)

    def filed(self) -> RouteCounter:
        """A dossier just filed."""
        self.typed()
        self.version = self.submit().json["version"]
        return self

    def step(
        self, name: str, sub: str, body: Any = None, headers: Headers = None, *, version: int | None = -1
    ) -> ApiAnswer:
        """A step at the version last seen, unless another is given (None sends none). A reception lets the fee be paid
        later unless the body says otherwise."""
        chosen = self.version if version == -1 else version
        body = {"deferral": "other_way_agreed", **(body or {})} if name == "receive" else body
        return self.post(f"/api/dossiers/{self.id}/{name}", sub, body or {}, headers, version=chosen)
