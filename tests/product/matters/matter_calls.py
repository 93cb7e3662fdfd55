"""Opens matters and takes their steps at the routes of one province's product."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.wiring import core as wiring
from infra.local.person import HttpReply
from tests.product.office import Office, Worker
from tests.support.matters.versions import find_version

SENDER = {"full_name": "Lò Văn An", "address": "Số 5 đường Lê Lợi", "contact": "0912345678"}
QUESTION = {
    "subject": "Cấp lại giấy khai sinh",
    "question": "Tôi muốn hỏi thủ tục cấp lại giấy khai sinh cho con gái của tôi",
}
ANSWER = {
    "answer": "Nộp tờ khai theo mẫu tại Bộ phận Một cửa.",
    "answered_by": "Lê Thị Hạnh",
    "answered_title": "Công chức Bộ phận Một cửa",
}
PUBLIC_QUESTION = {"public_subject": "Cấp lại giấy khai sinh", "public_question": "Thủ tục cấp lại giấy khai sinh?"}
FEEDBACK = {
    "about": "online_service",
    "subject": "Tải tệp bị lỗi",
    "content": "Trang nộp hồ sơ báo lỗi khi tải tệp lớn, đề nghị sửa",
    "form": "writing",
    **SENDER,
}
OUTCOME = {
    "public_subject": "Tải tệp lớn",
    "public_content": "Trang nộp hồ sơ báo lỗi khi tải tệp lớn",
    "public_answer": "Đã nâng giới hạn tệp.",
}
DIFFICULTY = {
    "sort": "upgrade",
    "subject": "Tải tệp lớn",
    "content": "Đề nghị nâng giới hạn tệp tải lên",
    "letter": "12/CV",
    "letter_day": "2026-11-20",
}


def try_open(person: Worker, plural: str, values: Mapping[str, Any], *confirmed: str) -> HttpReply:
    """Open a matter, with any answer."""
    return person.ask("POST", f"/api/{plural}", {"values": dict(values), "confirmed": list(confirmed)})


def open_matter(person: Worker, plural: str, values: Mapping[str, Any], *confirmed: str) -> dict[str, Any]:
    """Open a matter."""
    reply = try_open(person, plural, values, *confirmed)
    assert reply.status == 201, reply.body
    body: dict[str, Any] = reply.body
    return body


def try_step(person: Worker, plural: str, number: str, word: str, values: Mapping[str, Any] | None = None) -> HttpReply:
    """Take a step on the present version, with any answer."""
    path, body = f"/api/{plural}/{number}/{word}", {"values": dict(values or {}), "confirmed": []}
    return person.ask("POST", path, body, version=find_version(path))


def take_step(
    person: Worker, plural: str, number: str, word: str, values: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Take a step."""
    reply = try_step(person, plural, number, word, values)
    assert reply.status == 200, reply.body
    body: dict[str, Any] = reply.body
    return body


def find_due(matter: Mapping[str, Any], clock: str) -> str | None:
    """The day and hour in Viet Nam at which a clock ends; None where it does not run."""
    ends = (datetime.fromisoformat(each["due_at"]) for each in matter["clocks"] if each["name"] == clock)
    return next((f"{end.astimezone(VIETNAM):%Y-%m-%d %H:%M}" for end in ends), None)


def prove_identity(product: Office) -> Worker:
    """Citizen1, signed in with the electronic identity."""
    wiring.provide_officers().keep_identity("citizen1", ProvenIdentity(2))
    return product("citizen1")


def find_in_public(product: Office, kind: str, words: str, number: str) -> list[dict[str, Any]]:
    """What everybody finds by these words, after the consumer had the facts."""
    product.around.bring("index_finds", number)
    found: list[dict[str, Any]] = product.nobody().get(f"/api/matters/public?kind={kind}&q={words}")["items"]
    return found
