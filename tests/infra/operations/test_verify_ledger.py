"""The offline verifier finds each kind of tampering, and nothing in a ledger that is whole."""

from __future__ import annotations

import copy
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chalicelib.domain.ledger.chain import GENESIS, Fact, NewFact, Part, chain_facts, digest_of
from chalicelib.domain.ledger.checkpoints import Head, attach_signature, build_heads_document, to_sign
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.handlers.http.answer import to_json
from chalicelib.models.timelines import LedgerView
from chalicelib.steps.dossier import fact_views
from infra.operations.verify_ledger import check_export, main

DOSSIER = "0123456789abcdefghjkmnpqrs"
START = datetime(2026, 11, 20, 8, tzinfo=UTC)
NAME = Part("applicant", {"name": "Nguyễn Thị Hoa"}, "ab" * 16)
PRIVATE = ec.generate_private_key(ec.SECP256R1())


def encode_key(key: Any) -> bytes:
    return bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


KEY = encode_key(PRIVATE)


def build_ledger(simulated: bool = False) -> list[Fact]:
    """One fact a day."""
    facts: list[Fact] = []
    head = GENESIS
    for n, kind in enumerate(("submitted", "received", "transferred", "resolved")):
        new = [NewFact(kind, {"to": kind, "n": n}, parts=(NAME,) if n == 0 else ())]
        now = START + timedelta(days=n)
        made = chain_facts(DOSSIER, new, head=head, length=n, now=now, actor={"sub": "p"}, simulated=simulated)
        facts += made
        head = made[-1].hash
    return facts


def export_facts(facts: list[Fact]) -> dict[str, Any]:
    parts = {NAME.digest: {"salt": NAME.salt, "value": NAME.value}}
    bodies = [fact.body for fact in facts]
    return {"dossier_id": DOSSIER, "length": len(facts), "head": facts[-1].hash, "facts": bodies, "parts": parts}


def sign_days(facts: list[Fact], key: ec.EllipticCurvePrivateKey = PRIVATE) -> list[dict[str, Any]]:
    documents, previous = [], GENESIS
    for n, fact in enumerate(facts):
        other = Head("other", 1, "d" * 64)
        day = date(2026, 11, 20 + n)
        body = build_heads_document("hue", "test", day, [Head(DOSSIER, fact.seq, fact.hash), other], previous)
        previous = digest_of(body)
        documents.append(attach_signature(body, key.sign(to_sign(body), ec.ECDSA(SHA256())), "key-1"))
    return documents


FACTS = build_ledger()
DAYS = sign_days(FACTS)


def hash_again(export: dict[str, Any], change: Any) -> dict[str, Any]:
    """The export after someone with access to the store changed it and made every hash fit again."""
    forged = copy.deepcopy(export)
    change(forged["facts"])
    head = GENESIS
    for n, body in enumerate(forged["facts"], start=1):
        body |= {"prev": head, "seq": n}
        head = digest_of(body)
    return forged | {"head": head, "length": len(forged["facts"])}


def test_a_whole_ledger_has_no_problems():
    found = check_export(export_facts(FACTS), DAYS, KEY)
    assert (found.problems, found.facts, found.signed) == ([], 4, 4)


def test_what_the_api_answers_is_what_the_verifier_reads():
    parts = export_facts(FACTS)["parts"]
    answer = to_json(
        LedgerView(
            **fact_views.export_ledger(DOSSIER, [pack_value(fact.body) for fact in FACTS], parts, FACTS[-1].hash)
        )
    )
    assert check_export(json.loads(answer), DAYS, KEY).problems == []


def test_facts_of_days_not_yet_signed_are_no_problem():
    found = check_export(export_facts(FACTS), DAYS[:2], KEY)
    assert (found.problems, found.signed) == ([], 2)


def test_a_deleted_personal_part_leaves_the_ledger_whole():
    assert check_export(export_facts(FACTS) | {"parts": {}}, DAYS, KEY).problems == []


def test_parts_that_a_fact_says_were_erased_are_counted_and_what_was_cut_says_nothing(tmp_path, capsys):
    head, gone = FACTS[-1].hash, {"erased_parts": [NAME.digest]}
    dossier = NewFact("dossier_erased", {**gone, "erased_papers": []}, by_system=True)
    matter = NewFact("matter_moved", {"step": "erase", "matter": "question", **gone}, by_system=True)
    for erased in (dossier, matter):
        now = START + timedelta(days=5)
        end = chain_facts(DOSSIER, [erased], head=head, length=len(FACTS), now=now, actor={"sub": "system"})
        export = export_facts([*FACTS, *end]) | {"parts": {}}
        found = check_export(export, DAYS, KEY)
        assert (found.problems, found.facts, found.erased) == ([], 5, 1)
        assert main(build_arguments(tmp_path, export)) == 0
        assert "erased: 1 personal parts" in capsys.readouterr().out
        cut = {"dossier": DOSSIER, "seq": 5, "prev": head, "hash": end[0].hash, "withheld": ["data"]}
        found = check_export(export | {"facts": [*export["facts"][:4], cut]}, DAYS, KEY)
        assert (found.problems, found.cut, found.erased) == ([], 1, 0)
    assert main(build_arguments(tmp_path, export_facts(FACTS))) == 0
    assert "erased" not in capsys.readouterr().out


def test_a_fact_that_was_cut_to_its_reader_keeps_its_place_and_is_counted():
    export = export_facts(FACTS)
    fact = FACTS[1]
    place = {"dossier": DOSSIER, "seq": 2, "prev": fact.prev, "hash": fact.hash, "withheld": ["fact"]}
    export["facts"][1] = place
    found = check_export(export, DAYS, KEY)
    assert (found.problems, found.facts, found.signed, found.cut) == ([], 4, 4, 1)
    for wrong in ({"hash": "0" * 64}, {"hash": None}, {"prev": "0" * 64}, {"seq": 3}):
        export["facts"][1] = place | wrong
        assert check_export(export, DAYS, KEY).problems, wrong


def _change_fact(bodies):
    bodies[1]["data"] = {"to": "refused", "n": 1}


def _drop_fact(bodies):
    del bodies[2]


def _move_facts(bodies):
    bodies[1], bodies[2] = bodies[2], bodies[1]


def _cut_facts(bodies):
    del bodies[3]


def _add_fact(bodies):
    bodies.insert(1, copy.deepcopy(bodies[1]))


TAMPERING = [_change_fact, _drop_fact, _move_facts, _cut_facts, _add_fact]


@pytest.mark.parametrize("tamper", TAMPERING)
def test_plain_tampering_is_found_without_any_heads(tamper):
    export = export_facts(FACTS)
    tamper(export["facts"])
    assert check_export(export).problems


@pytest.mark.parametrize("tamper", TAMPERING)
def test_a_rewritten_ledger_is_detected_by_its_signed_heads_alone(tamper):
    forged = hash_again(export_facts(FACTS), tamper)
    assert check_export(forged).problems == []
    assert check_export(forged, DAYS, KEY).problems


def test_a_fact_put_in_later_under_a_signed_day_is_found():
    late = export_facts(FACTS)
    body = {**FACTS[3].body, "seq": 5, "prev": FACTS[3].hash}
    late |= {"facts": [*late["facts"], body], "length": 5, "head": digest_of(body)}
    assert check_export(late, DAYS, KEY).problems == [
        "fact 5: recorded on 2026-11-23, but not among that day's signed heads"
    ]


def test_a_simulated_clock_names_no_real_day():
    facts = build_ledger(simulated=True)
    empty = build_heads_document("hue", "test", date(2026, 11, 20), [])
    kept = attach_signature(empty, PRIVATE.sign(to_sign(empty), ec.ECDSA(SHA256())), "key-1")
    assert check_export(export_facts(facts), [kept], KEY).problems == []


def test_a_simulated_clock_is_no_excuse_in_a_stage_with_real_people():
    body = build_heads_document("hue", "prod", date(2026, 11, 20), [Head(DOSSIER, 3, FACTS[2].hash)])
    kept = attach_signature(body, PRIVATE.sign(to_sign(body), ec.ECDSA(SHA256())), "key-1")
    late = {**FACTS[3].body, "recorded_at": FACTS[0].body["recorded_at"], "simulated": True}
    export = export_facts(FACTS) | {"facts": [*(fact.body for fact in FACTS[:3]), late], "head": digest_of(late)}
    assert check_export(export, [kept], KEY).problems == ["fact 4: claims a simulated clock"]


def test_a_changed_part_is_found():
    export = export_facts(FACTS)
    export["parts"][NAME.digest]["value"] = {"name": "Nguyễn Thị Hoà"}
    assert "does not match its digest" in check_export(export).problems[0]


def test_a_head_document_of_another_key_or_changed_after_signing_is_found():
    stranger = ec.generate_private_key(ec.SECP256R1())
    assert "signature" in check_export(export_facts(FACTS), sign_days(FACTS, stranger), KEY).problems[0]
    changed = copy.deepcopy(DAYS)
    changed[3]["document"]["heads"] = []
    assert "2026-11-23: the signature is not the key's" in check_export(export_facts(FACTS), changed, KEY).problems


def test_a_missing_day_or_a_day_signed_twice_is_found():
    assert any("one day after" in each for each in check_export(export_facts(FACTS), [DAYS[0], DAYS[2]], KEY).problems)
    other = build_heads_document("hue", "test", date(2026, 11, 21), [])
    twin = attach_signature(other, PRIVATE.sign(to_sign(other), ec.ECDSA(SHA256())), "key-1")
    assert any("one day after" in each for each in check_export(export_facts(FACTS), [*DAYS, twin], KEY).problems)


def test_heads_of_another_deployment_are_found():
    body = build_heads_document("lai-chau", "test", date(2026, 11, 24), [], digest_of(DAYS[3]["document"]))
    foreign = attach_signature(body, PRIVATE.sign(to_sign(body), ec.ECDSA(SHA256())), "key-1")
    assert check_export(export_facts(FACTS), [*DAYS, foreign], KEY).problems == [
        "2026-11-24: heads of another deployment"
    ]


@pytest.mark.parametrize("broken", [{}, {"v": 1}, None, "text", {**FACTS[0].body, "more": 1}])
def test_a_fact_that_is_none_is_a_problem_not_a_crash(broken):
    export = export_facts(FACTS)
    export["facts"][1] = broken
    assert check_export(export, DAYS, KEY).problems == ["fact 2: does not read as a fact"]


def write_file(tmp_path: Path, name: str, value: Any) -> str:
    path = tmp_path / name
    path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
    return str(path)


def build_arguments(tmp_path: Path, export: Any, heads: list[Any] = DAYS, key: bytes = KEY) -> list[str]:
    paths = [write_file(tmp_path, f"{n}.json", each) for n, each in enumerate(heads)]
    return [
        write_file(tmp_path, "export.json", export),
        "--heads",
        *paths,
        "--key",
        write_file(tmp_path, "key.pem", key),
    ]


def test_the_command_answers_with_its_exit_code_and_the_problems(tmp_path, capsys):
    assert main(build_arguments(tmp_path, export_facts(FACTS))) == 0
    assert "whole: 4 facts" in capsys.readouterr().out
    assert main(build_arguments(tmp_path, hash_again(export_facts(FACTS), _change_fact))) == 1
    assert "not the signed head" in capsys.readouterr().out


def test_the_command_says_when_nothing_vouches_for_the_ledger(tmp_path, capsys):
    assert main([write_file(tmp_path, "export.json", export_facts(FACTS))]) == 0
    assert "not checked against signed heads" in capsys.readouterr().out


@pytest.mark.parametrize("export", [b"", b"{}", b"[]", b'"text"', {**export_facts(FACTS), "facts": 3}])
def test_a_file_that_is_no_export_ends_with_two(tmp_path, capsys, export):
    assert main(build_arguments(tmp_path, export)) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_unusable_heads_and_keys_end_with_two(tmp_path):
    whole = export_facts(FACTS)
    assert main(build_arguments(tmp_path, whole, heads=[{"document": {}}])) == 2
    assert main(build_arguments(tmp_path, whole, key=b"no key")) == 2
    assert main(build_arguments(tmp_path, whole, key=encode_key(rsa.generate_private_key(65537, 2048)))) == 2
    assert main([str(tmp_path / "nothing.json")]) == 2


def test_heads_and_key_go_together(tmp_path):
    with pytest.raises(SystemExit, match="2"):
        main([write_file(tmp_path, "export.json", export_facts(FACTS)), "--key", "key.pem"])
