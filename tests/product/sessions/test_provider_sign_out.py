"""A locked e-identity ends sessions: the provider's logout token, good and bad, at the product (decision 0324)."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import jwt
import pytest

from chalicelib.domain.accounts.proven_identity import PROVIDER
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.security.logout_tokens import EVENT, OLDEST, TYPE
from chalicelib.repositories.accounts.identity import KeysUnreachableError
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.security.logout_tokens import ProviderKeys
from chalicelib.repositories.security.own_pool import CognitoOwnPool
from chalicelib.wiring import core as wiring
from chalicelib.wiring import sign_outs as wiring_sign_outs
from infra.local.seed import SINCE
from tests.api.conftest import KEY, KID, STRANGER, ApiAnswer, build_jwk
from tests.api.session_world import HOA as HOA_PROVEN
from tests.product.accounts.application_street import HOA, Street, street
from tests.support.fakes.fake_own_pool import FakeOwnPool
from tests.support.running.requests_counted import count_requests

__all__ = ["street"]

ISSUER, CLIENT = "https://id.vidu.example", "motcua"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ROUTE = "/api/session/back-channel"


@dataclass
class Provider:
    """The e-identity provider, which signs people out of a street."""

    street: Street
    keys: list[dict[str, Any]] = field(default_factory=lambda: [build_jwk(KEY)])
    up: bool = True

    def fetch(self, _: object = None) -> dict[str, Any]:
        """Its published keys."""
        if not self.up:
            raise KeysUnreachableError("down")
        return {"keys": self.keys}

    def now(self) -> datetime:
        """Real time."""
        return self.street.signs.office.clock.real_now()

    def build(self, subject: str = HOA, *, key: Any = KEY, header: dict[str, Any] | None = None, **changes: Any) -> str:
        """A logout token; keywords replace claims."""
        at = int(self.now().timestamp())
        claims = {
            "iss": ISSUER, "aud": CLIENT, "sub": subject, "iat": at, "exp": at + 120, "jti": secrets.token_hex(8),
            "events": {EVENT: {}}, **changes,
        }  # fmt: skip
        return jwt.encode(claims, key, algorithm="RS256", headers={"kid": KID, "typ": TYPE, **(header or {})})

    def send(self, token: str) -> ApiAnswer:
        """The provider's call with a token."""
        return self.send_raw(urlencode({"logout_token": token}).encode())

    def send_raw(self, raw: bytes, headers: dict[str, str] | None = None) -> ApiAnswer:
        """The provider's call."""
        return self.street.api("POST", ROUTE, raw=raw, headers=FORM if headers is None else headers)


@pytest.fixture
def provider(street: Street, deployment: pytest.MonkeyPatch) -> Provider:
    """A provider of Vĩnh Long."""
    made = Provider(street)
    deployment.setenv("E_IDENTITY_ISSUER", ISSUER)
    deployment.setenv("E_IDENTITY_CLIENT", CLIENT)
    deployment.setattr(ProviderKeys, "fetch", made.fetch)
    forget_settings()
    return made


def forget_settings() -> None:
    """Read the environment again."""
    wiring.provide_settings.cache_clear()
    wiring_sign_outs.provide_logout_tokens.cache_clear()


def test_a_lock_ends_every_session_and_every_application_of_the_person(street: Street, provider: Provider) -> None:
    (desk, at_desk), (phone, _) = street.opened(), street.opened()
    other = street.browser()
    other.sign_in("sub-mai")
    page = desk.browser.resume()
    answer = provider.send(provider.build())
    assert (answer.status, answer.json, answer.headers["cache-control"]) == (200, {"accepted": True}, "no-store")
    assert desk.browser.me(page) == 401
    assert [desk.renew(at_desk["refresh_token"]).status, len(street.called)] == [401, 2]
    said = phone.browser.resume()
    assert (said.status, said.code) == (401, "session_ended_by_provider")
    assert "định danh" in said.json["detail"]["vi"]
    assert desk.browser.ask("/api/session/devices").code == "session_ended"
    assert other.resume().status == 200, "nobody else is signed out"


def test_what_the_provider_ended_is_on_the_persons_record_and_shown_to_them(street: Street, provider: Provider) -> None:
    browser = street.browser()
    browser.sign_in(HOA)
    assert provider.send(provider.build()).status == 200
    (row,) = TableItem.query(keys.OFFICER(HOA), TableItem.sk.startswith(keys.SIGN_OUT.prefix))
    assert json.loads(str(row.body)) == {"at": row.sk.partition("#")[2], "by": PROVIDER}, "who, when, nothing of them"
    street.signs.office.clock.later += timedelta(minutes=2)
    again = street.browser()
    assert again.sign_in(HOA).status == 201, "when the provider lets them"
    assert again.resume().status == 200
    seen = again.ask("/api/session/devices").json
    ended = datetime.fromisoformat(str(row.sk).partition("#")[2]).replace(microsecond=0)
    assert [datetime.fromisoformat(at) for at in seen["ended_by_provider"]] == [ended]
    assert [each["current"] for each in seen["items"]] == [True]


def test_an_officers_session_ends_where_rights_and_citizen_account_are_one_record(
    street: Street, provider: Provider
) -> None:
    records, office = wiring.provide_officers(), street.signs.office
    moved, other = ("lan", HOA), ("mai", "sub-mai")
    for username, person in (moved, other):
        office.appoint(person, Role.AUDITOR, "province")
        if (username, person) == moved:
            held = records.load(person)
            records.save(replace(held, version=held.version + 1, account=f"sub-{username}"), "seed", "02/TB", SINCE)
    street.browser().sign_in(HOA)
    ended, stays = street.office_site("lan").browser, street.office_site("mai").browser
    assert provider.send(provider.build()).status == 200
    assert [ended.resume().code, stays.resume().status] == ["session_ended_by_provider", 200]


def test_any_of_a_persons_accounts_ends_them_all(street: Street, provider: Provider) -> None:
    street.signs.pool.proven |= {HOA: HOA_PROVEN, "sub-new": HOA_PROVEN}
    first, second = street.browser(), street.browser()
    assert [first.sign_in(HOA).status, second.sign_in("sub-new").status] == [201, 201]
    assert provider.send(provider.build("sub-new")).status == 200
    assert [first.resume().status, second.resume().status] == [401, 401]


def test_somebody_unknown_is_answered_alike_for_as_many_requests(street: Street, provider: Provider) -> None:
    street.site()
    provider.send(provider.build("first-call"))

    def measure(subject: str) -> tuple[int, Any, list[str]]:
        with count_requests() as counted:
            answer = provider.send(provider.build(subject))
        return answer.status, answer.json, list(counted)

    assert measure(HOA) == measure("nobody")


def build_unsigned(provider: Provider, alg: str) -> str:
    """A good token, but for its signature."""
    _, claims, _ = provider.build().split(".")
    header = base64.urlsafe_b64encode(json.dumps({"alg": alg, "kid": KID, "typ": TYPE}).encode()).decode()
    return f"{header.rstrip('=')}.{claims}."


WRONG: dict[str, tuple[str, Callable[[Provider], str]]] = {
    "forged": ("signature", lambda it: it.build(key=STRANGER)),
    "changed": ("signature", lambda it: ".".join([*it.build().split(".")[:2], it.build().split(".")[2]])),
    "alg none": ("alg", lambda it: build_unsigned(it, "none")),
    "no signature": ("signature", lambda it: build_unsigned(it, "RS256")),
    "shared secret": (
        "alg",
        lambda it: jwt.encode({"sub": HOA}, "s" * 64, "HS256", {"kid": KID, "typ": TYPE}),
    ),
    "an ID token": ("typ", lambda it: it.build(header={"typ": "JWT"})),
    "an unknown key": ("kid", lambda it: it.build(key=STRANGER, header={"kid": "another"})),
    "another client": ("aud", lambda it: it.build(aud="them")),
    "another issuer": ("iss", lambda it: it.build(iss="https://evil.example")),
    "with nonce": ("nonce", lambda it: it.build(nonce="n-1")),
    "a number for a name": ("sub", lambda it: it.build(sub=7)),
    "a list for a name": ("sub", lambda it: it.build(sub=[HOA])),
    "no name": ("sub", lambda it: it.build(sub=None)),
    "a number for an id": ("jti", lambda it: it.build(jti=7)),
    "no event": ("events", lambda it: it.build(events={})),
    "late": ("iat", lambda it: it.build(iat=int((it.now() - 2 * OLDEST).timestamp()))),
    "expired": ("exp", lambda it: it.build(exp=int((it.now() - OLDEST / 2).timestamp()))),
    "no token": ("logout_token", lambda _: ""),
    "no token at all": ("logout_token", lambda _: "a.b.c"),
    "nested": ("logout_token", lambda _: base64.urlsafe_b64encode(b"[" * 5000).decode() + ".e30."),
    "too long": ("logout_token", lambda it: it.build(padding="x" * 9000)),
}


def test_a_wrong_token_ends_nothing_is_named_and_counted(
    street: Street, provider: Provider, capsys: pytest.CaptureFixture[str]
) -> None:
    browser = street.browser()
    browser.sign_in(HOA)
    capsys.readouterr()
    for name, (check, build) in WRONG.items():
        # So that the provider's keys may be asked for again.
        street.signs.office.clock.later += timedelta(minutes=1)
        answer = provider.send(build(provider))
        assert (answer.status, answer.code) == (400, "logout_token_refused"), name
        assert f" {check} " in answer.json["detail"]["en"], name
    sent = urlencode({"logout_token": provider.build()}).encode()
    for raw, headers in ((sent, {"Content-Type": "application/json"}), (sent + b"&" + sent, FORM), (b"", FORM)):
        assert provider.send_raw(raw, headers).code == "logout_token_refused"
    printed = capsys.readouterr().out
    assert printed.count('"SignedCallsRefused":') == len(WRONG) + 3
    assert HOA not in printed
    assert browser.resume().status == 200


def test_a_token_counts_once(street: Street, provider: Provider) -> None:
    token = provider.build()
    assert provider.send(token).status == 200
    street.signs.office.clock.later += timedelta(minutes=1)
    browser = street.browser()
    browser.sign_in(HOA)
    answer = provider.send(token)
    assert (answer.status, answer.code) == (400, "logout_token_replayed")
    assert browser.resume().status == 200


def test_without_the_providers_keys_it_is_asked_to_call_again(street: Street, provider: Provider) -> None:
    browser, token = street.browser(), provider.build()
    browser.sign_in(HOA)
    provider.up = False
    busy = provider.send(token)
    assert (busy.status, "retry-after" in busy.headers, browser.resume().status) == (503, True, 200)
    provider.up = True
    street.signs.office.clock.later += timedelta(minutes=1)
    assert [provider.send(token).status, browser.resume().status] == [200, 401]


def test_a_lock_that_comes_with_a_new_key_is_not_lost_to_strangers_keys(street: Street, provider: Provider) -> None:
    browser = street.browser()
    browser.sign_in(HOA)
    clock = street.signs.office.clock
    assert provider.send(provider.build(key=STRANGER, header={"kid": "made-up"})).code == "logout_token_refused"
    provider.keys = [build_jwk(STRANGER, "k-new")]
    locked = provider.build(key=STRANGER, header={"kid": "k-new"})
    busy = provider.send(locked)
    assert (busy.status, busy.headers["retry-after"], browser.resume().status) == (503, "30", 200)
    clock.later += timedelta(seconds=31)
    assert [provider.send(locked).status, browser.resume().status] == [200, 401]
    clock.later += timedelta(seconds=31)
    assert provider.send(provider.build()).code == "logout_token_refused", "the key of before is not published"


def test_a_name_that_no_account_of_a_pool_can_have_is_nobodys() -> None:
    pool = CognitoOwnPool(FakeOwnPool(), "pool", "site-client")
    assert [pool.find_federated(each) for each in ("nobody", "n" * 200, "a b")] == [None] * 3


def test_where_no_provider_is_registered_nobody_calls(
    street: Street, provider: Provider, deployment: pytest.MonkeyPatch
) -> None:
    deployment.setenv("E_IDENTITY_ISSUER", "")
    forget_settings()
    assert provider.send(provider.build()).code == "not_found"
