"""The linter's exceptions keep exactly what they name."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.checks import lint


def test_every_exception_has_a_reason_and_is_given_once() -> None:
    assert lint.list_excepted("resources.yaml")
    assert lint.list_excepted("web.yaml")


def test_a_kept_finding_is_no_complaint_and_a_new_one_is() -> None:
    kept = lint.list_excepted("resources.yaml")
    assert lint.list_complaints("resources.yaml", kept) == []
    (complaint,) = lint.list_complaints("resources.yaml", kept | {("CKV_AWS_28", "Table")})
    assert "CKV_AWS_28 Table: not allowed" in complaint


def test_an_exception_that_nothing_needs_is_a_complaint() -> None:
    kept = lint.list_excepted("resources.yaml")
    (complaint,) = lint.list_complaints("resources.yaml", kept - {("CKV_AWS_120", "RestAPI")})
    assert "CKV_AWS_120 RestAPI: no longer needed" in complaint


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("{rule: CKV_1, resources: [A], reason: ' '}", "without a reason"),
        ("{rule: CKV_1, resources: [A, A], reason: x}", "twice"),
    ],
)
def test_a_careless_exception_is_refused(
    entry: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "exceptions.yaml"
    file.write_text(f"web.yaml: [{entry}]")
    monkeypatch.setattr(lint, "EXCEPTIONS", file)
    with pytest.raises(ValueError, match=message):
        lint.list_excepted("web.yaml")
