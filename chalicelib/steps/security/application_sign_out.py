"""Signing out ends the applications too: their renewals at once, and each is called at its sign-out address.

The renewals end because their session does; the call spares the person the minutes until the next renewal (decision
0311). Its content is that of OpenID Connect Back-Channel Logout 1.0.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from chalicelib.domain.security.logout_tokens import EVENT, TYPE
from chalicelib.domain.security.openings import PROOF_LIVES, Opening
from chalicelib.steps.security.application_ports import ApplicationDesk
from chalicelib.steps.security.applications import find_renewable, name_sign_in


def end_openings(desk: ApplicationDesk, person: str, session: str | None, real_now: datetime) -> int:
    """End what a person opened in a session, or in all (None), and call the applications; return how many were called.

    An application that does not answer is on record: its next renewal is refused all the same.
    """
    if not desk.registered:
        return 0
    found = [each for each in desk.openings.list_by_person(person) if not each.ended]
    mine = [each for each in found if session in (None, each.session)]
    for each in mine:
        desk.openings.end(each.key)
    addresses = {each.code: each.sign_out for each in desk.registered if each.is_in_force(desk.now)}
    # Whose code was never used has nobody signed in; what is older than the longest session has ended by itself.
    there = [
        each for each in mine if each.generation and each.application in addresses and _may_last(desk, each, real_now)
    ]
    calls = [(addresses[each.application], desk.sign(_build_claims(desk, each, real_now), TYPE)) for each in there]
    for place in desk.call(calls) if calls else ():
        desk.miss(there[place].application)
    return len(calls)


def end_by_application(desk: ApplicationDesk, application: str, renewal: str, real_now: datetime) -> bool:
    """Sign out the person who signed out in an application: here, and in every other one. Return whether it was an
    officer's session. Raise ApplicationGrantRefused: an application ends only the sign-in that it holds itself."""
    opening = find_renewable(desk, application, renewal, real_now)
    session = desk.sessions.records.load(opening.session)
    if session is not None:
        desk.sessions.records.delete(session.key)
        desk.sessions.officers.end_access(session.sub, real_now, everywhere=False)
    end_openings(desk, opening.person, opening.session, real_now)
    return opening.office


def _may_last(desk: ApplicationDesk, opening: Opening, real_now: datetime) -> bool:
    return real_now - opening.opened_at < desk.sessions.rules.longest


def _build_claims(desk: ApplicationDesk, opening: Opening, real_now: datetime) -> dict[str, Any]:
    at = int(real_now.timestamp())
    return {
        "iss": desk.issuer,
        "aud": opening.application,
        "sub": opening.person,
        "sid": name_sign_in(opening),
        "iat": at,
        "exp": at + int(PROOF_LIVES.total_seconds()),
        "jti": secrets.token_urlsafe(16),
        "events": {EVENT: {}},
    }
