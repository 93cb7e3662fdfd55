"""Further channels of looking up are set up where the regulation knows them, and offered with their guidance."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from chalicelib.domain.shared.timezone import VIETNAM
from infra.local.person import HttpReply
from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT
from tests.product.office import Office

THEN, TODAY = (datetime(year, 11, day, 9, tzinfo=VIETNAM) for year, day in ((2024, 25), (2026, 23)))
PLACE = "https://zalo.me/quangngai"
ZALO: dict[str, Any] = {
    "name": {"vi": "Zalo của tỉnh", "en": "The province's Zalo"},
    "guidance": {"vi": "Nhắn mã hồ sơ cho tài khoản của tỉnh.", "en": "Send the code to the province's account."},
    "url": PLACE,
}


def put_channel(
    product: Office, body: dict[str, Any], version: int = 0, who: str = "operator", key: str = "zalo"
) -> HttpReply:
    """Set a further channel up."""
    return product(who).ask("PUT", f"/api/lookup_channels/{key}", body, version=version)


def list_offered(product: Office) -> Any:
    """The public answer about channels."""
    return product.nobody().ask("GET", "/api/lookup/channels", expect=200).body


@pytest.mark.clause("QN-14.1.đ")
@pytest.mark.parametrize("at", [THEN, TODAY], ids=["2024", "today"])
def test_a_further_channel_is_set_up_offered_with_its_guidance_and_answers(office, at):
    product = office("quang-ngai", at=at)
    before = list_offered(product)
    assert {each["key"] for each in before["named"]} >= {"sms", "qr", "counter", "code_online"}
    assert before["further"] == []
    assert put_channel(product, ZALO).status == 200
    told = list_offered(product)
    assert told["further"] == [{"key": "zalo", **ZALO}]
    assert "điểm đ khoản 1 Điều 14" in told["article"]
    dossier = product.filed("1.004873", {"answers": MARITAL, "applicant": MARITAL_APPLICANT}, [FORM_2])
    code = product("desk1").step(dossier, "receive")["code"]
    asked = product.nobody().ask("POST", "/api/lookup", {"code": code}, expect=200).body
    assert (asked["code"], asked["completion"]["state"]) == (code, "received"), "what the channel asks anybody may ask"
    assert put_channel(product, ZALO | {"closed": True}, version=1).body["version"] == 2
    assert list_offered(product)["further"] == []
    assert [each["closed"] for each in product("operator").get("/api/lookup_channels")["items"]] == [True]


@pytest.mark.clause("QN-14.1.đ")
def test_where_the_regulation_lists_its_channels_and_no_other_none_is_set_up(office):
    product = office("thai-binh", at=TODAY)
    assert put_channel(product, ZALO).code == "lookup_channel_closed"
    assert list_offered(product)["further"] == []


def test_where_the_regulation_lists_no_channel_its_silence_bans_none(office):
    product = office("vinh-long", at=TODAY)
    assert put_channel(product, ZALO).status == 200
    assert [each["key"] for each in list_offered(product)["further"]] == ["zalo"]


def test_a_channel_is_the_operators_on_the_version_that_was_read_and_has_a_name_of_its_own(office):
    product = office("quang-ngai", at=TODAY)
    assert put_channel(product, ZALO, who="desk1").code == "forbidden"
    assert [each["code"] for each in put_channel(product, ZALO, key="sms").body["errors"]] == ["channel_named"]
    assert put_channel(product, ZALO | {"url": "javascript:alert(1)"}).code == "malformed_request"
    assert put_channel(product, ZALO).status == 200
    assert (put_channel(product, ZALO).code, put_channel(product, ZALO, version=9).code) == (
        "stale_version",
        "stale_version",
    )
