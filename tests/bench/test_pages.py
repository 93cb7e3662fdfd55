"""How the waits of a page on a slow telephone are counted."""

from __future__ import annotations

import ssl
from pathlib import Path

from bench.telephone.http2_front import write_certificate
from bench.telephone.pages import (
    BOUNDS,
    PUBLIC,
    Opened,
    Request,
    choose_median,
    describe_opening,
    find_chain,
    list_missed,
    name_path,
    write_lines,
)

HTML, FIRST, ENTRY = (
    Request(0, 600, "/"),
    Request(650, 1250, "/assets/first-x.js"),
    Request(650, 1500, "/assets/e-x.js"),
)
CALL, CHUNK = Request(1300, 1900, "/api/procedures"), Request(1550, 2100, "/assets/page-x.js")
FACE, LATER = Request(650, 2050, "/assets/face-x.woff2"), Request(2300, 2900, "/api/me")


def test_requests_at_the_same_time_are_one_wait() -> None:
    assert find_chain([CHUNK, CALL, ENTRY, FIRST, HTML]) == [HTML, FIRST, CALL]
    assert find_chain([CHUNK, ENTRY, HTML]) == [HTML, ENTRY, CHUNK]
    assert find_chain([]) == []


def test_only_what_was_answered_before_the_page_was_usable_was_waited_for() -> None:
    opened = describe_opening(0, 2200, [HTML, FIRST, ENTRY, CALL, CHUNK, FACE, LATER])
    assert opened == Opened(2200, ("/", "/assets/first-x.js", "/api/procedures"), 6)
    moved = describe_opening(2290, 3000, [HTML, FIRST, LATER])
    assert moved == Opened(710, ("/api/me",), 1)


def test_the_typeface_is_never_waited_for() -> None:
    assert describe_opening(0, 2200, [HTML, FACE]).waits == ("/",)


def test_the_run_in_the_middle_counts() -> None:
    runs = [Opened(ms, ("/",) * place, 1) for place, ms in enumerate((2000.0, 1000.0, 1500.0))]
    assert choose_median(runs) == runs[2]


def test_every_page_has_bounds_of_time_and_of_waits() -> None:
    assert set(PUBLIC) <= set(BOUNDS)
    found = {name: Opened(each.ms, ("/",) * each.waits, 3) for name, each in BOUNDS.items()}
    assert list_missed(found) == []
    slow = {**found, "home": Opened(1901.0, ("/",) * 3, 3)}
    assert list_missed(slow) == ["time of home", "waits of home"]
    assert len(write_lines(found)) == len(BOUNDS) + 1


def test_paths_are_shown_without_ids_and_digests() -> None:
    assert name_path("/assets/first-DwKqCGfd.js") == "first"
    assert name_path(f"/api/dossiers/{'a' * 26}/papers") == "/api/dossiers/:id/papers"


def test_the_certificate_is_one_that_a_server_takes(tmp_path: Path) -> None:
    key, certificate = write_certificate(tmp_path)
    ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificate, key)
