"""Probes of the rights by which matters are published."""

from __future__ import annotations

import json

from tests.e2e.people import Cast
from tests.e2e.probing.probes import Probe
from tests.e2e.rights import DeployedFunctions


def prepare_matter_news(cast: Cast, deployed: DeployedFunctions) -> Probe:
    """The queue brings the news of a question, whose public face the function looks after."""
    texts = {"subject": "Cấp lại giấy khai sinh", "question": "Tôi muốn hỏi thủ tục cấp lại giấy khai sinh cho con gái"}
    asked = {"values": {**texts, "unit": cast.place.one_stop}}
    matter = cast("citizen1").ask("POST", "/api/questions", asked, expect=201).body["id"]
    fact = json.dumps({"dossier": matter, "seq": 1, "kind": "matter_opened"})
    event = {"Records": [{"messageId": "news", "body": fact}]}

    def run_probe() -> str:
        error, answer = deployed.invoke("index_finds", event)
        return error or "".join(each["itemIdentifier"] for each in answer["batchItemFailures"])

    return run_probe
