"""What a dossier costs after its commands: an uploaded paper, each fact on its way to five consumers, the watch.

The functions are called in this process with the events that the services would bring, on a local cloud with a table,
queues, a bucket, a mail provider and a portal. A fact comes alone, as it does at a quiet desk: batches cost less.
"""

from __future__ import annotations

import base64
import hashlib
import io
import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import boto3

from bench import cost
from bench.cold_start import build_environment
from bench.cost import Bench, Cost, list_steps_after_submit, open_bench
from bench.watching import Watching
from chalicelib.domain.ledger.chain import Fact, encode_canonical
from chalicelib.domain.ledger.fact_registry import Consumer
from chalicelib.domain.ledger.routing import list_audiences
from chalicelib.domain.notices.contacts import Contact, ContactReach, Holder
from chalicelib.domain.papers.paper import Paper
from chalicelib.handlers.documents.render_slips import render_slips
from chalicelib.handlers.ledger.on_fact import on_fact
from chalicelib.handlers.notices.send_notice import send_notice
from chalicelib.handlers.papers.on_paper_uploaded import SCAN_ENDED, on_paper_uploaded
from chalicelib.handlers.portal.sync_national import sync_national
from chalicelib.handlers.search.index_finds import index_finds
from chalicelib.handlers.supervision.count_facts import count_facts
from chalicelib.repositories.dynamodb.rows import build_fact_row
from chalicelib.repositories.notices.contacts import ContactTable
from chalicelib.repositories.papers.paper_items import PaperTable
from chalicelib.repositories.papers.remote_inspector import RemoteInspector
from chalicelib.repositories.papers.scanner import SCAN_TAG
from chalicelib.wiring import papers as wiring_papers
from infra.aws.clients import REGION
from infra.local.cloud import LocalCloud
from tests.api.conftest import forget_adapters
from tests.contract.draft_commands import DRAFTS
from tests.contract.journey import CERTIFICATE, CITIZEN, REAL, JourneyCommand, World
from tests.support.commands import change_body
from tests.support.files.inspection_called import CalledHere
from tests.support.paper_builders import build_pdf
from tests.support.sync_builders import KEY, KEY_ID, start_portal

Event = dict[str, Any]
Function = Callable[[Any, object], Any]
FUNCTIONS: Mapping[Consumer, tuple[str, Function]] = {
    Consumer.NOTICES: ("send_notice", send_notice),
    Consumer.SYNC: ("sync_national", sync_national),
    Consumer.COUNTERS: ("count_facts", count_facts),
    Consumer.SLIPS: ("render_slips", render_slips),
    Consumer.FINDS: ("index_finds", index_finds),
}
DONE: Event = {"batchItemFailures": []}
BUCKET, SENDER = "bench-papers", "mot-cua@hue.example.vn"
MAIL, PHONE = "hoa@vidu.vn", "+84912345678"
_RUNS = itertools.count()
REQUESTS, WRITE_UNITS = 130, 200
"""Bounds at the store for all that follows one paper and the facts of one journey, with two runs of the watch."""


@dataclass
class Following:
    """Follows dossiers of a desk through the functions behind it, and records the cost of each."""

    bench: Bench
    world: World
    costs: dict[str, Cost] = field(default_factory=dict)

    def note_cost(self, name: str, act: Callable[[], Any]) -> Any:
        """Run it, and add its cost to the name's total."""
        answers: list[Any] = []
        self.costs[name] = self.costs.get(name, Cost()) + self.bench.measure_act(lambda: answers.append(act()))
        return answers[0]

    def invoke(self, *, FunctionName: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803 - the service's names
        """Inspect a file through the functions' service, and record its separate cost."""
        return dict(
            self.note_cost(FunctionName, lambda: CalledHere().invoke(FunctionName=FunctionName, Payload=Payload))
        )

    def follow_paper(self) -> None:
        """A file that an applicant brings: checked when it arrives, again after its scan, kept when it is filed."""
        data = build_pdf()
        made = DRAFTS["add_paper"](self.world)
        command = change_body(made.command, size=len(data), sha256=hashlib.sha256(data).hexdigest())
        JourneyCommand(made.step, command).on(self.world.deps)
        (paper,) = PaperTable().list_by_dossier(made.command.dossier_id)
        version = _upload_paper(paper, data)
        self._check_outcome("waiting", _build_arrival(paper, version))
        tags = {"TagSet": [{"Key": SCAN_TAG, "Value": "NO_THREATS_FOUND"}, {"Key": "unreferenced", "Value": "yes"}]}
        s3: Any = boto3.client("s3")
        s3.put_object_tagging(Bucket=BUCKET, Key=paper.key, VersionId=version, Tagging=tags)
        self._check_outcome("accepted", _build_scan(paper, version))
        settled = PaperTable().load(paper.dossier_id, paper.id)
        assert settled is not None
        self.note_cost("a paper is filed", lambda: wiring_papers.provide_paper_store().keep(settled))

    def _check_outcome(self, outcome: str, event: Event) -> None:
        before = self.costs.get("inspect_paper", Cost())
        with patch.object(wiring_papers, "provide_inspector", lambda: RemoteInspector(self, "inspect_paper")):
            found = self.note_cost("on_paper_uploaded", lambda: on_paper_uploaded(event, None))
        # The caller waited for the inspection, whose cost is noted by itself.
        inside = self.costs.get("inspect_paper", Cost()) - before
        self.costs["on_paper_uploaded"] = self.costs["on_paper_uploaded"] - replace(inside, calls=0)
        if found["outcome"] != outcome:
            raise RuntimeError(f"a paper came to {found}, not to {outcome}")

    def follow_journey(self) -> None:
        """Take the six steps of a dossier that pays cash; each command's facts are sent before the next command."""
        ContactTable().save(Holder(sub=CITIZEN.sub), ContactReach(Contact(MAIL, REAL), Contact(PHONE, REAL)))
        filing = self.world.filing(CERTIFICATE)
        number = filing.command.dossier_id
        steps: dict[str, Callable[[], JourneyCommand]] = {
            "submit": lambda: filing,
            **list_steps_after_submit(self.world, number),
        }
        seen = 0
        for ready in steps.values():
            ready().on(self.world.deps)
            facts = self.world.store.load_ledger(number)[seen:]
            seen += len(facts)
            self._run_function("on_fact", on_fact, {"Records": [_build_stream_record(fact) for fact in facts]})
            for one, audience in ((fact, each) for fact in facts for each in list_audiences(fact.kind)):
                self._run_function(*FUNCTIONS[audience], {"Records": [_build_queue_record(one)]})

    def _run_function(self, name: str, function: Function, event: Event) -> None:
        answer = self.note_cost(name, lambda: function(event, None))
        if answer != DONE:
            raise RuntimeError(f"{name} did not do its work: {answer}")

    def follow_watch(self) -> None:
        """Run the deadline watch once without findings, and once with an unanswered filing."""
        filed = self.world.load(self.world.submitted())
        for week, late in enumerate((0, 1), start=1):
            runs = Watching(self.world, filed, REAL - timedelta(weeks=3 - week), late)
            self.note_cost(f"watch_deadlines, {late} late", runs.prepare_run())


def measure_consumers(cloud: LocalCloud, rounds: int = 1) -> dict[str, Cost]:
    """Return the requests of each function for one paper, of the facts of one journey and in one run of the watch: the
    last of some rounds, of which the first also loads and reads what a running function has by it."""
    with (
        start_portal() as there,
        open_bench(_build_environment(cloud, there.url)) as bench,
        _start_services(),
        redirect_stdout(io.StringIO()),  # the functions' log lines
    ):
        following = Following(bench, _create_world(bench))
        for _ in range(rounds):
            # The same one each time: a running function keeps its adapters, and they keep who counts.
            following.world, following.costs = _create_world(bench), {}
            following.follow_paper()
            following.follow_journey()
            following.follow_watch()
    return following.costs


def _create_world(bench: Bench) -> World:
    return World(f"follow-{next(_RUNS):03d}-----", bench.store)


@contextmanager
def _start_services() -> Iterator[None]:
    """The bucket and the mail provider's address, and adapters that know of them."""
    s3: Any = boto3.client("s3")
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    mail = boto3.client("sesv2")
    mail.create_email_identity(EmailIdentity=SENDER)
    mail.create_configuration_set(ConfigurationSetName="bench")
    forget_adapters()
    try:
        yield
    finally:
        forget_adapters()


def _build_environment(cloud: LocalCloud, portal_url: str) -> dict[str, str]:
    """What the template gives the functions."""
    keys = {"ours": {KEY_ID: KEY.hex()}, "portal": {}, "systems": {}}
    secrets = {
        "PORTAL_SECRET_ARN": keys,
        "LINK_SECRET_ARN": {"current": "k1", "k1": "l" * 64},
        "FIND_SECRET_ARN": {"key": "f" * 64},
    }
    client = cloud.provide_account().client("secretsmanager")
    made = {
        name: client.create_secret(Name=f"bench/{name}", SecretString=json.dumps(held))["ARN"]
        for name, held in secrets.items()
    }
    return {
        **build_environment(cloud), **made, "PORTAL_URL": portal_url, "PAPERS_BUCKET": BUCKET, "SCANNER": "managed",
        "INSPECTOR_FUNCTION": "inspect_paper",
        "SITE_ORIGIN": "https://motcua.hue.example.vn", "MAIL_FROM": SENDER, "MAIL_SET": "bench",
    }  # fmt: skip


def _upload_paper(paper: Paper, data: bytes) -> str:
    checksum = base64.b64encode(hashlib.sha256(data).digest()).decode()
    put = boto3.client("s3").put_object(
        Bucket=BUCKET, Key=paper.key, Body=data, ContentType=paper.content_type, ChecksumSHA256=checksum
    )
    return str(put["VersionId"])


def _build_arrival(paper: Paper, version: str) -> Event:
    return {"detail-type": "Object Created", "detail": {"object": {"key": paper.key, "version-id": version}}}


def _build_scan(paper: Paper, version: str) -> Event:
    place = {"objectKey": paper.key, "versionId": version}
    result = {"scanResultStatus": "NO_THREATS_FOUND"}
    return {"detail-type": SCAN_ENDED, "detail": {"s3ObjectDetails": place, "scanResultDetails": result}}


def _build_stream_record(fact: Fact) -> Event:
    """Return the stream's record of a fact."""
    image = build_fact_row(fact).to_dynamodb_dict()
    keys = {name: image[name] for name in ("pk", "sk")}
    return {"dynamodb": {"Keys": keys, "NewImage": image, "SequenceNumber": str(fact.seq)}}


def _build_queue_record(fact: Fact) -> Event:
    """Return the queue's record of a fact."""
    attributes = {"ApproximateReceiveCount": "1"}
    return {"messageId": fact.id, "body": encode_canonical(fact.body).decode(), "attributes": attributes}


def list_missed(found: Mapping[str, Cost]) -> list[str]:
    """Return the totals over their bounds."""
    requests, units = (sum(getattr(each, name) for each in found.values()) for name in ("requests", "write_units"))
    totals = {"requests": (requests, REQUESTS), "write units": (units, WRITE_UNITS)}
    return [f"{name} after a journey" for name, (total, bound) in totals.items() if total > bound]


def write_lines(found: Mapping[str, Cost]) -> Iterable[str]:
    """Yield a table for reading."""
    yield from cost.write_lines(found)
    for name, each in found.items():
        others = ", ".join(f"{count} × {request}" for request, count in each.others.items())
        yield f"{name:28} {each.calls:4} calls {each.cpu_ms / each.calls:7.1f} ms of processor each  {others}"
