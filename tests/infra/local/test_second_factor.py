"""A pool that demands a second factor is held to it on the local cloud: each step is one person's, and good once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from pyotp import TOTP

from infra.local.cloud import LocalCloud

FIRST, OWN = "Lan-Dau-2026", "Cua-Rieng-Toi-2026"


class FactorPool:
    """A pool whose factor is ON, and its client."""

    def __init__(self, cloud: LocalCloud) -> None:
        self.client: Any = cloud.provide_account().client("cognito-idp")
        pool = self.client.create_user_pool(PoolName="officers", MfaConfiguration="ON")["UserPool"]["Id"]
        flows = ["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
        made = self.client.create_user_pool_client(UserPoolId=pool, ClientName="office", ExplicitAuthFlows=flows)
        self.here = {"UserPoolId": pool, "ClientId": made["UserPoolClient"]["ClientId"]}

    def begin(self, name: str, password: str) -> dict[str, Any]:
        """Enter name and password."""
        given = {"USERNAME": name, "PASSWORD": password}
        answer: dict[str, Any] = self.client.admin_initiate_auth(
            AuthFlow="ADMIN_USER_PASSWORD_AUTH", AuthParameters=given, **self.here
        )
        return answer

    def answer(self, step: str, session: str, name: str, **more: str) -> dict[str, Any]:
        """Answer a step."""
        given = {"USERNAME": name, **more}
        answered: dict[str, Any] = self.client.admin_respond_to_auth_challenge(
            ChallengeName=step, Session=session, ChallengeResponses=given, **self.here
        )
        return answered


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FactorPool]:
    """A local cloud of its own."""
    state: Path = tmp_path_factory.mktemp("factor")
    with LocalCloud(state, keep=False) as cloud:
        yield FactorPool(cloud)


def test_nobody_gets_tokens_without_a_telephone_and_its_code(pool: FactorPool) -> None:
    for name in ("lan", "mai"):
        pool.client.admin_create_user(
            UserPoolId=pool.here["UserPoolId"], Username=name, TemporaryPassword=FIRST, MessageAction="SUPPRESS"
        )
    begun = pool.begin("lan", FIRST)
    assert begun["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
    with pytest.raises(ClientError, match="Invalid session"):
        pool.answer("NEW_PASSWORD_REQUIRED", begun["Session"], "mai", NEW_PASSWORD=OWN)
    step = pool.answer("NEW_PASSWORD_REQUIRED", begun["Session"], "lan", NEW_PASSWORD=OWN)
    assert step["ChallengeName"] == "MFA_SETUP"
    with pytest.raises(ClientError, match="Invalid session"):
        pool.answer("MFA_SETUP", step["Session"], "lan")
    registering = pool.client.associate_software_token(Session=step["Session"])
    telephone = TOTP(registering["SecretCode"])
    with pytest.raises(ClientError, match="Code mismatch"):
        pool.client.verify_software_token(Session=registering["Session"], UserCode="000000")
    done = pool.client.verify_software_token(Session=registering["Session"], UserCode=telephone.now())
    assert "AccessToken" in pool.answer("MFA_SETUP", done["Session"], "lan")["AuthenticationResult"]

    asked = pool.begin("lan", OWN)
    assert asked["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    with pytest.raises(ClientError, match="CodeMismatch"):
        pool.answer("SOFTWARE_TOKEN_MFA", asked["Session"], "lan", SOFTWARE_TOKEN_MFA_CODE="000000")
    with pytest.raises(ClientError, match="Invalid session"):
        pool.answer("SOFTWARE_TOKEN_MFA", "s" * 40, "lan", SOFTWARE_TOKEN_MFA_CODE=telephone.now())
    given = pool.answer("SOFTWARE_TOKEN_MFA", asked["Session"], "lan", SOFTWARE_TOKEN_MFA_CODE=telephone.now())
    assert "AccessToken" in given["AuthenticationResult"]
    with pytest.raises(ClientError, match="Invalid session"):
        pool.answer("SOFTWARE_TOKEN_MFA", asked["Session"], "lan", SOFTWARE_TOKEN_MFA_CODE=telephone.now())
    with pytest.raises(ClientError, match="Invalid session"):
        pool.client.associate_software_token(Session="s" * 40)
