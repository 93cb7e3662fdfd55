"""The QR code of a slip: the look-up page's address for a new slip, its stored words for an old one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.documents import slips
from chalicelib.domain.documents.slip_values import Slip, SlipKind
from chalicelib.domain.search import status_links
from chalicelib.domain.shared.link_keys import LinkKeys
from chalicelib.steps.documents.render_slip import Library, encode_words, read_words
from chalicelib.steps.search import public_status
from tests.support.builders import CERTIFICATE, Case
from tests.support.fakes.find_fakes import FakeLookups, find_unit_code
from tests.support.slip_builders import build_library

ORIGIN = "https://motcua.example.vn"
KEYS = LinkKeys("k1", {"k1": b"1" * 64})


def build_linked_library(province: str) -> Library:
    """The library of a deployment with a site."""
    return replace(
        build_library(province),
        link=lambda number: status_links.build_link(ORIGIN, status_links.sign_token(number, KEYS)),
    )


def build_last_slips(case: Case, of: Library, *, preview: bool = False) -> list[Slip]:
    """The slips of the dossier's last fact."""
    return list(
        slips.build_slips(of.build_source(case.facts, len(case.facts), case.store.load_parts(case.id), preview=preview))
    )


@pytest.mark.clause("QN-14.1.c", "LC-13.2")
@pytest.mark.parametrize("province", ["quang-ngai", "lai-chau"])
def test_the_code_on_a_slip_opens_where_the_dossier_stands(province: str) -> None:
    channel = "own_portal" if province == "lai-chau" else "national_portal"
    case = Case(CERTIFICATE, province, channel=channel).received()
    (slip,) = build_last_slips(case, build_linked_library(province))
    assert slip.qr.startswith(f"{ORIGIN}/tra-cuu#k1-")
    desk = public_status.LookupDependencies(FakeLookups(case.store), case.reference, find_unit_code)
    told = public_status.look_up_link(desk, status_links.extract_token(slip.qr), KEYS, case.now)
    assert told.code == case.dossier.code


def test_it_still_says_what_the_circular_names_in_letters_that_an_address_may_hold() -> None:
    case = Case(CERTIFICATE).received()
    (slip,) = build_last_slips(case, build_linked_library("hue"))
    _, code, procedure, paper = slip.qr.rsplit("/", 3)
    assert (code, procedure) == (case.dossier.code, case.reference.find_procedure(CERTIFICATE).code)
    assert paper == "giay-tiep-nhan-ho-so-va-hen-tra-ket-qua"
    assert slip.qr.isascii()
    assert " " not in slip.qr
    assert len(slip.qr) <= 180  # one module is then a third of a millimetre at least


def test_before_reception_the_link_is_there_as_well() -> None:
    case = Case(CERTIFICATE).asked_at_intake()
    made = build_last_slips(case, build_linked_library("hue"))
    assert {slip.kind for slip in made} == {SlipKind.GUIDANCE}
    assert all(status_links.verify_token(status_links.extract_token(slip.qr), KEYS) == case.id for slip in made)


def test_a_preview_and_a_deployment_without_a_site_have_no_link() -> None:
    case = Case(CERTIFICATE).received()
    for made in (
        build_last_slips(case, build_linked_library("hue"), preview=True),
        build_last_slips(case, build_library("hue")),
    ):
        assert [len(slip.qr.split("|")) for slip in made] == [3]


def test_a_slip_made_before_keeps_its_words() -> None:
    case = Case(CERTIFICATE).received()
    (old,) = build_last_slips(case, build_library("hue"))
    kept = encode_words(old, "typst 1")
    (new,) = build_last_slips(case, build_linked_library("hue"))
    assert read_words(kept) == old
    assert replace(new, qr=old.qr) == old
