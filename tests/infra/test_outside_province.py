"""The invented province, deployed from a folder outside the tree: its name and colours, its life by its own rules."""

from __future__ import annotations

import json
import shutil
import urllib.request
from pathlib import Path

import pytest

from infra.local.cloud import LocalCloud
from infra.local.person import ApiPerson
from infra.local.ports import find_free_port
from infra.local.serve import serve_stack
from infra.local.stack import LocalStack
from infra.local.stories.registry import OUTSIDE
from infra.local.stories.tan_phu_own_rules import tan_phu_amended, tan_phu_own_rules
from infra.local.stories.telling import Scenario, verify_ledger
from infra.provinces import find_provinces

pytestmark = pytest.mark.full  # packages and deploys once more


def test_it_lives_under_its_own_name_and_rules_and_by_the_amendment_from_its_day(tmp_path: Path) -> None:
    outside = find_provinces(shutil.copytree(OUTSIDE, tmp_path / "somewhere else"))
    with (
        LocalCloud(tmp_path, find_free_port()) as cloud,
        serve_stack(LocalStack(cloud, "tan-phu", find_free_port(), provinces=outside), find_free_port()) as stack,
    ):
        assert stack.outputs["ProvinceDigest"] == outside.digest_folders()["tan-phu"]
        with urllib.request.urlopen(f"{stack.origin}/config.json") as answer:
            config = json.load(answer)
        assert (config["province_vi"], config["action"], config["mark"]) == ("Tỉnh Tân Phú", "#7a2e0e", "/mark.svg")
        with urllib.request.urlopen(f"{stack.origin}/mark.svg") as answer:
            assert answer.headers["Content-Type"] == "image/svg+xml"
        assert ApiPerson(stack).get("/api/law")["basis"] == "own_regulation"
        telling = Scenario(stack)
        assert _list_kinds(telling, str(tan_phu_own_rules.run_story(telling)))[-7:] == [
            "request_opened", "extended", "request_opened", "apologised", "resolved", "given_back", "closed",
        ]  # fmt: skip
        assert _list_kinds(telling, str(tan_phu_amended.run_story(telling))).count("apologised") == 2
        inbox = ApiPerson(stack, "citizen1").get("/api/inbox?limit=50")["items"]
        (first, *_) = [each for each in inbox if each["notice"] == "submitted.to_pay"]
        assert first["vi"]["subject"].startswith("Tân Phú đã nhận hồ sơ nộp ")


def _list_kinds(telling: Scenario, dossier: str) -> list[str]:
    return [fact["kind"] for fact in verify_ledger(telling, dossier)["facts"]]
