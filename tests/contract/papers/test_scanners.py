"""The malware scan: the managed one by its tag, and its stand-in by the standard test string."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from chalicelib.repositories.papers.scanner import EICAR_STRING, EicarScanner, ManagedScanner, choose_scanner


@dataclass
class Stored:
    """One version: a file and its tags."""

    path: Path
    given: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def read_tags(self, key: str, version_id: str) -> dict[str, str]:
        """Its tags."""
        self.asked.append((key, version_id))
        return self.given

    @contextmanager
    def open_download(self, key: str, version_id: str) -> Iterator[Stored]:
        """Itself."""
        yield self


@pytest.mark.parametrize("before", [0, 100, 1024 * 1024 - 20, 1024 * 1024])
def test_the_stand_in_finds_the_test_string_anywhere(tmp_path, before):
    body = tmp_path / "body"
    body.write_bytes(b"x" * before + EICAR_STRING + b"y" * 10)
    scanner = EicarScanner(Stored(body).open_download)
    assert scanner.read_verdict("k", "v") == "threat"
    body.write_bytes(b"x" * before + EICAR_STRING[:-1])
    assert scanner.read_verdict("k", "v") == "clean"


def test_the_managed_scan_is_read_from_the_versions_tag(tmp_path):
    stored = Stored(tmp_path, {"unreferenced": "yes", "GuardDutyMalwareScanStatus": "THREATS_FOUND"})
    assert ManagedScanner(stored.read_tags).read_verdict("k", "v") == "threat"
    assert stored.asked == [("k", "v")]
    assert ManagedScanner(Stored(tmp_path).read_tags).read_verdict("k", "v") == "waiting"


def test_the_stand_in_cannot_be_chosen_where_real_people_file(tmp_path):
    store = Stored(tmp_path)
    assert isinstance(choose_scanner("eicar", is_local=True, store=store), EicarScanner)
    assert isinstance(choose_scanner("managed", is_local=False, store=store), ManagedScanner)
    for name, is_local in (("eicar", False), ("", True), ("none", True)):
        with pytest.raises(ValueError, match="SCANNER"):
            choose_scanner(name, is_local=is_local, store=store)
