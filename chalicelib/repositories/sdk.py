"""Clients of AWS services. botocore's own: what boto3 adds is of no use here and slow to load."""

from __future__ import annotations

from typing import Any

import botocore.session
from botocore.config import Config


def client(service: str, config: Config) -> Any:
    """A client of `service` with credentials, region and endpoint as the environment says."""
    return botocore.session.get_session().create_client(service, config=config)
