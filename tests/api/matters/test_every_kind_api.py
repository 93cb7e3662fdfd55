"""Every kind of matter over HTTP, one that only tests know among them: nothing here names a kind."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from chalice.app import Blueprint

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.person_profile import (
    Identifier,
    IdentifierKind,
    PersonProfile,
    ProfileChange,
    ProfileProof,
    ProofMethod,
)
from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.accounts.roles import PROVINCE_WIDE, Role
from chalicelib.domain.matters.matter_forms import is_free_text
from chalicelib.domain.matters.matter_kind import MatterField, MatterKind
from chalicelib.domain.security.quotas import Quota
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.handlers.http import registry
from chalicelib.handlers.http.addresses import ADDRESSES
from chalicelib.handlers.http.matter_addresses import list_matter_addresses
from chalicelib.handlers.http.operations import OPERATIONS
from chalicelib.handlers.matters import matters
from chalicelib.steps.matters.matter_checks import SecondLookNeeded
from chalicelib.wiring import core as wiring
from chalicelib.wiring import matters as wiring_matters
from chalicelib.wiring import people as wiring_people
from infra.operations.verify_ledger import check_export
from tests.api.conftest import Api, ApiAnswer
from tests.api.security.quota_street import limit_quota, read_everything
from tests.conftest import SIZE
from tests.support.matters.bad_answers import BAD_BODIES, KEPT_CLEAN, WRONG_TEXTS, WRONG_TYPES
from tests.support.matters.every_kind import EACH_KIND, add_kind
from tests.support.matters.explored import PROVINCE_SCOPE, find_reference, list_units
from tests.support.matters.filled_forms import OPEN, SAMPLES, SECRET, FormFiller
from tests.support.matters.lost_items import LOST_ITEMS
from tests.support.matters.versions import find_version
from tests.support.people import MONDAY

PROVINCE = "lai-chau"
MOST_STEPS = 8


@pytest.fixture(scope="module")
def whole_app() -> Iterator[registry.App]:
    """The application with one more line in the table of kinds, and its addresses."""
    from app import app

    known, own = len(OPERATIONS), Blueprint("lost_items")
    with add_kind(LOST_ITEMS), pytest.MonkeyPatch.context() as patch:
        for address, file in list_matter_addresses(LOST_ITEMS.plural).items():
            patch.setitem(ADDRESSES, address, file)
        patch.setattr(matters, "bp", own)
        matters.register_kind(LOST_ITEMS)
        app.register_blueprint(own)
        yield app
    del OPERATIONS[known:]
    for address in list_matter_addresses(LOST_ITEMS.plural):
        del app.routes[address]


@dataclass
class Town:
    """People of every role in two departments, who send commands."""

    api: Api
    kind: MatterKind
    appoint: Callable[..., Officer]
    filler: FormFiller
    count: int = 0
    people: dict[tuple[str, str], str] = field(default_factory=dict)

    def find_person(self, role: Role, unit: str = "") -> str:
        """The account of somebody with a role in a unit; a citizen has the electronic identity."""
        if role is Role.APPLICANT:
            wiring.provide_officers().keep_identity("citizen", ProvenIdentity(2))
            return "citizen"
        unit = PROVINCE_SCOPE if role in PROVINCE_WIDE else unit or self.filler.units[0]
        if (role.value, unit) not in self.people:
            self.people[role.value, unit] = sub = f"{role.value}-{unit}".replace("_", "-").lower()
            self.appoint(sub, role, unit=unit)
        return self.people[role.value, unit]

    def post(self, path: str, sub: str, body: Any, raw: bytes | None = None, *, versioned: bool = True) -> ApiAnswer:
        """One command with a key of its own, on the version that is there."""
        self.count += 1
        headers = {"Idempotency-Key": f"every-kind-{self.count:08d}", "Content-Type": "application/json"}
        if versioned and (version := find_version(path)) is not None:
            headers["If-Match"] = f'"{version}"'
        return self.api("POST", f"/api/{self.kind.plural}{path}", sub=sub, body=body, raw=raw, headers=headers)

    def send_form(self, path: str, sub: str, fields: tuple[MatterField, ...], unlike: str = "") -> dict[str, Any]:
        """Send a form, mended by what the refusals say. Raise Invalid for one that cannot be mended."""

        def send(values: Mapping[str, Any], confirmed: tuple[str, ...]) -> dict[str, Any]:
            answer = self.post(path, sub, {"values": dict(values), "confirmed": list(confirmed)})
            if answer.code == "second_look_needed":
                raise SecondLookNeeded(allowed=tuple(answer.json["allowed"]))
            if answer.status >= 400:
                raise Invalid(fields=tuple(FieldError(path, code, "", "") for path, code in list_faults(answer)))
            found: dict[str, Any] = answer.json
            return found

        return self.filler.send_mended(send, fields, unlike)

    def open_any(self) -> tuple[str, dict[str, Any]]:
        """Open a matter as the first role that may; return who did."""
        for role in sorted(self.kind.opening.who):
            sub = self.find_person(role)
            try:
                return sub, self.send_form("", sub, self.kind.opening.fields)
            except Invalid:
                continue
        raise AssertionError(f"nobody can open a {self.kind.name}")

    def list_people(self) -> list[str]:
        """One person of each role that the table names, twice where two are needed, in the first unit."""
        roles = {role for step in self.kind.steps for role, _ in step.who}
        return [self.find_person(role) for role in sorted(roles)]

    def take_any(self, number: str, done: set[str]) -> dict[str, Any] | None:
        """Take a step that was not taken yet, by the first person who is offered one; None without."""
        for sub in self.list_people():
            seen = self.api("GET", f"/api/{self.kind.plural}/{number}", sub=sub)
            for word in seen.json["steps"] if seen.status == 200 else ():
                row = self.kind.list_steps(word)[0]
                if word in done or row.hands_to:
                    continue
                done.add(word)
                try:
                    return self.send_form(f"/{number}/{word}", sub, row.fields, seen.json["unit"])
                except Invalid:
                    continue
        return None


def list_faults(answer: ApiAnswer) -> list[tuple[str, str]]:
    """The fields at fault of a problem."""
    require_problem(answer)
    return [(each["path"], each["code"]) for each in answer.json.get("errors", ())]


def require_problem(answer: ApiAnswer) -> None:
    """A refusal is problem+json with a stable code and both languages, and no fault of ours."""
    assert 400 <= answer.status < 500, (answer.status, answer.text[:300])
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json["code"] == answer.json["code"].lower()
    assert all(answer.json["detail"][language].strip() for language in ("vi", "en"))


def keep_holder() -> None:
    """Somebody has the identity number that forms are filled with."""
    proof = ProfileProof(ProofMethod.E_IDENTITY, MONDAY, 2)
    number = Identifier(IdentifierKind.PERSONAL_ID, SAMPLES["vn-personal-id"], proof)
    after = PersonProfile("holder", version=1, identifiers=(number,))
    change = ProfileChange("made", MONDAY)
    wiring_people.provide_profiles().save(PersonProfile("holder"), after, change, MONDAY)


@pytest.fixture
def town(table: None, whole_app: registry.App, appoint: Callable[..., Officer], kind: MatterKind) -> Town:
    """A town of one kind, without limits of how much a person sends."""
    limit_quota(Quota.MATTERS, person=10**9)
    keep_holder()
    return Town(Api(whole_app), kind, appoint, FormFiller(find_reference(PROVINCE), list_units(PROVINCE)))


@EACH_KIND
def test_a_line_of_the_table_is_all_that_a_kind_needs(town: Town, kind: MatterKind) -> None:
    views = {each["name"]: each for each in town.api("GET", "/api/matters").json["items"]}
    shown = views[kind.name]
    assert (shown["empty"]["vi"], shown["title"]["en"]) == (kind.empty.vi, kind.title.en)
    assert {each["key"] for each in shown["states"]} == {each.key for each in kind.states}
    opener, opened = town.open_any()
    number, done = opened["id"], set[str]()
    assert town.api("GET", f"/api/{kind.plural}/{number}", sub="stranger").code == "not_found"
    assert town.api("GET", f"/api/matters/ledger/{number}", sub="stranger").code == "not_found"
    assert town.post(f"/{number}/{kind.steps[0].word}", "stranger", {"values": {}}).code == "not_found"
    taken = 0
    while taken < MOST_STEPS and (after := town.take_any(number, done)):
        taken += 1
        check_public(town, after)
    assert taken, "nobody could take a step"
    seen = town.api("GET", f"/api/{kind.plural}/{number}", sub=opener).json
    assert seen["version"] == taken + 1
    assert len(seen["course"]) == taken + 1
    check_lists(town, seen, opener)
    found = check_export(town.api("GET", f"/api/matters/ledger/{number}", sub=opener).json)
    assert (found.problems, found.facts) == ([], taken + 1)


def check_public(town: Town, seen: dict[str, Any]) -> None:
    """What everybody reads: public words of a public matter, and nothing else."""
    number = seen["id"]
    wiring_matters.provide_matter_publishing().publish_matter(number)
    face = town.api("GET", f"/api/matters/public/{number}")
    listed = town.api("GET", f"/api/matters/public?kind={town.kind.name}").json["items"]
    assert [each["id"] for each in listed] == ([number] if seen["public"] else [])
    assert (face.status == 200) is seen["public"]
    assert SECRET not in face.text
    if face.status == 200:
        assert all(text.startswith(OPEN) for text in face.json["texts"].values())


def check_lists(town: Town, seen: dict[str, Any], opener: str) -> None:
    """The matter stands once in the list of its unit, of its time and of its sender."""
    reader = town.find_person(Role.PROVINCIAL_OFFICE)
    for ended in ("true", "false"):
        path = f"/api/{town.kind.plural}?unit={seen['unit']}&ended={ended}"
        items = town.api("GET", path, sub=reader).json["items"]
        assert [each["id"] for each in items] == ([seen["id"]] if seen["ended"] is (ended == "true") else [])
    own = town.api("GET", f"/api/{town.kind.plural}", sub=opener).json["items"]
    assert [each["id"] for each in own] == ([seen["id"]] if seen["mine"] else [])


@EACH_KIND
def test_what_no_form_may_store_is_refused_at_its_field_and_leaves_nothing(town: Town, kind: MatterKind) -> None:
    """Wrong types, sizes and characters at each question of the opening."""
    opener, _ = town.open_any()
    good, before, tried = town.filler.fill_form(kind.opening.fields, whole=False), read_everything(), 0
    wrong = [*WRONG_TYPES.items(), *WRONG_TEXTS.items()]
    for place, asked in enumerate(kind.opening.fields):
        for turn, (name, value) in enumerate(wrong):
            fine = asked.form.type == "boolean" and name == "yes"
            blank = not asked.form.required and name in ("empty", "spaces", "invisible alone")
            if fine or blank or (SIZE != "full" and (turn + place) % 3):
                continue
            tried += 1
            answer = town.post("", opener, {"values": {**good, asked.key: value}, "confirmed": ["writing"]})
            assert answer.status != 201, (asked.key, name)
            require_problem(answer)
            if answer.status in (400, 422) and answer.code != "quota_reached":
                assert any(asked.key in path for path, _ in list_faults(answer)), (asked.key, name, answer.text)
    assert tried
    assert read_everything() == before


@EACH_KIND
def test_bodies_of_another_shape_are_refused_everywhere(town: Town, kind: MatterKind) -> None:
    """At the opening and at every step, whether it is possible now or not."""
    opener, opened = town.open_any()
    office = town.find_person(Role.PROVINCIAL_OFFICE)
    town.api("GET", f"/api/{kind.plural}/{opened['id']}", sub=office)
    before = read_everything()
    ways = [("", opener), *((f"/{opened['id']}/{word}", office) for word in kind.list_words())]
    for turn, (path, sub) in enumerate(ways):
        for place, body in enumerate(BAD_BODIES):
            if SIZE == "full" or not path or (turn + place) % 5 == 0:
                raw = json.dumps(body).encode()
                answer = town.post(path, sub, None, raw)
                if not path or answer.status != 409:
                    require_problem(answer)
        for raw in (b"", b"{", b"\xff\xfe", b'{"values": ' + b"[" * 5000):
            require_problem(town.post(path, sub, None, raw))
    assert read_everything() == before


@EACH_KIND
def test_every_step_of_an_officer_needs_the_version_that_they_saw(town: Town, kind: MatterKind) -> None:
    """A citizen's program need not send it."""
    _, opened = town.open_any()
    office = town.find_person(Role.PROVINCIAL_OFFICE)
    before = read_everything()
    for word in kind.list_words():
        answer = town.post(f"/{opened['id']}/{word}", office, {"values": {}}, versioned=False)
        assert (answer.status, answer.code) == (428, "version_missing"), word
    assert read_everything() == before
    answer = town.post(f"/{opened['id']}/no-such-step", town.find_person(Role.APPLICANT), {"values": {}})
    assert answer.status == 404


@EACH_KIND
def test_a_text_is_stored_in_one_form_and_stays_text(town: Town, kind: MatterKind) -> None:
    opener, _ = town.open_any()
    texts = [each for each in kind.opening.fields if is_free_text(each) and each.form.required]
    free = [each for each in texts if each.form.format in (None, "textarea")]
    for place, (name, (sent, kept)) in enumerate([*KEPT_CLEAN.items(), ("parted", PARTED)]):
        asked = free[place % len(free)]
        values = {**town.filler.fill_form(kind.opening.fields, whole=False), asked.key: sent}
        body = {"values": values, "confirmed": ["writing", "personal_data"]}
        answer = town.post("", opener, body)
        assert answer.status == 201, (name, answer.text)
        reader = town.find_person(Role.PROVINCIAL_OFFICE)
        shown = town.api("GET", f"/api/{kind.plural}/{answer.json['id']}", sub=reader).json["course"][0]["texts"]
        assert shown[asked.key] == kept, name


PARTED = (unicodedata.normalize("NFD", "Cấp lại giấy khai sinh ở xã"), "Cấp lại giấy khai sinh ở xã")
