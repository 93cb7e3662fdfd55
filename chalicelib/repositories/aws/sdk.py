"""Clients of AWS services, made by botocore: boto3 adds nothing needed here and loads slowly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.repositories.dynamodb.table import open_connection

if TYPE_CHECKING:
    from botocore.config import Config


def create_client(service: str, config: Config) -> Any:
    """Return a client of `service` with credentials, region and endpoint from the environment.

    It shares the session of the table's own client: another session would read the SDK's data again.
    """
    return open_connection().session.create_client(service, config=config)
