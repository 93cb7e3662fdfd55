"""Lets people come back from an identity provider to this machine, also those whom the provider refused.

A pool with a domain sends them to that domain's own host, which nothing serves here. A pool without one is answered by
the local cloud itself, and so is every pool now. And a sign-in that fails at the provider ends in an error of the local
cloud; a pool of the provider sends people on to the application, which says what was wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from infra.local.adaptations.fit import find_module, install_after_loading, replace_function

Answer = tuple[int, dict[str, str], bytes]
Respond = Callable[[str, bytes, dict[str, Any]], Answer]


def return_to_local_cloud(_: Callable[[dict[str, Any]], str]) -> Callable[[dict[str, Any]], str]:
    """Return the replacement of a pool's public base address: none, for which the local cloud puts its own."""

    def find_domain_address(pool: dict[str, Any]) -> str:
        return ""

    return find_domain_address


def send_refused_on(cognito: Any) -> Callable[[Respond], Respond]:
    """Return a wrapper of the provider's answer: people who are not signed in are sent on with the error (RFC
    6749 4.1.2.1)."""

    def wrap(original: Respond) -> Respond:
        def answer_provider(method: str, body: bytes, query_params: dict[str, Any]) -> Answer:
            begun = cognito._auth_codes.get(cognito._qp(query_params, "state"), {})
            answered = original(method, body, query_params)
            if answered[0] == 302 or begun.get("type") != "relay":
                return answered
            error = cognito._qp(query_params, "error") or "server_error"
            why = cognito._qp(query_params, "error_description")
            sent = urlencode({"error": error, **({"error_description": why} if why else {}), "state": begun["state"]})
            return 302, {"Location": f"{begun['redirect_uri']}?{sent}", "Content-Type": "text/html"}, b""

        return answer_provider

    return wrap


def install() -> None:
    """Replace address and answer once the pools are loaded. Raise DoesNotFit when they are not as expected."""

    def replace_functions() -> None:
        cognito = find_module("ministack.services.cognito")
        replace_function(cognito, "_pool_domain_base_url", "pool", return_to_local_cloud)
        replace_function(cognito, "_oauth2_idp_response", "method body query_params", send_refused_on(cognito))

    app = find_module("ministack.app")
    replace_function(app, "_get_module", "name", install_after_loading("cognito", replace_functions))
