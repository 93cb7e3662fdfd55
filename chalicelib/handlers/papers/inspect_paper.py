"""Inspect the content of an uploaded paper, with no right but to read uploads.

Only `on_paper_uploaded` calls it, and waits for the answer. A fault is raised to the caller.
"""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib import observe
from chalicelib.domain.papers.inspection_messages import (
    InspectionAnswer,
    build_inspection_answer,
    parse_inspection_request,
)
from chalicelib.wiring.papers import provide_inspection


def inspect_paper(event: Mapping[str, object], context: object) -> InspectionAnswer:
    """Return why the file is quarantined: the code of a reason, empty when it is harmless."""
    try:
        fault = provide_inspection()(parse_inspection_request(event))
    except Exception as broken:
        observe.provide_logger().error("paper_inspection_failed", extra=observe.describe_fault(broken))
        raise
    return build_inspection_answer(fault)
