"""The session route's cookies, and the answer that carries a session."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import Reply
from chalicelib.models.sessions import SessionView
from chalicelib.steps.security.sessions import Given
from chalicelib.wiring import sessions as wiring_sessions


def answer_session(given: Given, real_now: datetime, *cookies: str) -> Reply:
    """Return the answer of a session, with its cookie."""
    view = view_session(given, real_now)
    # On a shared computer an earlier person's session must not stay alongside the new one.
    own = write_cookie(name_cookie(), "" if given.shared else given.token)
    return Reply(view, headers={"Set-Cookie": [*cookies, own]})


def view_session(given: Given, real_now: datetime) -> SessionView:
    """Return the view of a session."""
    return SessionView(
        access_token=given.tokens.access,
        expires_in=max(0, int((given.tokens.until - real_now).total_seconds())),
        claims=dict(given.tokens.claims),
        idle_seconds=int(given.limits.idle.total_seconds()),
        ends_in=max(0, int((given.ends_at - real_now).total_seconds())),
        shared=given.shared,
        officer=given.office,
        session=given.token if given.shared else None,
    )


def name_cookie() -> str:
    """Return the cookie's name. Locally every port of this machine receives it, so the name says whose it is."""
    chosen = wiring_sessions.provide_settings()
    return f"__Host-motcua-{chosen.province}-{chosen.stage}"


def name_mark_cookie() -> str:
    """Return the name of the cookie of a sign-in at the provider's page."""
    return f"{name_cookie()}-begin"


def name_step_cookie() -> str:
    """Return the name of the cookie of an unfinished sign-in."""
    return f"{name_cookie()}-step"


def write_cookie(name: str, value: str) -> str:
    """Return a cookie that the browser deletes when it closes, or at once when empty."""
    ended = "" if value else "; Max-Age=0"
    return f"{name}={value}; Path=/; Secure; HttpOnly; SameSite=Strict{ended}"


def read_cookie(call: Call[Any, Any], name: str) -> str:
    """Return the value of a cookie; empty for none."""
    for part in call.headers.get("cookie", "").split(";"):
        known, _, value = part.strip().partition("=")
        if known == name:
            return value
    return ""
