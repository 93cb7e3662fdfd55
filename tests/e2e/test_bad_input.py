"""Every wrong request is answered with a problem in both languages, and nothing is written."""

from __future__ import annotations

import json
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from infra.local.person import HttpReply
from infra.local.seed import BEFORE, find_place
from infra.local.stack import LocalStack
from tests.e2e import stored
from tests.e2e.people import APPLICANT, COPY, COPY_ANSWERS, Cast, copy_draft, encode_json

pytestmark = pytest.mark.cloud

JSON = "application/json"
SECRET = "Nguyễn-Bí-Mật-7431"
"""Written into bad values: no answer repeats it."""


@dataclass(frozen=True)
class Bad:
    """A request and its answer. The fixture's names, as `{draft}` or `{unit}`, stand for what it made."""

    what: str
    who: str
    method: str
    path: str
    body: Any
    status: int
    code: str
    field: str = ""
    field_code: str = ""
    version: str | None = None
    key: str | None = "fresh"
    kind: str = JSON


DRAFT, STEP = "/api/dossiers/{draft}/draft", "/api/dossiers/{dossier}/"
START = {"procedure": COPY, "one_stop": "{unit}", "channel": "own_portal"}
RECEIVE = ("desk1", "POST", STEP + "receive")


def build_bad_draft(
    what: str, body: Any, status: int, code: str, field: str = "", field_code: str = "", **more: Any
) -> Bad:
    """Send a faulty body of a draft."""
    return Bad(what, "citizen1", "PUT", DRAFT, body, status, code, field, field_code, version='"2"', **more)


def build_malformed_draft(what: str, body: Any, field: str, field_code: str) -> Bad:
    """Send an unreadable body of a draft."""
    return build_bad_draft(what, body, 400, "malformed_request", field, field_code)


def build_bad_start(what: str, status: int, code: str, **changes: str) -> Bad:
    """Send a faulty new draft."""
    return Bad(what, "citizen1", "POST", "/api/dossiers", {**START, **changes}, status, code)


TABLE = (
    build_malformed_draft("broken JSON", b'{"answers":', "", "not_json"),
    build_malformed_draft("a name twice", b'{"answers":{},"answers":{}}', "", "not_json"),
    build_malformed_draft("a number that is none", b'{"answers":{"page_count":NaN}}', "", "not_json"),
    build_malformed_draft(
        "bytes that are no text",
        b'{"answers":{"document_title":"\xff"}}',
        "/answers/document_title",
        "control_characters",
    ),
    build_malformed_draft("a list", [SECRET], "", "not_an_object"),
    build_malformed_draft("an unknown field", {"wish": SECRET}, "/wish", "unknown_field"),
    build_malformed_draft(
        "an unknown inner field", {"applicant": {"wish": SECRET}}, "/applicant/wish", "unknown_field"
    ),
    build_malformed_draft("a wrong type", {"papers": SECRET}, "/papers", "wrong_type"),
    build_malformed_draft(
        "a number for a text", {"applicant": {"full_name": 7431}}, "/applicant/full_name", "wrong_type"
    ),
    build_malformed_draft(
        "a control character",
        {"applicant": {"full_name": f"{SECRET}\x07"}},
        "/applicant/full_name",
        "control_characters",
    ),
    build_malformed_draft(
        "an over-long name", {"applicant": {"full_name": SECRET * 600}}, "/applicant/full_name", "too_long"
    ),
    Bad(
        "an over-long name that is sent",
        "citizen1",
        "POST",
        "/api/dossiers/{long}/submit",
        {"declared_true": True},
        422,
        "invalid",
        "/applicant/full_name",
        "too_long",
    ),
    build_malformed_draft("too many papers", {"papers": ["p"] * 61}, "/papers", "too_long"),
    build_malformed_draft(
        "a number beyond exactness", {"answers": {"page_count": 2**60}}, "/answers/page_count", "out_of_range"
    ),
    build_malformed_draft("a tower of lists", b'{"answers":{"a":' + b"[" * 40 + b"]" * 40 + b"}}", "", "too_deep"),
    build_malformed_draft("a bottomless tower", b"[" * 100_000, "", "not_json"),
    build_bad_draft("too much for one form", {"answers": {f"k{n}": "ă" * 9000 for n in range(14)}}, 413, "too_large"),
    build_bad_draft("too much at all", b'{"answers":{"a":"' + b"a" * 310_000 + b'"}}', 413, "too_large"),
    build_bad_draft("another media type", {"answers": {}}, 415, "unsupported_media_type", kind="text/plain"),
    build_bad_draft("another alphabet", {"answers": {}}, 415, "unsupported_media_type", kind=f"{JSON}; charset=utf-16"),
    build_bad_start("an unknown procedure", 404, "unknown_procedure", procedure="9.999999"),
    build_bad_start("an unknown unit", 404, "unknown_agency", one_stop="NOWHERE"),
    build_bad_start("a unit that closed", 422, "agency_retired", one_stop="{old}"),
    build_bad_start("an agency that receives nobody", 422, "not_one_stop_unit", one_stop="{agency}"),
    build_bad_start("a desk's channel for a citizen", 422, "channel_of_another_route", channel="desk"),
    Bad(
        "no key",
        "citizen1",
        "POST",
        "/api/dossiers",
        START,
        400,
        "idempotency_key_missing",
        "/headers/Idempotency-Key",
        "wrong_format",
        key=None,
    ),
    Bad(
        "a short key",
        "citizen1",
        "POST",
        "/api/dossiers",
        START,
        400,
        "idempotency_key_missing",
        "/headers/Idempotency-Key",
        "wrong_format",
        key="short",
    ),
    Bad(
        "a used key with another body",
        "citizen1",
        "POST",
        "/api/dossiers",
        {**START, "procedure": "1.001612"},
        422,
        "idempotency_key_reused",
        key="used",
    ),
    Bad("no version", *RECEIVE, {}, 428, "version_missing"),
    Bad("a stale version", *RECEIVE, {}, 412, "stale_version", version='"0"'),
    Bad("a version of tomorrow", *RECEIVE, {}, 412, "stale_version", version='"99"'),
    Bad(
        "a version without quotes",
        *RECEIVE,
        {},
        400,
        "malformed_request",
        "/headers/If-Match",
        "wrong_format",
        version="1",
    ),
    Bad("any version", *RECEIVE, {}, 400, "malformed_request", "/headers/If-Match", "wrong_format", version="*"),
    Bad("a step that is not due", "desk1", "POST", STEP + "transfer", {}, 409, "wrong_moment", version='"1"'),
    Bad(
        "an unknown ground",
        "desk1",
        "POST",
        STEP + "refuse",
        {"ground": "no_reason", "reason": SECRET},
        422,
        "invalid",
        "/ground",
        "ground_unknown",
        version='"1"',
    ),
    Bad(
        "an unlisted component",
        "desk1",
        "POST",
        STEP + "request_supplement",
        {"components": ["birth_certificate"], "guidance": SECRET},
        422,
        "invalid",
        "/components/0",
        "component_unlisted",
        version='"1"',
    ),
    Bad(
        "an over-long reason",
        "citizen1",
        "POST",
        STEP + "withdraw",
        {"reason": "ă" * 2001},
        400,
        "malformed_request",
        "/reason",
        "too_long",
    ),
    Bad(
        "a draft that is not true",
        "citizen1",
        "POST",
        "/api/dossiers/{draft}/submit",
        {"declared_true": False},
        422,
        "invalid",
        "/declared_true",
        "declaration_missing",
    ),
    Bad(
        "a paper nobody knows",
        "citizen1",
        "POST",
        "/api/dossiers/{draft}/submit",
        {"declared_true": True, "papers": ["nowhere"]},
        422,
        "invalid",
    ),
    Bad("somebody else's draft", "citizen2", "PUT", DRAFT, {}, 404, "not_found", version='"2"'),
    Bad("another unit's dossier", "other1", "POST", STEP + "receive", {}, 404, "not_found", version='"1"'),
    Bad("an officer's step by a citizen", "citizen1", "POST", STEP + "receive", {}, 403, "forbidden", version='"1"'),
    Bad("an id that is none", "citizen1", "GET", "/api/dossiers/D%23STATE", None, 404, "not_found"),
    Bad(
        "an unknown parameter",
        "citizen1",
        "GET",
        "/api/me/dossiers?wish=1",
        None,
        400,
        "malformed_request",
        "/query/wish",
        "unknown_field",
    ),
    Bad(
        "a parameter twice",
        "citizen1",
        "GET",
        "/api/me/dossiers?limit=1&limit=2",
        None,
        400,
        "malformed_request",
        "/query/limit",
        "repeated",
    ),
    Bad(
        "a limit beyond all",
        "citizen1",
        "GET",
        "/api/me/dossiers?limit=1000",
        None,
        400,
        "malformed_request",
        "/query/limit",
        "out_of_range",
    ),
    Bad(
        "a cursor of another list",
        "citizen1",
        "GET",
        "/api/me/dossiers?cursor=e30",
        None,
        400,
        "malformed_request",
        "/query/cursor",
        "bad_cursor",
    ),
    Bad(
        "a state that is none",
        "desk1",
        "GET",
        "/api/worklist?unit={unit}&state=lost",
        None,
        400,
        "malformed_request",
        "/query/state",
        "not_allowed",
    ),
    Bad(
        "a cursor of another order",
        "desk1",
        "GET",
        "/api/worklist?unit={unit}&sort=received&cursor=e30",
        None,
        400,
        "malformed_request",
        "/query/cursor",
        "bad_cursor",
    ),
    Bad(
        "a body where none is read",
        "citizen1",
        "GET",
        "/api/me",
        b'{"a":1}',
        400,
        "malformed_request",
        "",
        "no_body_expected",
    ),
)


@dataclass(frozen=True)
class MadeInput:
    """The objects of the table's requests."""

    names: Mapping[str, str]
    used_key: str
    store: dict[tuple[str, str], str]

    def changes(self, stack: LocalStack) -> set[tuple[str, str]]:
        """Keys of items that are new, gone or other than when last asked."""
        now = stored.read_everything(stack)
        changed = {key for key, _ in self.store.items() ^ now.items()}
        self.store.clear()
        self.store.update(now)
        return changed

    def fill(self, value: Any) -> Any:
        """The value with its placeholders replaced."""
        if isinstance(value, str):
            for name, found in self.names.items():
                value = value.replace(f"{{{name}}}", found)
        return {k: self.fill(v) for k, v in value.items()} if isinstance(value, dict) else value


@pytest.fixture(scope="module")
def made(cast: Cast) -> MadeInput:
    """A typed draft, a submitted dossier, a key that was used, and units of both times."""
    citizen, unit, used = cast("citizen1"), cast.place.one_stop, secrets.token_urlsafe(18)
    citizen.ask("POST", "/api/dossiers", {**START, "one_stop": unit}, key=used, expect=201)
    filed = copy_draft(citizen, unit)
    citizen.submit(filed, [])
    named = {"answers": COPY_ANSWERS, "applicant": {**APPLICANT, "full_name": SECRET * 20}}
    long = citizen.draft(COPY, unit, "own_portal", named)
    assert citizen.get(f"/api/dossiers/{long}/draft")["applicant"]["full_name"] == SECRET * 20
    names = {"draft": copy_draft(citizen, unit), "dossier": filed, "long": long, "unit": unit, **_list_places(cast)}
    return MadeInput(names, used, stored.read_everything(cast.stack))


def _list_places(cast: Cast) -> dict[str, str]:
    then = find_place(CatalogueFiles().load_agencies(cast.stack.province), BEFORE)
    return {"old": then.one_stop, "agency": cast.place.committee}


def ask_bad(cast: Cast, made: MadeInput, bad: Bad) -> HttpReply:
    """Send a request of the table."""
    headers = {} if bad.version is None else {"If_Match": bad.version}
    if bad.body is not None:
        headers["Content_Type"] = bad.kind
    if bad.method == "POST" and bad.key:
        known = {"fresh": secrets.token_urlsafe(18), "used": made.used_key}
        headers["Idempotency_Key"] = known.get(bad.key, bad.key)
    body = bad.body if isinstance(bad.body, bytes | None) else encode_json(made.fill(bad.body))
    return cast(bad.who).raw(bad.method, made.fill(bad.path), body, **headers)


@pytest.mark.parametrize("bad", TABLE, ids=[bad.what for bad in TABLE])
def test_what_is_wrong_is_said_and_changes_nothing(bad: Bad, cast: Cast, made: MadeInput) -> None:
    reply = ask_bad(cast, made, bad)
    assert (reply.status, reply.code) == (bad.status, bad.code), reply.body
    check_both_languages(reply)
    if bad.field_code:
        assert (bad.field, bad.field_code) in [(each["path"], each["code"]) for each in reply.body["errors"]]
    assert SECRET not in json.dumps(reply.body, ensure_ascii=False)
    assert made.changes(cast.stack) == set()


def check_both_languages(reply: HttpReply) -> None:
    """A problem has its sentence, and each field's, in Vietnamese and in English."""
    for text in (reply.body["detail"], *reply.body["errors"]):
        assert text["vi"]
        assert text["en"]
        assert text["vi"] != text["en"]
        assert "{" not in text["vi"] + text["en"]


def test_a_stale_version_names_the_current_one(cast: Cast, made: MadeInput) -> None:
    stale = cast("desk1").ask("POST", made.fill(STEP + "receive"), {}, version=7, expect=412)
    assert stale.headers["etag"] == '"1"'


def test_text_typed_in_pieces_is_kept_whole(cast: Cast) -> None:
    citizen, unit = cast("citizen1"), cast.place.one_stop
    apart = unicodedata.normalize("NFD", "Trần Thị Hồng Ngọc")
    dossier = copy_draft(citizen, unit)
    draft = {"answers": {**COPY_ANSWERS, "document_title": apart}, "applicant": {**APPLICANT, "full_name": apart}}
    saved = citizen.ask("PUT", f"/api/dossiers/{dossier}/draft", draft, version=2, expect=200)
    for body in (saved.body, citizen.get(f"/api/dossiers/{dossier}/draft")):
        assert body["applicant"]["full_name"] == body["answers"]["document_title"] == "Trần Thị Hồng Ngọc"
    made = citizen.announce(dossier, b"%PDF-", name=f"{apart}.pdf", component="original_document")
    assert made["paper"]["name"] == "Trần Thị Hồng Ngọc.pdf"
