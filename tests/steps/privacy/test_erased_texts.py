"""All texts that people typed into a dossier are gone after its erasure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.ledger.verification import verify_ledger
from chalicelib.domain.papers.paper import PaperKind
from tests.steps.privacy.erasures import DECIDED, OFFICE, order_erasure, require_gone
from tests.support.bodies import choose_answers_on
from tests.support.builders import CITIZEN, PERSON, Case, build_actor
from tests.support.fakes.erasure_fakes import FakeErasure, build_eraser

TYPED = "Lò Văn Pâng 0912 345 678"
ADDRESS = f"Bản Mật, {TYPED}"
TITLED: dict[str, Any] = {**PERSON, "full_name": "Lò Văn Pâng", "address": ADDRESS}
MARKS = (TYPED, "Lò Văn Pâng")


def desk(case: Case) -> Any:
    """The officer who receives."""
    return case.officer(Role.ONE_STOP_OFFICER)


def officer(case: Case) -> Any:
    """The officer who settles."""
    return case.officer(Role.CASE_OFFICER)


def settle(case: Case, **given: Any) -> None:
    """Grant it and hand it over."""
    case.finish_partners().paid()
    case.take("resolve", case.officer(Role.AGENCY_HEAD), result=case.paper(PaperKind.RESULT))
    case.compared().take("give_back", desk(case), **given)


def _form(case: Case) -> None:
    case.file(answers={**choose_answers_on(case.procedure, case.now), "owner_full_name": "Lò Văn Pâng"})
    case.take("refuse", desk(case))


def _applicant(case: Case) -> None:
    case.file(applicant=TITLED).take("refuse", desk(case))


def _principal(case: Case) -> None:
    other = {"full_name": "Lò Văn Pâng", "id_number": "046190005678", "address": ADDRESS}
    case.file(on_behalf=other).take("refuse", desk(case))


def _file_names(case: Case) -> None:
    case.file()
    for (pk, sk), item in list(case.store.items.items()):
        if sk.startswith("PAPER#"):
            case.store.items[pk, sk] = replace(item, value=replace(item.value, name=f"{TYPED}.pdf"))
    case.take("refuse", desk(case))


def _contacts(case: Case) -> None:
    case.file().take("refuse", desk(case))
    some = next(iter(case.store.items.values()))
    for place in ("REACH#filer", "CODE#REACH#filer#sms"):
        case.store.items[f"D#{case.id}", place] = replace(some, value=TYPED)


def _refused(case: Case) -> None:
    case.file().take("refuse", desk(case), reason=TYPED)


def _withdrawn(case: Case) -> None:
    case.file().take("withdraw", CITIZEN, reason=TYPED)


def _corrected(case: Case) -> None:
    case.received().take("correct_reception", desk(case), applicant={**TITLED, "phone": "0987654321"}, reason=TYPED)
    case.take("transfer", desk(case))
    settle(case)


def _asked_at_intake(case: Case) -> None:
    case.file().take("request_supplement", desk(case), components=case.some_component, guidance=TYPED)
    case.take("supplement", CITIZEN, papers=[case.paper(component=case.some_component[0])])
    case.take("receive", desk(case))
    case.take("transfer", desk(case))
    settle(case)


def _asked_in_appraisal(case: Case) -> None:
    case.processing().take("request_supplement", officer(case), components=case.some_component, guidance=TYPED)
    case.approve_all()
    case.take("supplement", CITIZEN, papers=[case.paper(component=case.some_component[0])])
    settle(case)


def _noted(case: Case) -> None:
    case.processing().take("note", officer(case), text=TYPED)
    settle(case)


def _assigned(case: Case) -> None:
    case.processing().appoint(build_actor(Role.CASE_OFFICER, case.agency, "colleague"))
    case.take("assign", case.officer(Role.AGENCY_HEAD), officer="colleague", note=TYPED)
    settle(case)


def _consulted(case: Case) -> None:
    case.processing().take("consult", officer(case), unit=case.partner, questions=TYPED)
    case.take("answer", build_actor(Role.CASE_OFFICER, case.partner), opinion=TYPED)
    settle(case)


def _called(case: Case) -> None:
    case.processing().take("call_original", officer(case), components=case.some_component, reason=TYPED)
    case.take("compare", desk(case), components=case.some_component, note=TYPED)
    settle(case)


def _extended(case: Case) -> None:
    case.processing().take("extend", officer(case), reason=TYPED)
    case.approve_all()
    settle(case)


def _declined(case: Case) -> None:
    case.processing().take("extend", officer(case))
    (asked,) = case.dossier.requests
    case.decline(case.officer(asked.chain[0][0]), reason=TYPED)
    settle(case)


def _apologised(case: Case) -> None:
    case.processing().nearly_late()
    case.take("apologise", officer(case), new_due_days=case.days_to(), reason=TYPED)
    case.approve_all(case.dossier.requests_made)
    settle(case)


def _proposed(case: Case) -> None:
    case.ready_to_grant().take("propose", officer(case), reason=TYPED, opinion=TYPED)
    case.approve_all()


def _stopped(case: Case) -> None:
    case.processing().take("stop", case.officer(Role.AGENCY_HEAD), reason=TYPED)


def _sent_by_post(case: Case) -> None:
    case.processing()
    settle(case, way="post", return_address=ADDRESS)


WAYS: tuple[Callable[[Case], None], ...] = (
    _form, _applicant, _principal, _file_names, _contacts, _refused, _withdrawn, _corrected, _asked_at_intake,
    _asked_in_appraisal, _noted, _assigned, _consulted, _called, _extended, _declined, _apologised, _proposed,
    _stopped, _sent_by_post,
)  # fmt: skip
"""All inputs that may name a person."""


def where(case: Case) -> list[tuple[str, str]]:
    """Rows in which something of it stands."""
    said = {key: f"{item.value!r} {getattr(item.value, 'name', '')}" for key, item in case.store.items.items()}
    return [key for key, text in said.items() if any(mark in text for mark in MARKS)]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__.strip("_"))
def test_what_was_typed_is_gone_and_the_chain_whole(way: Callable[[Case], None]) -> None:
    case = Case()
    way(case)
    if case.dossier.state != "closed":
        case.take("close", desk(case))
    assert where(case), "it was there"
    world: FakeErasure = order_erasure(case)
    world.files = {paper.key: 1 for paper in world.list_papers(case.id)}
    build_eraser(case, world).erase_ordered()
    assert where(case) == []
    require_gone(case, world)


def test_a_part_by_itself_takes_its_text_along() -> None:
    case = Case()
    _refused(case)
    case.take("close", desk(case))
    for digest in [each for each, part in case.store.load_parts(case.id).items() if TYPED in repr(part)]:
        case.take("erase", OFFICE, digest=digest, **DECIDED)
    assert where(case) == []
    assert (
        verify_ledger(case.id, [each.body for each in case.facts], head=case.dossier.head, length=case.dossier.length)
        == []
    )
