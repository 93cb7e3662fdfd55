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
from tests.e2e.bad_request import SECRET, START, STEP, Bad
from tests.e2e.bad_requests import TABLE
from tests.e2e.people import APPLICANT, COPY, COPY_ANSWERS, Cast, copy_draft, encode_json

pytestmark = pytest.mark.cloud


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
