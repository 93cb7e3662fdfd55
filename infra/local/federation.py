"""Connects the citizens' pool of a local stack to the stand-in e-identity provider.

The local cloud does not know the template's kind of resource for a provider (docs/decisions/0020), so the provider is
made by the API, with the name and the mapping of claims that the template has.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from typing import Any

import yaml

from infra.local.person import send_request
from infra.local.ports import ELSEWHERE
from infra.local.stack import LocalStack
from infra.local.stand_ins.e_identity_sign_outs import SignOutFault
from infra.paths import ROOT

TEMPLATE = ROOT / "infra" / "resources.yaml"
CLIENT = "motcua"
"""Our client id at the provider."""


@functools.cache
def read_template_provider() -> dict[str, Any]:
    """Return the provider's properties in the template, with each parameter's default in the place of its name."""
    template = yaml.load(TEMPLATE.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - it is a safe one
    properties = template["Resources"]["EIdentityProvider"]["Properties"]
    defaults = {name: str(each.get("Default", "")) for name, each in template["Parameters"].items()}
    mapping = {
        name: defaults[claim["Ref"]] if isinstance(claim, dict) else str(claim)
        for name, claim in properties["AttributeMapping"].items()
    }
    scopes = defaults[properties["ProviderDetails"]["authorize_scopes"]["Ref"]]
    return {"name": properties["ProviderName"], "mapping": mapping, "scopes": scopes}


def find_return_address(stack: LocalStack) -> str:
    """Return where the provider sends people back to: the pool, as the browser sees it."""
    return f"http://{ELSEWHERE}:{stack.cloud.port}/oauth2/idpresponse"


def connect_provider(stack: LocalStack, issuer: str, secret: str) -> None:
    """Let people sign in to the citizens' pool with the provider; a provider that is there already gets the address and
    the secret of this start."""
    cognito, provider = stack.aws.client("cognito-idp"), read_template_provider()
    named = {"UserPoolId": stack.outputs["UserPoolId"], "ProviderName": provider["name"]}
    settings: dict[str, Any] = {
        "ProviderDetails": {
            "client_id": CLIENT,
            "client_secret": secret,
            "oidc_issuer": issuer,
            "attributes_request_method": "GET",
            "authorize_scopes": provider["scopes"],
        },
        "AttributeMapping": provider["mapping"],
    }
    try:
        cognito.update_identity_provider(**named, **settings)
    except cognito.exceptions.ResourceNotFoundException:
        cognito.create_identity_provider(**named, ProviderType="OIDC", **settings)


def change_identity(provider: str, name: str, state: str) -> None:
    """Lock an identity at a running provider (`locked`), or open it (`active`)."""
    _put(f"{provider}/people/{name}", {"state": state})


def set_sign_out_fault(provider: str, fault: SignOutFault | str | None) -> None:
    """Make a running provider's next sign-outs wrong; None makes them right."""
    _put(f"{provider}/faults", {"sign_out": fault})


def _put(url: str, body: Mapping[str, Any]) -> None:
    if send_request(url, "PUT", json.dumps(body).encode(), {}).status != 204:
        raise RuntimeError(f"{url} did not take the change")
