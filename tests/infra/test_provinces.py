"""A province is a folder of data: nothing else names one, and a folder that is not right is refused by name."""

from __future__ import annotations

import re
import shutil
import tomllib
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.law import Law
from chalicelib.provinces import FOLDERS, is_province, known_provinces
from chalicelib.repositories.catalogue import CatalogueFiles
from chalicelib.repositories.law import load_rules
from infra.build import law as law_building
from infra.build.law import SOURCE, build
from infra.build.law_source import LawRefusedError
from infra.build.province_checks import COLOUR
from infra.deploy import DeployFailed, build_province_parameters
from infra.local.run import Ports, run
from infra.package import ROOT, Package, package_inputs
from infra.provinces import OF_THE_TREE, ProvinceRefused, Provinces, describe_site, find_provinces, read_prefixes

PLACES = ("app.py", "Makefile", "chalicelib", "infra", "web/src", "web/index.html", ".github")
TOLD = re.compile(r"infra/local/stories/|infra/local/\w+_rehearsal\.py$|/generated/|chalicelib/data/")
"""Data, the stories of the demo, and the rehearsal that begins with one of them."""
KINDS = frozenset((".py", ".ts", ".tsx", ".css", ".html", ".yaml", ".yml", ".in", ".txt", ""))


def _sources() -> list[Path]:
    found = [
        path for place in PLACES for path in ((ROOT / place).rglob("*") if (ROOT / place).is_dir() else [ROOT / place])
    ]
    named = [path for path in found if path.is_file() and path.suffix in KINDS]
    return [path for path in named if not TOLD.search(path.relative_to(ROOT).as_posix())]


def test_no_code_template_workflow_or_page_names_a_province() -> None:
    """Ids of clauses («HUE-14.4») cite a text and name no province that the code would know."""
    names = [tomllib.loads((FOLDERS / each / "province.toml").read_text())["name_vi"] for each in known_provinces()]
    words = [*known_provinces(), *(name.removeprefix("Thành phố ").removeprefix("Tỉnh ") for name in names)]
    said = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, words))})(?![\w-])")
    sources = _sources()
    assert len(sources) > 500
    found = [
        f"{path.relative_to(ROOT)}:{n}: {line.strip()}"
        for path in sources
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if said.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("code", ["", "atlantis", "../province/hue", "HUE", "hue/", "a" * 17])
def test_what_is_no_folder_is_no_province(code: str) -> None:
    assert not is_province(code)


def test_the_pages_are_told_the_name_in_both_languages_and_the_colours(tmp_path: Path) -> None:
    folder = tmp_path / "tan-phu"
    folder.mkdir()
    text = (
        'name_vi = "Tỉnh Tân Phú"\nname_en = "Tan Phu Province"\n[look]\naction = "#7a1f2b"\naction_dark = "#f0a0a8"\n'
    )
    (folder / "province.toml").write_text(text, encoding="utf-8")
    (folder / "mark.svg").write_text("<svg/>")
    assert describe_site("tan-phu", tmp_path) == {
        "province": "tan-phu", "province_vi": "Tỉnh Tân Phú", "province_en": "Tan Phu Province", "action": "#7a1f2b",
        "action_hover": "#5c1720", "action_dark": "#f0a0a8", "action_dark_hover": "#f5c1c6", "mark": "/mark.svg",
    }  # fmt: skip


def test_without_colours_and_mark_the_pages_keep_their_own() -> None:
    told = describe_site(known_provinces()[0])
    assert [told[key] for key in ("action", "action_hover", "action_dark", "action_dark_hover", "mark")] == [""] * 5
    assert COLOUR.fullmatch("#0b6077")


def test_clauses_begin_with_the_prefix_of_their_provinces_folder() -> None:
    assert sorted(read_prefixes()) == ["HUE", "LC", "QN", "TB", "VL"]


EXAMPLE = ROOT / "examples"
TP, QD = "province/tan-phu", "province/tan-phu/qd7-2026-tan-phu.toml"
AGENCIES, ABOUT, CALENDAR = f"{TP}/agencies.json", f"{TP}/province.toml", f"{TP}/calendar.toml"
OWN, NOTICES = f"{TP}/procedures.json", f"{TP}/notices.toml"
UNIT = '"id": "TP-N90001-1C", "parent": "TP-N90001"'
NAME = '"vi": "Văn phòng UBND tỉnh Tân Phú", "en": "Office of the People\'s Committee"'

MAINTENANCE = """[[value]]
id = "px.maintenance"
param = "maintenance.notice"
value = 3
from = 2026-07-01
derogates = "nd224.maintenance"
power = "Điều 38 Nghị định số 118/2025/NĐ-CP"
article = "Điều 10"
says = "Báo trước 3 ngày."
certainty = "read_once"
checked_on = 2026-12-01

[[value]]
"""
STARTS = (
    MAINTENANCE.replace("px.maintenance", "px.starts")
    .replace("maintenance.notice", "clock.start")
    .replace("nd224.maintenance", "nd309.clock_start")
    .replace("value = 3", 'value = "valid_reception"')
    .replace("from = 2026-07-01", "from = 2026-08-05")
)
END = """[[end]]
entry = "nd309.paper_cut_off"
on = 2027-01-01
article = "Điều 10"

[[value]]
"""

MISTAKES = [
    # ---- the folder and what it says of itself
    ("code of another folder", ABOUT, 'code = "tan-phu"', 'code = "tan-an"', "code",
     "must be the folder's name, tan-phu"),
    ("no English name", ABOUT, 'name_en = "Tan Phu Province"', "", "province.name_en", "missing"),
    ("empty name", ABOUT, '"Tỉnh Tân Phú"', '""', "province.name_vi", "must be str"),
    ("unknown key", ABOUT, "basis =", 'colour = "red"\nbasis =', "province.colour", "unknown key"),
    ("odd basis", ABOUT, '"own_regulation"', '"none"', "basis", "'none' is not one of own_regulation, national_base"),
    ("unknown regulation", ABOUT, '"qd7-2026-tan-phu"', '"qd8"', "regulation", "docs.toml has no instrument 'qd8'"),
    ("regulation of a neighbour", ABOUT, '"qd7-2026-tan-phu"', '"qc2024-lai-chau"', "regulation",
     "the folder has no file qc2024-lai-chau.toml"),
    ("prefix of clauses used", ABOUT, "regulation =", 'clauses = "HUE"\nregulation =', "clauses",
     "HUE is the prefix of clauses of hue already"),
    ("no colour", ABOUT, "#7a2e0e", "brown", "look.action", "'brown' is not a colour, #rrggbb in small letters"),
    ("pale colour", ABOUT, "#7a2e0e", "#ffd0d0", "look.action",
     "#ffd0d0 on #ffffff has a contrast of 1.4, at least 4.5 is readable"),
    ("unknown look", ABOUT, "[look]", '[look]\nfont = "x"', "look.font", "unknown key"),
    ("no text of its own", ABOUT, 'regulation = "qd7-2026-tan-phu"\n', "", "regulation", "missing"),
    ("empty file", ABOUT, "", "", "province.code", "missing"),
    ("empty year", "calendar/2030.toml", "", "", "year.year", "missing"),
    ("with a byte order mark", f"{TP}/docs.toml", "# The", "\ufeff# The", "-", "begins with a byte order mark"),
    ("a key twice", ABOUT, "basis =", 'name_en = "Again"\nbasis =', "-", "cannot be read"),
    ("not TOML", ABOUT, "[look]", "[look", "-", "cannot be read"),
    ("mark with a script", f"{TP}/mark.svg", "<path", "<s:script>1</s:script><path", "-",
     "must be a drawing without scripts and without anything from elsewhere"),
    ("file of no use", f"{TP}/notes.docx", "", "x", "-", "a province has no such file"),
    # ---- agencies
    ("not JSON", AGENCIES, '"agencies": [', '"agencies": [[', "-", "cannot be read"),
    ("code of another province", AGENCIES, '"code": "H90"', '"code": "H57"', "code", "H57 is the code of hue already"),
    ("another province's agencies", AGENCIES, '"province": "tan-phu"', '"province": "hue"', "province",
     "must be the folder's name, tan-phu"),
    ("unknown key of an agency", AGENCIES, UNIT, f'{UNIT}, "phone": "1"', "TP-N90001-1C.phone", "unknown key"),
    ("agency without English", AGENCIES, NAME, NAME.split(", ")[0], "TP-VP.en", "missing"),
    ("agency without Vietnamese", AGENCIES, NAME, NAME.replace("Văn phòng UBND tỉnh Tân Phú", ""), "TP-VP.vi",
     "must be str"),
    ("agencies in a cycle", AGENCIES, '"id": "TP-UBND", "parent": null', '"id": "TP-UBND", "parent": "TP-VP"',
     "TP-VP.parent", "the agencies above it lead back to it"),
    ("nobody above all", AGENCIES, '"id": "TP-UBND", "parent": null', '"id": "TP-UBND", "parent": "TP-VP"', "agencies",
     "none stands above all others: parent = null"),
    ("unknown parent", AGENCIES, UNIT, UNIT.replace('"TP-N90001"', '"TP-X"'), "TP-N90001-1C.parent",
     "there is no agency 'TP-X'"),
    ("id used twice", AGENCIES, '"id": "TP-DKKD"', '"id": "TP-VP"', "TP-VP.id", "used 2 times"),
    ("code used twice", AGENCIES, '"H90.02"', '"H90.03"', "H90.03", "the code of 2 agencies"),
    ("unknown kind", AGENCIES, '"tax_authority"', '"tax_office"', "TP-THUE.kind", "'tax_office' is not one of"),
    ("nobody takes taxes", AGENCIES, '"tax_authority"', '"social_insurance"', "agencies",
     "no agency of the kind tax_authority without a last day"),
    ("shift that ends before it begins", AGENCIES, '"open": "13:30"', '"open": "19:30"',
     "TP-TTPVHCC.office_hours[1].open", "must be before it closes: 19:30–17:00"),
    ("day that is none", AGENCIES, '"2025-07-01"', '"2025-06-31"', "TP-N90001.active_from",
     "'2025-06-31' is not a day, YYYY-MM-DD"),
    ("a code that is none", AGENCIES, '"code": "H90"', '"code": "90"', "code", "'90' is no code of a province"),
    ("codes of the province it was copied from", AGENCIES, '"code_2025": "H90.05"', '"code_2025": "H57.05"',
     "TP-SO_CONG_THUONG.code_2025", "H57.05 is the code of an agency of hue already"),
    ("a department that procedures name is missing", AGENCIES, '"department": "SO_Y_TE"', '"department": "SO_YTE"',
     "agencies", "no agency with department = 'SO_Y_TE'"),
    ("two of one department", AGENCIES, '"department": "SO_Y_TE"', '"department": "SO_NOI_VU"', "department",
     "SO_NOI_VU is the department of 2 agencies"),
    ("two above all", AGENCIES, '"id": "TP-CAT", "parent": "TP-UBND"', '"id": "TP-CAT", "parent": null',
     "TP-CAT.parent", "only the one provincial_peoples_committee stands above all others"),
    ("no centre of the province", AGENCIES, '"is_one_stop": true, "hotline": "0290.0000.003"',
     '"is_one_stop": false, "hotline": "0290.0000.003"', "agencies", "no one-stop unit of the province itself"),
    ("an hour in short", AGENCIES, '"open": "07:30"', '"open": "7:30"', "TP-TTPVHCC.office_hours[0].open",
     "are not times, HH:MM"),
    ("no day", AGENCIES, '"days": [1, 2, 3, 4, 5]', '"days": []', "TP-TTPVHCC.office_hours[0].days",
     "are not days of the week"),
    ("shifts of a unit overlap", AGENCIES, '"open": "13:30"', '"open": "11:00"', "TP-TTPVHCC.office_hours",
     "shifts overlap"),
    ("a key twice in JSON", AGENCIES, '"gso_code": "90"', '"gso_code": "90", "gso_code": "91"', "-",
     "'gso_code' stands twice in one table"),
    ("a number for a code", AGENCIES, '"gso_code": "90"', '"gso_code": 90', "province.gso_code", "must be str"),
    # ---- competence, calendar
    ("season without a day", CALENDAR, '["04-16", "10-15"]', '["04-16"]', "hours[2].season",
     "is not a first and a last day"),
    ("a shift as a text", CALENDAR, "opens = 07:30:00", 'opens = "07:30"', "hours[0].opens", "must be time"),
    ("a day off without English", CALENDAR, 'name_en = "Province day"', "", "closed[0].name_en", "missing"),
    ("hours of an unknown text", CALENDAR, 'doc = "qd7-2026-tan-phu"', 'doc = "qd8"', "hours[0].doc",
     "docs.toml has no instrument 'qd8'"),
    ("unknown way of competence", f"{TP}/competence.json", "", '{"kinds": {"department": {"take": "any"}}}',
     "kinds.department.take", "'any' is not one of own_committee, unit, department, node"),
    ("hours of an unknown unit", CALENDAR, '"TP-N90002-1C"', '"TP-X1"', "unit", "agencies.json has no agency 'TP-X1'"),
    ("overlapping shifts", CALENDAR, "opens = 13:30:00\ncloses = 17:00:00", "opens = 11:00:00\ncloses = 17:00:00",
     "hours of the province", "shifts overlap"),
    # ---- what is different of everybody's data
    ("a procedure that is none", OWN, '"1.004873"', '"9.9"', "9.9", "there is no such procedure"),
    ("a fee without its text", OWN, '"basis_vi": "khoản 1', '"basis": "khoản 1', "1.004873.basis_vi", "missing"),
    ("half a dong", OWN, '"amount": 12000', '"amount": 12000.5', "1.004873", "12000.5 is not a whole number"),
    ("a fee without English", OWN, ', "en": "Marital-status certificate"', "", "1.004873", "missing ['en']"),
    ("a quota of nothing", f"{TP}/quotas.json", '"person": 60', '"person": 0', "searches.person", "must be at least 1"),
    ("an unknown quota", f"{TP}/quotas.json", '"searches"', '"seeks"', "seeks", "is not one of drafts, saves"),
    ("a notice in one language", NOTICES, '["submitted.to_pay".en]', '["submitted.to_pay".fr]', "submitted.to_pay",
     "needs words in each of vi, en"),
    ("an unknown notice", NOTICES, '"submitted.to_pay"', '"submitted.to_play"', "submitted.to_play",
     "there is no such notice"),
    ("alarms of nobody", f"{TP}/alarms.json", "", '{"odd": {}}', "odd", "is not one of mass_reading"),
    # ---- law
    ("address of another province", QD, "motcua.tanphu.example.vn", "dichvucong.thuathienhue.gov.vn",
     "px.access.address.value", "is the address of hue already"),
    ("unknown parameter", QD, '"extension.cap"', '"extension.most"', "px.extension_cap.param",
     "params.toml does not declare 'extension.most'"),
    ("shorter notice than the law allows", QD, "[[value]]\n", MAINTENANCE, "px.maintenance.value",
     "may only raise nd224.maintenance (7)"),
    ("not open to provinces", QD, "[[value]]\n", STARTS, "px.starts.derogates", "clock.start is not open to provinces"),
    ("no article", QD, 'article = "Điều 6"\n', "", "px.day_method.article", "missing"),
    ("words for a number", QD, "value = 4\n", 'value = "bốn"\n', "px.answer.value", "'bốn' is not a int"),
    ("a list in a list", QD, 'value = ["guide", "receive"', 'value = [["guide"], "receive"', "px.post_stages.value",
     "is not a choices of channel"),
    ("a day as a text", QD, 'param = "supplement.controlled_by"\nvalue = "head_of_one_stop"\nfrom = 2026-03-01',
     'param = "supplement.controlled_by"\nvalue = "head_of_one_stop"\nfrom = "2026-03-01"', "px.controlled_by.from",
     "must be date"),
    ("a day that is none in TOML", f"{TP}/docs.toml", "effect_from = 2026-03-01", "effect_from = 2026-02-30", "-",
     "cannot be read"),
    ("an article in other words", QD, 'article = "Điều 2"', 'article = "Article 2"', "px.access.address.article",
     "no official words"),
    ("an address with https", QD, '"motcua.tanphu.example.vn"', '"https://motcua.tanphu.example.vn/"',
     "px.access.address.value", "is no address"),
    ("who may not sign", QD, 'value = ["head_of_section"]', 'value = ["deputy"]', "px.in_place.head.value",
     "('deputy',) is not a choices of head_of_section"),
    ("no power", QD, 'power = "Điều 38 Nghị định số 118/2025/NĐ-CP"\narticle = "Điều 6"', 'article = "Điều 6"',
     "px.day_method.power", "missing: the article that allows the derogation"),
    ("instrument of the nation", f"{TP}/docs.toml", "[qd7-2026-tan-phu]",
     '[nd118-2025]\nnumber = "1"\n[qd7-2026-tan-phu]',
     "nd118-2025", "declared twice"),
    ("the end of a rule of the nation", QD, "[[value]]\n", END, "end nd309.paper_cut_off", "is not the province's own"),
    ("unknown question", QD, 'says = "Địa chỉ', 'question = "Q-X"\nsays = "Địa chỉ', "px.access.address.question",
     "questions.toml has no 'Q-X'"),
    ("text of nobody", f"{TP}/qd9.toml", "", "[[value]]\n", "-", "docs.toml has no instrument 'qd9'"),
]  # fmt: skip


def _plant(root: Path, file: str, before: str, after: str) -> bool:
    """Plant a mistake; False where another one took the place already."""
    path = root / file
    if not before:
        if path.is_file() and not path.stat().st_size:
            return False
        path.write_text(after, encoding="utf-8")
        return True
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return before in text


def _told(root: Path) -> list[tuple[str, str, str]]:
    with pytest.raises(LawRefusedError) as refused:
        build(SOURCE, root)
    return [(each.file, each.key, each.reason) for each in refused.value.problems]


def test_each_mistake_in_a_folder_is_refused_by_file_key_and_reason(tmp_path: Path) -> None:
    """All of them at once first, for every fault is told in one go; those that another one hides in the next round."""
    left, rounds = list(MISTAKES), 0
    assert len(left) >= 30
    while left:
        root = tmp_path / str(rounds)
        shutil.copytree(EXAMPLE, root)
        planted = [row for row in left if _plant(root, *row[1:4])]
        told = _told(root)
        seen = {
            name for name, file, _, _, key, reason in planted
            if any((f, k) == (file, key) and reason in r for f, k, r in told)
        }  # fmt: skip
        assert seen, (left[0], told)
        left, rounds = [row for row in left if row[0] not in seen], rounds + 1
    assert rounds <= 12


def test_a_rule_of_law_is_not_bound_by_a_default_of_ours(tmp_path: Path) -> None:
    """Nobody but the service says that filings are answered within 8 hours, so that a province may say 12."""
    shutil.copytree(EXAMPLE, tmp_path / "x")
    assert _plant(tmp_path / "x", QD, "value = 4\n", "value = 12\n")
    entries = {each["id"]: each for each in build(SOURCE, tmp_path / "x")["entries"]}
    assert (entries["px.answer"]["value"], entries["svc.answer"]["value"]) == (12, 8)


def test_a_post_office_where_nobody_may_receive_is_refused(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "x")
    assert _plant(tmp_path / "x", QD, '"guide", "receive", "process", "return"', '"guide", "return"')
    told = "no text gives postal staff the stage receive (post.stages)"
    assert (AGENCIES, "TP-N90001-BC.is_one_stop", told) in _told(tmp_path / "x")


def test_lines_may_end_as_on_another_system(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "x")
    for path in (tmp_path / "x").rglob("*.toml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert build(SOURCE, tmp_path / "x") == build(SOURCE, EXAMPLE)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "x")
    for name in (ABOUT, AGENCIES):
        path = tmp_path / "x" / name
        path.write_text(path.read_text(encoding="utf-8"), encoding="utf-16")
    told = _told(tmp_path / "x")
    assert (ABOUT, "-", "cannot be read: it is not UTF-8 (byte 1)") in told
    assert (AGENCIES, "-", "cannot be read: it is not UTF-8 (byte 1)") in told


@pytest.mark.parametrize("name", ["Tan-Phu", "tân-phú", "tan phu", "tan_phu", "a-very-long-name-of-a-place"])
def test_a_folder_whose_name_is_no_code_is_refused(name: str, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE / "province" / "tan-phu", tmp_path / name)
    with pytest.raises(ProvinceRefused, match=f"province/{name}: code: must be small letters joined by hyphens"):
        find_provinces(tmp_path)


def test_a_folder_that_is_given_another_name_is_checked_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infra.provinces.LAID", tmp_path / "laid")
    folder = tmp_path / "outside" / "tan-phu"
    shutil.copytree(EXAMPLE / "province" / "tan-phu", folder)
    find_provinces(folder.parent)
    for name, reason in (("Tan-Phu", "must be small letters"), ("hue", "two provinces have this code")):
        folder = folder.rename(folder.with_name(name))
        with pytest.raises(ProvinceRefused, match=f"province/{name}: code: {reason}"):
            find_provinces(folder.parent)


def test_a_folder_that_lacks_its_description_or_stands_twice_is_not_passed_over(tmp_path: Path) -> None:
    for place in (tmp_path / "tan-phu", tmp_path / "province" / "tan-phu"):
        shutil.copytree(EXAMPLE / "province" / "tan-phu", place)
    with pytest.raises(ProvinceRefused, match="tan-phu: code: two provinces have this code"):
        find_provinces(tmp_path)
    shutil.rmtree(tmp_path / "tan-phu")
    (tmp_path / "province" / "tan-phu" / "province.toml").unlink()
    with pytest.raises(ProvinceRefused, match=r"province/tan-phu/province\.toml: -: missing"):
        find_provinces(tmp_path)


@pytest.mark.parametrize("unread", ["calender/2031.toml", "params.toml", "calendar/2031.txt", "national/new/law.toml"])
def test_what_nobody_would_read_is_refused(unread: str, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "x")
    (tmp_path / "x" / unread).parent.mkdir(exist_ok=True)
    (tmp_path / "x" / unread).write_text("")
    with pytest.raises(ProvinceRefused, match=f"^{unread.rpartition('/')[0] if unread.count('/') == 2 else ''}"):
        find_provinces(tmp_path / "x")


def test_a_place_that_is_no_folder_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ProvinceRefused, match="nowhere: there is no such folder"):
        find_provinces(tmp_path / "nowhere")
    with pytest.raises(ProvinceRefused, match="file: a file, not a folder"):
        find_provinces(tmp_path / "file")


def test_a_year_left_out_is_refused(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "x")
    year = tmp_path / "x" / "calendar" / "2030.toml"
    year.rename(year.with_name("2031.toml")).write_text(year.with_name("2031.toml").read_text().replace("2030", "2031"))
    assert any(
        file == "calendar" and "years must follow one another" in reason for file, _, reason in _told(tmp_path / "x")
    )


def test_a_folder_without_a_year_that_dossiers_may_be_due_in_is_refused() -> None:
    with_2030 = find_provinces(EXAMPLE)
    with_2030.require_years(date(2029, 12, 31))
    OF_THE_TREE.require_years(date(2028, 12, 31))
    with pytest.raises(ProvinceRefused, match=r"calendar/2030\.toml: year: missing"):
        OF_THE_TREE.require_years(date(2029, 1, 1))


def test_nothing_is_started_here_in_a_year_without_a_calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infra.local.run.datetime", NewYear)
    with pytest.raises(ProvinceRefused, match=r"calendar/2030\.toml: year: missing"):
        run(known_provinces()[0], Ports())


class NewYear(datetime):
    """A clock that stands in the first hour of a year whose next has no calendar in the tree."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> NewYear:
        """That hour."""
        return cls(2029, 1, 1, tzinfo=tz)


def test_a_province_of_a_known_code_is_refused(tmp_path: Path) -> None:
    shutil.copytree(FOLDERS / "hue", tmp_path / "hue")
    with pytest.raises(ProvinceRefused, match="province/hue: code: two provinces have this code"):
        find_provinces(tmp_path)


def test_a_folder_without_a_province_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProvinceRefused, match=r"no province\.toml in it"):
        find_provinces(tmp_path)


@pytest.mark.parametrize("given", [EXAMPLE, EXAMPLE / "province", EXAMPLE / "province" / "tan-phu"])
def test_a_folder_from_outside_is_laid_over_the_data_however_it_is_given(
    given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.provinces.LAID", tmp_path)
    found = find_provinces(given)
    assert set(found.outside) == {"tan-phu"}
    assert set(found.codes) == {*known_provinces(), "tan-phu"}
    law = Law.of_day(load_rules(found.law), date(2026, 12, 1), "tan-phu")
    assert law.need("extension.cap").as_text() == "1/2"
    assert CatalogueFiles(found.data).agencies("tan-phu").get("TP-VP").name.en
    assert find_provinces(given) == found
    packaged = {name for _, name in package_inputs(ROOT, found.data)}
    assert "chalicelib/data/province/tan-phu/agencies.json" in packaged
    assert not is_province("tan-phu")


def test_two_that_lay_out_the_same_folder_at_once_leave_each_other_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.provinces.LAID", tmp_path)
    real, rivals = law_building.build, list[Provinces]()

    def build(*given: Path) -> Any:
        built = real(*given)
        if not rivals:
            rivals.append(OF_THE_TREE)
            rivals[0] = find_provinces(EXAMPLE)
            (rivals[0].data / "in use").touch()
        return built

    monkeypatch.setattr(law_building, "build", build)
    assert find_provinces(EXAMPLE) == rivals[0]
    assert (rivals[0].data / "in use").is_file()
    assert [each.name for each in tmp_path.iterdir()] == [rivals[0].data.parent.name], "nothing is left half made"


def test_a_folder_that_changed_after_its_deployment_is_refused_until_its_digest_is_named() -> None:
    made = Package(Path(), {}, {}, {"tan-phu": "b" * 64, "hue": "c" * 64}, ("tan-phu",))
    aws = Deployed("a" * 64)
    with pytest.raises(DeployFailed, match=f"tan-phu: the folder has changed .* was {'a' * 64} and is {'b' * 64}"):
        build_province_parameters(aws, "s", made, "tan-phu")  # type: ignore[arg-type]
    agreed = {"ProvinceDigest": "b" * 64}
    assert build_province_parameters(aws, "s", made, "tan-phu", "b" * 64) == agreed  # type: ignore[arg-type]
    assert build_province_parameters(Deployed("b" * 64), "s", made, "tan-phu") == agreed  # type: ignore[arg-type]
    assert build_province_parameters(aws, "s", made, "hue") == {"ProvinceDigest": "c" * 64}  # type: ignore[arg-type]
    with pytest.raises(DeployFailed, match="atlantis: the package has no such province, only hue, tan-phu"):
        build_province_parameters(aws, "s", made, "atlantis")  # type: ignore[arg-type]


class Deployed:
    """A cloud with one stack, whose province had a folder of this digest."""

    def __init__(self, digest: str) -> None:
        self.digest = digest

    def client(self, _: str) -> Deployed:
        """The service."""
        return self

    def describe_stacks(self, **asked: str) -> dict[str, Any]:
        """The one stack."""
        known = [{"ParameterKey": "ProvinceDigest", "ParameterValue": self.digest}]
        return {"Stacks": [{**asked, "StackStatus": "CREATE_COMPLETE", "Parameters": known}]}
