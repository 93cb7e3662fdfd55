"""A site of plain pages: its reader, who follows links, and one published matter of each kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.matters.kind_table import KINDS
from chalicelib.domain.matters.kinds.surveys import SURVEYS
from chalicelib.domain.matters.matter_kind import MatterKind
from chalicelib.domain.matters.public_face import PublicMatter, list_search_words
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.handlers.http.answer import PAGE_POLICY
from chalicelib.handlers.reading.matter_pages import SOURCES, list_public_fields
from chalicelib.handlers.reading.reader import HOME
from chalicelib.wiring import matters as wiring_matters
from tests.api.conftest import Api
from tests.api.reading.plain_html import PlainHtml
from tests.support.people import ONE_STOP
from tests.support.surveys import SURVEY

SITE = "https://dichvucong.example.gov.vn"
UNIT = ONE_STOP["lai-chau"]
PUBLISHED = datetime(2026, 11, 5, 3, tzinfo=UTC)
SCRIPT = "<script>alert(1)</script>"


class Crawler:
    """Reads every plain page that links lead to, from the first one on, in both languages."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.pages: dict[str, PlainHtml] = {}

    def read(self, address: str) -> PlainHtml:
        """One page, which must be there."""
        answer = self.api("GET", address)
        assert answer.status == 200, (address, answer.text)
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert answer.headers["content-security-policy"] == PAGE_POLICY
        return PlainHtml(answer.text)

    def crawl(self) -> None:
        """Follow every link to a plain page once; of the filters of one list, one of each sort."""
        waiting, known = [HOME], set[tuple[str, ...]]()
        while waiting:
            address = waiting.pop()
            asked = parse_qs(urlsplit(address).query)
            sort = (urlsplit(address).path, *sorted(asked), *asked.get("lang", ()))
            if sort not in known:
                known.add(sort)
                self.pages[address] = page = self.read(address)
                waiting += [each for each in page.links if each == HOME or each.startswith((f"{HOME}/", f"{HOME}?"))]


class Publisher:
    """Puts public faces of matters on the shelf that everybody reads, with markup in every text."""

    def publish(self, kind: MatterKind) -> PublicMatter:
        """One published matter of a kind: every public field has an answer."""
        values: dict[str, object] = {}
        texts: dict[str, str] = {}
        for asked in list_public_fields(kind):
            form = asked.form
            if form.choices:
                values[form.key] = form.choices[0].code
            elif form.type == "boolean":
                values[form.key] = True
            elif form.format == "date":
                values[form.key] = "2026-11-05"
            elif asked.unit:
                values[form.key] = UNIT
            elif asked.procedure:
                values[form.key] = "2.000635"
            elif form.key in SOURCES:
                texts[form.key] = make_id(KINDS["questions"])
            else:
                texts[form.key] = f"{form.vi} {SCRIPT} & <b onclick=x>"
        state = next(each.key for each in kind.states if each.public)
        shown = PublicMatter(
            make_id(kind), kind.name, f"{kind.prefix}-1", state, UNIT, PUBLISHED, PUBLISHED, values, texts
        )
        wiring_matters.provide_public_matters().put(shown, list_search_words(texts.values()), 3)
        return shown


def make_id(kind: MatterKind) -> str:
    """An id of a matter."""
    return str(PUBLIC_KINDS.index(kind)) * 26


PUBLIC_KINDS = [kind for kind in KINDS.values() if any(state.public for state in kind.states)]


@pytest.fixture
def shelf(api: Api, appoint: Callable[..., Officer]) -> dict[str, PublicMatter]:
    """One published matter of each kind, by its address; the survey is a real one, open today."""
    publisher = Publisher()
    found = {kind.plural: publisher.publish(kind) for kind in PUBLIC_KINDS if kind is not SURVEYS}
    appoint("office", Role.PROVINCIAL_OFFICE, unit="province")
    appoint("second", Role.PROVINCIAL_OFFICE, unit="province")
    today = datetime.now(UTC).astimezone(VIETNAM).date().isoformat()
    values = {**SURVEY, "public_title": f"Khảo sát {SCRIPT}", "opens_on": today, "closes_on": today}
    key = {"Idempotency-Key": "survey-key-of-the-shelf"}
    number = api("POST", "/api/surveys", sub="office", body={"values": values}, headers=key).json["id"]
    key = {"Idempotency-Key": "launch-key-of-the-shelf", "If-Match": '"1"'}
    assert api("POST", f"/api/surveys/{number}/launch", sub="second", body={"values": {}}, headers=key).status == 200
    assert wiring_matters.provide_matter_publishing().publish_matter(number)
    shown = wiring_matters.provide_public_matters().find(number)
    assert shown is not None
    return {**found, SURVEYS.plural: shown}


@pytest.fixture
def crawler(api: Api, deployment: pytest.MonkeyPatch) -> Crawler:
    """A site under an address."""
    deployment.setenv("SITE_ORIGIN", SITE)
    return Crawler(api)
