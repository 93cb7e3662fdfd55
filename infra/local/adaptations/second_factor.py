"""Enforces the second factor of a user pool that demands one, as the provider does.

The local cloud lets in people without a registered telephone, gives tokens for a new password alone, and takes the
answer to a challenge without looking at its session. In a pool whose factor is ON, each session now belongs to one
person and one step, and is valid once, for the client's number of minutes. After a wrong code it stays valid for
another try.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from infra.local.adaptations.fit import find_module, install_after_loading, replace_function

PASSWORD, ENROL, CODE = "NEW_PASSWORD_REQUIRED", "MFA_SETUP", "SOFTWARE_TOKEN_MFA"
BY_FACTOR = (PASSWORD, ENROL, CODE)


class SessionStep(NamedTuple):
    """The step of a session: person, pool, expiry, and the secret to be registered, with its state."""

    pool: str
    client: str
    username: str
    name: str
    until: float
    secret: str = ""
    verified: bool = False


class Factor:
    """The local cloud's part for user pools, with bound sessions."""

    def __init__(self, cognito: Any) -> None:
        self._cognito = cognito
        self._steps: dict[str, SessionStep] = {}

    def wrap_password(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """Return a handler that answers a correct password with the next step."""

        def answer_password(
            pool: Any, pid: str, cid: str, user: Any, username: str, client_metadata: Any = None, data: Any = None
        ) -> Any:
            if not self._is_demanded(pool):
                return original(pool, pid, cid, user, username, client_metadata, data)
            fresh = user.get("UserStatus") == "FORCE_CHANGE_PASSWORD"
            return self._answer_challenge(pool, pid, cid, user, PASSWORD if fresh else self._choose_next(user))

        return answer_password

    def wrap_response(self, original: Callable[[Any], Any]) -> Callable[[Any], Any]:
        """Return a handler for a person's answer to a step of their session."""

        def respond_to_challenge(data: Any) -> Any:
            pid, cid = data.get("UserPoolId"), data.get("ClientId")
            pool, name = self._cognito._user_pools.get(pid), data.get("ChallengeName")
            if pool is None or not self._is_demanded(pool) or name not in BY_FACTOR:
                return original(data)
            given = data.get("Session") or ""
            step = self._find(given, name)
            if step is None or (step.pool, step.client) != (pid, cid) or (name == ENROL and not step.verified):
                return self._refuse()
            user, _ = self._cognito._resolve_user(pool, step.username)
            asked, _ = self._cognito._resolve_user(pool, (data.get("ChallengeResponses") or {}).get("USERNAME"))
            if user is None or user is not asked:
                return self._refuse()
            answer = original(data)
            if answer[0] != 200:
                return answer
            self._steps.pop(given, None)
            return self._answer_challenge(pool, pid, cid, user, self._choose_next(user)) if name == PASSWORD else answer

        return respond_to_challenge

    def wrap_association(self, original: Callable[[Any], Any]) -> Callable[[Any], Any]:
        """Return a handler that gives a secret to a person who registers a telephone during the sign-in."""

        def register_secret(data: Any) -> Any:
            if data.get("AccessToken"):
                return original(data)
            step = self._find(data.get("Session") or "", ENROL)
            if step is None:
                return self._refuse()
            answer = original(data)
            made = json.loads(answer[2])
            del self._steps[data["Session"]]
            self._steps[made["Session"]] = step._replace(secret=made["SecretCode"])
            return answer

        return register_secret

    def wrap_verification(self, original: Callable[[Any], Any]) -> Callable[[Any], Any]:
        """Return a handler that registers a telephone by its first code."""

        def verify_secret(data: Any) -> Any:
            if data.get("AccessToken"):
                return original(data)
            given = data.get("Session") or ""
            step = self._find(given, ENROL)
            if step is None or not step.secret:
                return self._refuse()
            answer = original(data)
            if answer[0] != 200:
                return answer
            pool = self._cognito._user_pools[step.pool]
            user, _ = self._cognito._resolve_user(pool, step.username)
            user["_totp_secret"], user["_preferred_mfa"] = step.secret, CODE
            user["_mfa_enabled"] = sorted({*user.get("_mfa_enabled", ()), CODE})
            del self._steps[given]
            self._steps[json.loads(answer[2])["Session"]] = step._replace(verified=True)
            return answer

        return verify_secret

    def _is_demanded(self, pool: Any) -> bool:
        return bool(pool.get("MfaConfiguration") == "ON")

    def _choose_next(self, user: Any) -> str:
        return CODE if CODE in user.get("_mfa_enabled", ()) else ENROL

    def _answer_challenge(self, pool: Any, pid: str, cid: str, user: Any, name: str) -> Any:
        session = secrets.token_urlsafe(48)
        minutes = pool["_clients"][cid].get("AuthSessionValidity") or 3
        now = time.time()
        self._steps = {key: step for key, step in self._steps.items() if step.until > now}
        self._steps[session] = SessionStep(pid, cid, user["Username"], name, now + 60 * minutes)
        parameters = {"USER_ID_FOR_SRP": user["Username"]}
        answer = {"ChallengeName": name, "Session": session, "ChallengeParameters": parameters}
        return self._cognito.json_response(answer)

    def _find(self, session: str, name: str) -> SessionStep | None:
        step = self._steps.get(session)
        return step if step is not None and step.name == name and step.until > time.time() else None

    def _refuse(self) -> Any:
        return self._cognito.error_response_json("NotAuthorizedException", "Invalid session for the user.", 400)


def bind_sessions() -> None:
    """Replace the steps of a sign-in. Raise DoesNotFit when they are not as expected."""
    cognito = find_module("ministack.services.cognito")
    factor = Factor(cognito)
    parameters = "pool pid cid user username client_metadata data"
    replace_function(cognito, "_password_auth_result", parameters, factor.wrap_password)
    replace_function(cognito, "_admin_respond_to_auth_challenge", "data", factor.wrap_response)
    replace_function(cognito, "_associate_software_token", "data", factor.wrap_association)
    replace_function(cognito, "_verify_software_token", "data", factor.wrap_verification)


def install() -> None:
    """Replace the steps once the part for user pools is loaded."""
    replace_function(
        find_module("ministack.app"), "_get_module", "name", install_after_loading("cognito", bind_sessions)
    )
