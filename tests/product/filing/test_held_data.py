"""Held data is not asked for again: where a province's clause says something else, the nation's ban stands."""

from __future__ import annotations

from datetime import datetime

import pytest

from chalicelib.domain.shared.timezone import VIETNAM
from infra.local.person import HttpReply
from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT
from tests.product.office import Office

HELD = "divorce_judgment_extract_spouse_death_extract"
IN_2024 = datetime(2024, 11, 4, 9, tzinfo=VIETNAM)
TODAY = datetime(2026, 11, 23, 9, tzinfo=VIETNAM)


def walk_in(product: Office) -> str:
    """Filed on paper by an officer who found one of its papers in a database."""
    desk = product("desk1")
    typed = {"answers": MARITAL, "applicant": MARITAL_APPLICANT, "efiling": "declined", "held": [HELD]}
    dossier = desk.draft("1.004873", product.place.one_stop, "desk", typed)
    desk.submit(dossier, [desk.upload(dossier, "component", FORM_2)])
    return dossier


def ask_held_paper(product: Office, dossier: str, **fallbacks: str) -> HttpReply:
    """Ask for the held paper."""
    body = {"components": [HELD], "guidance": "Nộp bản trích lục ly hôn.", "fallbacks": fallbacks}
    return product("desk1").try_step(dossier, "request_supplement", body)


@pytest.mark.parametrize("province", ["hue", "thai-binh", "quang-ngai"])
@pytest.mark.parametrize("at", [IN_2024, TODAY], ids=["2024", "today"])
def test_a_regulation_on_something_else_does_not_weaken_the_ban(office, province, at):
    """Huế khoản 3 Điều 11 lets an agency see an original, Thái Bình khoản 3 Điều 7 lets an applicant keep data."""
    product = office(province, at=at)
    refused = ask_held_paper(product, walk_in(product))
    assert (refused.status, [each["code"] for each in refused.body["errors"]]) == (422, ["data_held"])


@pytest.mark.clause("VL-7.2.d")
def test_in_vinh_long_what_was_digitised_may_be_verified(office):
    product = office("vinh-long", at=IN_2024)
    dossier = walk_in(product)
    assert ask_held_paper(product, dossier).status == 422
    sent = ask_held_paper(product, dossier, **{HELD: "verification"})
    assert (sent.status, sent.body["state"]) == (200, "supplement_requested")
