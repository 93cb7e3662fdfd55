"""Rows into an engine as fast as it takes them: batches of text over connections that stay open.

No client in between: serialising each row for itself costs more than the engine's own work.
"""

from __future__ import annotations

import http.client
import itertools
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

BATCH = 25
"""The most that one request may carry."""


def split_batches(given: Iterable[str], size: int = BATCH) -> Iterator[list[str]]:
    """Yield texts in lots that one request can carry."""
    left = iter(given)
    while lot := list(itertools.islice(left, size)):
        yield lot


def send_batches(environment: Mapping[str, str], table: str, puts: Iterable[str]) -> int:
    """Send requests to put rows, and answer how many. Raises OSError for a batch that is not taken whole."""
    headers = {
        "Content-Type": "application/x-amz-json-1.0",
        "X-Amz-Target": "DynamoDB_20120810.BatchWriteItem",
        "X-Amz-Date": "20260101T000000Z",
        "Authorization": _build_credential(environment),
    }
    connection = http.client.HTTPConnection(urlsplit(environment["AWS_ENDPOINT_URL"]).netloc, timeout=120)
    count = 0
    try:
        for lot in split_batches(puts):
            body = f'{{"RequestItems":{{"{table}":[{",".join(lot)}]}}}}'.encode()
            connection.request("POST", "/", body, headers)
            answer = connection.getresponse()
            said = answer.read()
            if answer.status != 200 or b'"PutRequest"' in said:
                raise OSError(f"a batch was not taken whole: {answer.status} {said[:300]!r}")
            count += len(lot)
    finally:
        connection.close()
    return count


def _build_credential(environment: Mapping[str, str]) -> str:
    """Names the account and region whose tables are meant; an engine of this machine does not look at signatures."""
    scope = f"{environment['AWS_ACCESS_KEY_ID']}/20260101/{environment['AWS_DEFAULT_REGION']}/dynamodb/aws4_request"
    return f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host;x-amz-date;x-amz-target, Signature=0"
