"""Each kind of refusal has a status of its own."""

from __future__ import annotations

from chalicelib.handlers.http.answer import STATUS


def test_every_kind_of_refusal_has_its_status() -> None:
    from chalicelib.domain.shared.errors import RefusalKind

    assert set(STATUS) == set(RefusalKind)
    assert len(set(STATUS.values())) == len(STATUS)
