"""Inspect the content of an uploaded paper, with no right but to read uploads.

Only `on_paper_uploaded` calls it, and waits for the answer. A fault is raised to the caller.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib import observe
from chalicelib.steps.papers.inspect_paper import Upload
from chalicelib.wiring.papers import provide_inspection


def inspect_paper(event: Mapping[str, Any], context: object) -> dict[str, str]:
    """Return why the file is quarantined: the code of a reason, or None when it is harmless."""
    try:
        fault = provide_inspection()(Upload(**event))
    except Exception as broken:
        observe.provide_logger().error("paper_inspection_failed", extra=observe.describe_fault(broken))
        raise
    return {"reason": str(fault or "")}
