"""Probes of the rights by which matters are published, and answered together."""

from __future__ import annotations

import json

from tests.e2e.people import Cast
from tests.e2e.probing.probes import Probe, call_unwatched, describe_failure
from tests.e2e.rights import DeployedFunctions


def ask_question(cast: Cast) -> str:
    """A question to the one-stop unit."""
    texts = {"subject": "Cấp lại giấy khai sinh", "question": "Tôi muốn hỏi thủ tục cấp lại giấy khai sinh cho con gái"}
    asked = {"values": {**texts, "unit": cast.place.one_stop}}
    number: str = cast("citizen1").ask("POST", "/api/questions", asked, expect=201).body["id"]
    return number


def prepare_matter_merging(cast: Cast, _: DeployedFunctions) -> Probe:
    """A question is merged with another, which must not have changed meanwhile; then it is separated again."""
    path, leading, desk = f"/api/questions/{ask_question(cast)}", ask_question(cast), cast("desk1")
    version = int(desk.get(path)["version"])

    def run_probe() -> str:
        nonlocal version
        failure = describe_failure(
            call_unwatched(desk, "POST", f"{path}/merge", {"values": {"other": leading}}, version=version)
        )
        if not failure:
            reason = {"values": {"reason": "Không cùng nội dung"}}
            separated = desk.ask("POST", f"{path}/separate", reason, version=version + 1, expect=200)
            version = int(separated.body["version"])
        return failure

    return run_probe


def prepare_matter_news(cast: Cast, deployed: DeployedFunctions) -> Probe:
    """The queue brings the news of a question, whose public face the function looks after."""
    matter = ask_question(cast)
    fact = json.dumps({"dossier": matter, "seq": 1, "kind": "matter_opened"})
    event = {"Records": [{"messageId": "news", "body": fact}]}

    def run_probe() -> str:
        error, answer = deployed.invoke("index_finds", event)
        return error or "".join(each["itemIdentifier"] for each in answer["batchItemFailures"])

    return run_probe
