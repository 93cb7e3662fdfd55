"""Clients of AWS services. botocore's own: what boto3 adds is of no use here and slow to load."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.repositories.dynamodb.table import connection

if TYPE_CHECKING:
    from botocore.config import Config


def client(service: str, config: Config) -> Any:
    """A client of `service` with credentials, region and endpoint as the environment says.

    Made by the session that the table's own client comes from: a session of its own would read the SDK's data again.
    """
    return connection().session.create_client(service, config=config)
