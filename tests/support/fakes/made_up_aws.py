"""moto, started without what takes as long as a short test: nothing here needs it.

- It answers calls of the library `requests` too, by 1,300 patterns made at each start. Nothing here makes such calls.
- At each start it forgets the SDK's session, and a new one reads the SDK's data again. One is kept for all starts; it
  is never that of another engine, whose keys it would keep.
- Each of its user pools has the same key, whose primes it computes again: a fifth of a second for each pool.
- At each request it looks for the methods of the service's class among all its members: half a millisecond.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import boto3
import moto
from joserfc import jwk
from moto.cognitoidp import models as pools
from moto.core import models, responses, utils

models.RESPONSES_METHODS.clear()


@functools.cache
def _read_key(content: frozenset[tuple[str, str]]) -> jwk.RSAKey:
    return jwk.RSAKey.import_key(dict(content))


def _import_key(content: dict[str, Any]) -> jwk.RSAKey:
    return _read_key(frozenset(content.items()))


# The engine asks its module of keys for nothing else.
vars(pools)["jwk"] = SimpleNamespace(RSAKey=SimpleNamespace(import_key=_import_key))
vars(responses)["method_names_from_class"] = functools.cache(utils.method_names_from_class)
_sessions: list[boto3.Session] = []


@contextmanager
def start_mock_aws() -> Iterator[None]:
    """Made-up AWS while the block lasts, empty at its start."""
    with moto.mock_aws():
        if not _sessions:
            _sessions.append(boto3.Session())
        # moto puts back what was there before.
        boto3.DEFAULT_SESSION = _sessions[0]
        yield
