"""Calls to the sign-out addresses of registered applications: all at once, with little patience."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import urllib3

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TIMEOUT = urllib3.Timeout(connect=1.0, read=1.5)
"""The person who signs out waits for the slowest one."""
MOST_AT_ONCE = 8


def call_sign_out(calls: Sequence[tuple[str, str]]) -> int:
    """Post each token to its address (OpenID Connect Back-Channel Logout 1.0, 2.5); return how many were not taken."""
    http = urllib3.PoolManager(timeout=TIMEOUT, retries=False)

    def post(call: tuple[str, str]) -> bool:
        address, token = call
        body = urlencode({"logout_token": token}).encode()
        try:
            return http.request("POST", address, body=body, headers=FORM, redirect=False).status < 300
        except urllib3.exceptions.HTTPError:
            return False

    with ThreadPoolExecutor(min(MOST_AT_ONCE, len(calls))) as pool:
        return list(pool.map(post, calls)).count(False)
