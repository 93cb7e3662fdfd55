"""Files of a false type, that do not fit their announcement, or come twice."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from infra.local.person import create_pdf, send_request
from infra.local.stories.people import FORM_2, MARITAL
from tests.e2e import stored
from tests.e2e.filings import CERTIFICATE
from tests.e2e.people import APPLICANT, Cast
from tests.e2e.test_bad_input import check_both_languages

pytestmark = pytest.mark.cloud

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture(scope="module")
def draft(cast: Cast) -> str:
    """A draft that needs one paper."""
    body = {"answers": MARITAL, "applicant": APPLICANT}
    return cast("citizen1").draft(CERTIFICATE, cast.place.one_stop, "own_portal", body)


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"size": 2**30}, 413, "paper_too_large"),
        ({"size": 0}, 422, "paper_empty"),
        ({"size": -1}, 400, "malformed_request"),
        ({"content_type": "text/html"}, 415, "paper_type_unsupported"),
        ({"sha256": "not-a-digest"}, 422, "checksum_malformed"),
        ({"component": "birth_certificate"}, 422, "component_unknown"),
        ({"kind": "result"}, 403, "forbidden"),
        ({"kind": "photograph"}, 400, "malformed_request"),
        ({"name": "giay\u0007to.pdf"}, 400, "malformed_request"),
        ({"name": "\u200b"}, 400, "malformed_request"),
    ],
)
def test_an_announcement_that_cannot_be_is_refused(
    changes: dict[str, Any], status: int, code: str, cast: Cast, draft: str
) -> None:
    before = stored.read_dossier_items(cast.stack, draft)
    wanted = {
        "kind": "component", "component": FORM_2, "name": "giay-to.pdf", "size": 10, "sha256": "a" * 64,
        "content_type": "application/pdf",
    }  # fmt: skip
    refused = cast("citizen1").ask("POST", f"/api/dossiers/{draft}/papers", {**wanted, **changes}, expect=status)
    assert refused.code == code
    check_both_languages(refused)
    assert stored.read_dossier_items(cast.stack, draft) == before


@pytest.mark.parametrize(
    ("content", "announced_as", "reason"),
    [
        (b"<html><script>alert(1)</script></html>", "application/pdf", "type_mismatch"),
        (create_pdf("a paper"), "image/png", "type_mismatch"),
        (b"%PDF-1.7 " + EICAR, "application/pdf", "malware"),
    ],
    ids=["a page called a paper", "a paper called a picture", "malware"],
)
def test_a_file_that_is_not_what_it_says_is_set_aside(
    content: bytes, announced_as: str, reason: str, cast: Cast, draft: str
) -> None:
    citizen = cast("citizen1")
    made = citizen.announce(draft, content, component=FORM_2, content_type=announced_as)
    assert citizen.put(made, content) == 200
    number = made["paper"]["id"]
    citizen.wait_checked(draft, number, "quarantined")
    papers = citizen.get(f"/api/dossiers/{draft}/papers")["items"]
    found = next(each for each in papers if each["id"] == number)
    assert found["reason"] == reason
    assert found["reason_vi"]
    assert found["reason_en"]
    refused = citizen.ask("POST", f"/api/dossiers/{draft}/submit", build_submission(number), expect=422)
    assert refused.code == "paper_quarantined"
    served = citizen.ask("GET", f"/api/dossiers/{draft}/papers/{number}/link", expect=409)
    assert served.code == "paper_not_served"


def test_only_the_announced_bytes_arrive_once_and_a_filing_waits_for_them(cast: Cast, draft: str) -> None:
    citizen, content = cast("citizen1"), create_pdf("exact")
    made = citizen.announce(draft, content, component=FORM_2)
    other = bytes(reversed(content))
    assert hashlib.sha256(other).digest() != hashlib.sha256(content).digest()
    assert citizen.put(made, other) == 400
    assert citizen.put(made, content[:-1]) in (400, 403)
    assert citizen.put(made, content + b" ") in (400, 403)
    unsigned = {name: value for name, value in made["headers"].items() if name != "x-amz-checksum-sha256"}
    assert send_request(made["url"], "PUT", content, unsigned).status == 403
    number = made["paper"]["id"]
    waiting = citizen.ask("POST", f"/api/dossiers/{draft}/submit", build_submission(number), expect=409)
    assert waiting.code == "paper_pending"
    assert int(waiting.headers["retry-after"]) > 0
    assert citizen.put(made, content) == 200
    assert citizen.put(made, content) == 412
    citizen.wait_checked(draft, number)


def test_a_paper_whose_file_is_gone_cannot_be_filed(cast: Cast, draft: str) -> None:
    citizen = cast("citizen1")
    paper = citizen.upload(draft, "component", FORM_2)
    bucket, client = cast.stack.outputs["PapersBucket"], cast.stack.aws.client("s3")
    for version in client.list_object_versions(Bucket=bucket, Prefix=f"in/{draft}/{paper}")["Versions"]:
        client.delete_object(Bucket=bucket, Key=version["Key"], VersionId=version["VersionId"])
    refused = citizen.ask("POST", f"/api/dossiers/{draft}/submit", build_submission(paper), expect=422)
    assert refused.code == "paper_expired"
    assert "STATE" not in stored.read_dossier_items(cast.stack, draft)


def build_submission(paper: str) -> dict[str, Any]:
    """A submission with one paper."""
    return {"papers": [paper], "declared_true": True}
