"""Own accounts in the citizens' user pool: made, signed in and given passwords by the administrators' calls, so that
nobody guesses past our limits. The pool keeps the passwords and remembers the last ten. No password reaches a log.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.domain.accounts.proven_identity import PROVIDER
from chalicelib.domain.accounts.registration import OwnPasswordUnfit
from chalicelib.domain.security.second_factor import PasswordRefused
from chalicelib.domain.security.sessions import PoolTokens
from chalicelib.domain.shared.errors import Refusal
from chalicelib.repositories.aws import sdk
from chalicelib.repositories.security.office_pool import (
    FLOW,
    PATIENCE,
    WEAK,
    build_tokens,
    call_pool,
    map_password_refusal,
)


@dataclass(frozen=True, slots=True)
class CognitoOwnPool:
    """The `OwnPool` port over the provider's interface."""

    client: Any
    pool: str
    client_id: str

    @classmethod
    def connect_to(cls, issuer: str, client_id: str) -> CognitoOwnPool:
        """The pool behind an issuer, whose address ends with the pool's id."""
        return cls(sdk.create_client("cognito-idp", config=PATIENCE), issuer.rpartition("/")[2], client_id)

    def check_password(self, name: str, password: str, real_now: datetime) -> PoolTokens:
        """Return tokens for a name and a password. Wrong names read as wrong passwords."""
        given = {"USERNAME": name, "PASSWORD": password}
        asked = {"UserPoolId": self.pool, "ClientId": self.client_id, "AuthFlow": FLOW, "AuthParameters": given}
        answer = call_pool(self.client.admin_initiate_auth, map_password_refusal, **asked)
        found = answer.get("AuthenticationResult")
        if not found or not found.get("RefreshToken"):
            # An account that its own first password never opened, or one with a challenge that nobody here answers.
            raise PasswordRefused(reason="challenge")
        return build_tokens(found, found["RefreshToken"], {}, real_now)

    def create(self, name: str, full_name: str) -> str:
        """Return the subject of the account of that name, made now or before an interruption. It cannot be signed in to
        until a password is set."""
        said = [{"Name": "name", "Value": full_name}]
        # Nobody learns this one: the pool would make one of another length than it asks for.
        unknown = {"TemporaryPassword": secrets.token_urlsafe(48), "MessageAction": "SUPPRESS"}
        asked = {"UserPoolId": self.pool, "Username": name, "UserAttributes": said, **unknown}
        try:
            found = call_pool(self.client.admin_create_user, _map_nothing, **asked)["User"]["Attributes"]
        except self.client.exceptions.UsernameExistsException:
            known = call_pool(self.client.admin_get_user, _map_nothing, UserPoolId=self.pool, Username=name)
            found = known["UserAttributes"]
        return _read_subject(found)

    def find_federated(self, subject: str) -> str | None:
        """Return the subject of the account that somebody of the e-identity provider signs in with, by the provider's
        subject; None for nobody who ever came."""
        name = f"{PROVIDER}_{subject}"
        try:
            found = call_pool(self.client.admin_get_user, _map_nothing, UserPoolId=self.pool, Username=name)
        except ClientError as fault:
            # A name that no account of a pool can have is nobody's.
            if fault.response["Error"]["Code"] not in {"UserNotFoundException", "InvalidParameterException"}:
                raise
            return None
        return _read_subject(found["UserAttributes"])

    def set_password(self, name: str, password: str) -> None:
        """Replace the password; raise OwnPasswordUnfit for one of the last ten."""
        asked = {"UserPoolId": self.pool, "Username": name, "Password": password, "Permanent": True}
        call_pool(self.client.admin_set_user_password, _map_new_password, **asked)

    def delete(self, name: str) -> None:
        """Delete an account that must not exist."""
        with suppress(self.client.exceptions.UserNotFoundException):
            call_pool(self.client.admin_delete_user, _map_nothing, UserPoolId=self.pool, Username=name)


def _read_subject(attributes: Sequence[Mapping[str, str]]) -> str:
    return next(str(each["Value"]) for each in attributes if each["Name"] == "sub")


def _map_nothing(code: str, text: str) -> Refusal | None:
    return None


def _map_new_password(code: str, text: str) -> Refusal | None:
    if code in {*WEAK, "InvalidParameterException"}:
        return OwnPasswordUnfit.build_at_field()
    return PasswordRefused(reason=code) if code == "UserNotFoundException" else None
