"""The officers' user pool, as the session route signs people in to it. No password, code or token reaches a log.

The pool's client accepts passwords only by the administrators' calls, so that nobody bypasses our own limits on
guessing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.domain.security.second_factor import (
    Challenge,
    CodeRefused,
    CodeUsed,
    FactorMissing,
    PasswordRefused,
    PasswordTooWeak,
    SignInBlocked,
    SignInExpired,
    Waits,
)
from chalicelib.domain.security.sessions import Ended, PoolTokens, SessionEnded
from chalicelib.domain.shared.errors import Busy, FieldError, Refusal
from chalicelib.domain.shared.http_errors import TooMany
from chalicelib.repositories.aws import sdk
from chalicelib.repositories.security.token_endpoint import CLAIMS, read_claims

PATIENCE = Config(connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 1})
"""One attempt: a code counts once, and the pool itself counts wrong passwords."""

WAITS = {"NEW_PASSWORD_REQUIRED": Waits.PASSWORD, "MFA_SETUP": Waits.ENROL, "SOFTWARE_TOKEN_MFA": Waits.CODE}
FLOW = "ADMIN_USER_PASSWORD_AUTH"
PAUSE_S = 60
BUSY = frozenset(
    {
        "ConcurrentModificationException",
        "InternalErrorException",
        "ServiceUnavailableException",
        "TooManyRequestsException",
    }
)
FLOODED = frozenset({"LimitExceededException", "TooManyFailedAttemptsException"})
WEAK = frozenset({"InvalidPasswordException", "PasswordHistoryPolicyViolationException"})
WRONG_CODE = frozenset({"CodeMismatchException", "EnableSoftwareTokenMFAException"})
Reading = Callable[[str, str], Refusal | None]
"""Maps a fault of the pool, its code and text, to a refusal."""
UNKNOWN = frozenset({"NotAuthorizedException", "UserNotFoundException", "UserNotConfirmedException"})


@dataclass(frozen=True, slots=True)
class CognitoOfficePool:
    """The `OfficePool` port over the provider's interface."""

    client: Any
    pool: str
    client_id: str

    @classmethod
    def connect_to(cls, issuer: str, client_id: str) -> CognitoOfficePool:
        """The pool behind an issuer, whose address ends with the pool's id."""
        return cls(sdk.create_client("cognito-idp", config=PATIENCE), issuer.rpartition("/")[2], client_id)

    def check_password(self, name: str, password: str, address: str) -> Challenge:
        """Return the challenge after the password. Wrong names read as wrong passwords. The address is for the pool's
        own risk check."""
        given = {"USERNAME": name, "PASSWORD": password}
        seen = {"IpAddress": address.partition("/")[0], "ServerName": "motcua", "ServerPath": "/", "HttpHeaders": []}
        asked = {"AuthFlow": FLOW, "AuthParameters": given, "ContextData": seen, **self._name_pool()}
        answer = call_pool(self.client.admin_initiate_auth, map_password_refusal, **asked)
        return self._read_challenge(answer, name)

    def set_password(self, challenge: Challenge, password: str) -> Challenge:
        """Replace the first password by the person's own."""
        given = {"USERNAME": challenge.username, "NEW_PASSWORD": password}
        answer = self._respond_to_challenge("NEW_PASSWORD_REQUIRED", challenge, given, _map_new_password_refusal)
        return self._read_challenge(answer, challenge.username)

    def begin_enrolment(self, challenge: Challenge) -> tuple[Challenge, str]:
        """Return a new secret for a telephone, and the challenge that its first code answers."""
        answer = call_pool(self.client.associate_software_token, _map_step_refusal, Session=challenge.session)
        return replace(challenge, session=str(answer["Session"])), str(answer["SecretCode"])

    def answer_code(self, challenge: Challenge, code: str, real_now: datetime) -> PoolTokens:
        """Return tokens for a code; the first code of a telephone registers it."""
        given = {"USERNAME": challenge.username}
        if challenge.waits is Waits.ENROL:
            sent = {"Session": challenge.session, "UserCode": code}
            verified = call_pool(self.client.verify_software_token, _map_step_refusal, **sent)
            if verified.get("Status") != "SUCCESS":
                raise CodeRefused()
            later = replace(challenge, session=str(verified["Session"]))
            answer = self._respond_to_challenge("MFA_SETUP", later, given)
        else:
            answer = self._respond_to_challenge(
                "SOFTWARE_TOKEN_MFA", challenge, {**given, "SOFTWARE_TOKEN_MFA_CODE": code}
            )
        found = answer.get("AuthenticationResult")
        if not found or not found.get("RefreshToken"):
            raise SignInExpired(reason="no_tokens")
        return build_tokens(found, found["RefreshToken"], {}, real_now)

    def refresh(self, was: PoolTokens, real_now: datetime) -> PoolTokens:
        """Return new tokens; raise SessionEnded when the pool no longer accepts the old ones."""
        asked = {"RefreshToken": was.refresh, "ClientId": self.client_id}
        answer = call_pool(self.client.get_tokens_from_refresh_token, _refresh_refusal, **asked)
        found = answer["AuthenticationResult"]
        return build_tokens(found, found.get("RefreshToken") or was.refresh, was.claims, real_now)

    def revoke(self, refresh: str) -> bool:
        """Revoke a refresh token; return False when the pool could not be reached."""
        with suppress(ClientError, BotoCoreError):
            self.client.revoke_token(Token=refresh, ClientId=self.client_id)
            return True
        return False

    def _respond_to_challenge(
        self, name: str, challenge: Challenge, given: Mapping[str, str], refusal: Reading | None = None
    ) -> Mapping[str, Any]:
        asked = {"ChallengeName": name, "ChallengeResponses": dict(given), "Session": challenge.session}
        return call_pool(
            self.client.admin_respond_to_auth_challenge, refusal or _map_step_refusal, **asked, **self._name_pool()
        )

    def _name_pool(self) -> dict[str, str]:
        return {"UserPoolId": self.pool, "ClientId": self.client_id}

    def _read_challenge(self, answer: Mapping[str, Any], username: str) -> Challenge:
        if found := answer.get("AuthenticationResult"):
            # Nobody may hold these: a pool that asks for no code is misconfigured.
            self.revoke(str(found.get("RefreshToken", "")))
            raise FactorMissing(reason="tokens")
        waits = WAITS.get(str(answer.get("ChallengeName")))
        if waits is None:
            raise FactorMissing(reason="challenge")
        named = answer.get("ChallengeParameters", {}).get("USER_ID_FOR_SRP") or username
        return Challenge(waits, str(named), str(answer["Session"]))


def call_pool(call: Callable[..., Any], refusal: Reading, **asked: Any) -> Mapping[str, Any]:
    """Return the pool's answer; raise what its fault reads as."""
    try:
        answer: Mapping[str, Any] = call(**asked)
    except ClientError as error:
        code, text = error.response["Error"]["Code"], error.response["Error"].get("Message", "")
        refused = _map_load_refusal(code, text) or refusal(code, text)
        if refused is None:
            raise
        raise refused from None
    except BotoCoreError:
        raise Busy(retry_after=2) from None
    return answer


def _map_load_refusal(code: str, text: str) -> Refusal | None:
    if code in BUSY:
        return Busy(retry_after=2)
    if code in FLOODED or "attempts exceeded" in text:
        return TooMany(retry_after=PAUSE_S)
    return None


def map_password_refusal(code: str, text: str) -> Refusal | None:
    """Return what a fault of checking a password reads as."""
    if code == "PasswordResetRequiredException" or "security reasons" in text:
        return SignInBlocked(reason=code)
    return PasswordRefused(reason=code) if code in {*UNKNOWN, "InvalidParameterException"} else None


def _map_new_password_refusal(code: str, text: str) -> Refusal | None:
    """The pool reports a malformed password, such as one letter, as a wrong parameter. No other parameter of that
    request comes from the person."""
    if code in {*WEAK, "InvalidParameterException"}:
        return PasswordTooWeak(
            fields=(FieldError("/password", PasswordTooWeak.code, PasswordTooWeak.vi, PasswordTooWeak.en),)
        )
    return _map_step_refusal(code, text)


def _map_step_refusal(code: str, text: str) -> Refusal | None:
    if code in WRONG_CODE:
        return CodeRefused(reason=code)
    if code == "ExpiredCodeException":
        return CodeUsed(reason=code)
    if code == "PasswordResetRequiredException" or "security reasons" in text:
        return SignInBlocked(reason=code)
    # The pool's session string was used, has expired or is another person's; or the telephone was removed meanwhile.
    over = {*UNKNOWN, "InvalidParameterException", "SoftwareTokenMFANotFoundException"}
    return SignInExpired(reason=code) if code in over else None


def _refresh_refusal(code: str, _: str) -> Refusal | None:
    taken_back = {*UNKNOWN, "InvalidParameterException", "RefreshTokenReuseException"}
    return SessionEnded(reason=Ended.REFUSED.value) if code in taken_back else None


def build_tokens(found: Mapping[str, Any], refresh: str, known: Mapping[str, str], real_now: datetime) -> PoolTokens:
    """Return the tokens of an answer; without an id token, the claims known before."""
    read = read_claims(found["IdToken"]) if found.get("IdToken") else None
    claims = known if read is None else {name: str(read[name]) for name in CLAIMS if read.get(name)}
    until = real_now + timedelta(seconds=int(found["ExpiresIn"]))
    return PoolTokens(str(found["AccessToken"]), refresh, until, claims)
