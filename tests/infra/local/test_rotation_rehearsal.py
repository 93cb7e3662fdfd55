"""Every key is replaced on a local cloud: with both nobody is shut out, without the old one all that it signed is."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.local.rotation_rehearsal import run_rehearsal

REPLACED = ("session keys", "link keys", "gateway's keys", "message provider's keys", "portal's keys", "search key")


@pytest.mark.full
def test_every_key_of_ours_is_replaced_and_nobody_is_shut_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_rehearsal(tmp_path), capsys.readouterr().out
    said = capsys.readouterr().out
    assert [line for line in said.splitlines() if line.startswith("  NO")] == []
    for key in REPLACED:
        assert f"  ok  {key}: " in said
