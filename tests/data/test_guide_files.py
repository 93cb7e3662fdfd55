"""The guides as shipped: every page and every step has one, for both kinds of user and in both languages."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import TABLE
from chalicelib.domain.help.guides import GuideAudience
from chalicelib.provinces import list_provinces
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.repositories.files.records import BadRecordError
from chalicelib.repositories.help.guide_files import GuideFiles
from infra.paths import ROOT

FILES = GuideFiles()
GUIDES = FILES.shelf.list_guides()
CITIZEN, OFFICER = GuideAudience.CITIZEN, GuideAudience.OFFICER
_ROUTE = re.compile(r'\{ path: "([^"]+)", who: "\w+"')
HELP = {"/help", "/help/:id"}
"""Pages that both kinds of user read."""


def list_routes(side: str) -> set[str]:
    """The addresses of the pages of citizens or of officers, as the web app lists them."""
    return set(_ROUTE.findall((ROOT / "web" / "src" / "pages" / side / "routes.ts").read_text("utf-8")))


def list_steps(audience: GuideAudience) -> set[str]:
    """The steps of the flow that one kind of user takes."""
    return {row.step for row in TABLE if any((role is Role.APPLICANT) is (audience is CITIZEN) for role, _ in row.who)}


@pytest.mark.parametrize(("audience", "side"), [(CITIZEN, "citizen"), (OFFICER, "officer")])
def test_every_page_has_a_guide_and_no_guide_names_a_page_that_is_not_there(audience: GuideAudience, side: str) -> None:
    explained = {page for guide in GUIDES if guide.audience is audience for page in guide.pages}
    assert explained - HELP == list_routes(side) - HELP
    assert explained >= HELP


@pytest.mark.parametrize("audience", GuideAudience)
def test_every_step_of_the_flow_has_a_guide_for_those_who_take_it(audience: GuideAudience) -> None:
    explained = {step for guide in GUIDES if guide.audience is audience for step in guide.steps}
    assert explained == list_steps(audience)


def test_every_guide_speaks_both_languages_in_short_sentences() -> None:
    for guide in GUIDES:
        assert 3 <= len(guide.points) <= 6, guide.id
        texts = [text for each in (guide.title, guide.summary, *guide.points) for text in (each.vi, each.en)]
        assert all(texts), guide.id
        for text in texts:
            sentences = re.split(r"(?<=[.:;])\s", text)
            assert max(len(each.split()) for each in sentences) <= 36, (guide.id, text)


def test_links_lead_to_pages_of_the_site() -> None:
    routes = list_routes("citizen") | list_routes("officer")
    assert {link.address for guide in GUIDES for link in guide.links} <= routes


@pytest.mark.parametrize("province", list_provinces())
def test_the_owner_of_each_guide_is_an_agency_of_every_province(province: str) -> None:
    tree = CatalogueFiles(province=province).load_agencies(province)
    for kind in {guide.owner for guide in GUIDES}:
        assert tree.find_owner(kind, date(2026, 12, 2)).is_active(date(2026, 12, 2))


def write_folder(folder: Path, guide: str, asks: str = 'x = ["a"]') -> GuideFiles:
    """A folder of one topic with one guide."""
    (folder / "topics.toml").write_text('filler = []\n[[topic]]\nkey = "a"\naudience = "citizen"\nvi = "A"\nen = "A"\n')
    (folder / "pages.toml").write_text('[[page]]\npath = "/help"\nvi = "A"\nen = "A"\n')
    (folder / "asks.toml").write_text(asks)
    if guide:
        begun = 'id = "x"\nversion = 1\nsince = 2026-12-02\nowner = "one_stop"\n'
        names = "".join(f'{each} = "x"\n' for each in ("title_vi", "title_en", "summary_vi", "summary_en"))
        (folder / "a.toml").write_text(f"[[guide]]\n{begun}{names}{guide}\n")
    return GuideFiles(folder)


@pytest.mark.parametrize(
    ("guide", "asks", "fault"),
    [
        ('points_vi = ["a", "b"]\npoints_en = ["a"]', 'x = ["a"]', "different points"),
        ('points_vi = []\npoints_en = []\nlinks = ["/nowhere"]', 'x = ["a"]', "without a name"),
        ('points_vi = []\npoints_en = []\nwho = "x"', 'x = ["a"]', "unknown"),
        ("points_vi = []", 'x = ["a"]', "missing"),
        ("points_vi = []\npoints_en = []", 'y = ["a"]', "only one side"),
        ("", "", "no file"),
    ],
)
def test_a_bad_guide_is_refused(tmp_path: Path, guide: str, asks: str, fault: str) -> None:
    with pytest.raises(BadRecordError, match=fault):
        write_folder(tmp_path, guide, asks).shelf.list_guides()


def test_a_good_guide_is_read(tmp_path: Path) -> None:
    (guide,) = write_folder(tmp_path, 'points_vi = ["b"]\npoints_en = ["c"]\nlinks = ["/help"]').shelf.list_guides()
    assert (guide.asks, guide.links[0].name.vi, guide.points[0].en) == (("a",), "A", "c")
