"""The client address of a request, for limits."""

from __future__ import annotations

from collections.abc import Mapping

from chalice.app import Request


def find_address(request: Request) -> str:
    """Return the caller's address: the one that the trusted proxies in front appended, never a claimed one."""
    from chalicelib.wiring import core as wiring

    hops = wiring.provide_settings().edge_hops
    forwarded: list[str] = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",")]
    identity: Mapping[str, object] = request.context.get("identity", {})
    return _find_network(forwarded[-1 - hops] if hops and len(forwarded) > hops else str(identity.get("sourceIp", "")))


def _find_network(address: str) -> str:
    """Return the address, or for IPv6 the network of 64 bits that one household or office has."""
    if ":" not in address:
        return address
    from ipaddress import IPv6Address, ip_network

    try:
        found = IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False))
