"""A session begun as the pages begin one, without pages: for tests that are about something else than signing in."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

import jwt

from chalicelib.domain.security.session_tokens import derive_session_key, issue_token
from chalicelib.domain.security.sessions import PoolTokens, Session
from chalicelib.repositories.aws.secrets import parse_links
from chalicelib.repositories.security.session_seal import seal_tokens
from chalicelib.repositories.security.sessions import build_session_row
from infra.local.stack import LocalStack


def begin_session(site: LocalStack, username: str) -> dict[str, str]:
    """Sign somebody in at their pool and put a session into the table as the route would; the cookies that the browser
    then has, by name. An officer's code counts once, and tests sign the same few people in more often than it changes.
    What a citizen's sign-in proves is not recorded: such people type their names."""
    account = site.find_account(username)
    now, given = datetime.now(UTC), site.sign_in(username, account.password)
    keys = parse_links(_read_secret(site, site.outputs["SessionSecretArn"]))
    until = now + timedelta(seconds=given["expires_in"])
    claims = jwt.decode(given["id_token"], options={"verify_signature": False})
    shown = {name: str(claims[name]) for name in ("sub", "name") if claims.get(name)}
    tokens = PoolTokens(given["access_token"], given["refresh_token"], until, shown)
    handle = secrets.token_urlsafe(32)
    sealed = seal_tokens(tokens, handle, 1, keys)
    session = Session(
        derive_session_key(handle),
        claims["sub"],
        1,
        now,
        now,
        now,
        shared=False,
        sealed=sealed,
        office=bool(account.secret),
    )
    row = build_session_row(session)
    row.expires_at = int((now + timedelta(hours=8)).timestamp())
    site.aws.client("dynamodb").put_item(TableName=site.table, Item=row.serialize())
    return {f"__Host-motcua-{site.province}-local": issue_token(handle, 1, keys)}


def _read_secret(site: LocalStack, arn: str) -> str:
    return str(site.aws.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"])
