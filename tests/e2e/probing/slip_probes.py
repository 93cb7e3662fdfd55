"""Probes of the rights of what makes slips and gives them out (see `probes`)."""

from __future__ import annotations

from infra.local.person import PAID_LATER, send
from infra.local.stories.people import FORM_2, MARITAL
from tests.e2e.filings import CERTIFICATE, Filings
from tests.e2e.people import Cast
from tests.e2e.probing.probes import PATIENCE, Probe, failed
from tests.e2e.rights import Deployed, eventually


def makes_slips(cast: Cast, deployed: Deployed) -> Probe:
    """A paper that a fact makes is written again, from the words that were kept of it."""
    dossier, number = received_slip(cast, deployed)
    stack, key = deployed.stack, f"slips/{dossier}/{number}"
    s3, table = stack.aws.client("s3"), stack.aws.client("dynamodb")

    def act() -> str:
        for version in s3.list_object_versions(Bucket=stack.outputs["PapersBucket"], Prefix=key).get("Versions", []):
            if version["Key"] == key:
                s3.delete_object(Bucket=stack.outputs["PapersBucket"], Key=key, VersionId=version["VersionId"])
        row = {"pk": {"S": f"D#{dossier}"}, "sk": {"S": f"PAPER#{number}"}}
        table.delete_item(TableName=stack.table, Key=row)
        error, answer = deployed.invoke("render_slips", {"dossier_id": dossier})
        return error or ("" if answer["made"] == [number] else str(answer))

    return act


def downloads_slip(cast: Cast, deployed: Deployed) -> Probe:
    """The receipt is read by a link that the API signed."""
    dossier, number = received_slip(cast, deployed)
    citizen = cast("citizen1")

    def act() -> str:
        return failed(send(citizen.get(f"/api/dossiers/{dossier}/papers/{number}/link")["url"], "GET", None, {}))

    return act


def received_slip(cast: Cast, deployed: Deployed) -> tuple[str, str]:
    """A received dossier and the paper that the fact's own event made for it."""
    dossier, found = Filings(cast).filed(CERTIFICATE, FORM_2, MARITAL), list[str]()
    cast("desk1").step(dossier, "receive", PAID_LATER)

    def made() -> bool:
        papers = cast("citizen1").get(f"/api/dossiers/{dossier}/papers")["items"]
        found[:] = [each["id"] for each in papers if each["kind"] == "slip"]
        return bool(found)

    assert eventually(made, PATIENCE), "the fact's event made no paper"
    return dossier, found[0]
