"""The local cloud's stored state: one user at a time, refused when it is broken, and thrown away only when unused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from infra.local import state


def test_a_state_has_one_user_at_a_time(tmp_path: Path) -> None:
    held = state.hold_state(tmp_path, {"port": 4577})
    with pytest.raises(
        state.StateRefused, match=rf"in use by pid {os.getpid()}, whose local cloud is on port 4577: .*STATE="
    ):
        state.require_unused(tmp_path)
    state.release_state(held)
    state.require_unused(tmp_path)


def test_a_state_of_another_version_or_a_broken_one_is_refused_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "s3.json").write_text('{"a": 1}\n')
    state.require_readable(tmp_path, "1.0")
    state.require_readable(tmp_path, "1.0")
    with pytest.raises(
        state.StateRefused, match=r"written by the local cloud 1\.0, and this version has 1\.1: .*make forget"
    ):
        state.require_readable(tmp_path, "1.1")
    (tmp_path / "s3.json").write_text('{"a": ')
    with pytest.raises(state.StateRefused, match=rf"s3\.json is broken.*make forget STATE=\S*{tmp_path.name}`"):
        state.require_readable(tmp_path, "1.0")
    assert state.name_forgetting(state.USUAL) == "make forget"


def test_a_state_that_could_not_be_written_is_no_clean_end(tmp_path: Path) -> None:
    log = tmp_path / "cloud.log"
    log.write_text("ERROR Persistence: failed to save s3: an older run\n")
    since = log.stat().st_size
    state.require_saved(log, since)
    with log.open("a") as opened:
        opened.write("ERROR Persistence: failed to save dynamodb: [Errno 28] No space left on device\nbye\n")
    with pytest.raises(
        state.StateNotSaved, match=r"^not saved: .*dynamodb: \[Errno 28\] No space left on device\. Free"
    ):
        state.require_saved(log, since)


def test_a_start_says_that_the_last_runs_data_are_gone(tmp_path: Path) -> None:
    assert state.describe_loss(tmp_path) == ""
    (tmp_path / state.CHOICES).touch()
    assert "begins with an empty province" in state.describe_loss(tmp_path)
    (tmp_path / state.TABLES).touch()
    assert state.describe_loss(tmp_path) == ""


def test_only_a_state_that_nobody_uses_is_thrown_away(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    assert state.main([str(tmp_path)]) == 2
    (tmp_path / "cloud.log").touch()
    held = state.hold_state(tmp_path, {"port": 1})
    assert state.main([str(tmp_path)]) == 2
    assert "in use by pid" in capsys.readouterr().err
    state.release_state(held)
    assert state.main([str(tmp_path)]) == 0
    assert not tmp_path.exists()
