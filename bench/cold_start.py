"""How long a fresh process takes to its first answer, against the bare floor: `python -m bench "cold start"`.

The floor is the unavoidable part: an interpreter with chalice, pydantic and a store client for the API, one
with a bare client for an event function, each asking the store once. Between the floor and a function are the libraries
that every function is written with (pynamodb's models, powertools' lines of log): a step of its own shows
them. Runs of all programs take turns, so that other load on the machine affects all alike.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bench.table import NAME
from chalicelib.handlers.http.registry import MODULES
from infra.local.cloud import LocalCloud
from infra.paths import ROOT

ROUNDS = 15
API_RATIO, EVENT_RATIO, API_RSS_MB = 1.30, 1.25, 110.0

LINE = """
from aws_lambda_powertools import Logger
Logger(service="floor").info("answered")
"""
FLOORS = {
    "floor of the API": """
from chalice.app import Chalice
from pydantic import BaseModel, ConfigDict, Field
class Body(BaseModel):
    model_config = ConfigDict(strict=True)
    code: str | None = Field(default=None, max_length=60)
app = Chalice(app_name="floor")
@app.route("/api/lookup", methods=["POST"])
def look_up():
    Body.model_validate(app.current_request.json_body)
    from pynamodb.attributes import UnicodeAttribute
    from pynamodb.models import Model
    class Row(Model):
        class Meta:
            table_name, region = table, "ap-southeast-1"
        pk, sk = UnicodeAttribute(hash_key=True), UnicodeAttribute(range_key=True)
    return {"found": len(list(Row.batch_get([("a", "b")])))}
""",
    "floor of an event": """
import botocore.session
client = botocore.session.get_session().create_client("dynamodb", region_name="ap-southeast-1")
client.get_item(TableName=table, Key={"pk": {"S": "a"}, "sk": {"S": "b"}})
""",
}
MODEL = """
from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model
class Row(Model):
    class Meta:
        table_name, region = table, "ap-southeast-1"
    pk, sk = UnicodeAttribute(hash_key=True), UnicodeAttribute(range_key=True)
    body = UnicodeAttribute(null=True)
"""
LIBRARIES = {
    "API's libraries": FLOORS["floor of the API"],
    "event's libraries": MODEL + """
list(Row.batch_get([("a", "b")]))
""",
    "on_fact's requests": MODEL + """
session = Row._get_connection().connection.session
queues = session.create_client("sqs", region_name="ap-southeast-1")
for name in ("NOTICES", "COUNTERS", "SLIPS", "FINDS"):
    queues.send_message(QueueUrl=os.environ[f"{name}_QUEUE_URL"], MessageBody="b" * 600)
Row("bench", "mark").update([Row.body.set("b")])
""",
    "watch's requests": MODEL + """
list(Row.batch_get([("bench", "mark")]))
list(Row.query("bench", Row.sk < "z"))
Row("bench", "mark", body="b").save()
""",
}  # fmt: skip
"""The floor's own work with all libraries, and the requests of two functions with the libraries and without our code:
the lower bound of event functions."""
CALL: Mapping[str, Any] = {
    "resource": "/api/lookup", "path": "/api/lookup", "httpMethod": "POST", "body": '{"code": "H57-261127-0001"}',
    "headers": {"content-type": "application/json"}, "multiValueHeaders": {"content-type": ["application/json"]},
    "queryStringParameters": None, "multiValueQueryStringParameters": None, "pathParameters": None,
    "stageVariables": None, "isBase64Encoded": False,
    "requestContext": {"resourcePath": "/api/lookup", "httpMethod": "POST", "path": "/api/lookup",
                       "requestId": "r", "identity": {"sourceIp": "127.0.0.1"}},
}  # fmt: skip
API = "from app import app\nanswer = app(json.loads(event), None)\nassert answer['statusCode'] == 404, answer"
EVENT = "from {module} import {name}\n{name}(json.loads(event), None)"
PRELUDE = "import json, os, sys\ntable, event = os.environ['TABLE_NAME'], os.environ['BENCH_EVENT']\n"
END = """
print([line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")][0], flush=True)
os._exit(0)
"""
"""The process reports its own peak memory: the figure a parent receives would include the parent. And it ends at the
answer: a function is never taken down, while the interpreter gives back each object that a program has made before it
exits."""
TRIED = {"on_fact": "on_fact.facts.json", "watch_deadlines": "watch_deadlines.json"}
"""Event functions and the sample that each answers with nothing but a store: one of the stream, one of a schedule."""


@dataclass(frozen=True, slots=True)
class Start:
    """One program: milliseconds of wall and processor time, megabytes at the highest (medians), and its best time."""

    wall_ms: float
    cpu_ms: float
    rss_mb: float
    best_ms: float


def measure_starts(environment: Mapping[str, str], rounds: int = ROUNDS) -> dict[str, Start]:
    """Return every program's figures; the runs take turns."""
    programs = {
        **{name: (text + _write_call(name), json.dumps(CALL)) for name, text in FLOORS.items()},
        **{name: (text + _write_call(name) + LINE, json.dumps(CALL)) for name, text in LIBRARIES.items()},
        "API": (API, json.dumps(CALL)),
        **{
            name: (EVENT.format(name=name, module=MODULES[name]), (ROOT / "events" / sample).read_text())
            for name, sample in TRIED.items()
        },
    }  # fmt: skip
    runs: dict[str, list[Start]] = {name: [] for name in programs}
    for _ in range(rounds):
        for name, (text, event) in programs.items():
            runs[name].append(_run_program(PRELUDE + text, {**environment, "BENCH_EVENT": event}))
    return {name: _choose_median(found) for name, found in runs.items()}


def _write_call(name: str) -> str:
    """Make the call that the bare API answers."""
    return "answer = app(json.loads(event), None)\nassert answer['statusCode'] == 200, answer" if "API" in name else ""


def _run_program(program: str, environment: Mapping[str, str]) -> Start:
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", program + END],
        env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        printed = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if status:
        raise RuntimeError(f"a program of the bench failed:\n{program}")
    taken = (time.perf_counter() - began) * 1000
    return Start(taken, (used.ru_utime + used.ru_stime) * 1000, float(printed.split()[-1]) / 1024, taken)


def _choose_median(found: list[Start]) -> Start:
    middle = Start(*(statistics.median(getattr(each, name) for each in found) for name in Start.__slots__))
    return replace(middle, best_ms=min(each.best_ms for each in found))


def build_environment(cloud: LocalCloud) -> dict[str, str]:
    """Return the functions' environment, with made-up names for unused services."""
    named = ("PAPERS_BUCKET", "ISSUER", "JWKS_URL", "CLIENT_ID", "OFFICE_ISSUER", "OFFICE_JWKS_URL", "OFFICE_CLIENT_ID",
             "GATEWAY_SECRET_ARN", "LINK_SECRET_ARN", "SMS_SECRET_ARN")  # fmt: skip
    queues = {
        f"{name}_QUEUE_URL": _create_queue(cloud, name) for name in ("NOTICES", "SYNC", "COUNTERS", "SLIPS", "FINDS")
    }
    return {
        **cloud.build_environment(), **dict.fromkeys((*named, "AWS_LAMBDA_FUNCTION_NAME"), "bench"), **queues,
        "FIND_SECRET_ARN": _create_secret(cloud, {"key": "f" * 64}),
        "TABLE_NAME": NAME, "PROVINCE": "hue", "STAGE": "local", "GATEWAY_URL": "http://127.0.0.1:9", "SITE_ORIGIN": "http://127.0.0.1:9",
    }  # fmt: skip


def _create_secret(cloud: LocalCloud, content: Mapping[str, str]) -> str:
    """Return the key that names the counters of addresses, which a look-up asks for before anything else."""
    made = (
        cloud.provide_account()
        .client("secretsmanager")
        .create_secret(Name=f"bench-{uuid.uuid4()}", SecretString=json.dumps(content))
    )
    return str(made["ARN"])


def _create_queue(cloud: LocalCloud, name: str) -> str:
    fifo = name == "SYNC"
    attributes = {"FifoQueue": "true"} if fifo else {}
    made = (
        cloud.provide_account()
        .client("sqs")
        .create_queue(QueueName=f"{name}{'.fifo' if fifo else ''}", Attributes=attributes)
    )
    return str(made["QueueUrl"])


def compare_bounds(found: Mapping[str, Start]) -> dict[str, tuple[float, float]]:
    """Return each figure with its bound: ratios of processor and wall time to the floor, and the API's memory."""
    api, event = found["floor of the API"], found["floor of an event"]
    return {
        "API / floor": (found["API"].wall_ms / api.wall_ms, API_RATIO),
        **{f"{name} / floor": (found[name].wall_ms / event.wall_ms, EVENT_RATIO) for name in TRIED},
        "API memory, MB": (found["API"].rss_mb, API_RSS_MB),
    }


def write_lines(found: Mapping[str, Start]) -> list[str]:
    """Return a table for reading."""
    return [
        *(
            f"{name:20} {start.wall_ms:7.0f} ms wall {start.cpu_ms:7.0f} ms cpu {start.rss_mb:6.0f} MB"
            f"   best {start.best_ms:5.0f} ms"
            for name, start in found.items()
        ),
        *(
            f"{name:30} {figure:7.2f}  bound {bound:g}  {'ok' if figure <= bound else 'MISSED'}"
            for name, (figure, bound) in compare_bounds(found).items()
        ),
    ]
