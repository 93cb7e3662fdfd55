"""Request a supplement: at intake by the one-stop unit; after appraisal proposed by the agency, issued
by the one-stop unit (NĐ 61/2018 5.1.e: officers never deal with the applicant outside it)."""

from __future__ import annotations

from typing import Any

from chalicelib.domain import clocks
from chalicelib.domain.codec import pack
from chalicelib.domain.flow import RequestKind, State, Step
from chalicelib.domain.ledger import NewFact
from chalicelib.repositories.ports import Ruling
from chalicelib.steps.act import Answer, Ask, Decision, Desk, Moment, take
from chalicelib.steps.propose import opened
from chalicelib.steps.rules import cited, limit_reached, part, require_components, waited_until


def request_supplement(desk: Desk, ask: Ask) -> Answer:
    """Ask once, completely, for listed papers only (NĐ 61/2018 15.3, 19.4; VL-7.2.c, HUE-14.1)."""
    return take(desk, ask, Step.REQUEST_SUPPLEMENT, decide)


def decide(m: Moment) -> Decision:
    """At intake the request goes out at once; in processing it waits for the one-stop unit."""
    components = require_components(m)
    if m.dossier.state is State.PROCESSING:
        require_first(m, "appraisal")
        about = {"components": components, "form_fields": list(m.body["form_fields"])}
        return Decision((opened(m, RequestKind.SUPPLEMENT, about, part(m, "guidance")),))
    limit = require_first(m, "intake")
    wait = m.rule("supplement.wait_limit")
    data = asked(m, "intake", components, list(m.body["form_fields"]), wait)
    data["reception"] = pack(clocks.end(m.dossier.reception, m.now)) if m.dossier.reception else None
    return Decision((NewFact("supplement_requested", data, part(m, "guidance"), cited(limit, wait)),))


def require_first(m: Moment, stage: str) -> Ruling:
    """A stage asks only as often as the law lets it (NĐ 61/2018 11.2.c: once)."""
    limit = m.rule("supplement.max_per_stage", stage=stage)
    if limit.value is not None and m.dossier.supplements.get(stage, 0) >= limit.value:
        raise limit_reached(limit.value, limit)
    return limit


def asked(m: Moment, stage: str, components: list[str], fields: list[str], wait: Ruling) -> dict[str, Any]:
    """The data of a supplement request that goes out now."""
    return {
        "to": "supplement_requested",
        "stage": stage,
        "components": components,
        "form_fields": fields,
        "wait_until": pack(waited_until(m, wait.value)) if wait.value else None,
    }
