"""What the API needs of the security log to write a line of it: a start that only writes lines loads no more."""

from __future__ import annotations

LINE = "security_record"
"""What lines of the log are called on their way; the subscription of the API's log group looks for it."""
GOOD = "ok"
"""The outcome of a request that was not refused."""
