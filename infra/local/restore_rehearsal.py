"""Rehearses a restore on a throw-away local cloud: one dossier's whole life in one stack, restored into a second one.

    python -m infra.local.restore_rehearsal

The same drill as for a real account (infra.restore_drill), with the same two stacks and the same checks.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from infra.deploy import deploy
from infra.local.cloud import LocalCloud
from infra.local.ports import free_port
from infra.local.serve import served
from infra.local.stack import STAGE, LocalStack
from infra.local.stories.hue_household_business import hue_household_business
from infra.local.stories.telling import Telling
from infra.package import package
from infra.restore_drill import Findings, Stores, drill

PROVINCE, SECOND = hue_household_business.province, "test"


def rehearse(state: Path) -> Findings:
    """Make a dossier with papers and payments, restore it into a second stack, and verify it there."""
    with (
        LocalCloud(state) as cloud,
        served(LocalStack(cloud, PROVINCE, free_port()), free_port()) as stack,
    ):
        hue_household_business.tell(Telling(stack))
        name = f"motcua-{SECOND}-{PROVINCE}"
        parameters = {"Province": PROVINCE, "Stage": SECOND, "SiteOrigin": stack.origin}
        deploy(stack.aws, name, package(STAGE), parameters, timeout=120)
        return drill(stack.aws, Stores.of(stack.aws, stack.name), Stores.of(stack.aws, name))


def main() -> int:
    """Rehearse; 0 when everything came back equal, 1 with the differences."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as state:
        found = rehearse(Path(state))
    print(
        f"{found.items} items, {found.dossiers} dossiers with {found.facts} facts and {found.papers} papers came back "
        f"in {time.monotonic() - began:.0f} s; {len(found.problems)} problems"
    )
    print("\n".join(found.problems), end="\n" if found.problems else "")
    empty = not (found.dossiers and found.facts and found.papers)
    return 1 if found.problems or empty else 0


if __name__ == "__main__":
    sys.exit(main())
