"""The evaluation of Lighthouse's reports by the measurement of pages."""

from __future__ import annotations

from typing import Any

import pytest

from bench.web import CATEGORIES, PageFigures, choose_median, list_missed, read_report


def build_report(performance: float, shift: float = 0.0, **more: Any) -> dict[str, Any]:
    scores = {name: {"score": 1.0} for name in CATEGORIES} | {"performance": {"score": performance}}
    items = [{"resourceType": "Document", "transferSize": 700}, {"resourceType": "Script", "transferSize": 20_000}]
    audits: dict[str, Any] = {
        "network-requests": {"details": {"items": items}},
        "cumulative-layout-shift": {"numericValue": shift},
        "total-blocking-time": {"numericValue": 120.0},
    }
    return {"requestedUrl": "http://127.0.0.1/", "categories": scores, "audits": audits, **more}


def test_bytes_and_scores_are_read_from_a_report() -> None:
    page = read_report(build_report(0.99))
    assert (page.bytes, page.script_bytes) == (20_700, 20_000)
    assert page.scores == {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}
    assert page.missed == []
    assert page.blocked_ms == 120.0


def test_a_page_whose_parts_move_is_named() -> None:
    still, moving = read_report(build_report(0.99)), read_report(build_report(0.99, shift=0.03))
    assert list_missed({"home": choose_median([still, still, moving])}) == ["layout of home"]


def test_a_page_that_could_not_be_measured_has_no_figures() -> None:
    with pytest.raises(ValueError, match="NO_FCP"):
        read_report(build_report(0.0, runtimeError={"message": "NO_FCP"}))


def test_performance_is_the_median_and_every_other_score_the_worst() -> None:
    fine = {"accessibility": 100, "best-practices": 100, "seo": 90}
    runs = [PageFigures(1, 1, {**fine, "performance": 60}), PageFigures(2, 2, {**fine, "performance": 98})]
    runs.append(PageFigures(3, 3, {**fine, "performance": 99, "accessibility": 98}))
    found = choose_median(runs)
    assert (found.bytes, found.scores) == (2, {**fine, "performance": 98, "accessibility": 98})
    assert list_missed({"home": found}) == ["accessibility of home"]
