"""How the waits of a registration are counted."""

from __future__ import annotations

from bench.registration import Waited, count_signed_in, group_waits, list_missed, write_lines

ME = "GET /api/me"


def test_calls_at_the_same_time_are_one_wait() -> None:
    calls = [(3.0, 4.0, "c"), (1.0, 2.0, "a"), (1.5, 2.5, "b"), (2.25, 2.75, "b2"), (5.0, 5.5, ME)]
    assert group_waits(calls) == [Waited(("a", "b", "b2"), 1750.0), Waited(("c",), 1000.0), Waited((ME,), 500.0)]


def test_waits_count_until_the_page_knows_who_signed_in() -> None:
    found = {str(place): Waited((name,), 100.0) for place, name in enumerate("abcde", 1)}
    found |= {"6": Waited((ME, "GET /api/me/inbox"), 100.0), "7": Waited(("GET /api/me/dossiers",), 100.0)}
    assert (count_signed_in(found), list_missed(found)) == (6, [])
    assert write_lines(found)[-1] == 'from "register" to signed in: 6 answers waited for'
    later = {"0": Waited(("GET /api/more",), 100.0), **found}
    assert (count_signed_in(later), list_missed(later)) == (7, ["registration"])


def test_a_registration_that_never_signs_in_counts_every_wait() -> None:
    found = {str(place): Waited(("GET /api/more",), 100.0) for place in range(7)}
    assert list_missed(found) == ["registration"]
