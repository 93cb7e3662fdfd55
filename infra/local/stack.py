"""A province's stack on the local cloud: deployed, addressed, and people signed in to it as in production."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import secrets
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError
from pyotp import TOTP

from chalicelib.domain.accounts.proven_identity import PROVIDER
from chalicelib.domain.catalogue.agencies import AgencyTree
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from infra.aws.clients import Aws
from infra.aws.deploy import build_province_parameters, deploy_stack, name_stack, update_parameters
from infra.local.cloud import LocalCloud
from infra.local.edge import Calls, Site
from infra.local.ports import ELSEWHERE, HOST
from infra.local.sign_in import SignInFailed, SignInForm, call_url, choose_person
from infra.local.stand_ins.application import ApplicationStandIn
from infra.local.stand_ins.e_identity import EIdentityStandIn
from infra.local.stand_ins.gateway import GatewayStandIn
from infra.local.stand_ins.population import PopulationStandIn
from infra.local.stand_ins.portal import PortalStandIn
from infra.operations.upgrade_stores import UpgradedStores, import_units, update_stores
from infra.paths import ROOT, find_site
from infra.province_site import describe_site, find_mark
from infra.provinces import Provinces
from infra.release.package import package_stage

STAGE = "local"
API_STAGE = json.loads((ROOT / ".chalice" / "config.json").read_text())["api_gateway_stage"]
_EARLY = 60
STEP_S = 30
"""Seconds for which a telephone shows a code."""


@dataclass(frozen=True)
class DemoAccount:
    """A demo person, with a description to choose by. Citizens sign in with the e-identity provider, without a password
    of ours."""

    username: str
    password: str
    description: str
    secret: str = field(default="", repr=False)
    """The secret registered by an officer's telephone; empty for a citizen."""

    def calculate_code(self, at: float | None = None) -> str:
        """Return the telephone's code now, or at another time (seconds since 1970)."""
        return TOTP(self.secret).at(int(time.time() if at is None else at))


@dataclass
class LocalStack:
    """A deployed stack of one province. `port` is that of its site at the edge.

    `accounts`, the stand-ins and the keys are there while it is served (infra.local.serve).
    `clock_offset` is what this process last set, in seconds, or what it is first served with; None when it set none.
    `observer` is called for every call at the API (method, path and status of the answer) and of every function that
    has run («event», its name and 200). `provinces` is the data it is deployed with, `accepted_digest` that of a
    changed folder from outside.
    """

    cloud: LocalCloud
    province: str
    port: int
    outputs: dict[str, str] = field(default_factory=dict)
    accounts: tuple[DemoAccount, ...] = ()
    gateway: GatewayStandIn | None = None
    clock_offset: int | None = None
    sms_keys: dict[str, bytes] = field(default_factory=dict, repr=False)
    portal: PortalStandIn | None = None
    e_identity: EIdentityStandIn | None = None
    population: PopulationStandIn | None = None
    application: ApplicationStandIn | None = None
    system_keys: dict[str, bytes] = field(default_factory=dict, repr=False)
    provinces: Provinces = field(default_factory=Provinces)
    accepted_digest: str = ""
    observer: Callable[[LocalStack, str, str, int], None] | None = field(default=None, repr=False)
    _tokens: dict[str, tuple[str, float]] = field(default_factory=dict, repr=False)
    _shown: dict[str, set[str]] = field(default_factory=dict, repr=False)
    _signing_in: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def observe(self, method: str, path: str, status: int = 200) -> None:
        """Report a request and its answer to the stack's observer."""
        if self.observer is not None:
            self.observer(self, method, path, status)

    @functools.cached_property
    def calls(self) -> Calls:
        """Return the calls at the API, as its edge forwards them; the stack's observer is called for each."""
        return Calls(self.observe)

    @property
    def name(self) -> str:
        """The stack's name in CloudFormation."""
        return name_stack(STAGE, self.province)

    @property
    def origin(self) -> str:
        """The one origin of pages and API, served by the edge."""
        return f"http://{HOST}:{self.port}"

    @functools.cached_property
    def aws(self) -> Aws:
        """The account, as its root."""
        return self.cloud.provide_account()

    @property
    def sign_in_origin(self) -> str:
        """The origin of the sign-in page, another site than the pages."""
        return f"http://{ELSEWHERE}:{self.cloud.port}"

    @property
    def api_url(self) -> str:
        """The API Gateway of the stack without the edge: append "/api/…"."""
        return f"{self.cloud.endpoint}/_aws/execute-api/{self.outputs['RestAPIId']}/{API_STAGE}"

    @functools.cached_property
    def agencies(self) -> AgencyTree:
        """The agencies of the province, from the data that it is deployed with."""
        return CatalogueFiles(self.provinces.data).load_agencies(self.province)

    @property
    def table(self) -> str:
        """The name of the stack's table."""
        return self.outputs["TableName"]

    def deploy_changes(
        self, parameters: dict[str, str] | None = None, say: Callable[[str], None] = lambda _: None
    ) -> None:
        """Deploy the present sources, or the changed parts. The clock keeps its offset. `say` receives the step that
        begins."""
        keys = f"{self.cloud.endpoint}/{{pool}}/.well-known/jwks.json"
        given = {"Province": self.province, "Stage": STAGE, "SiteOrigin": self.origin, "JwksUrl": keys}
        given |= {"SignInUrl": self.sign_in_origin, "PoolUrl": self.cloud.endpoint}
        given["MailDomain"] = f"{self.province}.example.test"
        say("packaging the functions with their libraries, unless nothing has changed …")
        made = package_stage(STAGE, provinces=self.provinces)
        given |= build_province_parameters(self.aws, self.name, made, self.province, self.accepted_digest)
        # Each line calls a function: `make run` pays for that, a test of something else does not.
        known = {**given, "AllowSimulatedClock": "true", "SecurityLogOn": "false", **(parameters or {})}
        say(f"deploying {self.name}: table, buckets, user pool, functions, API …")
        self.outputs = deploy_stack(self.aws, self.name, made, known, timeout=900)
        say("upgrading what earlier versions have stored …")
        import_units(self.aws, self.table, CatalogueFiles(self.provinces.data), self.province)
        update_stores(self.aws, UpgradedStores.find_stores(self.aws, self.name, self.table))

    def set_clock_offset(self, seconds: int) -> None:
        """Move the stack's legal time by `seconds` from real time; see infra.local.clock."""
        update_parameters(self.aws, self.name, {"ClockOffsetSeconds": str(seconds)}, timeout=600)
        self.clock_offset = seconds

    def read_clock_offset(self) -> int:
        """Return by how many seconds the stack's legal time is ahead now; another process may have moved it."""
        described = self.aws.client("cloudformation").describe_stacks(StackName=self.name)["Stacks"][0]
        parameters = {each["ParameterKey"]: each["ParameterValue"] for each in described["Parameters"]}
        return int(parameters["ClockOffsetSeconds"])

    def build_site(self) -> Site:
        """Return the stack's site for the edge."""
        cloud = self.cloud.endpoint
        config = {
            "stage": STAGE,
            **describe_site(self.province, self.provinces.folders),
            "issuer": f"https://cognito-idp.{self.aws.region}.amazonaws.com/{self.outputs['UserPoolId']}",
            "client_id": self.outputs["ClientId"],
            "office_issuer": f"https://cognito-idp.{self.aws.region}.amazonaws.com/{self.outputs['OfficerPoolId']}",
            "office_client_id": self.outputs["OfficeClientId"],
            "bucket_origin": cloud,
        }
        host = f"{self.outputs['RestAPIId']}.execute-api.localhost:{self.cloud.port}"
        return Site(
            self.port,
            cloud,
            host,
            API_STAGE,
            find_site(),
            config,
            (cloud,),
            find_mark(self.province, self.provinces.folders),
            self.calls,
        )

    def find_account(self, username: str) -> DemoAccount:
        """Return the demo account of that name. Raises KeyError when the seed made none."""
        return {account.username: account for account in self.accounts}[username]

    def fetch_token(self, username: str, password: str | None = None) -> str:
        """Return an access token of that person, from the authorisation-code flow with PKCE; kept until it nears its
        end."""
        with self._signing_in:
            token, until = self._tokens.get(username, ("", 0.0))
            if time.time() > until - _EARLY:
                answer = self.sign_in(username, password or self.find_account(username).password)
                token, until = str(answer["access_token"]), time.time() + float(answer["expires_in"])
                self._tokens[username] = (token, until)
            return token

    def forget_token(self, username: str) -> None:
        """Make the person's next call sign in again."""
        with self._signing_in:
            self._tokens.pop(username, None)

    def wait_for_fresh_code(self, username: str) -> str:
        """Return a code of the officer's telephone that was not asked for here before: each counts once. Waits for the
        next one when every code that the pool takes now is used."""
        account, used = self.find_account(username), self._shown.setdefault(username, set())
        while True:
            now = time.time()
            # The pool takes the code before and the next one too, as telephones' clocks drift.
            shown = (account.calculate_code(now + drift) for drift in (0, STEP_S, -STEP_S))
            if fresh := next((code for code in shown if code not in used), None):
                used.add(fresh)
                return fresh
            time.sleep(STEP_S - now % STEP_S)

    def sign_in(self, username: str, password: str) -> dict[str, Any]:
        """Sign in and return the pool's tokens, by their names at the token endpoint: an officer with the telephone's
        code, somebody with a password on the pool's own page, everybody else with the e-identity provider. Raises
        SignInFailed."""
        known = {account.username: account for account in self.accounts}.get(username)
        return self._sign_in_officer(known, password) if known and known.secret else self._sign_in(username, password)

    def _sign_in_officer(self, account: DemoAccount, password: str) -> dict[str, Any]:
        """Sign in by the administrators' calls, which the API makes for the pages."""
        cognito = self.aws.client("cognito-idp")
        here = {"UserPoolId": self.outputs["OfficerPoolId"], "ClientId": self.outputs["OfficeClientId"]}
        given = {"USERNAME": account.username, "PASSWORD": password}
        try:
            asked = cognito.admin_initiate_auth(AuthFlow="ADMIN_USER_PASSWORD_AUTH", AuthParameters=given, **here)
            answered = cognito.admin_respond_to_auth_challenge(
                ChallengeName="SOFTWARE_TOKEN_MFA",
                Session=asked["Session"],
                ChallengeResponses={"USERNAME": account.username, "SOFTWARE_TOKEN_MFA_CODE": account.calculate_code()},
                **here,
            )
        except ClientError as error:
            raise SignInFailed(f"{account.username}: {error.response['Error']['Code']}") from error
        found = answered["AuthenticationResult"]
        names = {"AccessToken": "access_token", "IdToken": "id_token", "RefreshToken": "refresh_token"}
        return {"expires_in": found["ExpiresIn"], **{ours: found[theirs] for theirs, ours in names.items()}}

    def _sign_in(self, username: str, password: str) -> dict[str, Any]:
        verifier, back = secrets.token_urlsafe(48), f"{self.origin}/"
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "client_id": self.outputs["ClientId"],
            "redirect_uri": back,
            "scope": "openid profile email",
            "state": secrets.token_urlsafe(16),
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            **({} if password else {"identity_provider": PROVIDER}),
        }
        url = f"{self.cloud.endpoint}/oauth2/authorize?{urllib.parse.urlencode(asked)}"
        returned = self.fill_sign_in_form(url, username, password) if password else choose_person(url, username)
        if returned["state"] != asked["state"]:
            raise SignInFailed(f"{username}: the answer is to another question")
        exchange = {"grant_type": "authorization_code", "client_id": asked["client_id"], "redirect_uri": back}
        status, tokens, _ = call_url(
            f"{self.cloud.endpoint}/oauth2/token", {**exchange, "code": returned["code"], "code_verifier": verifier}
        )
        if status != 200:
            raise SignInFailed(f"{username}: {status} {tokens[:300]}")
        result: dict[str, Any] = json.loads(tokens)
        return result

    def fill_sign_in_form(self, url: str, username: str, password: str) -> dict[str, str]:
        """Sign in on the pool's own page; return code and state of the redirect. Raises SignInFailed."""
        _, page, _ = call_url(url)
        form = SignInForm(page)
        filled = {**form.fields, "username": username, "password": password}
        _, answer, location = call_url(urllib.parse.urljoin(url, form.action), filled)
        returned = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(location).query))
        if "code" not in returned:
            raise SignInFailed(f"{username}: no code in {location or answer[:300]!r}")
        return {name: returned.get(name, "") for name in ("code", "state")}
