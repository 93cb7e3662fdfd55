"""moto, started without what takes as long as a short test: nothing here needs it.

- It answers calls of the library `requests` too, by 1,300 patterns made at each start. Nothing here makes such calls.
- At each start it forgets the SDK's session, and a new one reads the SDK's data again. One is kept for all starts; it
  is never that of another engine, whose keys it would keep.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import boto3
import moto
from moto.core import models

models.RESPONSES_METHODS.clear()
_sessions: list[boto3.Session] = []


@contextmanager
def mock_aws() -> Iterator[None]:
    """Made-up AWS while the block lasts, empty at its start."""
    with moto.mock_aws():
        if not _sessions:
            _sessions.append(boto3.Session())
        # moto puts back what was there before.
        boto3.DEFAULT_SESSION = _sessions[0]
        yield
