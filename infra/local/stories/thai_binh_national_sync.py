"""Thái Bình, today: the national portal's copy of a dossier, through faults and an outage of the portal."""

from __future__ import annotations

from infra.local.person import PAID_LATER
from infra.local.portal_calls import find_portal
from infra.local.seed import TODAY
from infra.local.stand_ins.portal import Behaviour, CallFault
from infra.local.stories.at_portal import file_marital_at_portal, wait_until_sent
from infra.local.stories.registry import register_story
from infra.local.stories.telling import Scenario
from infra.operations.verify_ledger import check_export


@register_story("Thái Bình, the national portal's copy", province="thai-binh", clock="2026-11-25T09:00:00")
def thai_binh_national_sync(telling: Scenario) -> str:
    """Acknowledgements are lost and the portal goes down; its copy ends equal to ours, and nothing counts twice."""
    portal = find_portal(telling.stack)
    portal.behaviour = Behaviour(rate=0.5, kinds=(CallFault.LOST, CallFault.TWICE, CallFault.ERROR_AFTER))
    citizen, desk = telling.find_person("citizen1"), telling.find_person("desk1")
    dossier = file_marital_at_portal(telling, telling.find_place(TODAY).one_stop)
    portal.behaviour = Behaviour(down=True)
    received = desk.step(dossier, "receive", PAID_LATER)
    desk.step(dossier, "transfer")
    telling.check_equal("the portal is down and nobody here noticed", received["national_code"], "2")
    portal.behaviour = Behaviour()
    wait_until_sent(telling, dossier, sent=len(citizen.get(f"/api/dossiers/{dossier}/ledger")["facts"]))
    held = portal.store.find_dossier(received["code"]) or {}
    ours = citizen.get(f"/api/dossiers/{dossier}")
    telling.check_equal("the portal's state is ours", held.get("TrangThai"), ours["national_code"])
    counted = portal.store.list_packages(dossier)
    telling.check_equal("every fact counts once there, in order", counted, sorted(set(counted)))
    export = citizen.get(f"/api/dossiers/{dossier}/messages")
    telling.check_equal("problems in the message log", check_export(export).problems, [])
    return dossier
