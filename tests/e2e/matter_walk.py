"""The part of the walk through the operations that opens a matter of every kind and takes its steps, by the tables."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.domain.ledger.matter_facts import PORTAL_MATTERS
from infra.local.mailbox import wait_until
from infra.local.person import create_pdf, send_request
from infra.operations.verify_ledger import check_export
from tests.e2e.people import Cast, Witness
from tests.support.running.opened_reviews import open_reviews

PREFERRED = ("take", "judge", "launch", "answer", "publish")
"""Steps that lead a matter to its public page; of a kind without them, the first step that the table allows."""
PEOPLE = ("deskhead", "desk1", "case1", "head1", "office", "office2", "citizen1", "operator")
OPENERS = {
    "applicant": "citizen1",
    "provincial_office": "office",
    "one_stop_officer": "desk1",
    "case_officer": "case1",
    "agency_head": "head1",
}
SAMPLES: Mapping[str, str] = {
    "date": "2026-11-23",
    "phone": "0905123456",
    "email": "hoa@example.vn",
    "vn-personal-id": "046190001234",
    "personal-id-or-passport": "046190001234",
}
TEXT = "Tôi muốn hỏi thủ tục cấp lại giấy khai sinh cho con"
LOOKED_AT = ["writing", "personal_data"]
MOST_STEPS = 4
DECIDED = "authority_decision"
"""The ground on which personal data are erased at any time, where a question lists it."""
CHOSEN = (DECIDED, "grant", "rename")
"""Choices that the walk prefers to the first one."""
ACCOUNTS = {"person": "walked-1", "other": "walked-2"}
"""Questions for the id of an account."""
ABOUT_ACCOUNTS = "account_case"
LEFT_OPEN = frozenset(
    {
        "source",
        "source_2",
        "source_3",
        "procedure",
        "valid_from",
        "valid_until",
        "backup_for",
        "right",
        "stand_in",
        "others",
        "successor",
        "parent",
        "opened",
        "account_id",
        "stage",
    }
)
"""Questions that may stay open, and whose answer is the id of something else, or a day that is to come."""


@dataclass
class MatterWalk:
    """One matter of each kind, from its opening on; `holder` is the number of somebody with an account."""

    cast: Cast
    holder: str
    opening: str = field(default_factory=lambda: f"opening-{secrets.token_hex(8)}")

    def open_every_kind(self) -> None:
        """Open one of each kind, follow it, find in public what was published, and read the statistics of all."""
        kinds = self.cast.nobody().get("/api/matters")["items"]
        for kind in kinds:
            if not kind["opened_by"]:
                self.answer_review(kind)
                continue
            opener = self.cast(next(OPENERS[role] for role in OPENERS if role in kind["opened_by"]))
            files = [self.send_file(opener, kind)] if kind["opening"]["papers"] else []
            body = self.fill_form(kind, kind["opening"]) | {"papers": files}
            sent = body | ({"opening": self.find_opening(kind)} if files else {})
            opened = opener.ask("POST", f"/api/{kind['plural']}", sent, expect=201).body
            for paper in files:
                self.read_file(opener, opened["id"], paper)
            whose = "" if "applicant" in kind["opened_by"] else f"?unit={opened['unit']}"
            assert opened["id"] in {each["id"] for each in opener.get(f"/api/{kind['plural']}{whose}")["items"]}
            taken = [*self.take_steps(kind, opened["id"])]
            assert check_export(opener.get(f"/api/matters/ledger/{opened['id']}")).problems == []
            if any(each["written"] and each["word"] in taken for each in kind["steps"]):
                assert self.cast("office").get(f"/api/matters/answers/{opened['id']}")["number"]
            assert taken, f"nobody could take a step on a {kind['name']}"
            if kind["name"] in PORTAL_MATTERS:
                path = f"/api/matters/national/{opened['id']}"
                assert any(self.cast(name).ask("GET", path).status == 200 for name in PEOPLE)
            if "publish" in taken:
                self.find_in_public(kind["name"], opened["id"])
        wait_until(lambda: self.list_counted() >= {each["name"] for each in kinds}, "counts of every kind")

    def answer_review(self, kind: Mapping[str, Any]) -> None:
        """Let the nightly job open the kind that people do not open, and answer one of its lines."""
        open_reviews(self.cast.stack)
        path, head = f"/api/{kind['plural']}", self.cast("head1")
        listed = head.get(f"{path}?unit={self.cast.place.committee}")["items"]
        seen = head.get(f"{path}/{listed[0]['id']}")
        line = next(each["key"] for each in seen["lines"] if each["answers"])
        sent = {"values": {"line": line}, "confirmed": []}
        head.ask("POST", f"{path}/{seen['id']}/keep", sent, version=seen["version"], expect=200)
        assert check_export(head.get(f"/api/matters/ledger/{seen['id']}")).problems == []

    def list_counted(self) -> set[str]:
        """Return the kinds of which the provincial office reads that some were received."""
        found = self.cast("office").get("/api/matters/statistics")["items"]
        return {each["kind"] for each in found if each["received"]}

    def find_opening(self, kind: Mapping[str, Any]) -> str:
        """The key with which the matter of a kind is opened."""
        return f"{self.opening}-{kind['plural']}"

    def send_file(self, opener: Witness, kind: Mapping[str, Any]) -> str:
        """Send a file for a matter that is not opened yet, and wait for its check."""
        content = create_pdf(kind["name"])
        wanted = {
            "matter_kind": kind["plural"], "opening": self.find_opening(kind), "name": "don.pdf", "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(), "content_type": "application/pdf",
        }  # fmt: skip
        made = opener.ask("POST", "/api/matters/papers", wanted, expect=201).body
        assert opener.put(made, content) < 300
        path = f"/api/matters/papers/{made['matter_id']}"
        wait_until(lambda: [each for each in opener.get(path)["items"] if each["state"] == "accepted"], "checked file")
        return str(made["paper"]["id"])

    def read_file(self, opener: Witness, number: str, paper: str) -> None:
        """Find a file with its matter and fetch it; somebody else finds nothing."""
        path = f"/api/matters/papers/{number}"
        assert [each["id"] for each in opener.get(path)["items"]] == [paper]
        assert send_request(opener.get(f"{path}/{paper}")["url"], "GET", None, {}).status == 200
        for each in (path, f"{path}/{paper}"):
            assert self.cast("citizen2").ask("GET", each).status == 404

    def take_steps(self, kind: Mapping[str, Any], number: str) -> Iterator[str]:
        """Take one step after the other, each as somebody whom the table lets."""
        steps = {each["word"]: each for each in kind["steps"]}
        done = set[str]()
        for _ in range(MOST_STEPS):
            found = self.find_step(kind, number, done)
            if found is None:
                return
            person, word, version = found
            path = f"/api/{kind['plural']}/{number}/{word}"
            person.ask("POST", path, self.fill_form(kind, steps[word]), version=version, expect=200)
            done.add(word)
            if word == "launch":
                self.answer_survey(number)
            yield word
            if word == PREFERRED[-1]:
                return

    def answer_survey(self, number: str) -> None:
        """Answer the survey that has just been opened, and read it."""
        path = f"/api/matters/surveys/{number}"
        asked = [each["code"] for each in self.cast.nobody().get(path)["questions"]]
        answers = {"answers": dict.fromkeys(asked, 4)}
        self.cast("citizen1").ask("POST", path, answers, expect=204)
        assert self.cast("citizen1").ask("POST", path, answers).body["code"] == "survey_answered"

    def find_step(self, kind: Mapping[str, Any], number: str, done: set[str]) -> tuple[Witness, str, int] | None:
        """Return who may take which step now that was not taken yet: a preferred one if somebody may."""
        allowed: dict[str, tuple[Witness, int]] = {}
        for name in PEOPLE:
            person = self.cast(name)
            seen = person.ask("GET", f"/api/{kind['plural']}/{number}")
            if seen.status == 200:
                allowed |= {word: (person, seen.body["version"]) for word in seen.body["steps"] if word not in allowed}
        elsewhere = {each["word"] for each in kind["steps"] if each["units"]}
        left = [each for each in (*PREFERRED, *allowed) if each in allowed and each not in done | elsewhere]
        word = next(iter(left), None)
        return (allowed[word][0], word, allowed[word][1]) if word else None

    def fill_form(self, kind: Mapping[str, Any], step: Mapping[str, Any]) -> dict[str, Any]:
        """Return the request of a step, each question answered by its schema."""
        asked: Mapping[str, Mapping[str, Any]] = step["form"].get("properties", {})
        values = {
            key: self.answer_question(kind, key, form, step["units"])
            for key, form in asked.items()
            if key not in LEFT_OPEN
        }
        # A question that has the name of another one's choice is asked for that choice alone.
        unasked = {each for key in values for each in asked[key].get("enum", ()) if each != values[key]}
        return {"values": {key: each for key, each in values.items() if key not in unasked}, "confirmed": LOOKED_AT}

    def answer_question(
        self, kind: Mapping[str, Any], key: str, form: Mapping[str, Any], units: list[str]
    ) -> str | int | bool:
        """Return an answer of the question's own sort."""
        if key in units:
            return str(self.cast.place.one_stop)
        if choices := kind["codes"].get(key) or form.get("enum"):
            return str(next((each for each in CHOSEN if each in choices), choices[0]))
        if form["type"] != "string":
            return True if form["type"] == "boolean" else int(form.get("minimum", 1))
        if key == "person" and kind["name"] == "account_request":
            return self.cast.newcomer()
        if key == "effective":
            return f"{datetime.now(UTC).date() + timedelta(days=30)}"
        if key in ACCOUNTS:
            return ACCOUNTS[key]
        if kind["name"] == ABOUT_ACCOUNTS and key == "id_number":
            return self.holder
        return SAMPLES.get(form.get("format", ""), TEXT)

    def find_in_public(self, kind: str, number: str) -> None:
        """Find it by words without accents, and read it."""
        anybody = self.cast.nobody()

        def list_found() -> list[Any]:
            found = anybody.get(f"/api/matters/public?kind={kind}&q=cap%20lai%20khai%20sinh")["items"]
            return [each for each in found if each["id"] == number]

        wait_until(list_found, "public matter")
        assert anybody.get(f"/api/matters/public/{number}")["id"] == number
