"""Thái Bình, today: the national portal's copy of a dossier, through faults and an outage of the portal."""

from __future__ import annotations

import json
import time

from infra.local.person import PAID_LATER
from infra.local.portal import Behaviour, Fault
from infra.local.portal_calls import portal_of
from infra.local.seed import TODAY
from infra.local.stories.at_portal import file_marital_at_portal
from infra.local.stories.registry import story
from infra.local.stories.telling import Telling
from infra.verify_ledger import check

PATIENCE = 150.0
"""Seconds for work with its own wait of a minute, on a busy machine."""


@story("Thái Bình, the national portal's copy", province="thai-binh", clock="2026-11-25T09:00:00")
def thai_binh_national_sync(telling: Telling) -> str:
    """Acknowledgements are lost and the portal goes down; its copy ends equal to ours, and nothing counts twice."""
    portal = portal_of(telling.stack)
    portal.behaviour = Behaviour(rate=0.5, kinds=(Fault.LOST, Fault.TWICE, Fault.ERROR_AFTER))
    citizen, desk = telling.person("citizen1"), telling.person("desk1")
    dossier = file_marital_at_portal(telling, telling.place(TODAY).one_stop)
    portal.behaviour = Behaviour(down=True)
    received = desk.step(dossier, "receive", PAID_LATER)
    desk.step(dossier, "transfer")
    telling.same("the portal is down and nobody here noticed", received["national_code"], "2")
    portal.behaviour = Behaviour()
    _goes_on(telling, dossier, told=len(citizen.get(f"/api/dossiers/{dossier}/ledger")["facts"]))
    held = portal.store.dossier(received["code"]) or {}
    ours = citizen.get(f"/api/dossiers/{dossier}")
    telling.same("the portal's state is ours", held.get("TrangThai"), ours["national_code"])
    counted = portal.store.packages(dossier)
    telling.same("every fact counts once there, in order", counted, sorted(set(counted)))
    export = citizen.get(f"/api/dossiers/{dossier}/messages")
    telling.same("problems in the message log", check(export).problems, [])
    return dossier


def _goes_on(telling: Telling, dossier: str, told: int) -> None:
    """Wait until the portal has every fact; an operator does not wait for the next try."""
    operator, until = telling.person("operator"), time.monotonic() + PATIENCE
    while (place := operator.get(f"/api/sync/{dossier}"))["told"] < told or place["next_try_at"]:
        if time.monotonic() > until:
            raise TimeoutError(json.dumps(place))
        if place["next_try_at"]:  # somebody else may have been faster: then it is under way already
            operator.ask("POST", f"/api/sync/{dossier}/resume", version=place["version"])
        time.sleep(1)
