"""What is done on a dossier for another person, at each route: by whom the consent covers, and by nobody else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.api.security.acting_table import FOR_ANOTHER
from tests.product.filing.test_authorisations import AN, agree, file_for
from tests.product.filing.test_who_files import prove_identity
from tests.product.office import Office, Worker

READS = {
    "read_dossier": "", "deadline": "/deadline", "show_erasure": "/erasure", "ledger": "/ledger",
    "messages": "/messages", "dossier_notices": "/notices", "list_papers": "/papers", "show_rating": "/rating",
    "timeline": "/timeline", "party_contacts": "/contacts/filer",
}  # fmt: skip
REASON = {"reason": "Không cần nữa."}
CHANGES: dict[str, tuple[str, str, dict[str, Any] | None]] = {
    "choose_party_contacts": ("PUT", "/contacts/filer", {"language": "vi", "off": []}),
    "ask_party_code": ("POST", "/contacts/filer/codes", {"channel": "mail", "address": "a@vidu.example"}),
    "confirm_party_code": ("POST", "/contacts/filer/confirm", {"channel": "mail", "code": "000000"}),
    "forget_party_contact": ("DELETE", "/contacts/filer/mail", None),
    "revoke_authority": ("POST", "/revoke_authority", {}),
    "withdraw": ("POST", "/withdraw", REASON),
}
ELSEWHERE = {
    "create_draft", "save_draft", "read_draft", "discard", "submit", "look_up_held", "use_held", "my_dossiers",
    "add_paper", "paper_link", "start_payment", "rate", "supplement", "join_account",
}  # fmt: skip
"""Of a draft, which is its author's, of a later stage, or of a dossier of nobody's: tested with what they need."""
HIDDEN = {"not_found", "acting_for_needed", "authorisation_unknown", "authorisation_not_in_force"}


def reach(who: Worker, dossier: str) -> dict[str, str]:
    """The answer at each operation: its code, or "" where it was done."""
    found = {name: who.ask("GET", f"/api/dossiers/{dossier}{path}") for name, path in READS.items()}
    for name, (method, path, body) in CHANGES.items():
        version = 1 if name in ("revoke_authority", "withdraw") else None
        found[name] = who.ask(method, f"/api/dossiers/{dossier}{path}", body, version=version)
    return {name: answer.code if answer.status >= 400 else "" for name, answer in found.items()}


def meet_stranger(product: Office) -> Worker:
    """Somebody else who has proved who they are."""
    prove_identity("citizen3", replace(AN, id_number="046190008888", full_name="Lê Thị Sáu"))
    return product("citizen3")


def test_each_operation_on_dossiers_is_tested_here_or_declared_elsewhere() -> None:
    assert sorted([*READS, *CHANGES, *ELSEWHERE]) == sorted(FOR_ANOTHER.split())


def test_at_each_route_only_who_the_consent_covers_gets_through(office):
    product = office("lai-chau")
    principal, agent, number = agree(product)
    dossier = file_for(agent, number).body["id"]
    stranger, nobodys = meet_stranger(product), replace(agent, acting_for="0" * 26)
    operations = [*READS, *CHANGES]
    assert reach(stranger, dossier) == dict.fromkeys(operations, "not_found")
    assert reach(agent, dossier) == dict.fromkeys(operations, "acting_for_needed")
    for forged in (nobodys, replace(stranger, acting_for=number)):
        assert reach(forged, dossier) == dict.fromkeys(operations, "authorisation_unknown")
    acting = reach(replace(agent, acting_for=number), dossier)
    assert not HIDDEN & {code for name, code in acting.items() if name != "forget_party_contact"}
    assert {name: acting[name] for name in READS} == dict.fromkeys(READS, "")
    assert (acting["withdraw"], acting["revoke_authority"]) == ("", "wrong_moment")
    assert principal.get(f"/api/dossiers/{dossier}")["state"] == "withdrawn"
