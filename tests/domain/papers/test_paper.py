"""Allowed declarations of papers, the checked paper, and missing papers of a dossier."""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.papers.components import RequiredComponent, list_missing_components, require_components
from chalicelib.domain.papers.paper import (
    LIMITS,
    Paper,
    PaperKind,
    PaperState,
    build_manifest_entry,
    check_room,
    create_paper,
    declare_paper,
    pack_paper,
    require_accepted,
    reuse_paper,
    settle_paper,
    unpack_paper,
)
from chalicelib.domain.papers.paper_errors import QuarantineReason
from chalicelib.domain.papers.paper_files import clean_name
from chalicelib.domain.shared.errors import Refusal
from tests.support.paper_builders import DECLARED_AT, build_paper

DIGEST = hashlib.sha256(b"hello").hexdigest()
ACCEPTED = settle_paper(build_paper(), "v1", None, real_now=DECLARED_AT)


def declare_with(**changes: Any) -> Any:
    given_values: dict[str, Any] = {
        "kind": PaperKind.COMPONENT,
        "component": "c1",
        "name": "Giấy khai sinh.pdf",
        "size": 5,
        "sha256": DIGEST,
        "content_type": "application/pdf",
        "components": ("c1", "c2"),
    }
    return declare_paper(**{**given_values, **changes})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"size": LIMITS.max_bytes + 1}, "paper_too_large"),
        ({"size": 0}, "paper_empty"),
        ({"size": -1}, "paper_empty"),
        ({"content_type": "application/zip"}, "paper_type_unsupported"),
        ({"content_type": "application/pdf; charset=x"}, "paper_type_unsupported"),
        ({"component": "c9"}, "component_unknown"),
        ({"component": ""}, "component_unknown"),
        ({"sha256": DIGEST[:-1]}, "checksum_malformed"),
        ({"sha256": "z" * 64}, "checksum_malformed"),
        ({"sha256": base64.b64encode(b"short").decode()}, "checksum_malformed"),
        ({"name": ""}, "paper_name_invalid"),
        ({"name": "a" * 201}, "paper_name_invalid"),
        ({"name": "a\x00.pdf"}, "paper_name_invalid"),
    ],
)
def test_a_bad_declaration_is_refused_by_name(changes, code):
    with pytest.raises(Refusal) as refused:
        declare_with(**changes)
    assert refused.value.code == code
    assert refused.value.text_vi
    assert refused.value.text_en


def test_a_declaration_at_the_limit_is_taken():
    assert declare_with(size=LIMITS.max_bytes, name="a" * 200).size == LIMITS.max_bytes


def test_the_declaration_is_canonical_from_any_input_form():
    in_base64 = base64.b64encode(bytes.fromhex(DIGEST)).decode()
    decomposed = unicodedata.normalize("NFD", "Giấy khai sinh.pdf")
    assert decomposed != "Giấy khai sinh.pdf"
    odd = declare_with(sha256=in_base64, content_type=" Application/PDF ", name=f" {decomposed} ")
    assert odd == declare_with() == declare_with(sha256=DIGEST.upper())


def test_only_a_component_answers_the_procedures_list():
    assert declare_with(kind=PaperKind.RESULT, component="c1").component == ""
    assert declare_with(kind=PaperKind.EXEMPTION_PROOF, component="").component == ""


def test_a_dossier_has_room_for_sixty_papers():
    check_room(59)
    with pytest.raises(Refusal) as refused:
        check_room(60)
    assert refused.value.code == "too_many_papers"
    assert "60" in refused.value.text_vi


def test_a_new_paper_is_pending_and_its_name_never_shows_in_a_log():
    paper = create_paper(declare_with(), dossier_id="d1", paper_id="p1", uploaded_by="s", real_now=DECLARED_AT)
    assert paper.state is PaperState.PENDING
    assert paper.key == "in/d1/p1"
    assert "Giấy" not in repr(paper)
    assert "Giấy" not in repr(declare_with())


@pytest.mark.parametrize(("reason", "state"), [(None, "accepted"), (QuarantineReason.MALWARE, "quarantined")])
def test_settling_pins_the_version_once(reason, state):
    at = DECLARED_AT + timedelta(seconds=4)
    settled = settle_paper(build_paper(), "v1", reason, real_now=at)
    assert (settled.state, settled.version_id, settled.reason, settled.checked_at) == (
        state,
        "v1",
        reason,
        at,
    )
    with pytest.raises(ValueError, match="already"):
        settle_paper(settled, "v2", None, real_now=at)


@pytest.mark.parametrize("reason", [None, *QuarantineReason])
def test_a_paper_is_read_back_as_it_was_stored(reason):
    settled = settle_paper(build_paper(), "v1", reason, real_now=DECLARED_AT)
    assert unpack_paper(pack_paper(settled)) == settled
    assert unpack_paper(pack_paper(build_paper())) == build_paper()
    assert pack_paper(build_paper())["state"] == "pending"


COMPONENTS = (
    RequiredComponent("form", "required", needs_file=False),
    RequiredComponent("birth", "required"),
    RequiredComponent("proxy", "conditional"),
    RequiredComponent("photo", "optional"),
)


def build_accepted(**changes: Any) -> Paper:
    return build_paper(state=PaperState.ACCEPTED, version_id="v1", **changes)


@pytest.mark.parametrize(
    ("papers", "claims", "missing"),
    [
        ([], set(), ("birth",)),
        ([], {"proxy"}, ("birth", "proxy")),
        ([build_accepted(component="birth")], set(), ()),
        ([build_accepted(component="birth")], {"proxy"}, ("proxy",)),
        ([build_accepted(component="birth"), build_accepted(component="proxy")], {"proxy"}, ()),
        ([build_paper(component="birth")], set(), ("birth",)),
        ([build_accepted(component="birth", kind=PaperKind.EXEMPTION_PROOF)], set(), ("birth",)),
        ([], {"photo", "unknown"}, ("birth",)),
    ],
)
@pytest.mark.clause("QN-10.2", "LC-9.2")
def test_a_filing_lacks_what_is_required_or_claimed_and_has_no_accepted_file(papers, claims, missing):
    assert list_missing_components(COMPONENTS, papers, claims) == missing


def test_the_refusal_names_each_missing_component():
    require_components(COMPONENTS, [build_accepted(component="birth")], set())
    with pytest.raises(Refusal) as refused:
        require_components(COMPONENTS, [], {"proxy"})
    assert refused.value.code == "components_missing"
    assert [f.path for f in refused.value.fields] == ["/components/birth", "/components/proxy"]


def test_papers_must_be_accepted_and_the_refusal_says_what_to_do():
    now = DECLARED_AT + timedelta(seconds=5)
    bad = settle_paper(build_paper(id="bad"), "v1", QuarantineReason.ENCRYPTED, real_now=now)
    require_accepted([build_accepted()], real_now=now)
    with pytest.raises(Refusal) as refused:
        require_accepted([build_paper(), bad], real_now=now)
    assert refused.value.code == "paper_quarantined"
    assert [(f.path, f.code) for f in refused.value.fields] == [("/papers/bad", "encrypted")]
    with pytest.raises(Refusal) as refused:
        require_accepted([build_paper(id="p"), build_accepted()], real_now=now)
    assert (refused.value.code, refused.value.retry_after) == ("paper_pending", 3)
    assert [f.path for f in refused.value.fields] == ["/papers/p"]


def test_a_paper_that_has_not_come_for_a_minute_is_not_asked_for_every_three_seconds():
    with pytest.raises(Refusal) as refused:
        require_accepted([build_paper()], real_now=DECLARED_AT + timedelta(minutes=5))
    assert refused.value.retry_after == 30


@pytest.mark.parametrize(("days", "usable"), [(6, True), (6.001, False), (8, False)])
def test_a_paper_may_be_filed_only_while_its_file_is_sure_to_stay(days, usable):
    now = DECLARED_AT + timedelta(days=days)
    if usable:
        require_accepted([build_accepted()], real_now=now)
        return
    with pytest.raises(Refusal) as refused:
        require_accepted([build_accepted()], real_now=now)
    assert refused.value.code == "paper_expired"


def test_a_manifest_entry_pins_version_and_digest_and_holds_no_name():
    entry = build_manifest_entry(build_accepted(name="Nguyễn Văn A.pdf"))
    assert (entry["version"], entry["sha256"], entry["size"]) == ("v1", DIGEST, 5)
    assert "Nguyễn" not in str(entry)
    with pytest.raises(ValueError, match="accepted"):
        build_manifest_entry(build_paper())


def test_a_paper_stored_before_papers_were_used_again_reads_as_one_with_a_file_of_its_own() -> None:
    old = {name: value for name, value in pack_paper(ACCEPTED).items() if name != "origin"}
    assert (unpack_paper(old).origin, unpack_paper(old).key) == ("", ACCEPTED.key)


def test_a_paper_used_again_is_the_same_file_in_another_dossier() -> None:
    again = reuse_paper(ACCEPTED, "b", dossier_id="d-2", paper_id="p-2", used_by="anna", real_now=DECLARED_AT)
    assert (again.key, again.version_id, again.sha256) == (ACCEPTED.key, ACCEPTED.version_id, ACCEPTED.sha256)
    assert (again.dossier_id, again.id, again.kind, again.component) == ("d-2", "p-2", PaperKind.COMPONENT, "b")
    assert unpack_paper(pack_paper(again)) == again
    with pytest.raises(ValueError, match="accepted"):
        reuse_paper(build_paper(), "b", dossier_id="d-2", paper_id="p-2", used_by="anna", real_now=DECLARED_AT)


def test_a_name_keeps_no_mark_that_disguises_it():
    assert clean_name("hợp đồng\u202efdp.exe", 200) == "hợp đồngfdp.exe"
    assert clean_name("👨\u200d👩\u200d👧 ảnh.jpg", 200) == "👨👩👧 ảnh.jpg"
