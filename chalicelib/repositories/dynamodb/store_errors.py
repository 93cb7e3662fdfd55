"""Distinguish a busy store from a broken one."""

from __future__ import annotations

from typing import cast

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
)

BUSY_CODES = frozenset(
    {
        "InternalErrorException",
        "InternalServerError",
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ServiceUnavailable",
        "SlowDown",
        "ThrottlingException",
        "Throttling",
        "ThrottlingError",
        "TooManyRequestsException",
        "TransactionConflict",
        "TransactionConflictException",
        "TransactionInProgressException",
        "ProvisionedThroughputExceeded",
    }
)
BUSY_FAULTS: tuple[type[BotoCoreError], ...] = (
    ConnectTimeoutError,
    ConnectionClosedError,
    EndpointConnectionError,
    ReadTimeoutError,
)


def is_busy(fault: BaseException) -> bool:
    """Return True when the same request may succeed in a few seconds: throttled, contended or timed out."""
    return any(isinstance(link, BUSY_FAULTS) or _has_busy_code(link) for link in _follow_causes(fault))


def store_code(fault: BaseException) -> str | None:
    """Return the store's own error code (`AccessDeniedException`, …), for the log."""
    return next((code for link in _follow_causes(fault) if (code := _read_code(link))), None)


def _follow_causes(fault: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    link: BaseException | None = fault
    while link is not None and link not in chain:
        chain.append(link)
        # pynamodb keeps the AWS error in `cause`, not always in `__cause__`.
        link = link.__cause__ or getattr(link, "cause", None) or link.__context__
    return chain


def _read_code(link: BaseException) -> str | None:
    return link.response.get("Error", {}).get("Code") if isinstance(link, ClientError) else None


def _has_busy_code(link: BaseException) -> bool:
    if not isinstance(link, ClientError):
        return False
    if _read_code(link) != "TransactionCanceledException":
        return _read_code(link) in BUSY_CODES
    given = cast("list[dict[str, str]]", link.response.get("CancellationReasons", []))
    reasons = {reason.get("Code") for reason in given} - {"None", None}
    return bool(reasons) and reasons <= BUSY_CODES
