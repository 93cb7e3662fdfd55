"""A paper's check asks what is in the file: inspect it, with no right but to read uploads.

Called by `on_paper_uploaded` alone, which waits for the answer. A fault is raised, and so becomes the caller's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib import observe
from chalicelib.steps.papers.inspect_paper import Upload
from chalicelib.wiring.papers import inspection


def inspect_paper(event: Mapping[str, Any], context: object) -> dict[str, str]:
    """Return why the file is set aside: the code of a reason, or nothing when it is harmless."""
    try:
        fault = inspection()(Upload(**event))
    except Exception as broken:
        observe.logger().error("paper_inspection_failed", extra=observe.fault_facts(broken))
        raise
    return {"reason": str(fault or "")}
