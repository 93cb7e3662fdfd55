"""The security log: every refusal and every look at personal data is recorded with person, origin and dossier, and
auditors find it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.domain.security.security_log import LINE
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.repositories.security.security_log import read_line
from chalicelib.wiring.security import provide_security_table
from infra.docs.read_routes import DOSSIER_READS, OF_DOSSIER
from tests.product.journeys import bring_to_agency, file_dossier, receive_dossier


@pytest.fixture
def records(capsys: pytest.CaptureFixture[str]) -> Any:
    """Records of the security log since the last call, and the text of all lines."""

    def read_records() -> tuple[list[dict[str, Any]], str]:
        out = capsys.readouterr().out
        lines = [json.loads(each) for each in out.splitlines() if each.startswith("{")]
        found = [each["record"] for each in lines if each.get("message") == LINE]
        for each in lines:
            if each.get("message") == LINE:
                read_line(json.dumps(each))
        return found, out

    return read_records


REFUSED = [
    ("other1", "GET", "", None),
    ("other1", "GET", "/timeline", None),
    ("other1", "GET", "/ledger", None),
    ("other1", "GET", "/papers", None),
    ("other1", "GET", "/papers/p1/link", None),
    ("other1", "GET", "/deadline", None),
    ("other1", "GET", "/erasure", None),
    ("other1", "GET", "/notices", None),
    ("other1", "GET", "/messages", None),
    ("citizen2", "GET", "", None),
    ("citizen2", "GET", "/timeline", None),
    ("operator", "GET", "", None),
    ("operator", "GET", "/ledger", None),
    ("citizen2", "POST", "/transfer", {}),
    ("citizen2", "POST", "/erase", {"ground": "subject_request"}),
    ("other1", "POST", "/transfer", {}),
    ("other1", "POST", "/receive", {"what": 1}),
    ("case1", "POST", "/receive", {}),
    ("desk1", "POST", "/erase", {"ground": "subject_request"}),
    ("nobody", "GET", "", None),
    ("nobody", "GET", "/ledger", None),
    ("nobody", "POST", "/transfer", {}),
]


def test_every_refusal_names_who_from_where_what_and_the_dossier(office: Any, records: Any) -> None:
    hue = office("hue")
    dossier = receive_dossier(hue)
    for name, method, path, body in REFUSED:
        person = hue.nobody() if name == "nobody" else hue(name)
        version = {"version": 1} if body is not None else {}
        records()
        reply = person.ask(method, f"/api/dossiers/{dossier}{path}", body, **version)
        (record,), _ = records()
        assert 400 <= reply.status < 500, (name, path, reply.body)
        assert record["outcome"] == reply.code
        assert record["dossiers"] == [dossier], (name, path)
        assert (record["who"] == "") == (name == "nobody"), (name, path)
        assert record["route"].startswith("/api/dossiers/{dossier_id}")
        assert record["method"] == method
        assert record["status"] == reply.status
        assert record["device"], "what says nothing of itself is a kind of device as well"
        assert not record["seen"]


LOOKS = [
    path.removeprefix(OF_DOSSIER).format(party="filer")
    for method, path in DOSSIER_READS
    if method == "GET" and "{paper_id}" not in path
]
"""Every read of a dossier that the contract has, but for links to papers."""


def test_every_look_of_an_officer_is_on_record_and_an_owner_s_own_is_not(office: Any, records: Any) -> None:
    hue = office("hue")
    dossier = bring_to_agency(hue)
    for name in ("desk1", "case1", "office", "auditor"):
        for path in LOOKS:
            records()
            reply = hue(name).ask("GET", f"/api/dossiers/{dossier}{path}")
            (record,), text = records()
            assert record["outcome"] == ("ok" if reply.status < 400 else reply.code), (name, path)
            assert record["dossiers"] == [dossier], (name, path)
            assert record["officer"]
            assert record["seen"] == (reply.status == 200), (name, path)
            assert "Nguyễn" not in text
    for path in LOOKS:
        records()
        hue("citizen1").get(f"/api/dossiers/{dossier}{path}")
        assert records()[0] == [], path


def test_a_list_says_whose_names_it_showed(office: Any, records: Any) -> None:
    hue = office("hue")
    dossiers, unit = {file_dossier(hue), file_dossier(hue)}, hue.place.one_stop
    records()
    hue("desk1").get(f"/api/worklist?unit={unit}&state=submitted")
    (record,), _ = records()
    assert record["dossiers"] == [f"LIST#{unit}"]
    assert dossiers <= set(record["listed"])
    assert record["seen"]
    hue("operator").ask("GET", f"/api/worklist?unit={unit}&state=submitted")
    (record,), _ = records()
    assert (record["listed"], record["seen"]) == ([], False)


def test_a_sheet_of_the_register_lists_its_dossiers_and_opens_none(office: Any, records: Any) -> None:
    hue = office("hue")
    dossiers, unit = [receive_dossier(hue), receive_dossier(hue)], hue.place.one_stop
    records()
    hue("deskhead").get(f"/api/register?unit={unit}&day={hue.clock.at.date()}&after=0")
    (record,), _ = records()
    assert record["dossiers"] == record["listed"] == dossiers
    assert record["seen"]


def test_auditors_search_and_nobody_else(office: Any, records: Any) -> None:
    hue = office("hue")
    dossier = receive_dossier(hue)
    records()
    hue("other1").ask("GET", f"/api/dossiers/{dossier}")
    hue("desk1").get(f"/api/dossiers/{dossier}")
    lines, _ = records()
    kept = [read_line(json.dumps({"message": LINE, "record": each})) for each in lines]
    provide_security_table().add(kept)
    day = kept[0].at.astimezone(VIETNAM).date().isoformat()
    path, asked = "/api/security_log/search", {"day": day, "dossier": dossier}
    found = hue("auditor").ask("POST", path, asked, expect=200).body
    assert [(each["outcome"], each["seen"]) for each in found["items"]] == [("ok", True), ("not_found", False)]
    assert len(found["people"]) == 2
    refused = {"outcome": "not_found", **asked}
    assert len(hue("auditor").ask("POST", path, refused, expect=200).body["items"]) == 1
    for name, status in {"operator": 403, "office": 403, "desk1": 403, "citizen1": 403}.items():
        assert hue(name).ask("POST", path, asked).status == status, name
    assert hue.nobody().ask("POST", path, asked).status == 401
    for name, status in {"auditor": 200, "operator": 200, "office": 403, "desk1": 403, "citizen1": 403}.items():
        assert hue(name).ask("GET", "/api/security_alarms").status == status, name


@pytest.mark.parametrize(
    "bad",
    [
        {}, {"day": "yesterday"}, {"day": "2026-13-01"}, {"day": 20261201}, {"day": "1970-01-01"},
        {"day": "2100-01-01"},
        {"day": "2026-12-01", "who": "a b"}, {"day": "2026-12-01", "who": ""}, {"day": "2026-12-01", "who": "x" * 65},
        {"day": "2026-12-01", "address": "here"}, {"day": "2026-12-01", "address": "203.0.113.7; DROP"},
        {"day": "2026-12-01", "dossier": "../x"}, {"day": "2026-12-01", "dossier": "x" * 81},
        {"day": "2026-12-01", "outcome": "OK"}, {"day": "2026-12-01", "outcome": "a" * 65},
        {"day": "2026-12-01", "limit": 0}, {"day": "2026-12-01", "limit": 201}, {"day": "2026-12-01", "limit": "9"},
        {"day": "2026-12-01", "cursor": "forged"}, {"day": "2026-12-01", "cursor": 1}, {"day": "2026-12-01", "more": 1},
        [], None, "2026-12-01",
    ],
)  # fmt: skip
def test_a_search_that_does_not_read_is_refused_by_field(office: Any, bad: Any) -> None:
    reply = office("hue")("auditor").ask("POST", "/api/security_log/search", bad)
    assert reply.status in (400, 415, 422), reply.body
    assert reply.code
