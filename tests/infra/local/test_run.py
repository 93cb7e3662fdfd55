"""`make run`: prints all addresses, stops cleanly on request, and starts again on the same state."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from infra.local import run
from infra.local.ports import HOST, find_free_port
from infra.local.run import Ports, keep_choices
from infra.paths import ROOT

MAKE = shutil.which("make") or "make"


def _build_command(ports: dict[str, int], state: Path) -> list[str]:
    chosen = [text for name, port in ports.items() for text in (f"--{name}", str(port))]
    return [sys.executable, "-m", "infra.local.run", "--province", "thai-binh", "--state", str(state), *chosen]


def _start_and_stop(ports: dict[str, int], state: Path, how: signal.Signals) -> tuple[str, str]:
    """The output of one run, and its pages' client id; it was then stopped and ended well."""
    with subprocess.Popen(_build_command(ports, state), cwd=ROOT, stdout=subprocess.PIPE, text=True) as run:
        try:
            assert run.stdout
            printed = []
            for line in run.stdout:
                printed.append(line)
                if line.startswith("Ctrl-C"):
                    break
            with urllib.request.urlopen(f"http://{HOST}:{ports['port']}/config.json", timeout=10) as answer:
                client = json.load(answer)["client_id"]
            run.send_signal(how)
            assert run.wait(30) == 0
        finally:
            # After a failure it would be waited for without end.
            run.kill()
    return "".join(printed), client


def test_it_starts_stops_and_starts_again_with_what_was_there(tmp_path: Path) -> None:
    ports = {
        "port": find_free_port(),
        "cloud-port": find_free_port(),
        "gateway-port": find_free_port(),
        "portal-port": find_free_port(),
    }
    first, client = _start_and_stop(ports, tmp_path, signal.SIGINT)
    assert f"http://{HOST}:{ports['port']}/api/" in first
    assert re.search(r"^ +citizen1 ", first, re.MULTILINE)
    begun = re.findall(r"^ +\d+ s  (?!still )(\w+ .*) …$", first, re.MULTILINE)
    words = ["starting", "packaging", "deploying", "upgrading", "starting", "bringing"]
    assert [each.split()[0] for each in begun] == words
    assert first.index(f"http://{HOST}:{ports['port']}/") < first.index(begun[0]), "where to look comes first"
    second, same_client = _start_and_stop(ports, tmp_path, signal.SIGTERM)
    assert same_client == client
    assert "is up after" in second
    for port in ports.values():
        with socket.socket() as probe:
            assert probe.connect_ex((HOST, port)) != 0, f"something still listens on {port}"


def test_a_stop_is_handled_at_any_instruction() -> None:
    interrupted = """
import itertools, os, signal, sys, threading
from infra.local import run

def stop():
    os.kill(os.getpid(), signal.SIGTERM)

for moment in range(25):
    asked, steps = run._expect_interrupt(), itertools.count()
    def trace(*_):
        if next(steps) == moment:
            stop()
        return trace
    threading.Timer(0.02, stop).start()
    sys.settrace(trace)
    run._wait_for_interrupt(asked, run.ROOT)
    sys.settrace(None)
"""
    subprocess.run([sys.executable, "-c", interrupted], cwd=ROOT, check=True, timeout=30)


def test_a_taken_port_ends_it_before_anything_is_started(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        ports = {
            "port": taken.getsockname()[1],
            "cloud-port": find_free_port(),
            "gateway-port": find_free_port(),
            "portal-port": find_free_port(),
        }
        run = subprocess.run(
            _build_command(ports, tmp_path), cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
        )
    assert run.returncode == 2
    assert run.stderr.startswith(f"port {ports['port']} for the site is held by pid ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("target", ["run", "check-province", "demo", "deployable"])
def test_what_reads_the_law_has_it_built_first(target: str) -> None:
    (line,) = [each for each in (ROOT / "Makefile").read_text().splitlines() if each.startswith(f"{target}: ")]
    assert "$(LAW)" in line.partition("##")[0].split()


def test_what_looks_into_a_stack_finds_the_last_start(tmp_path: Path) -> None:
    keep_choices(tmp_path, "lai-chau", Ports(8290, 4790, 8291, 8292))
    said = subprocess.run(
        [MAKE, "-n", "mailbox", "logs", f"STATE={tmp_path}"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert "infra.local.mailbox --cloud-port 4790" in said
    assert 'infra.local.logs --province "lai-chau" --cloud-port 4790' in said
    called = [MAKE, "-n", "invoke", "redrive", "personal-data", f"STATE={tmp_path}", "FUNCTION=x", "QUEUE=y"]
    said = subprocess.run(called, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said.count("--stack motcua-local-lai-chau --cloud-port 4790") == 3


def test_a_disk_that_fills_up_meanwhile_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reading, writing = os.pipe()
    left = [
        "",
        "the disk is full (3 MB are free for /x): free some",
        "the disk is full (2 MB are free for /x): free some",
    ]

    def look(_: Path) -> str:
        if len(left) == 1:
            os.write(writing, b"x")
        return left.pop(0)

    monkeypatch.setattr(run, "DISK_S", 0.001)
    monkeypatch.setattr(run, "find_full_disk", look)
    run._wait_for_interrupt(reading, tmp_path)
    assert left == []
    assert capsys.readouterr().err.count("the disk is full (3 MB are free for /x): free some now") == 1


def test_a_province_of_two_words_is_one_plain_sentence() -> None:
    said = subprocess.run(
        [MAKE, "-n", "run", "PROVINCE=Lai Châu"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert said.returncode == 2
    assert "there is no province «Lai Châu»" in said.stderr
    assert "usage" not in said.stderr
