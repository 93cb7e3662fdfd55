"""The kinds of account that a regulation lets people file with, at the routes and by its article."""

from __future__ import annotations

from typing import Any, cast

import pytest

from infra.local.stack import LocalStack
from tests.api.conftest import sign_token
from tests.product.bodies import FUNERAL
from tests.product.conftest import MONDAY, THEN
from tests.product.office import Office, Worker


def start_draft(worker: Worker, product: Office) -> tuple[int, str]:
    """Begin a filing; the status, and the code of a refusal."""
    body = {"procedure": FUNERAL, "one_stop": product.place.one_stop, "channel": "own_portal"}
    answer = worker.ask("POST", "/api/dossiers", body)
    return answer.status, answer.body.get("code", "") if answer.status >= 400 else ""


def find_own_account(product: Office) -> Worker:
    """Somebody who signs in with an account of the province."""
    product.tokens["own"] = sign_token("own", username="hoa@vidu.example")
    return Worker(cast("LocalStack", product), "own", office=product)


def read_method(product: Office, method: str) -> dict[str, Any]:
    """A kind of account as the sign-in page shows it."""
    items = product.nobody().get("/api/session/methods")["items"]
    return next(each for each in items if each["method"] == method)


def list_lawful(product: Office) -> list[str]:
    """The kinds of account that the law of the day lists, as the sign-in page names them."""
    return [each["vi"] for each in product.nobody().get("/api/session/methods")["listed"]]


@pytest.mark.clause("LC-4.1", "LC-9.1")
@pytest.mark.parametrize(("day", "article"), [(THEN, "khoản 1 Điều 4"), (MONDAY, "29/2026/QĐ-TTg")])
def test_in_lai_chau_only_the_electronic_identity_signs_in_and_files(office, day, article):
    product = office("lai-chau", at=day)
    shown = read_method(product, "local")
    assert (shown["open"], article in shown["article"], list_lawful(product)) == (
        False, True, ["tài khoản định danh điện tử"],
    )  # fmt: skip
    assert read_method(product, "e_identity")["open"] is True
    assert start_draft(product.nobody(), product) == (401, "unauthenticated")
    assert start_draft(find_own_account(product), product) == (403, "sign_in_method_closed")
    assert start_draft(product("citizen1"), product) == (201, "")


@pytest.mark.clause("VL-5.5#2")
def test_in_vinh_long_an_own_account_files_online_and_the_desk_files_without_one(office):
    product = office("vinh-long", at=THEN)
    shown = read_method(product, "local")
    assert (shown["open"], "khoản 5 Điều 5" in shown["article"]) == (True, True)
    assert list_lawful(product) == ["tài khoản của tỉnh", "đăng nhập một lần"]
    assert start_draft(product.nobody(), product) == (401, "unauthenticated")
    assert start_draft(find_own_account(product), product) == (201, "")
    body = {"procedure": FUNERAL, "one_stop": product.place.one_stop, "channel": "desk"}
    assert product("desk1").ask("POST", "/api/dossiers", body).status == 201


@pytest.mark.parametrize("province", ["vinh-long", "quang-ngai", "thai-binh", "hue", "lai-chau"])
def test_today_nobody_files_with_another_account(office, province):
    product = office(province, at=MONDAY)
    assert start_draft(find_own_account(product), product) == (403, "sign_in_method_closed")
    assert start_draft(product("citizen1"), product) == (201, "")
