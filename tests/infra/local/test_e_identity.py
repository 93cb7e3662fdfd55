"""The stand-in e-identity provider keeps the protocol, and misbehaves as it is asked to."""

from __future__ import annotations

import json
import threading
import urllib.parse
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwk, jwt
from joserfc.errors import JoseError

from chalicelib.domain.security.logout_tokens import LogoutTokenRefused
from chalicelib.domain.shared.errors import Busy
from chalicelib.repositories.accounts.identity import REFRESH_PAUSE
from chalicelib.repositories.security.logout_tokens import LogoutTokens
from infra.local.federation import change_identity, set_sign_out_fault
from infra.local.person import send_request
from infra.local.sign_in import SignInForm, call_url
from infra.local.stand_ins.e_identity import EIdentityStandIn, SignInFault
from infra.local.stand_ins.e_identity_sign_outs import SignOutFault, build_logout_token
from infra.local.stand_ins.e_identity_store import (
    CODE_SECONDS,
    GrantRefused,
    IdentityStore,
    SignInRequest,
    derive_challenge,
)

BACK = "http://localhost:1/oauth2/idpresponse"
VERIFIER = "v" * 43
ASKED = {
    "response_type": "code", "client_id": "us", "redirect_uri": BACK, "scope": "openid profile", "state": "st",
    "nonce": "no", "code_challenge": derive_challenge(VERIFIER), "code_challenge_method": "S256",
}  # fmt: skip


@pytest.fixture(scope="module")
def provider() -> Iterator[EIdentityStandIn]:
    """A provider that knows us by the secret «secret»."""
    running = EIdentityStandIn({"us": ("secret", frozenset({BACK}))})
    running.start()
    yield running
    running.stop()


def set_up(provider: EIdentityStandIn, path: str, body: dict[str, Any]) -> int:
    return send_request(f"{provider.url}{path}", "PUT", json.dumps(body).encode(), {}).status


def sign_in(provider: EIdentityStandIn, name: str, **changes: str) -> dict[str, str]:
    """Choose a person on the page; return what the client gets back."""
    url = f"{provider.url}/authorize?{urllib.parse.urlencode({**ASKED, **changes})}"
    _, page, _ = call_url(url)
    form = SignInForm(page)
    _, _, location = call_url(urllib.parse.urljoin(url, form.action), {**form.fields, "person": name})
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(location).query))


def exchange(provider: EIdentityStandIn, issued: str, **changes: str) -> tuple[int, dict[str, Any]]:
    sent = {
        "grant_type": "authorization_code", "code": issued, "redirect_uri": BACK, "client_id": "us",
        "client_secret": "secret", "code_verifier": VERIFIER,
    } | changes  # fmt: skip
    status, body, _ = call_url(f"{provider.url}/token", sent)
    return status, json.loads(body)


def read_keys(provider: EIdentityStandIn) -> jwk.KeySet:
    return jwk.KeySet.import_key_set(json.loads(call_url(f"{provider.url}/jwks")[1]))


def read_claims(provider: EIdentityStandIn, name: str) -> dict[str, Any]:
    """Sign in; return the claims, checked as a pool checks them."""
    status, tokens = exchange(provider, sign_in(provider, name)["code"])
    assert status == 200
    claims = jwt.decode(tokens["id_token"], read_keys(provider), algorithms=["RS256"]).claims
    jwt.JWTClaimsRegistry(
        leeway=60,
        exp={"essential": True},
        iss={"essential": True, "value": provider.url},
        aud={"essential": True, "value": "us"},
        nonce={"essential": True, "value": "no"},
    ).validate(claims)
    return dict(claims)


def test_what_it_says_of_itself_is_where_it_answers(provider: EIdentityStandIn) -> None:
    found = json.loads(call_url(f"{provider.url}/.well-known/openid-configuration")[1])
    assert found["issuer"] == provider.url
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"):
        assert found[name].startswith(provider.url)


def test_citizens_have_a_level_and_others_have_none(provider: EIdentityStandIn) -> None:
    hoa = read_claims(provider, "citizen1")
    assert (hoa["acr"], hoa["kind"], hoa["identity_number"], hoa["name"]) == (
        "LoA2", "citizen", "046190000001", "Trần Thị Hoa",
    )  # fmt: skip
    assert read_claims(provider, "level1")["acr"] == "LoA1"
    for name, kind in (("foreigner", "foreigner"), ("company", "organisation")):
        claims = read_claims(provider, name)
        assert (claims["kind"], "acr" in claims) == (kind, False)


def test_an_access_token_shows_its_own_person_alone(provider: EIdentityStandIn) -> None:
    _, tokens = exchange(provider, sign_in(provider, "citizen1")["code"])
    seen = send_request(f"{provider.url}/userinfo", "GET", None, {"Authorization": f"Bearer {tokens['access_token']}"})
    assert seen.body["name"] == "Trần Thị Hoa"
    assert send_request(f"{provider.url}/userinfo", "GET", None, {"Authorization": "Bearer x"}).status == 401


@pytest.mark.parametrize(
    "changes",
    [
        {"client_secret": "wrong"},
        {"client_id": "them"},
        {"redirect_uri": "http://localhost:2/"},
        {"code_verifier": "w" * 43},
        {"code_verifier": ""},
        {"code": "another"},
        {"grant_type": "password"},
    ],
)
def test_a_code_is_exchanged_by_the_client_that_asked_alone(
    provider: EIdentityStandIn, changes: dict[str, str]
) -> None:
    status, body = exchange(provider, sign_in(provider, "citizen1")["code"], **changes)
    assert status in (400, 401)
    assert "id_token" not in body


def test_a_code_counts_once_and_not_for_long() -> None:
    now = [0.0]
    store = IdentityStore(None, lambda: now[0])
    asked = SignInRequest("us", BACK, "openid", "st", "no", "")
    code = store.issue_code("citizen1", asked)
    assert store.redeem_code(code, "us", BACK, "").person == "citizen1"
    late = store.issue_code("citizen1", asked)
    now[0] = CODE_SECONDS + 1
    for gone in (code, late):
        with pytest.raises(GrantRefused):
            store.redeem_code(gone, "us", BACK, "")
    store.close()


@pytest.mark.parametrize("changes", [{"client_id": "them"}, {"redirect_uri": "http://evil.example/"}])
def test_nobody_is_sent_to_an_address_that_is_not_registered(
    provider: EIdentityStandIn, changes: dict[str, str]
) -> None:
    status, page, location = call_url(f"{provider.url}/authorize?{urllib.parse.urlencode({**ASKED, **changes})}")
    assert (status, location) == (400, "")
    assert "Không đăng nhập được" in page


def test_a_locked_account_and_a_refusal_come_back_as_such(provider: EIdentityStandIn) -> None:
    locked = {"error": "access_denied", "error_description": "account_locked", "state": "st"}
    assert sign_in(provider, "locked") == locked
    assert sign_in(provider, "nobody") == {**locked, "error_description": "consent_refused"}
    assert set_up(provider, "/people/citizen2", {"state": "locked"}) == 204
    assert sign_in(provider, "citizen2") == locked
    assert set_up(provider, "/people/citizen2", {"state": "active", "number": "046090009999"}) == 204
    assert read_claims(provider, "citizen2")["identity_number"] == "046090009999", "a number can be issued again"
    assert set_up(provider, "/people/nobody", {}) == 404


def test_keys_rotate_while_the_old_one_is_published(provider: EIdentityStandIn) -> None:
    _, before = exchange(provider, sign_in(provider, "citizen1")["code"])
    assert set_up(provider, "/keys", {"add": True}) == 204
    jwt.decode(before["id_token"], read_keys(provider), algorithms=["RS256"])
    read_claims(provider, "citizen1")
    assert set_up(provider, "/keys", {"drop_old": True}) == 204
    with pytest.raises((JoseError, ValueError)):
        jwt.decode(before["id_token"], read_keys(provider), algorithms=["RS256"])


@pytest.mark.parametrize(
    "fault", sorted(set(SignInFault) - {SignInFault.DOWN, SignInFault.SLOW, SignInFault.NOT_JSON, SignInFault.NO_NUMBER,
                                        SignInFault.NO_LEVEL, SignInFault.OTHER_LEVEL})
)  # fmt: skip
def test_a_wrong_token_does_not_pass_for_a_right_one(provider: EIdentityStandIn, fault: SignInFault) -> None:
    assert set_up(provider, "/faults", {"faults": [fault]}) == 204
    try:
        with pytest.raises((JoseError, ValueError)):
            read_claims(provider, "citizen1")
    finally:
        set_up(provider, "/faults", {})


@pytest.mark.parametrize(("fault", "claim"), [("no_number", "identity_number"), ("no_level", "acr")])
def test_a_claim_is_missing_on_demand(provider: EIdentityStandIn, fault: str, claim: str) -> None:
    set_up(provider, "/faults", {"faults": [fault]})
    try:
        assert claim not in read_claims(provider, "citizen1")
    finally:
        set_up(provider, "/faults", {})


def test_it_is_down_and_talks_nonsense_on_demand(provider: EIdentityStandIn) -> None:
    code = sign_in(provider, "citizen1")["code"]
    set_up(provider, "/faults", {"faults": ["not_json"]})
    assert call_url(f"{provider.url}/token", {
        "grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "client_id": "us",
        "client_secret": "secret", "code_verifier": VERIFIER,
    })[1] == "<html></html>"  # fmt: skip
    set_up(provider, "/faults", {"faults": ["down"]})
    assert call_url(f"{provider.url}/jwks")[0] == 503
    set_up(provider, "/faults", {})
    assert call_url(f"{provider.url}/jwks")[0] == 200


def test_people_and_keys_outlive_a_restart(tmp_path: Path) -> None:
    first = IdentityStore(tmp_path / "store", lambda: 0.0, "lai-chau")
    first.change_person("citizen1", {"state": "locked"})
    kept = first.list_keys()[0].kid
    first.close()
    again = IdentityStore(tmp_path / "store", lambda: 0.0, "lai-chau")
    person = again.find_person("citizen1")
    assert person is not None
    assert (again.list_keys()[0].kid, person["state"], person["full_name"]) == (kept, "locked", "Lò Văn Pâng")
    again.close()


def test_a_lock_signs_out_at_the_client_with_a_token_that_the_product_takes(provider: EIdentityStandIn) -> None:
    tokens = LogoutTokens.connect_to(provider.url, "us")
    read, key = {}, provider.store.list_keys()[-1]
    for fault in (None, *SignOutFault):
        token = build_logout_token(provider.url, "us", "citizen1", key, fault)
        try:
            read[fault] = tokens.read(token, datetime.now(UTC)).subject
        except LogoutTokenRefused as refused:
            read[fault] = str(refused.facts["check"])
    assert read == {
        None: "citizen1", "forged": "signature", "other_audience": "aud", "nonce": "nonce", "alg_none": "alg",
        "late": "iat", "replayed": "citizen1", "lost": "citizen1",
    }  # fmt: skip
    assert set_up(provider, "/keys", {"add": True, "drop_old": True}) == 204
    newest = build_logout_token(provider.url, "us", "citizen1", provider.store.list_keys()[-1])
    assert tokens.read(newest, datetime.now(UTC) + REFRESH_PAUSE).subject == "citizen1", "keys rotate"
    with pytest.raises(LogoutTokenRefused):
        tokens.read(build_logout_token(provider.url, "us", "citizen1", key), datetime.now(UTC) + 3 * REFRESH_PAUSE)


def test_another_issuers_description_is_not_believed(provider: EIdentityStandIn) -> None:
    alike = provider.url.replace("localhost", "127.0.0.1")
    for issuer in (alike, "http://127.0.0.1:9"):
        with pytest.raises(Busy):
            LogoutTokens.connect_to(issuer, "us").read(
                build_logout_token(issuer, "us", "citizen1", provider.store.list_keys()[-1]), datetime.now(UTC)
            )


def test_a_client_that_does_not_answer_is_called_again_with_the_same_token() -> None:
    seen: list[bytes] = []

    class Client(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(503 if len(seen) == 1 else 200)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Keep the test's output clean."""

    with HTTPServer(("127.0.0.1", 0), Client) as client:
        threading.Thread(target=client.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        running = EIdentityStandIn({}, sign_outs={"us": f"http://127.0.0.1:{client.server_port}/out"})
        running.start()
        try:
            change_identity(running.url, "citizen1", "locked")
            assert (running.calls.answers, len(seen), seen[0] == seen[1]) == ([200], 2, True)
            set_sign_out_fault(running.url, "replayed")
            change_identity(running.url, "citizen1", "locked")
            assert seen[2] == seen[0]
            set_sign_out_fault(running.url, "lost")
            change_identity(running.url, "citizen1", "locked")
            assert (running.calls.answers, len(seen)) == ([], 3)
        finally:
            running.stop()
            client.shutdown()
