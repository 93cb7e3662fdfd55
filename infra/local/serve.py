"""One province's stack with its surroundings: the deployed template, payment gateway, demo people and the edge."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from chalicelib.domain.shared.hmac_signature import MIN_KEY_BYTES, read_keys
from chalicelib.repositories.security.application_files import load_applications
from infra.local.edge import Edge
from infra.local.federation import CLIENT, connect_provider, find_return_address
from infra.local.mailbox import PAGE, PAGE_POLICY, Mailbox
from infra.local.ports import ELSEWHERE, HOST, find_free_port
from infra.local.seed import TODAY, find_place
from infra.local.stack import DemoAccount, LocalStack
from infra.local.stand_ins.application import ApplicationStandIn
from infra.local.stand_ins.e_identity import EIdentityStandIn
from infra.local.stand_ins.gateway import GatewayStandIn
from infra.local.stand_ins.population import PopulationStandIn
from infra.local.stand_ins.portal import PortalStandIn

SEED = "infra.local.seed"


@contextlib.contextmanager
def serve_stack(
    stack: LocalStack,
    gateway_port: int,
    portal_port: int | None = None,
    say: Callable[[str], None] = lambda _: None,
    *,
    security_log: bool = False,
) -> Iterator[LocalStack]:
    """Deploy what has changed, seed, and serve the stack's site, its payment gateway, its e-identity provider, its
    population data, an application where the province has registered one, and its national portal (on a free port
    unless one is given) until the block ends. `say` receives the step that begins; with `security_log` its lines are
    kept."""
    portal_port = portal_port or find_free_port()
    population_port, identity_port = find_free_port(), find_free_port()
    stack.application = plan_application(stack)
    urls = {
        "GatewayUrl": f"http://{HOST}:{gateway_port}", "PortalUrl": f"http://{HOST}:{portal_port}",
        "PopulationUrl": f"http://{HOST}:{population_port}",
        "LocalFederationIssuer": f"http://{ELSEWHERE}:{identity_port}", "FederationClientId": CLIENT,
        "ApplicationOrigin": stack.application.url if stack.application else "",
    }  # fmt: skip
    clock = {} if stack.clock_offset is None else {"ClockOffsetSeconds": str(stack.clock_offset)}
    stack.deploy_changes({**urls, **clock, "SecurityLogOn": "true" if security_log else "false"}, say)
    say("starting the stand-ins for payment gateway, e-identity provider and national portal …")
    secret = provide_gateway_secret(stack)
    callback = f"{stack.origin}/api/payments/callback"
    stack.gateway = GatewayStandIn(callback, read_keys(secret.keys), secret.api_key, gateway_port)
    stack.gateway.start()
    stack.sms_keys = provide_sms_keys(stack)
    shared = provide_portal_secret(stack)
    store = stack.cloud.state / f"portal-{stack.province}.sqlite"
    stack.portal = PortalStandIn(
        read_keys(shared["ours"]), portal_port, store, read_keys(shared["portal"]), stack.origin
    )
    stack.portal.citizens.clock = lambda: datetime.now(UTC) + timedelta(seconds=stack.read_clock_offset())
    stack.portal.start()
    people = stack.cloud.state / f"population-{stack.province}.sqlite"
    stack.population = PopulationStandIn(read_keys(shared["ours"]), population_port, people, stack.province)
    stack.population.start()
    if stack.application:
        stack.application.start()
    stack.system_keys = read_keys(shared["systems"])
    stack.e_identity = serve_e_identity(stack, identity_port)
    try:
        box = Mailbox(stack.cloud)
        with Edge([replace(stack.build_site(), extra={PAGE: lambda: (box.render_page(), PAGE_POLICY)})]):
            say("bringing in the demo people …")
            stack.accounts = seed_stack(stack)
            yield stack
    finally:
        stack.e_identity.stop()
        if stack.application:
            stack.application.stop()
        stack.population.stop()
        stack.portal.stop()
        stack.gateway.stop()


def plan_application(stack: LocalStack) -> ApplicationStandIn | None:
    """Return a stand-in of the first application that the province has registered, not yet started; None without."""
    registered = load_applications(stack.province, folders=stack.provinces.folders)
    if not registered:
        return None
    kept = stack.cloud.state / f"application-{stack.province}.sqlite"
    return ApplicationStandIn(stack.origin, registered[0].code, find_free_port(), kept)


def serve_e_identity(stack: LocalStack, port: int) -> EIdentityStandIn:
    """Start the e-identity provider of the stack, and let people sign in to its pool with it and be signed out."""
    secret = secrets.token_urlsafe(32)
    clients = {CLIENT: (secret, frozenset({find_return_address(stack)}))}
    kept = stack.cloud.state / f"e-identity-{stack.province}.sqlite"
    sign_outs = {CLIENT: f"{stack.origin}/api/session/back-channel"}
    provider = EIdentityStandIn(clients, port, kept, stack.province, sign_outs)
    connect_provider(stack, provider.start(), secret)
    return provider


@dataclass(frozen=True)
class SharedGatewaySecret:
    """The secret shared by a stack and its payment gateway: signing keys in hex by id, and the key of the gateway's
    API."""

    keys: dict[str, str]
    api_key: str


def provide_gateway_secret(stack: LocalStack) -> SharedGatewaySecret:
    """Return the stack's secret, made at the first start and kept."""
    manager, arn = stack.aws.client("secretsmanager"), stack.outputs["GatewaySecretArn"]
    known = json.loads(manager.get_secret_value(SecretId=arn)["SecretString"])
    if not known["keys"]:
        known = {"api_key": secrets.token_urlsafe(32), "keys": {"k1": secrets.token_hex(MIN_KEY_BYTES)}}
        manager.put_secret_value(SecretId=arn, SecretString=json.dumps(known))
    return SharedGatewaySecret(known["keys"], known["api_key"])


def provide_sms_keys(stack: LocalStack) -> dict[str, bytes]:
    """Return the keys shared by the stack and its provider of text messages, made at the first start and kept."""
    manager, arn = stack.aws.client("secretsmanager"), stack.outputs["SmsSecretArn"]
    known: dict[str, str] = json.loads(manager.get_secret_value(SecretId=arn)["SecretString"])["keys"]
    if not known:
        known = {"k1": secrets.token_hex(MIN_KEY_BYTES)}
        manager.put_secret_value(SecretId=arn, SecretString=json.dumps({"keys": known}))
    return read_keys(known)


def provide_portal_secret(stack: LocalStack) -> dict[str, dict[str, str]]:
    """Return the keys between the stack and its national portal, and a sector system's, made at the first start and
    kept."""
    manager, arn = stack.aws.client("secretsmanager"), stack.outputs["PortalSecretArn"]
    known: dict[str, dict[str, str]] = json.loads(manager.get_secret_value(SecretId=arn)["SecretString"])
    if not known["ours"]:
        system = find_place(stack.agencies, TODAY).tax
        names = {"ours": stack.province, "portal": "dvcqg", "systems": system}
        known = {side: {name: secrets.token_hex(MIN_KEY_BYTES)} for side, name in names.items()}
        manager.put_secret_value(SecretId=arn, SecretString=json.dumps(known))
    return known


def seed_stack(stack: LocalStack) -> tuple[DemoAccount, ...]:
    """Create the demo people; existing ones stay as they are. Return the accounts."""
    if importlib.util.find_spec(SEED) is None:
        return ()
    return tuple(importlib.import_module(SEED).seed(stack))
