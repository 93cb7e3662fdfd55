"""`make code`: what a demo officer's telephone shows, from the secrets kept with the local cloud's state."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pyotp import TOTP

from infra.local.telephones import Telephones, find_file, main

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def test_the_code_of_an_officer_is_shown_and_the_file_is_its_owners(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = Telephones(find_file(tmp_path, "hue", "pool-1"))
    assert kept.read_secrets() == {}
    kept.keep_secret("desk1", SECRET)
    kept.keep_secret("head1", SECRET[::-1])
    assert kept.file.stat().st_mode & 0o777 == 0o600
    before = TOTP(SECRET).now()
    assert main(["desk1", "--province", "hue", "--state", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert said.split()[0] in {before, TOTP(SECRET).now()}
    assert SECRET in said


@pytest.mark.parametrize("given", [["nobody", "--province", "hue"], ["desk1", "--province", "lai-chau"]])
def test_without_a_telephone_it_says_what_to_do(
    given: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Telephones(find_file(tmp_path, "hue", "pool-1")).keep_secret("desk1", SECRET)
    assert main([*given, "--state", str(tmp_path)]) == 1
    assert "make run prints who has one" in capsys.readouterr().err


def test_several_are_kept_at_once_while_others_read(tmp_path: Path) -> None:
    kept = Telephones(find_file(tmp_path, "hue", "pool-1"))
    names = [f"desk{number}" for number in range(40)]

    def keep_and_read(name: str) -> bool:
        kept.keep_secret(name, SECRET)
        return name in kept.read_secrets()

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(keep_and_read, names))
    assert set(kept.read_secrets()) == set(names)
