"""Probes of the rights of what makes slips and gives them out (see `probes`)."""

from __future__ import annotations

from infra.local.person import PAID_LATER, send_request
from infra.local.stories.people import FORM_2, MARITAL
from tests.e2e.filings import CERTIFICATE, Filings
from tests.e2e.people import Cast
from tests.e2e.probing.probes import PATIENCE, Probe, describe_failure
from tests.e2e.rights import DeployedFunctions, wait_until_met


def prepare_slip_making(cast: Cast, deployed: DeployedFunctions) -> Probe:
    """A paper that a fact makes is written again, from the words that were kept of it."""
    dossier, number = receive_with_slip(cast, deployed)
    stack, key = deployed.stack, f"slips/{dossier}/{number}"
    s3, table = stack.aws.client("s3"), stack.aws.client("dynamodb")

    def run_probe() -> str:
        for version in s3.list_object_versions(Bucket=stack.outputs["PapersBucket"], Prefix=key).get("Versions", []):
            if version["Key"] == key:
                s3.delete_object(Bucket=stack.outputs["PapersBucket"], Key=key, VersionId=version["VersionId"])
        row = {"pk": {"S": f"D#{dossier}"}, "sk": {"S": f"PAPER#{number}"}}
        table.delete_item(TableName=stack.table, Key=row)
        error, answer = deployed.invoke("render_slips", {"dossier_id": dossier})
        return error or ("" if answer["made"] == [number] else str(answer))

    return run_probe


def prepare_slip_download(cast: Cast, deployed: DeployedFunctions) -> Probe:
    """The receipt is read by a link that the API signed."""
    dossier, number = receive_with_slip(cast, deployed)
    citizen = cast("citizen1")

    def run_probe() -> str:
        return describe_failure(
            send_request(citizen.get(f"/api/dossiers/{dossier}/papers/{number}/link")["url"], "GET", None, {})
        )

    return run_probe


def receive_with_slip(cast: Cast, deployed: DeployedFunctions) -> tuple[str, str]:
    """A received dossier and the paper that the fact's own event made for it."""
    dossier, found = Filings(cast).filed(CERTIFICATE, FORM_2, MARITAL), list[str]()
    cast("desk1").step(dossier, "receive", PAID_LATER)

    def is_made() -> bool:
        papers = cast("citizen1").get(f"/api/dossiers/{dossier}/papers")["items"]
        found[:] = [each["id"] for each in papers if each["kind"] == "slip"]
        return bool(found)

    assert wait_until_met(is_made, PATIENCE), "the fact's event made no paper"
    return dossier, found[0]
