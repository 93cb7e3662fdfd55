"""For each right of a function, something only that right makes possible.

A probe is made ready while all is well. Then it is tried as often as one likes: it says '' when it worked, or
what was seen instead. What failed for want of a right leaves nothing behind, so it works once the right is back.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.domain.heads import A_DAY, last_ended
from infra.local.logs import lines
from infra.local.person import Person, Reply, pdf, send
from infra.local.stories.people import FORM_2, MARITAL
from infra.package import ROOT
from tests.e2e.people import Cast, Witness, copy_draft
from tests.e2e.rights import Deployed, eventually
from tests.e2e.tour import CERTIFICATE, Tour, gateway_pays

Probe = Callable[[], str]
Ready = Callable[[Cast, Deployed], Probe]

PATIENCE = 30.0
"""Seconds within which a busy machine has called a function."""


def unwatched(person: Witness, method: str, path: str, body: Any = None, **more: Any) -> Reply:
    """A call whose answer may be a fault: the very thing that is looked for."""
    return Person(person.stack, person.username).ask(method, path, body, **more)


def api(username: str, method: str, path: str) -> Ready:
    """A call without preparation."""

    def ready(cast: Cast, _: Deployed) -> Probe:
        return lambda: _failed(unwatched(cast(username), method, path.format(unit=cast.place.one_stop)))

    return ready


def reads_dossier(part: str) -> Ready:
    """A dossier of the citizen's is read."""

    def ready(cast: Cast, _: Deployed) -> Probe:
        dossier = Tour(cast).copy()
        return lambda: _failed(unwatched(cast("citizen1"), "GET", f"/api/dossiers/{dossier}{part}"))

    return ready


def saves_draft(cast: Cast, _: Deployed) -> Probe:
    """A draft is typed on."""
    citizen = cast("citizen1")
    path = f"/api/dossiers/{copy_draft(citizen, cast.place.one_stop)}/draft"

    def act() -> str:
        version = citizen.get(path)["version"]
        return _failed(unwatched(citizen, "PUT", path, {"answers": {}}, version=version))

    return act


def discards_draft(cast: Cast, _: Deployed) -> Probe:
    """A draft is thrown away."""
    citizen = cast("citizen1")
    path = f"/api/dossiers/{copy_draft(citizen, cast.place.one_stop)}/draft"
    return lambda: _failed(unwatched(citizen, "DELETE", path))


def receives(cast: Cast, _: Deployed) -> Probe:
    """A dossier gets its number from the counter."""
    desk, dossier = cast("desk1"), Tour(cast).copy()

    def act() -> str:
        version = desk.version(dossier)
        return _failed(unwatched(desk, "POST", f"/api/dossiers/{dossier}/receive", {}, version=version))

    return act


def _certificate(cast: Cast) -> str:
    draft = {"answers": MARITAL, "applicant": {"full_name": "Lò Văn Pâng", "id_number": "012095000002",
             "phone": "0987654321"}}  # fmt: skip
    return cast("citizen1").draft(CERTIFICATE, cast.place.one_stop, "own_portal", draft)


def uploads(cast: Cast, _: Deployed) -> Probe:
    """A file is sent by a link that the API signed: the store asks what the API may do."""
    citizen, content = cast("citizen1"), pdf("rights")
    dossier = _certificate(cast)

    def act() -> str:
        status = citizen.put(citizen.announce(dossier, content, component=FORM_2), content)
        return "" if status == 200 else str(status)

    return act


def downloads(cast: Cast, _: Deployed) -> Probe:
    """A file is read by a link that the API signed."""
    citizen, dossier = cast("citizen1"), _certificate(cast)
    paper = citizen.upload(dossier, "component", FORM_2)

    def act() -> str:
        link = citizen.get(f"/api/dossiers/{dossier}/papers/{paper}/link")["url"]
        return _failed(send(link, "GET", None, {}))

    return act


def files_paper(cast: Cast, _: Deployed) -> Probe:
    """A filing takes an upload out of the lifecycle's reach."""
    citizen, dossier = cast("citizen1"), _certificate(cast)
    filed = {"papers": [citizen.upload(dossier, "component", FORM_2)], "declared_true": True}
    return lambda: _failed(unwatched(citizen, "POST", f"/api/dossiers/{dossier}/submit", filed))


def takes_callback(cast: Cast, _: Deployed) -> Probe:
    """News of the gateway is held against its key: an unsigned one is refused, which needs the key."""
    nobody = cast.nobody()

    def act() -> str:
        status = send(f"{nobody.stack.origin}/api/payments/callback", "POST", b"{}", {}).status
        return "" if status == 400 else str(status)

    return act


def checks_paper(cast: Cast, deployed: Deployed) -> Probe:
    """A real upload is checked because the store's event calls the function."""
    citizen, dossier = cast("citizen1"), _certificate(cast)

    def act() -> str:
        content = pdf("checked")
        made = citizen.announce(dossier, content, component=FORM_2)
        began = time.time()
        assert citizen.put(made, content) == 200
        return _checked(deployed, dossier, made["paper"]["id"], began)

    return act


def takes_file(cast: Cast, deployed: Deployed) -> Probe:
    """The same, once, without the API's help: the file is put by the account itself."""
    content, dossier = pdf("put"), _certificate(cast)
    number = cast("citizen1").announce(dossier, content, component=FORM_2)["paper"]["id"]

    def act() -> str:
        began, client = time.time(), deployed.stack.aws.client("s3")
        client.put_object(Bucket=deployed.stack.outputs["PapersBucket"], Key=f"in/{dossier}/{number}", Body=content)
        return _checked(deployed, dossier, number, began)

    return act


def _checked(deployed: Deployed, dossier: str, number: str, since: float) -> str:
    """How a paper stands when its check has ended, well or with a fault."""
    key = {"pk": {"S": f"D#{dossier}"}, "sk": {"S": f"PAPER#{number}"}}
    client, group = deployed.stack.aws.client("dynamodb"), f"/motcua/{deployed.stack.province}/local/on-paper-uploaded"

    def state() -> str:
        item = client.get_item(TableName=deployed.stack.table, Key=key, ConsistentRead=True)["Item"]
        return str(json.loads(item["body"]["S"])["state"])

    def ended() -> bool:
        failed = any("paper_check_failed" in text for _, text in lines(deployed.stack, group, since))
        return failed or state() != "pending"

    assert eventually(ended, PATIENCE), "the paper's event called nobody"
    return "" if state() == "accepted" else state()


def asks_gateway(cast: Cast, deployed: Deployed) -> Probe:
    """Money that was paid but never told is found by asking."""
    dossier = Tour(cast).filed(CERTIFICATE, FORM_2, MARITAL)
    cast("desk1").step(dossier, "receive")
    ref = Tour(cast).intent(dossier, "F01")
    gateway_pays(cast, ref, "silent")
    make_older(deployed, ref)
    event = json.loads((ROOT / "events" / "watch_payments.json").read_text())

    def act() -> str:
        error, answer = deployed.invoke("watch_payments", event)
        owed = cast("citizen1").get(f"/api/dossiers/{dossier}")["obligations"][0]["state"]
        return error or ("" if owed == "settled" else f"{owed} {answer}")

    return act


def make_older(deployed: Deployed, ref: str) -> None:
    """Let an intent be five minutes old, so that it is asked about."""
    table, client = deployed.stack.table, deployed.stack.aws.client("dynamodb")
    key = {"pk": {"S": f"INTENT#{ref}"}, "sk": {"S": "INTENT"}}
    item = client.get_item(TableName=table, Key=key, ConsistentRead=True)["Item"]
    body = json.loads(item["body"]["S"])
    begun = datetime.fromisoformat(body["intent"]["created_at"])
    older = (begun - timedelta(minutes=5)).astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    body["intent"]["created_at"] = older
    item["body"] = {"S": json.dumps(body)}
    item["due_sk"] = {"S": f"{older}#{ref}"}
    client.put_item(TableName=table, Item=item)


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


def indexes(cast: Cast, deployed: Deployed) -> Probe:
    """A dossier's search entries are written anew."""
    dossier = Tour(cast).copy()
    return lambda: deployed.invoke("index_finds", {"dossier_id": dossier})[0]


def opens_link(cast: Cast, _: Deployed) -> Probe:
    """A forged link is told from a good one by the key."""
    return misses(cast, "/api/lookup", b'{"link":"k1-nonsense"}', 404)


def takes_message(cast: Cast, _: Deployed) -> Probe:
    """An unsigned message is refused, which needs the provider's key."""
    return misses(cast, "/api/sms", b"{}", 400)


def misses(cast: Cast, path: str, body: bytes, expected: int) -> Probe:
    """A call that a key must tell from a good one."""
    address = f"{cast.nobody().stack.origin}{path}"

    def act() -> str:
        status = send(address, "POST", body, {"Content-Type": "application/json"}).status
        return "" if status == expected else str(status)

    return act


def searches(cast: Cast, _: Deployed) -> Probe:
    """A telephone number is looked up under the digests' key."""
    asked = {"unit": cast.place.one_stop, "by": "phone", "text": "0912345678", "purpose": "phone_question"}
    return lambda: _failed(unwatched(cast("desk1"), "POST", "/api/search", asked))


def downloads_slip(cast: Cast, deployed: Deployed) -> Probe:
    """The receipt is read by a link that the API signed."""
    dossier, number = received_slip(cast, deployed)
    citizen = cast("citizen1")

    def act() -> str:
        return _failed(send(citizen.get(f"/api/dossiers/{dossier}/papers/{number}/link")["url"], "GET", None, {}))

    return act


def received_slip(cast: Cast, deployed: Deployed) -> tuple[str, str]:
    """A received dossier and the paper that the fact's own event made for it."""
    dossier, found = Tour(cast).filed(CERTIFICATE, FORM_2, MARITAL), list[str]()
    cast("desk1").step(dossier, "receive")

    def made() -> bool:
        papers = cast("citizen1").get(f"/api/dossiers/{dossier}/papers")["items"]
        found[:] = [each["id"] for each in papers if each["kind"] == "slip"]
        return bool(found)

    assert eventually(made, PATIENCE), "the fact's event made no paper"
    return dossier, found[0]


def signs_heads(cast: Cast, deployed: Deployed) -> Probe:
    """Yesterday's ledger heads are signed after those of the day before."""
    table, client = deployed.stack.table, deployed.stack.aws.client("dynamodb")
    yesterday = last_ended(datetime.now(UTC))
    for day in (yesterday, yesterday - A_DAY):
        head = {"pk": f"HEADS#{day}", "sk": "0" * 26, "body": "a" * 64}
        item = {name: {"S": value} for name, value in head.items()}
        client.put_item(TableName=table, Item={**item, "length": {"N": "1"}})
    event = json.loads((ROOT / "events" / "sign_ledger_heads.json").read_text())
    deployed.invoke("sign_ledger_heads", event)

    def act() -> str:
        unlock(deployed, f"heads/{yesterday}.json")
        error, answer = deployed.invoke("sign_ledger_heads", event)
        return error or ("" if answer == {"signed": [str(yesterday)]} else str(answer))

    return act


def unlock(deployed: Deployed, key: str) -> None:
    """Take a signed day away, which only a store that ignores the lock allows."""
    bucket, client = deployed.stack.outputs["LedgerBucket"], deployed.stack.aws.client("s3")
    for version in client.list_object_versions(Bucket=bucket, Prefix=key).get("Versions", []):
        client.delete_object(Bucket=bucket, Key=key, VersionId=version["VersionId"], BypassGovernanceRetention=True)


def asks_code(cast: Cast, _: Deployed) -> Probe:
    """A code is asked for: the request leaves for the sender's queue."""

    def act() -> str:
        phone = f"+849{secrets.randbelow(10**8):08d}"
        asked = {"channel": "sms", "address": phone}
        return _failed(unwatched(cast("citizen2"), "POST", "/api/me/contacts/codes", asked))

    return act


def tells_fact(channel: str) -> Ready:
    """A fact is told on a channel: a proven contact is there, and nothing was sent yet."""

    def ready(cast: Cast, deployed: Deployed) -> Probe:
        dossier = Tour(cast).copy()
        table, client = deployed.stack.table, deployed.stack.aws.client("dynamodb")
        fact = cast("citizen1").get(f"/api/dossiers/{dossier}/ledger")["facts"][0]
        address = {"mail": "rights@vidu.example", "sms": "+84912345678"}[channel]
        reach = {channel: {"address": address, "verified_at": "2026-11-23T02:00:00.000000Z"}}
        item = {"pk": {"S": f"D#{dossier}"}, "sk": {"S": "REACH#filer"}, "version": {"N": "1"}}
        client.put_item(TableName=table, Item={**item, "body": {"S": json.dumps(reach)}})
        place = {"pk": {"S": f"D#{dossier}"}, "sk": {"S": f"NOTICE#00000001#filer#{channel}"}}
        record = {"messageId": "m", "body": json.dumps(fact), "attributes": {"ApproximateReceiveCount": "1"}}

        def act() -> str:
            client.delete_item(TableName=table, Key=place)
            error, answer = deployed.invoke("send_notice", {"Records": [record]})
            item = client.get_item(TableName=table, Key=place, ConsistentRead=True).get("Item")
            state = json.loads(item["body"]["S"]).get("state", "queued") if item else "nothing"
            if error or answer["batchItemFailures"]:
                return error or "pending"
            return "" if state == "sent" else state

        return act

    return ready


def tells_again(cast: Cast, deployed: Deployed) -> Probe:
    """A notice that waits for hours is told again, which needs its fact and the queue."""
    dossier = Tour(cast).copy()
    table, client = deployed.stack.table, deployed.stack.aws.client("dynamodb")
    queued = "2026-11-23T02:00:00.000000Z"
    body = {"dossier_id": dossier, "seq": 1, "to": "nobody", "channel": "sms", "notice": "submitted",
            "official": False, "queued_at": queued}  # fmt: skip
    row = {"pk": f"D#{dossier}", "sk": "NOTICE#00000001#nobody#sms", "body": json.dumps(body), "dossier_id": dossier,
           "due_pk": "NOTICES#0", "due_sk": f"2020-01-01T00:00:00.000000Z#{dossier}#00000001#nobody#sms"}  # fmt: skip
    item = {name: {"S": value} for name, value in row.items()}
    client.put_item(TableName=table, Item={**item, "version": {"N": "1"}})
    event = json.loads((ROOT / "events" / "sweep_notices.json").read_text())

    def act() -> str:
        error, answer = deployed.invoke("sweep_notices", event)
        if error or answer["failed"]:
            return error or "pending"
        return "" if answer["facts"] >= 1 else str(answer)

    return act


def notes_bounce(cast: Cast, deployed: Deployed) -> Probe:
    """A lost official notice: its delivery is found and changed, its dossier read, the errand kept."""
    table, client = deployed.stack.table, deployed.stack.aws.client("dynamodb")
    event = json.loads((ROOT / "events" / "on_notice_feedback.bounce.json").read_text())
    dossier = Tour(cast).copy()
    event["detail"]["mail"]["tags"]["dossier"] = [dossier]
    event["detail"]["mail"]["tags"]["seq"] = ["00000001"]
    body = {"dossier_id": dossier, "seq": 1, "to": "filer", "channel": "mail", "notice": "refused", "official": True,
            "queued_at": "2026-11-23T02:00:00.000000Z", "state": "sent"}  # fmt: skip
    place = {"pk": {"S": f"D#{dossier}"}, "sk": {"S": "NOTICE#00000001#filer#mail"}}
    errand = {"pk": {"S": f"D#{dossier}"}, "sk": {"S": "ERRAND#00000001#filer"}}

    def act() -> str:
        client.put_item(TableName=table, Item={**place, "version": {"N": "1"}, "body": {"S": json.dumps(body)}})
        client.delete_item(TableName=table, Key=errand)
        error, answer = deployed.invoke("on_notice_feedback", event)
        kept = client.get_item(TableName=table, Key=errand, ConsistentRead=True).get("Item")
        return error or ("" if kept else str(answer))

    return act


def _failed(reply: Reply) -> str:
    return "" if reply.status < 300 else f"{reply.status}"


def runs(function: str) -> Ready:
    """The schedule's call of a function ends well."""
    event = json.loads((ROOT / "events" / f"{function}.json").read_text())

    def ready(_: Cast, deployed: Deployed) -> Probe:
        return lambda: deployed.invoke(function, event)[0]

    return ready
