"""A session begun as the pages begin one, without pages: for tests that are about something else than signing in."""

from __future__ import annotations

import json
import secrets
import urllib.request
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from chalicelib.domain.security.session_tokens import derive_session_key, issue_token
from chalicelib.domain.security.sessions import PoolTokens, Session
from chalicelib.repositories.aws.secrets import parse_links
from chalicelib.repositories.security.session_seal import seal_tokens
from chalicelib.repositories.security.sessions import build_session_row
from infra.local.stack import LocalStack

PAGE = {"Content-Type": "application/json", "Motcua-Session": "page", "Sec-Fetch-Site": "same-origin"}
"""The headers of a page's own call of the session route."""
PATIENCE_S = 60


def begin_session(site: LocalStack, username: str) -> dict[str, str]:
    """Sign somebody in at their pool; the cookies that the browser then has, by name."""
    return _begin_officers(site, username) if site.find_account(username).secret else _begin_citizens(site, username)


def _begin_officers(site: LocalStack, username: str) -> dict[str, str]:
    """An officer's session put into the table as the route would. A telephone's code counts once, and tests sign the
    same few people in more often than it changes."""
    now, given = datetime.now(UTC), site.sign_in(username, site.find_account(username).password)
    keys = parse_links(_read_secret(site, site.outputs["SessionSecretArn"]))
    until = now + timedelta(seconds=given["expires_in"])
    claims = jwt.decode(given["id_token"], options={"verify_signature": False})
    tokens = PoolTokens(given["access_token"], given["refresh_token"], until, {"sub": claims["sub"]})
    handle = secrets.token_urlsafe(32)
    sealed = seal_tokens(tokens, handle, 1, keys)
    session = Session(
        derive_session_key(handle), claims["sub"], 1, now, now, now, shared=False, sealed=sealed, office=True
    )
    row = build_session_row(session)
    row.expires_at = int((now + timedelta(hours=8)).timestamp())
    site.aws.client("dynamodb").put_item(TableName=site.table, Item=row.serialize())
    return {f"__Host-motcua-{site.province}-local": issue_token(handle, 1, keys)}


def _read_secret(site: LocalStack, arn: str) -> str:
    return str(site.aws.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"])


def _begin_citizens(site: LocalStack, username: str) -> dict[str, str]:
    begun, mark = _ask_session_route(site, "/begin", {"shared": False}, {})
    answer = site.fill_sign_in_form(begun["url"], username, site.find_account(username).password)
    _, cookies = _ask_session_route(site, "", answer, mark)
    return {name: value for name, value in cookies.items() if value}


def _ask_session_route(
    site: LocalStack, path: str, body: Mapping[str, Any], cookies: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """The answer of the session route, and the cookies that it sets."""
    known = "; ".join(f"{name}={value}" for name, value in cookies.items())
    headers = {**PAGE, "Origin": site.origin, **({"Cookie": known} if known else {})}
    request = urllib.request.Request(f"{site.origin}/api/session{path}", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
        given = [each.split(";")[0].partition("=") for each in answer.headers.get_all("Set-Cookie", [])]
        return json.loads(answer.read()), {name: value for name, _, value in given}
