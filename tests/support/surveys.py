"""A survey that tests open and answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SURVEY: Mapping[str, Any] = {
    "sort": "satisfaction",
    "public_title": "Khảo sát dịch vụ công trực tuyến",
    "public_introduction": "Xin ý kiến về dịch vụ công trực tuyến của tỉnh.",
    "audience": "everybody",
    "opens_on": "2026-11-23",
    "closes_on": "2026-11-30",
    "question_1": "Trang nộp hồ sơ có dễ dùng không?",
    "question_2": "Hướng dẫn có rõ không?",
}
"""Open from the day of `tests.support.people.MONDAY` on."""
