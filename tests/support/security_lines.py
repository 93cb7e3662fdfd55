"""Lines of the security log as the API writes them, and batches of them as the subscription brings them."""

from __future__ import annotations

import base64
import gzip
import json
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from chalicelib.domain.security.security_log import LINE
from chalicelib.domain.shared.timezone import write_stamp

AT = datetime(2026, 12, 1, 3, tzinfo=UTC)


def build_line(at: datetime = AT, **said: Any) -> str:
    """A line: by default, an officer was given personal data of a dossier."""
    record = {
        "at": write_stamp(at),
        "trace_id": str(uuid.uuid4()),
        "who": "officer-1",
        "address": "203.0.113.7",
        "method": "GET",
        "route": "/api/dossiers/{dossier_id}",
        "act": "read_dossier",
        "dossiers": ["d1"],
        "status": 200,
        "outcome": "ok",
        "officer": True,
        "seen": True,
        "device": "",
        "about": "",
    }
    return json.dumps({"level": "INFO", "message": LINE, "service": "api", "record": record | said})


def build_batch(lines: Sequence[str], kind: str = "DATA_MESSAGE") -> dict[str, Any]:
    """The event by which the log group brings lines."""
    said = {
        "messageType": kind, "owner": "111122223333", "logGroup": "/motcua/hue/prod/api", "logStream": "s",
        "subscriptionFilters": ["lines"],
        "logEvents": [{"id": str(n), "timestamp": 1, "message": each} for n, each in enumerate(lines)],
    }  # fmt: skip
    return {"awslogs": {"data": base64.b64encode(gzip.compress(json.dumps(said).encode())).decode()}}
