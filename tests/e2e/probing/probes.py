"""For each right of a function, something only that right makes possible.

A probe is prepared while all rights exist. Then it is tried any number of times: it returns '' on success, or the
observed failure. A failure for lack of a right has no side effects, so the probe works once the right is back.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.domain.ledger.checkpoints import A_DAY, find_last_ended_day
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.repositories.dynamodb.rows import build_head_row, read_dossier
from chalicelib.repositories.dynamodb.table import TableItem
from infra.local.logs import list_lines
from infra.local.person import PAID_LATER, ApiPerson, HttpReply, create_pdf, send_request
from infra.local.stories.people import FORM_2, MARITAL
from infra.paths import ROOT
from tests.e2e.filings import CERTIFICATE, Filings
from tests.e2e.money import PaymentWays, make_gateway_pay
from tests.e2e.people import Cast, Witness, copy_draft
from tests.e2e.rights import DeployedFunctions, wait_until_met

Probe = Callable[[], str]
Ready = Callable[[Cast, DeployedFunctions], Probe]

PATIENCE = 30.0
"""Seconds within which a busy machine has called a function."""


def call_unwatched(person: Witness, method: str, path: str, body: Any = None, **more: Any) -> HttpReply:
    """A call whose answer may be a fault: the very thing that is looked for."""
    return ApiPerson(person.stack, person.username).ask(method, path, body, **more)


def prepare_call(username: str, method: str, path: str) -> Ready:
    """A call without preparation."""

    def prepare_probe(cast: Cast, _: DeployedFunctions) -> Probe:
        return lambda: describe_failure(call_unwatched(cast(username), method, path.format(unit=cast.place.one_stop)))

    return prepare_probe


def prepare_dossier_reading(part: str) -> Ready:
    """A dossier of the citizen's is read."""

    def prepare_probe(cast: Cast, _: DeployedFunctions) -> Probe:
        dossier = Filings(cast).copy()
        return lambda: describe_failure(call_unwatched(cast("citizen1"), "GET", f"/api/dossiers/{dossier}{part}"))

    return prepare_probe


def prepare_draft_saving(cast: Cast, _: DeployedFunctions) -> Probe:
    """A draft is typed on."""
    citizen = cast("citizen1")
    path = f"/api/dossiers/{copy_draft(citizen, cast.place.one_stop)}/draft"

    def run_probe() -> str:
        version = citizen.get(path)["version"]
        # Another text each time: a save that changes nothing writes nothing.
        typed = {"answers": {"note": f"lần {version}"}}
        return describe_failure(call_unwatched(citizen, "PUT", path, typed, version=version))

    return run_probe


def prepare_draft_discarding(cast: Cast, _: DeployedFunctions) -> Probe:
    """A draft is thrown away."""
    citizen = cast("citizen1")
    path = f"/api/dossiers/{copy_draft(citizen, cast.place.one_stop)}/draft"
    return lambda: describe_failure(call_unwatched(citizen, "DELETE", path))


def prepare_reception(cast: Cast, _: DeployedFunctions) -> Probe:
    """A dossier gets its number from the counter."""
    desk, dossier = cast("desk1"), Filings(cast).copy()

    def run_probe() -> str:
        version = desk.version(dossier)
        return describe_failure(
            call_unwatched(desk, "POST", f"/api/dossiers/{dossier}/receive", PAID_LATER, version=version)
        )

    return run_probe


def _file_certificate(cast: Cast) -> str:
    draft = {"answers": MARITAL, "applicant": {"full_name": "Lò Văn Pâng", "id_number": "012095000002",
             "phone": "0987654321"}}  # fmt: skip
    return cast("citizen1").draft(CERTIFICATE, cast.place.one_stop, "own_portal", draft)


def prepare_upload(cast: Cast, _: DeployedFunctions) -> Probe:
    """A file is sent by a link that the API signed: the store asks what the API may do."""
    citizen, content = cast("citizen1"), create_pdf("rights")
    dossier = _file_certificate(cast)

    def run_probe() -> str:
        status = citizen.put(citizen.announce(dossier, content, component=FORM_2), content)
        return "" if status == 200 else str(status)

    return run_probe


def prepare_download(cast: Cast, _: DeployedFunctions) -> Probe:
    """A file is read by a link that the API signed."""
    citizen, dossier = cast("citizen1"), _file_certificate(cast)
    paper = citizen.upload(dossier, "component", FORM_2)

    def run_probe() -> str:
        link = citizen.get(f"/api/dossiers/{dossier}/papers/{paper}/link")["url"]
        return describe_failure(send_request(link, "GET", None, {}))

    return run_probe


def prepare_paper_filing(cast: Cast, _: DeployedFunctions) -> Probe:
    """A filing takes an upload out of the lifecycle's reach."""
    citizen, dossier = cast("citizen1"), _file_certificate(cast)
    filed = {"papers": [citizen.upload(dossier, "component", FORM_2)], "declared_true": True}
    return lambda: describe_failure(call_unwatched(citizen, "POST", f"/api/dossiers/{dossier}/submit", filed))


def prepare_callback(cast: Cast, _: DeployedFunctions) -> Probe:
    """News of the gateway is held against its key: an unsigned one is refused, which needs the key."""
    nobody = cast.nobody()

    def run_probe() -> str:
        status = send_request(f"{nobody.stack.origin}/api/payments/callback", "POST", b"{}", {}).status
        return "" if status == 400 else str(status)

    return run_probe


def prepare_paper_check(cast: Cast, deployed: DeployedFunctions) -> Probe:
    """A real upload is checked because the store's event calls the function."""
    citizen, dossier = cast("citizen1"), _file_certificate(cast)

    def run_probe() -> str:
        content = create_pdf("checked")
        made = citizen.announce(dossier, content, component=FORM_2)
        began = time.time()
        assert citizen.put(made, content) == 200
        return _wait_until_checked(deployed, dossier, made["paper"]["id"], began)

    return run_probe


def prepare_file(cast: Cast, deployed: DeployedFunctions) -> Probe:
    """The same, once, without the API's help: the file is put by the account itself."""
    content, dossier = create_pdf("put"), _file_certificate(cast)
    number = cast("citizen1").announce(dossier, content, component=FORM_2)["paper"]["id"]

    def run_probe() -> str:
        began, client = time.time(), deployed.stack.aws.client("s3")
        client.put_object(Bucket=deployed.stack.outputs["PapersBucket"], Key=f"in/{dossier}/{number}", Body=content)
        return _wait_until_checked(deployed, dossier, number, began)

    return run_probe


def _wait_until_checked(deployed: DeployedFunctions, dossier: str, number: str, since: float) -> str:
    """Return the state of a paper after its check, successful or not."""
    key = {"pk": {"S": f"D#{dossier}"}, "sk": {"S": f"PAPER#{number}"}}
    client, group = deployed.stack.aws.client("dynamodb"), f"/motcua/{deployed.stack.province}/local/on-paper-uploaded"

    def read_state() -> str:
        item = client.get_item(TableName=deployed.stack.table, Key=key, ConsistentRead=True)["Item"]
        return str(json.loads(item["body"]["S"])["state"])

    def is_ended() -> bool:
        failed = any("paper_check_failed" in text for _, text in list_lines(deployed.stack, group, since))
        return failed or read_state() != "pending"

    assert wait_until_met(is_ended, PATIENCE), "the paper's event called nobody"
    return "" if read_state() == "accepted" else read_state()


def prepare_gateway_query(cast: Cast, deployed: DeployedFunctions) -> Probe:
    """Money that was paid without a callback is found by a query."""
    dossier = Filings(cast).filed(CERTIFICATE, FORM_2, MARITAL)
    cast("desk1").step(dossier, "receive", PAID_LATER)
    ref = PaymentWays(cast).intent(dossier, "F01")
    make_gateway_pay(cast, ref, "silent")
    make_older(deployed, ref)
    event = json.loads((ROOT / "events" / "watch_payments.json").read_text())

    def run_probe() -> str:
        error, answer = deployed.invoke("watch_payments", event)
        owed = cast("citizen1").get(f"/api/dossiers/{dossier}")["obligations"][0]["state"]
        return error or ("" if owed == "settled" else f"{owed} {answer}")

    return run_probe


def make_older(deployed: DeployedFunctions, ref: str) -> None:
    """Let an intent be five minutes old, so that it is asked about."""
    table, client = deployed.stack.table, deployed.stack.aws.client("dynamodb")
    key = {"pk": {"S": f"INTENT#{ref}"}, "sk": {"S": "INTENT"}}
    item = client.get_item(TableName=table, Key=key, ConsistentRead=True)["Item"]
    body = json.loads(item["body"]["S"])
    begun = datetime.fromisoformat(body["intent"]["created_at"])
    older = write_stamp(begun - timedelta(minutes=5))
    body["intent"]["created_at"] = older
    item["body"] = {"S": json.dumps(body)}
    item["due_sk"] = {"S": f"{older}#{ref}"}
    client.put_item(TableName=table, Item=item)


def prepare_index(cast: Cast, deployed: DeployedFunctions) -> Probe:
    """A dossier's search entries are rewritten."""
    dossier = Filings(cast).copy()
    return lambda: deployed.invoke("index_finds", {"dossier_id": dossier})[0]


def prepare_forged_link(cast: Cast, _: DeployedFunctions) -> Probe:
    """A forged link is distinguished from a good one by the key."""
    return prepare_miss(cast, "/api/lookup", b'{"link":"k1-nonsense"}', 404)


def prepare_unsigned_message(cast: Cast, _: DeployedFunctions) -> Probe:
    """An unsigned message is refused, which needs the provider's key."""
    return prepare_miss(cast, "/api/sms", b"{}", 400)


def prepare_miss(cast: Cast, path: str, body: bytes, expected: int) -> Probe:
    """A call that a key must distinguish from a good one."""
    address = f"{cast.nobody().stack.origin}{path}"

    def run_probe() -> str:
        status = send_request(address, "POST", body, {"Content-Type": "application/json"}).status
        return "" if status == expected else str(status)

    return run_probe


def prepare_search(cast: Cast, _: DeployedFunctions) -> Probe:
    """A telephone number is looked up under the digests' key."""
    asked = {"unit": cast.place.one_stop, "by": "phone", "text": "0912345678", "purpose": "phone_question"}
    return lambda: describe_failure(call_unwatched(cast("desk1"), "POST", "/api/search", asked))


def prepare_head_signing(cast: Cast, deployed: DeployedFunctions) -> Probe:
    """Yesterday's ledger heads are signed after those of the day before.

    The head is a real dossier's: other readers of these days' heads find its ledger.
    """
    table, client = deployed.stack.table, deployed.stack.aws.client("dynamodb")
    dossier, yesterday = Filings(cast).copy(), find_last_ended_day(datetime.now(UTC))
    state = client.get_item(TableName=table, Key={"pk": {"S": f"D#{dossier}"}, "sk": {"S": "STATE"}})["Item"]
    filed = read_dossier(TableItem.from_raw_data(state))
    for day in (yesterday, yesterday - A_DAY):
        client.put_item(TableName=table, Item=build_head_row(filed, str(day)).serialize())
    event = json.loads((ROOT / "events" / "sign_ledger_heads.json").read_text())
    deployed.invoke("sign_ledger_heads", event)

    def run_probe() -> str:
        remove_signed_day(deployed, f"heads/{yesterday}.json")
        error, answer = deployed.invoke("sign_ledger_heads", event)
        return error or ("" if answer == {"signed": [str(yesterday)]} else str(answer))

    return run_probe


def remove_signed_day(deployed: DeployedFunctions, key: str) -> None:
    """Take a signed day away, which only a store that ignores the lock allows."""
    bucket, client = deployed.stack.outputs["LedgerBucket"], deployed.stack.aws.client("s3")
    for version in client.list_object_versions(Bucket=bucket, Prefix=key).get("Versions", []):
        client.delete_object(Bucket=bucket, Key=key, VersionId=version["VersionId"], BypassGovernanceRetention=True)


def describe_failure(reply: HttpReply) -> str:
    """'' for a good answer, else its status."""
    return "" if reply.status < 300 else f"{reply.status}"


def prepare_run(function: str) -> Ready:
    """The schedule's call of a function ends well."""
    event = json.loads((ROOT / "events" / f"{function}.json").read_text())

    def prepare_probe(_: Cast, deployed: DeployedFunctions) -> Probe:
        return lambda: deployed.invoke(function, event)[0]

    return prepare_probe
