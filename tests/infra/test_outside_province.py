"""The invented province, deployed from its folder outside the data: its name and colours, its own rule on more time."""

from __future__ import annotations

import json
import urllib.request
from datetime import date
from pathlib import Path

import pytest

from infra.local.cloud import LocalCloud
from infra.local.person import PAID_LATER, Person
from infra.local.ports import free_port
from infra.local.serve import served
from infra.local.stack import LocalStack
from infra.local.stories.telling import Telling, file_marital, proven
from infra.package import ROOT
from infra.provinces import find_provinces

pytestmark = pytest.mark.full  # packages and deploys once more


def test_it_is_served_under_its_own_name_and_gives_more_time_by_its_own_rule(tmp_path: Path) -> None:
    outside = find_provinces(ROOT / "examples")
    with (
        LocalCloud(tmp_path, free_port()) as cloud,
        served(LocalStack(cloud, "tan-phu", free_port(), provinces=outside), free_port()) as stack,
    ):
        assert stack.outputs["ProvinceDigest"] == outside.digests()["tan-phu"]
        with urllib.request.urlopen(f"{stack.origin}/config.json") as answer:
            config = json.load(answer)
        assert (config["province_vi"], config["action"], config["mark"]) == ("Tỉnh Tân Phú", "#7a2e0e", "/mark.svg")
        with urllib.request.urlopen(f"{stack.origin}/mark.svg") as answer:
            assert answer.headers["Content-Type"] == "image/svg+xml"
        assert Person(stack).get("/api/law")["basis"] == "own_regulation"
        _given_more_time(Telling(stack))


def _given_more_time(telling: Telling) -> None:
    """At most half of the limit, by the head of the agency alone (invented: Điều 8)."""
    telling.clock("2026-11-23T09:00:00")
    dossier = file_marital(telling, telling.place(date(2026, 11, 23)).one_stop)
    desk, case, head = (telling.person(name) for name in ("desk1", "case1", "head1"))
    before = desk.step(dossier, "receive", PAID_LATER)["due_at"]
    desk.step(dossier, "transfer")
    refused = case.try_step(dossier, "extend", {"units": 2, "reason": "Cần xác minh."})
    telling.refused("2 of 3 days are more than half", refused, "limit_reached")
    asked = case.step(dossier, "extend", {"units": 1, "reason": "Cần xác minh nơi thường trú trước đây."})
    number = asked["requests"][0]["n"]
    agreed = head.step(dossier, f"requests/{number}/approve", {"reason": None})
    assert agreed["due_at"] > before
    telling.cites(dossier, "extended", "khoản 1 Điều 8")
    proven(telling, dossier)
