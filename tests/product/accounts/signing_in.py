"""People who sign in at the session route of a province's product, with a pool in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import pytest

from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.wiring import own_accounts as wiring_own
from chalicelib.wiring import sessions as wiring_sessions
from infra.local.stack import LocalStack
from tests.api.conftest import Api, ApiAnswer, forget_adapters
from tests.api.session_world import KEYS, SITE, Browser, HeldSecret, MemoryPool
from tests.product.office import Office, Worker

KHAI = ProvenIdentity(2, "046190001234", "Nguyễn Thị Minh Khai", "citizen", "1990-05-19", "female", "VN")
HOME = {"address": "12 Lê Lợi", "commune": "Phường Thuận Hóa", "province": "Thành phố Huế"}


@dataclass
class SignIns:
    """Sign-ins at one office."""

    office: Office
    pool: MemoryPool

    @classmethod
    def at(cls, office: Office, deployment: pytest.MonkeyPatch) -> SignIns:
        """Connect an office to a pool of its own."""
        for name in ("SIGN_IN_SERVER", "IDENTITY_API", "SESSION_SECRET_ARN", "SIGN_IN_ORIGIN", "NOTICES_QUEUE_URL"):
            deployment.setenv(name, "https://pool.example")
        deployment.setenv("SITE_ORIGIN", SITE)
        forget_adapters()
        pool = MemoryPool()
        deployment.setattr(wiring_sessions, "provide_pool", lambda: pool)
        deployment.setattr(wiring_own, "provide_own_pool", lambda: pool)
        deployment.setattr(wiring_sessions, "_open_session_secret", lambda: HeldSecret(KEYS))
        return cls(office, pool)

    def answer(self, account: str, identity: ProvenIdentity | None = KHAI) -> ApiAnswer:
        """The answer to a sign-in; without an identity with a password of an own account."""
        browser = Browser(Api(self.office.app), self.pool)
        if identity is None:
            self.office.note("POST /api/session/accounts/sign-in")
            return browser.sign_in_own(account)
        self.pool.proven[account] = identity
        self.office.note("POST /api/session")
        return browser.sign_in(account)

    def person(self, account: str, identity: ProvenIdentity | None = KHAI) -> Worker:
        """Somebody who has signed in."""
        answered = self.answer(account, identity)
        assert answered.status in (200, 201), answered.text
        session = answered.json if identity else answered.json["session"]
        self.office.tokens[account] = session["access_token"]
        return Worker(cast("LocalStack", self.office), account, office=self.office)
