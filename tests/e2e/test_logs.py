"""The log lines of functions: routes, codes, ids and durations, and no personal data."""

from __future__ import annotations

import json
import secrets
import time
import unicodedata
from urllib.parse import quote

import pytest

from infra.local.logs import list_groups, list_lines
from infra.local.person import create_pdf
from infra.local.stories.people import FORM_2, MARITAL
from tests.e2e.filings import CERTIFICATE
from tests.e2e.people import Cast, Witness
from tests.e2e.rights import wait_until_met

pytestmark = pytest.mark.cloud


class PersonalMarks:
    """Made-up personal values that occur nowhere else."""

    def __init__(self) -> None:
        self.number = f"{secrets.randbelow(10**9):09d}"
        self.name = f"Đặng Thị Sao Băng {self.number}"
        self.identity = f"046{self.number}"
        self.phone = f"09{self.number[:8]}"
        self.email = f"sao.bang.{self.number}@example.test"
        self.address = f"Ngõ Sao Băng số {self.number}"
        self.file = f"chứng-minh-sao-băng-{self.number}.pdf"
        self.reason = f"Lý do sao băng {self.number}"

    @property
    def person(self) -> dict[str, str]:
        """The values as an applicant."""
        return {
            "full_name": self.name, "id_number": self.identity, "phone": self.phone, "email": self.email,
            "address": self.address,
        }  # fmt: skip

    def forms(self) -> set[str]:
        """Every spelling in which a value could stand in a line; each holds the made-up number or the name."""
        words = {self.number, self.number[:8], "Sao Băng", "sao-băng", "sao.bang", "sao băng"}
        apart = {unicodedata.normalize("NFD", word) for word in words}
        return {form for word in words | apart for form in (word, quote(word), json.dumps(word)[1:-1])}


def run_story(cast: Cast, marks: PersonalMarks) -> list[str]:
    """A dossier full of marks, good and refused requests alike; answers the file's links."""
    citizen, desk = cast("citizen1"), cast("desk1")
    answers = {**MARITAL, "requester_full_name": marks.name, "requester_address": marks.address}
    draft = {"answers": answers, "applicant": marks.person}
    dossier = citizen.draft(CERTIFICATE, cast.place.one_stop, "own_portal", draft)
    content = create_pdf(marks.name)
    made = citizen.announce(dossier, content, component=FORM_2, name=marks.file)
    assert citizen.put(made, content) == 200
    citizen.wait_checked(dossier, made["paper"]["id"])
    send_refused(citizen, dossier, marks)
    citizen.submit(dossier, [made["paper"]["id"]])
    desk.step(dossier, "request_supplement", {"components": [FORM_2], "guidance": marks.reason})
    link = citizen.get(f"/api/dossiers/{dossier}/papers/{made['paper']['id']}/link")["url"]
    citizen.step(dossier, "withdraw", {"reason": marks.reason})
    return [made["url"], link]


def send_refused(citizen: Witness, dossier: str, marks: PersonalMarks) -> None:
    """Wrong requests with marks in every place where a request can hold one."""
    json_body = {"Content_Type": "application/json", "If_Match": '"9"'}
    wrong = json.dumps({marks.name: marks.identity}, ensure_ascii=False).encode()
    assert citizen.raw("PUT", f"/api/dossiers/{dossier}/draft", wrong, **json_body).status == 400
    assert citizen.raw("PUT", f"/api/dossiers/{dossier}/draft", marks.name.encode(), **json_body).status == 400
    assert citizen.raw("GET", f"/api/me/dossiers?{quote(marks.name)}={marks.phone}", None).status == 400
    assert citizen.raw("GET", f"/api/dossiers/{marks.identity}", None).status == 404
    key = f"{marks.number}-{marks.number}"
    assert (
        citizen.raw("POST", "/api/dossiers", wrong, Content_Type="application/json", Idempotency_Key=key).status == 400
    )
    assert citizen.raw("GET", f"/api/procedures?q={quote(marks.name)}", None).status == 200


def test_no_function_writes_down_what_a_person_wrote_or_holds(cast: Cast) -> None:
    marks, began = PersonalMarks(), time.time() - 1
    tokens = [cast.stack.fetch_token(name) for name in ("citizen1", "desk1")]
    links = run_story(cast, marks)
    found: list[str] = []

    def has_written() -> bool:
        found[:] = [text for group in list_groups(cast.stack) for _, text in list_lines(cast.stack, group, began)]
        return any('"/api/dossiers/{dossier_id}/withdraw"' in text for text in found)

    assert wait_until_met(has_written, 15), "the log never held the last step"
    told = "\n".join(found)
    assert '"paper_checked"' in told
    signatures = [part.partition("X-Amz-Signature=")[2][:64] for part in links]
    secret = {*marks.forms(), *(token.rpartition(".")[2] for token in tokens), *signatures}
    assert [value for value in secret if value and value in told] == []
    own = cast.stack.cloud.log.read_text(errors="replace")
    assert [value for value in marks.forms() if value in own] == []
