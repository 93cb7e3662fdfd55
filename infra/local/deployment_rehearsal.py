"""The whole life of a deployment on a throw-away local cloud: first deployment, update, roll-back, export, tear-down.

    python -m infra.local.deployment_rehearsal        (make deployment-rehearsal)

Each step is followed by its check, which is printed. Parts of a real account alone (certificate, firewall, content
network, managed scan) are checked by infra.aws.first_deployment there; docs/decisions/0274 lists what this leaves out.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from infra.aws.deploy import build_province_parameters, delete_stack, deploy_stack
from infra.aws.deploy_web import list_pages, upload_pages
from infra.aws.first_deployment import report_steps
from infra.aws.journey import JourneyStep, run_journey
from infra.local.cloud import LocalCloud
from infra.local.ports import find_free_port
from infra.local.serve import serve_stack
from infra.local.stack import STAGE, LocalStack
from infra.local.stories.hue_lookup import hue_lookup
from infra.local.stories.telling import Scenario
from infra.operations.verify_ledger import check_export
from infra.paths import find_site
from infra.release.heavy_layers import HEAVY
from infra.release.package import StackPackage, package_stage

BUCKET = "rehearsed-pages"
STORY = hue_lookup
"""The story whose dossier exists through all steps."""


@dataclass(frozen=True)
class Rehearsal:
    """A served stack and a folder for changed files of the rehearsal."""

    stack: LocalStack
    folder: Path

    def run_steps(self) -> Iterator[JourneyStep]:
        """Run every step; yield each with its result."""
        yield from run_journey(self.stack.aws, self.stack.name, self.stack.outputs, self.stack.origin)
        made, site = package_stage(STAGE), find_site()
        code, start = self.read_code_digest(), self.publish_site(site)
        dossier = str(STORY.run_story(Scenario(self.stack)))
        yield self.read_ledger("first deployment", dossier)
        self.deploy_package(self.change_functions(made))
        yield JourneyStep(
            "update: functions and layers are the new ones", self.read_code_digest() != code, "other code than before"
        )
        changed = self.publish_site(self.change_pages(site))
        yield JourneyStep("update: the pages are the new ones", changed != start, "another start page")
        yield self.read_ledger("update", dossier)
        self.deploy_package(made)
        yield JourneyStep(
            "roll-back: functions and layers are those of before",
            self.read_code_digest() == code,
            "the same code as at first",
        )
        again = self.publish_site(site)
        yield JourneyStep("roll-back: the pages are those of before", again == start, "the same start page as at first")
        yield self.read_ledger("roll-back", dossier)

    def remove_stack(self) -> Iterator[JourneyStep]:
        """Remove the stack; its data stay."""
        dynamodb = self.stack.aws.client("dynamodb")
        before = dynamodb.scan(TableName=self.stack.table, Select="COUNT")["Count"]
        delete_stack(self.stack.aws, self.stack.name, 120)
        after = dynamodb.scan(TableName=self.stack.table, Select="COUNT")["Count"]
        yield JourneyStep("tear-down: the data stay", before == after > 0, f"{after} items in the table")

    def read_code_digest(self) -> str:
        """Return the digest of all code as it runs: that of the functions with layers of their own, and the layers'."""
        functions = sorted({name for heavy in HEAVY.values() for name in heavy.functions})
        return hashlib.sha256("".join(self._list_digests(functions)).encode()).hexdigest()

    def _list_digests(self, functions: list[str]) -> Iterator[str]:
        cloudformation, lambdas = self.stack.aws.client("cloudformation"), self.stack.aws.client("lambda")
        for name in functions:
            resource = {"StackName": self.stack.name, "LogicalResourceId": name}
            found = cloudformation.describe_stack_resource(**resource)["StackResourceDetail"]
            function = lambdas.get_function_configuration(FunctionName=found["PhysicalResourceId"])
            yield function["CodeSha256"]
            for layer in function["Layers"]:
                yield lambdas.get_layer_version_by_arn(Arn=layer["Arn"])["Content"]["CodeSha256"]

    def deploy_package(self, made: StackPackage) -> None:
        """Bring the stack to a package; parameters are kept."""
        aws, name = self.stack.aws, self.stack.name
        deploy_stack(aws, name, made, build_province_parameters(aws, name, made, self.stack.province), timeout=300)

    def change_functions(self, made: StackPackage) -> StackPackage:
        """Return a package with one more file in each archive: those of sources, and those of libraries."""
        folder = self.folder / "package"
        shutil.copytree(made.folder, folder)
        archives = dict(made.archives)
        for name in archives:
            with zipfile.ZipFile(folder / name, "a") as archive:
                archive.writestr("rehearsed.txt", "changed")
            archives[name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        return replace(made, folder=folder, archives=archives)

    def change_pages(self, site: Path) -> Path:
        """Return the pages with another start page."""
        folder = self.folder / "site"
        shutil.copytree(site, folder)
        start = folder / "index.html"
        start.write_text(start.read_text().replace("</body>", "<!-- rehearsed --></body>"))
        return folder

    def publish_site(self, site: Path) -> str:
        """Put the pages into a bucket as a deployment does; return the digest of the stored start page."""
        s3 = self.stack.aws.client("s3")
        if BUCKET not in {each["Name"] for each in s3.list_buckets()["Buckets"]}:
            s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": self.stack.aws.region})
        upload_pages(s3, BUCKET, list_pages(site, {"province": self.stack.province}))
        body: bytes = s3.get_object(Bucket=BUCKET, Key="index.html")["Body"].read()
        return hashlib.sha256(body).hexdigest()

    def read_ledger(self, when: str, dossier: str) -> JourneyStep:
        """Return whether the exported ledger of the dossier is whole, verified offline."""
        export = Scenario(self.stack).find_person("desk1").get(f"/api/dossiers/{dossier}/ledger")
        problems = check_export(export).problems
        return JourneyStep(
            f"{when}: the dossier's ledger is exported and whole",
            problems == [],
            "; ".join(map(str, problems)) or "verified",
        )


def run_rehearsal(folder: Path) -> bool:
    """Rehearse on a separate local cloud; return whether every check passed."""
    with LocalCloud(folder / "state") as cloud:
        stack = LocalStack(cloud, STORY.province, find_free_port())
        with serve_stack(stack, find_free_port()):
            rehearsal = Rehearsal(stack, folder)
            well = report_steps(rehearsal.run_steps())
        return report_steps(rehearsal.remove_stack()) and well


def main() -> int:
    """Rehearse; return 0 when all checks passed, 1 otherwise."""
    with tempfile.TemporaryDirectory() as folder:
        return 0 if run_rehearsal(Path(folder)) else 1


if __name__ == "__main__":
    sys.exit(main())
