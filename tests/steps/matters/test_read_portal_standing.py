"""What an editor sees of the national portal: its confirmations, what waits, and why something is parked."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.portal.position import PortalRefused, PortalUnavailable
from chalicelib.domain.shared.errors import NotFound
from chalicelib.steps.matters.read_portal_standing import PortalStanding, read_portal_standing
from chalicelib.steps.portal.sync_national import Sync
from tests.steps.portal.test_sync_national import RememberingPortal
from tests.support.faq_builders import EDITOR, FaqDesk, build_faq_teller
from tests.support.matter_desk import CLERK, MATTER_ID, Desk, build_deps
from tests.support.people import CITIZEN
from tests.support.sync_builders import FakePositions, SimulatedClock


@dataclass
class FakeLog(FakePositions):
    """Positions with their message logs."""

    def list_messages(self, dossier_id: str) -> tuple[Fact, ...]:
        """The log."""
        return tuple(self.log.get(dossier_id, ()))


def read_standing(desk: Desk, log: FakeLog) -> PortalStanding:
    """What the editor sees."""
    return read_portal_standing(desk.deps, log, desk.id, EDITOR, desk.now)


def test_confirmations_are_shown_and_what_waits_or_is_parked() -> None:
    desk, log, clock = FaqDesk(), FakeLog(), SimulatedClock()
    desk.begin()
    desk.publish()
    assert read_standing(desk, log) == PortalStanding([], False, "")
    portal = RememberingPortal(before=[PortalUnavailable("connection")])
    sync = Sync(desk.deps.matters, log, portal, build_faq_teller(), clock)
    sync.send_missing(desk.id)
    assert read_standing(desk, log) == PortalStanding([], True, "")
    clock.on(minutes=10)
    sync.send_missing(desk.id)
    standing = read_standing(desk, log)
    assert ([each.reference for each in standing.receipts], standing.waits) == (["R-1"], False)
    desk.take("withdraw", EDITOR, {"reason": "Sai"})
    portal.before = [PortalRefused("portal_question_unknown")]
    sync.send_missing(desk.id)
    assert read_standing(desk, log).parked == "portal_question_unknown"


@pytest.mark.parametrize("reader", [CITIZEN, CLERK])
def test_only_the_editors_see_it(reader) -> None:
    desk = FaqDesk()
    desk.begin()
    with pytest.raises(NotFound):
        read_portal_standing(desk.deps, FakeLog(), desk.id, reader, desk.now)


def test_other_kinds_have_none() -> None:
    desk = Desk(build_deps())
    desk.open()
    for matter_id in (MATTER_ID, "n" * 26):
        with pytest.raises(NotFound):
            read_portal_standing(desk.deps, FakeLog(), matter_id, EDITOR, desk.now)
