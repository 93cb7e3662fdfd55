"""What counts as the time in which rights take effect and end."""

from __future__ import annotations

import pytest

from bench.organisation.rights import Command, RightsLoad, RightsTime, list_missed, measure_change

GRANT = [
    Command(99.0, 101.0, allowed=True),
    Command(101.0, 101.5, allowed=False),
    Command(110.0, 112.0, allowed=True),
    Command(130.0, 131.0, allowed=False),
    Command(140.0, 150.0, allowed=None),
]


def test_the_last_command_by_the_rights_of_before_counts_and_one_on_its_way_does_not():
    found = measure_change("grant", 100.0, GRANT, granted=True)
    assert (found.first_s, found.last_s, found.commands, found.unknown) == (12.0, 30.0, 4, 1)
    ended = [Command(each.sent, each.answered, None if each.allowed is None else not each.allowed) for each in GRANT]
    revoked = measure_change("revoke", 100.0, ended, granted=False)
    assert (revoked.first_s, revoked.last_s) == (12.0, 30.0)


def test_nothing_by_the_new_rights_is_no_figure():
    with pytest.raises(ValueError, match="no command was answered by the new rights"):
        measure_change("revoke", 100.0, [Command(101.0, 102.0, allowed=True)], granted=False)


def test_what_took_longer_than_a_minute_is_missed():
    slow, quick = RightsTime("revoke of a", 2.0, 60.5, 9, 0), RightsTime("grant of a", 2.0, 49.0, 9, 0)
    assert list_missed(RightsLoad(8, [quick, slow], 5, [])) == ["revoke of a"]
    assert list_missed(RightsLoad(8, [quick], 5, ["refused"])) == ["1 errors of clients"]
