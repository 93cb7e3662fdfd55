"""The drawings of docs/architecture.md: the layers, the order of their packages, and the flow of events.

Run with `python -m infra.docs.architecture` after a change of the order of packages, of the routes of facts or of the
template's events; a test holds document and drawings equal. The text around them is written by hand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from chalicelib.domain.ledger.fact_registry import Consumer
from chalicelib.domain.ledger.routing import ORDERED, ROUTES
from infra.docs.layers import ALLOWED, ORDER

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "architecture.md"
BETWEEN = "<!-- drawn: {name} -->\n{text}\n<!-- end: {name} -->"
_DRAWN = re.compile(r"<!-- drawn: (\w+) -->\n.*?<!-- end: \1 -->", re.DOTALL)


def build_document(present: str) -> str:
    """Return the document with each drawing as it is now."""
    drawings = {"layers": draw_layers, "packages": list_packages, "events": draw_events, "schedules": list_schedules}
    return _DRAWN.sub(lambda found: BETWEEN.format(name=found[1], text="\n".join(drawings[found[1]]())), present)


def draw_layers() -> Iterator[str]:
    """Yield what a layer may import, as a Mermaid flow chart."""
    yield from ("```mermaid", "flowchart TD")
    yield "    wiring[wiring: builds adapters]"
    yield from (f"    {layer}[{layer}]" for layer in ALLOWED)
    layers = {*ALLOWED, "wiring"}
    yield from (
        f"    {layer} --> {other}"
        for layer, allowed in ALLOWED.items()
        for other in sorted(allowed & layers, key=[*ALLOWED, "wiring"].index)
    )
    yield "    repositories -. implement the ports of .-> steps"
    yield "    wiring --> repositories"
    yield "    wiring --> steps"
    yield "```"


def list_packages() -> Iterator[str]:
    """Yield the packages of each layer in their order."""
    yield "| Layer | Packages, lowest first: each imports only those before it |"
    yield "|---|---|"
    yield from (f"| `{layer}` | {' · '.join(packages)} |" for layer, packages in ORDER.items())


def draw_events() -> Iterator[str]:
    """Yield the way of a fact from its transaction to its consumers, as a Mermaid flow chart."""
    yield from ("```mermaid", "flowchart LR", "    command([a command's transaction]) --> table[(table)]")
    resources = _load_resources()
    for function, source in _list_mappings(resources):
        if source == "Table":
            yield f"    table -->|stream: new facts| {function}"
            yield from (f"    {function} -->|{_count_kinds(each)}| {each.value}" for each in Consumer)
            yield f"    {function} -. cannot be sent .-> dead[dead letters]"
    for function, source in _list_mappings(resources):
        if source != "Table":
            queue = source.removesuffix("Queue").lower()
            order = ", in order" if Consumer(queue) in ORDERED else ""
            yield f"    {queue}[queue {queue}{order}] --> {function}"
            yield f"    {queue} -. fails for days .-> dead"
    yield "    sweep_facts -->|sends what never left| table"
    yield "```"


def list_schedules() -> Iterator[str]:
    """Yield functions that schedules and events start, with what they do."""
    yield "| Function | Started | Does |"
    yield "|---|---|---|"
    for rule in _list_properties(_load_resources(), "AWS::Events::Rule"):
        (target,) = rule["Targets"]
        started = rule.get("ScheduleExpression") or f"event of {rule['EventPattern']['source'][0]}"
        yield f"| `{_name_function(target['Arn'])}` | {started} | {rule['Description']} |"


def _count_kinds(consumer: Consumer) -> str:
    kinds = sum(consumer in consumers for consumers in ROUTES.values())
    return f"{kinds} of {len(ROUTES)} kinds"


def _list_mappings(resources: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each function that reads a stream or queue, with that resource."""
    for mapping in _list_properties(resources, "AWS::Lambda::EventSourceMapping"):
        yield _name_function(mapping["FunctionName"]), mapping["EventSourceArn"]["Fn::GetAtt"][0]


def _list_properties(resources: Mapping[str, Any], kind: str) -> Iterable[Mapping[str, Any]]:
    return [each["Properties"] for each in resources.values() if each.get("Type") == kind]


def _name_function(arn: Mapping[str, Any]) -> str:
    """Return a function's own name, from the logical id that the packager makes of it."""
    names: Mapping[str, Any] = json.loads((ROOT / ".chalice" / "config.json").read_text(encoding="utf-8"))[
        "lambda_functions"
    ]
    return next(name for name in names if name.replace("_", "").lower() == arn["Fn::GetAtt"][0].lower())


@cache
def _load_resources() -> Mapping[str, Any]:
    text = (ROOT / "infra" / "resources.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.load(text, yaml.CSafeLoader)
    return {name: each for name, each in found["Resources"].items() if isinstance(each, dict)}


if __name__ == "__main__":
    DOCUMENT.write_text(build_document(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
