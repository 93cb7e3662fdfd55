"""The preview over HTTP: access rights, refusals, and the words with their page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Role
from chalicelib.handlers.documents.slips import BODIES
from chalicelib.handlers.http.operations import OPERATIONS, Operation
from chalicelib.models.slips import PreviewBody
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.papers.paper_store import PaperStore
from chalicelib.repositories.privacy.access_log import AccessLog
from chalicelib.steps.documents.preview_slip import APPROVE, STEPS
from chalicelib.wiring import core as wiring
from tests.api.conftest import Api, ApiAnswer
from tests.api.route_counter import UNIT, RouteCounter, ShiftedClock

REFUSAL = {"ground": "not_conforming", "reason": "Sai <b>mẫu</b>"}


@pytest.fixture
def filed(api: Api, appoint: Callable[..., Officer], monkeypatch: pytest.MonkeyPatch) -> RouteCounter:
    """A dossier just filed at a commune of Lai Châu, and two officers there."""
    clock = ShiftedClock()
    monkeypatch.setattr(wiring, "provide_clock", lambda: clock)
    monkeypatch.setattr(PaperStore, "keep", lambda *_: None)
    appoint("clerk", Role.ONE_STOP_OFFICER, unit=UNIT)
    appoint("auditor", Role.AUDITOR)
    return RouteCounter(api, clock).filed()


def preview_slips(counter: RouteCounter, step: str, body: Any = None, sub: str = "clerk", **more: Any) -> ApiAnswer:
    """Ask for a preview; no key and no version are needed, for nothing is done."""
    asked = {"step": step, "body": body or {}, **more}
    return counter.api("POST", f"/api/dossiers/{counter.id}/slips/preview", sub=sub, body=asked)


def test_the_receipt_is_shown_in_full_before_it_is_signed(filed: RouteCounter) -> None:
    held = TableItem.count()
    assert preview_slips(filed, "receive").code == "obligations_open"
    answer = preview_slips(filed, "receive", {"deferral": "other_way_agreed"})
    assert answer.status == 200
    (slip,) = answer.json["slips"]
    assert (slip["kind"], slip["form"][:10]) == ("receipt", "Mẫu số 01 ")
    assert slip["mark"] == "BẢN XEM TRƯỚC – CHƯA BAN HÀNH"
    assert {"label": "Chủ hồ sơ", "text": ["Trần Thị Hoa"], "table": None} in slip["lines"]
    assert slip["html"].startswith('<!doctype html><html lang="vi">')
    # The look itself is put on record, and nothing else.
    assert TableItem.count() == held + len(AccessLog().list_views(filed.id))
    assert [each.what for each in AccessLog().list_views(filed.id)] == ["slip preview receive"]


def test_a_refusal_is_shown_with_its_remedies_and_as_text_not_markup(filed: RouteCounter) -> None:
    (slip,) = preview_slips(filed, "refuse", REFUSAL).json["slips"]
    assert [each["limit"].split()[0] for each in slip["remedies"]] == ["90", "12"]
    assert "Sai &lt;b&gt;mẫu&lt;/b&gt;" in slip["html"]
    assert ["Sai <b>mẫu</b>"] in [each["text"] for each in slip["lines"]]


def test_the_acts_body_is_checked_under_its_place(filed: RouteCounter) -> None:
    answer = preview_slips(filed, "refuse", {"ground": "not_conforming"})
    assert (answer.status, answer.fields) == (400, {"/body/reason": "required"})
    unknown = preview_slips(filed, "refuse", {**REFUSAL, "more": 1})
    assert (unknown.status, unknown.fields) == (400, {"/body/more": "unknown_field"})
    assert preview_slips(filed, "refuse", {**REFUSAL, "ground": "nonsense"}).status == 422
    assert preview_slips(filed, "erase").status == 400


def test_unauthorised_people_are_refused(filed: RouteCounter) -> None:
    assert preview_slips(filed, "receive", sub="stranger").status in (403, 404)
    assert preview_slips(filed, "receive", sub="auditor").status == 403
    assert preview_slips(filed, "transfer").code == "wrong_moment"
    assert preview_slips(filed, "approve", request=3).status == 404


def test_every_step_that_can_be_foreseen_has_its_body() -> None:
    assert set(BODIES) == {*STEPS, APPROVE}
    assert set(PreviewBody.model_fields["step"].annotation.__args__) == set(BODIES)  # type: ignore[union-attr]


def test_a_preview_documents_every_refusal_of_its_acts() -> None:
    acts = {name: op for op in OPERATIONS if (name := op.path.rsplit("/", 1)[-1]) in {*STEPS, APPROVE}}
    assert acts.keys() == BODIES.keys()
    documented = set(find_preview_operation().refuses)
    missing = {step: set(op.refuses) - documented for step, op in acts.items()}
    assert {step: classes for step, classes in missing.items() if classes} == {}


def find_preview_operation() -> Operation:
    """The preview's own operation."""
    return next(op for op in OPERATIONS if op.name == "preview_slips")
