"""The settlement time of a dossier: the procedure's own, or the shorter one adopted for online filings."""

from __future__ import annotations

from datetime import date

from chalicelib.domain.catalogue.procedures import OnlineTime, Procedure
from chalicelib.domain.dossier.intake import PAPER_CHANNELS
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.rulings import RuleCite, Ruling
from chalicelib.domain.time.deadlines import Duration
from chalicelib.steps.dossier.ports import Reference


def find_settlement_time(
    reference: Reference, procedure: Procedure, channel: str, dates: CaseDates
) -> tuple[Duration, tuple[Ruling, ...]]:
    """Return the settlement time, and the basis of a shorter one (QN-11.5; TB-22.8).

    Where the law of the province provides a shorter time for online filings, it applies once adopted for the procedure,
    from the day of the adopting text; until then, and at the desk, the published time applies.
    """
    rule = reference.find_rule("online.shorter_time", dates)
    policy = find_adopted_policy(procedure, rule, reference.province)
    if policy is None or channel in PAPER_CHANNELS:
        return procedure.processing_time.duration, ()
    return policy.duration, (rule, _cite_policy(procedure, policy, rule.on))


def find_adopted_policy(procedure: Procedure, rule: Ruling, province: str) -> OnlineTime | None:
    """Return the policy that shortens online filings on the rule's day: none where the rule is silent."""
    return None if rule.value is None else procedure.processing_time.find_online_time(province, rule.on)


def _cite_policy(procedure: Procedure, policy: OnlineTime, on: date) -> Ruling:
    """Return the adopting text's citation for a fact, next to the rule that calls for it."""
    cite: RuleCite = {
        "param": "online.shorter_time",
        "entry": f"{procedure.id}:{procedure.version}:online:{policy.since.isoformat()}",
        "article": f"{policy.article} {policy.instrument}",
        "instrument": policy.instrument,
        "is_law": True,
        "certainty": "read_once",
    }
    return Ruling(policy.duration.value, cite, on)
