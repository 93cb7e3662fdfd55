"""Huế, before and since 20/07/2026: somebody registers an account of the province and files with it; today that account
is closed by its article, and people come with the electronic identity (HUE-10.1), whose lock ends their sessions."""

from __future__ import annotations

import re
import secrets

from infra.local.federation import change_identity, set_sign_out_fault
from infra.local.mailbox import Mailbox, wait_until
from infra.local.rotation_rehearsal import SessionPage
from infra.local.seed import TODAY
from infra.local.sign_in import SignInFailed
from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT
from infra.local.stories.registry import register_story
from infra.local.stories.telling import Scenario

MARITAL_STATUS, NAME, IDENTITY = "1.004873", "Phan Thị Ngọc", "level1"
TODAY_AT = "2026-11-23T09:00:00"


@register_story(
    "Huế, an account of the province: registered by mail, closed since 20/07/2026 (Quyết định 88/2017 Điều 10)",
    province="hue",
    clock="2026-07-06T09:00:00",
)
def hue_own_account(telling: Scenario) -> str:
    """Register, sign in with the first password, choose another, file; months later sign in with the identity."""
    number, own = f"046395{secrets.randbelow(10**6):06d}", f"song huong {secrets.token_hex(6)}"
    page, name = _register(telling, number)
    given = page.ask_session_route("/accounts/password", {"password": own}).body
    telling.check_equal("the account is open", given["claims"]["name"], NAME)
    citizen, unit = telling.stranger(given["access_token"]), telling.find_place(TODAY).one_stop
    person = {"full_name": NAME, "id_number": number}
    answers = {**MARITAL, "requester_full_name": NAME, "requester_id_number": number}
    typed = {"answers": answers, "applicant": {**MARITAL_APPLICANT, **person}}
    dossier = citizen.draft(MARITAL_STATUS, unit, "own_portal", typed)
    citizen.submit(dossier, [citizen.upload(dossier, "component", FORM_2)])
    telling.set_clock(TODAY_AT)
    closed = SessionPage(telling.stack).ask_session_route("/accounts/sign-in", {"name": name, "password": own})
    telling.check_refusal("today the account signs nobody in", closed, "sign_in_method_closed")
    page = SessionPage(telling.stack)
    telling.check_equal("today the identity does", page.sign_in(IDENTITY), 201)
    lock_identity(telling, page)
    return dossier


def lock_identity(telling: Scenario, page: SessionPage) -> None:
    """Lock the identity at its provider while the page is open, once with a token that nobody believes; then unlock it
    (docs/decisions/0324)."""
    provider = telling.stack.e_identity
    if provider is None:
        raise ValueError("the stack is not served")
    set_sign_out_fault(provider.url, "forged")
    change_identity(provider.url, IDENTITY, "locked")
    telling.check_equal("a forged sign-out is refused", provider.calls.answers, [400])
    telling.check_equal("and ends nothing", page.renew_token(), 200)
    set_sign_out_fault(provider.url, None)
    change_identity(provider.url, IDENTITY, "locked")
    telling.check_equal("the provider's own is taken", provider.calls.answers, [200])
    telling.check_equal("the open page's session has ended", page.renew_token(), 401)
    try:
        SessionPage(telling.stack).sign_in(IDENTITY)
    except SignInFailed as refused:
        telling.check_equal("the next sign-in is refused as locked", "account_locked" in str(refused), True)
    else:
        telling.check_equal("the next sign-in is refused", True, False)
    change_identity(provider.url, IDENTITY, "active")
    telling.check_equal("once unlocked, the identity signs in", SessionPage(telling.stack).sign_in(IDENTITY), 201)


def _register(telling: Scenario, number: str) -> tuple[SessionPage, str]:
    """Register, prove the mail address and sign in with the first password; return the page and the name."""
    page, mail = SessionPage(telling.stack), f"ngoc.{secrets.token_hex(4)}@vidu.example"
    form = telling.stranger().get("/api/session/accounts")
    wish = {
        "full_name": NAME, "id_number": number, "birth_date": "1995-04-12", "address": "3 Lê Lợi, Huế",
        "channel": "mail", "contact": mail, "delivery": "screen", "terms": form["terms"],
    }  # fmt: skip
    telling.check_equal("the contact is sent a code", page.ask_session_route("/accounts", wish).status, 202)
    text = wait_until(lambda: Mailbox(telling.stack.cloud).list_mails(mail), "code")[-1].text
    code = re.search(r"\b[0-9]{6}\b", text)
    given = page.ask_session_route("/accounts/code", {"code": code[0] if code else ""}).body
    first = {"name": given["name"], "password": given["password"]}
    waits = page.ask_session_route("/accounts/sign-in", first).body["waits"]
    telling.check_equal("the first password is to be replaced", waits, "password")
    return page, str(given["name"])
