"""Registrations that only look right: homographs, a number spelled another way, a code used again."""

from __future__ import annotations

import pytest

from tests.product.accounts.registering import OWN, Applicant
from tests.product.accounts.test_own_accounts import OTHER, applicant, list_faults

__all__ = ["applicant"]

LOOK_ALIKE = {
    "a Cyrillic letter in the name": ("full_name", "Lê Thị M\u0430i"),
    "letters of mathematics in the name": ("full_name", "𝐋ê Thị Mai"),
    "a letter for a figure": ("id_number", "O46190009999"),
    "a figure too few": ("id_number", "04619000999"),
    "a Cyrillic letter before the domain": ("contact", "m\u0430i@vidu.example"),
    "a Cyrillic letter in the domain": ("contact", "mai@vidu.ex\u0430mple"),
    "two addresses": ("contact", "mai@vidu.example,ke.gian@vidu.example"),
}


@pytest.mark.parametrize("what", LOOK_ALIKE)
def test_what_only_looks_like_a_name_number_or_address_registers_nobody(applicant, what):
    browser, (field, typed) = applicant("hue"), LOOK_ALIKE[what]
    refused = browser.register(**{field: typed})
    assert (refused.status, list_faults(refused)) == (422, {f"/{field}"})
    assert not browser.jar, "nothing was begun"


@pytest.mark.parametrize("number", ["046 190 009 999", " 046190009999 ", "046.190.009.999"])
def test_another_spelling_of_a_number_makes_no_second_account(applicant, number):
    first = applicant("hue")
    name = first.open_account()
    second = Applicant(first.product, first.origin)
    assert second.register(contact="khac@vidu.example", id_number=number).status == 202
    given = second.prove().body
    assert second.sign_in(given["name"], given["password"]).body["waits"] == "password"
    assert second.choose(OTHER).body["code"] == "account_exists"
    assert first.sign_in(name, OWN).status == 200, "the first account is as it was"


def test_a_code_of_a_finished_registration_opens_nothing(applicant):
    browser = applicant("hue")
    assert browser.register().status == 202
    code = browser.read_code()
    first = browser.prove().body
    jar = dict(browser.jar)
    assert browser.sign_in(first["name"], first["password"]).body["waits"] == "password"
    assert browser.choose().status == 201
    thief = Applicant(browser.product, browser.origin, jar)
    again = thief.ask("/code", {"code": code})
    assert (again.status, again.body["code"]) == (401, "sign_in_expired")
    assert browser.sign_in(first["name"], OWN).status == 200, "the chosen password stays"
