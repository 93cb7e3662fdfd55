"""Rehearses a restore on a throw-away local cloud: one dossier's whole life in one stack, restored into a second one.

    python -m infra.local.restore_rehearsal

The same drill as for a real account (infra.operations.restore_drill), with the same two stacks and the same checks.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from infra.aws.deploy import deploy_stack
from infra.local.cloud import LocalCloud
from infra.local.ports import find_free_port
from infra.local.serve import serve_stack
from infra.local.stack import STAGE, LocalStack
from infra.local.stories.hue_household_business import hue_household_business
from infra.local.stories.telling import Scenario
from infra.operations.restore_drill import DeploymentStores, DrillFindings, run_drill
from infra.release.package import package_stage

PROVINCE, SECOND = hue_household_business.province, "test"


def run_rehearsal(state: Path) -> DrillFindings:
    """Make a dossier with papers and payments, restore it into a second stack, and verify it there."""
    with (
        LocalCloud(state) as cloud,
        serve_stack(LocalStack(cloud, PROVINCE, find_free_port()), find_free_port()) as stack,
    ):
        hue_household_business.run_story(Scenario(stack))
        name = f"motcua-{SECOND}-{PROVINCE}"
        parameters = {"Province": PROVINCE, "Stage": SECOND, "SiteOrigin": stack.origin}
        deploy_stack(stack.aws, name, package_stage(STAGE), parameters, timeout=120)
        return run_drill(
            stack.aws,
            DeploymentStores.find_stores(stack.aws, stack.name),
            DeploymentStores.find_stores(stack.aws, name),
        )


def main() -> int:
    """Rehearse; 0 when everything came back equal, 1 with the differences."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as state:
        found = run_rehearsal(Path(state))
    print(
        f"{found.items} items, {found.dossiers} dossiers with {found.facts} facts and {found.papers} papers came back "
        f"in {time.monotonic() - began:.0f} s; {len(found.problems)} problems"
    )
    print("\n".join(found.problems), end="\n" if found.problems else "")
    empty = not (found.dossiers and found.facts and found.papers)
    return 1 if found.problems or empty else 0


if __name__ == "__main__":
    sys.exit(main())
