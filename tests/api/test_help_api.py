"""Help over HTTP: guides, contacts and the assistant, for people who have not signed in."""

from __future__ import annotations

import json

import pytest

from chalicelib.domain.help.guides import GuideAudience
from chalicelib.steps.help import answer_question
from chalicelib.wiring import help as wiring_help
from tests.api.conftest import Api

PRIVATE = "Nguyễn Văn Bí Mật 079090001234"


def test_guides_are_listed_by_topic_for_each_audience(api: Api) -> None:
    for audience in GuideAudience:
        answer = api("GET", f"/api/help?audience={audience}")
        assert answer.headers["cache-control"] == "public, max-age=60"
        ids = [guide["id"] for topic in answer.json["topics"] for guide in topic["guides"]]
        assert ids == [each.id for each in wiring_help.provide_guides().shelf.list_guides(audience)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("page=/dossiers/:id/withdraw", "withdraw-dossier"),
        ("audience=officer&page=/officer/dossiers/:id", "workspace"),
        ("audience=officer&step=receive", "receive-dossier"),
    ],
)
def test_the_guide_of_a_page_or_a_step_comes_first(api: Api, query: str, first: str) -> None:
    assert api("GET", f"/api/help?{query}").json["topics"][0]["guides"][0]["id"] == first


def test_a_guide_says_its_version_and_who_answers_for_it(api: Api) -> None:
    guide = api("GET", "/api/help/pay-fee").json
    assert (guide["version"], guide["since"]) == (1, "2026-12-02")
    assert "Trung tâm Phục vụ hành chính công" in guide["owner"]["vi"]
    assert guide["links"][0] == {"address": "/dossiers", "name": {"vi": "Hồ sơ của tôi", "en": "My dossiers"}}
    assert api("GET", "/api/help/none").code == "unknown_guide"


def test_a_search_finds_guides_and_procedures(api: Api) -> None:
    found = api("GET", "/api/help?q=dang ky khai sinh").json["found"]
    assert found[0] == {
        "kind": "procedure", "title": {"vi": "Đăng ký khai sinh", "en": "Birth registration"},
        "text": found[0]["text"], "address": "/procedures/1.001193",
    }  # fmt: skip
    assert api("GET", "/api/help?q=nop tien").json["found"][0]["address"] == "/help/pay-fee"


def test_contacts_begin_with_the_centre_and_have_its_hours(api: Api) -> None:
    items = api("GET", "/api/help/contacts").json["items"]
    assert "Trung tâm" in items[0]["name"]["vi"]
    assert items[0]["hotline"]
    assert "thứ Hai đến thứ Sáu" in items[0]["week"]["vi"]


def test_an_answer_quotes_its_source_and_names_whom_to_call(api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    answer = api("POST", "/api/help/ask", body={"question": f"tôi là {PRIVATE}, nộp lệ phí ở đâu"}).json
    assert answer["automatic"] is True
    assert answer["contact"]["hotline"]
    first = answer["passages"][0]
    assert (first["id"], first["version"], first["address"]) == ("pay-fee", 1, "/help/pay-fee")
    guide = wiring_help.provide_guides().shelf.get("pay-fee")
    assert [quote["text"]["vi"] for quote in first["quotes"]] == [each.vi for each in (guide.summary, *guide.points)]
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]
    (logged,) = [line for line in lines if line.get("message") == "help_answered"]
    assert "guide:pay-fee:1" in logged["quoted"]
    assert any("HelpAnswered" in line for line in lines)
    assert not [line for line in lines if "Bí Mật" in str(line) or "079090001234" in str(line)]


def test_nothing_is_made_up_where_nothing_is_published(api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    answer = api("POST", "/api/help/ask", body={"question": "giá vàng hôm nay bao nhiêu"}).json
    assert answer["passages"] == []
    assert answer["contact"]["hotline"]
    assert "HelpUnanswered" in capsys.readouterr().out


def test_where_the_province_switched_the_assistant_off_it_is_refused_and_the_search_remains(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer_question, "is_assistant_on", lambda law, now: False)
    assert api("POST", "/api/help/ask", body={"question": "nộp lệ phí ở đâu"}).code == "assistant_off"
    assert api("GET", "/api/help?q=nộp lệ phí ở đâu").json["found"]


@pytest.mark.parametrize(
    ("body", "code"),
    [({"question": " a "}, "too_short"), ({"question": "x" * 301}, "too_long"), ({}, "required")],
)
def test_a_question_that_cannot_be_read_is_refused_at_its_field(api: Api, body: dict[str, str], code: str) -> None:
    answer = api("POST", "/api/help/ask", body=body)
    assert answer.code == "malformed_request"
    assert answer.fields == {"/question": code}
