"""Calls to the sign-out addresses of registered applications: all at once, with little patience."""

from __future__ import annotations

import time
from collections.abc import Sequence
from threading import Thread
from urllib.parse import urlencode

import urllib3

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PATIENCE_S = 2.5
"""Seconds that the person who signs out waits for the slowest one, also if it never ends its answer."""
CONNECT_S, READ_S = 1.0, 1.5
"""Of one attempt. Each letter that comes starts the second limit again, so that PATIENCE_S is needed as well."""
PAUSE_S = 0.3
"""Before the second attempt at one that failed quickly, as an application does that is being restarted."""


def call_sign_out(calls: Sequence[tuple[str, str]]) -> list[int]:
    """Post each token to its address (OpenID Connect Back-Channel Logout 1.0, 2.5); return the places of those that
    were not taken."""
    timeout = urllib3.Timeout(connect=CONNECT_S, read=READ_S)
    http, until = urllib3.PoolManager(timeout=timeout, retries=False), time.monotonic() + PATIENCE_S
    taken = [False] * len(calls)

    def post(place: int, address: str, token: str) -> None:
        taken[place] = _post_twice(http, address, token, until)

    posting = [Thread(target=post, args=(place, *call), daemon=True) for place, call in enumerate(calls)]
    for each in posting:
        each.start()
    for each in posting:
        # One that sends its answer letter by letter is left to itself.
        each.join(max(0.0, until - time.monotonic()))
    return [place for place, done in enumerate(tuple(taken)) if not done]


def _post_twice(http: urllib3.PoolManager, address: str, token: str, until: float) -> bool:
    body = urlencode({"logout_token": token}).encode()
    if _post(http, address, body):
        return True
    if time.monotonic() + PAUSE_S + READ_S > until:
        return False
    time.sleep(PAUSE_S)
    return _post(http, address, body)


def _post(http: urllib3.PoolManager, address: str, body: bytes) -> bool:
    try:
        # What the application says is of no interest, however long it is.
        answer = http.request("POST", address, body=body, headers=FORM, redirect=False, preload_content=False)
    except urllib3.exceptions.HTTPError:
        return False
    answer.close()
    return answer.status < 300
