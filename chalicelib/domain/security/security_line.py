"""The part of the security log that the API needs to write a line; it is small to keep cold starts fast."""

from __future__ import annotations

LINE = "security_record"
"""The name of the log's lines; the subscription of the API's log group filters by it."""
GOOD = "ok"
"""The outcome of a request that was not refused."""
