"""The one Logger and Metrics. Lines carry routes, codes, ids and durations; never people's texts.

One JSON line per request goes to standard output. Nothing here accepts a body, a query string, a header or an
exception's message, because each of them may hold personal data.
"""

from __future__ import annotations

import logging
import os
import sys
import traceback
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from functools import cache
from typing import TextIO

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

NAMESPACE = "/".join(filter(None, ("motcua", os.environ.get("PROVINCE"), os.environ.get("STAGE"))))
"""Namespace of the metrics: alarms of one province must not react to another's in the same account."""
SERVICE = os.environ.get("POWERTOOLS_SERVICE_NAME", "motcua")
"""The function that writes; the template names each."""


class _Stdout(logging.StreamHandler[TextIO]):
    """Writes to the standard output current at the moment of writing, so that it can be redirected."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stdout
        super().emit(record)


@cache
def provide_logger() -> Logger:
    """The process-wide logger: JSON lines on standard output."""
    made = Logger(service=SERVICE, logger_handler=_Stdout(), use_rfc3339=True, location=None)
    # The runtime's root handler would write every line a second time.
    logging.getLogger(SERVICE).propagate = False
    return made


@cache
def provide_metrics() -> Metrics:
    """The process-wide metrics, written as embedded metric format on standard output."""
    return Metrics(namespace=NAMESPACE, service=SERVICE)


def request_line(route: str, method: str, status: int, trace_id: str, ms: int, **facts: object) -> None:
    """Write the request's one line. `facts` are codes, ids and durations only."""
    write = provide_logger().error if status >= 500 else provide_logger().info
    line = {"route": route, "method": method, "status": status, "trace_id": trace_id, "ms": ms, **facts}
    write("request", extra=line)


_read_by_officers: ContextVar[tuple[str, ...]] = ContextVar("read_by_officers", default=())
_listed_for_officers: ContextVar[tuple[str, ...]] = ContextVar("listed_for_officers", default=())
_signed_in: ContextVar[tuple[str, bool]] = ContextVar("signed_in", default=("", False))


def begin_request() -> None:
    """Reset the reads and the session of the request before."""
    _read_by_officers.set(())
    _listed_for_officers.set(())
    _signed_in.set(("", False))


def note_read(dossier_id: str, listed: Iterable[str] = ()) -> None:
    """Record that an officer received data of a dossier, for the request's record in the security log; for a list,
    which dossiers it shows with names."""
    _read_by_officers.set((*_read_by_officers.get(), dossier_id))
    _listed_for_officers.set((*_listed_for_officers.get(), *listed))


def list_noted_lines() -> tuple[str, ...]:
    """Return the dossiers that lists of this request show with names, each once."""
    return tuple(dict.fromkeys(_listed_for_officers.get()))


def note_account(sub: str, office: bool) -> None:
    """Record whose session the request began or used, proven by the pool or by the session's id; `office` says that it
    is of the officers' pool."""
    _signed_in.set((sub, office))


def find_noted_account() -> tuple[str, bool]:
    """Return whose session it is, and whether an officer's; empty when unknown."""
    return _signed_in.get()


def list_noted_reads() -> tuple[str, ...]:
    """Return the dossiers whose data officers received in this request, each once."""
    return tuple(dict.fromkeys(_read_by_officers.get()))


def log_security_record(name: str, record: Mapping[str, object]) -> None:
    """Write a request's record of the security log. It leaves the application's log at once (docs/decisions/0261)."""
    provide_logger().info(name, extra={"record": record})


def log_event(event: str, **facts: object) -> None:
    """Write one line for an event function; `event` is a stable name, `facts` codes, ids and numbers."""
    provide_logger().info(event, extra=facts)


def count_metric(name: str, value: float = 1) -> None:
    """Add to the metric `name` and write it out at once (alarms read it)."""
    collector = provide_metrics()
    collector.add_metric(name=name, unit=MetricUnit.Count, value=value)
    collector.flush_metrics()


def describe_fault(fault: BaseException) -> dict[str, object]:
    """Return the loggable data of an exception: its classes and frames, without message, source text or values."""
    chain: list[str] = []
    link: BaseException | None = fault
    while link is not None and len(chain) < 5:
        chain.append(f"{type(link).__module__}.{type(link).__qualname__}")
        link = link.__cause__ or link.__context__
    frames = traceback.extract_tb(fault.__traceback__)[-12:]
    return {"fault": chain, "frames": [f"{_trim_path(f.filename)}:{f.lineno}:{f.name}" for f in frames]}


def _trim_path(filename: str) -> str:
    return "/".join(filename.split("/")[-2:])
