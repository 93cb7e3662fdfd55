"""Every catalogue file is read strictly and agrees with the others."""

import json
import re
from datetime import date, time
from typing import Any

import pytest

from chalicelib.domain.accounts.identity_level import IdentityDemand
from chalicelib.domain.catalogue.agencies import AgencyTree, NoCompetentAgency
from chalicelib.domain.catalogue.procedures import Evidence, Procedure
from chalicelib.provinces import list_provinces
from chalicelib.repositories.catalogue.agency_records import parse_tree
from chalicelib.repositories.catalogue.catalogue_files import DATA, CatalogueFiles
from chalicelib.repositories.catalogue.catalogue_records import parse_procedure, parse_published_list
from chalicelib.repositories.files.records import BadRecordError
from chalicelib.repositories.law.rule_set import load_rules

FILES = CatalogueFiles()
PROCEDURES = FILES.index.list_procedures()
PROVINCES = list_provinces()
PATHS = [p for d in ("procedures", "province/*", "codelists") for p in sorted(DATA.glob(f"{d}/*.json"))]
BEFORE, SINCE = date(2025, 3, 3), date(2026, 11, 23)
SLUG = re.compile(r"[a-z][a-z0-9_]*")
LISTED_KINDS = {choice.code for choice in FILES.code_lists["agency_kinds"]}

each_procedure = pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda procedure: procedure.id)
each_province = pytest.mark.parametrize("province", PROVINCES)
each_day = pytest.mark.parametrize("on", [BEFORE, SINCE], ids=str)


def test_the_catalogue_is_complete():
    assert len(PROCEDURES) == 35
    assert {path.parent.name for path in DATA.glob("province/*/agencies.json")} == set(PROVINCES)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_no_file_points_outside_the_project(path):
    text = path.read_text(encoding="utf-8")
    assert json.loads(text)
    assert not re.search(r"https?:|urn:|\.\./", text)


@each_procedure
def test_procedure_keys_are_unique_slugs(procedure: Procedure):
    for keys in (
        [component.key for component in procedure.components],
        [line.fee.key for line in procedure.fees],
        [field.key for field in procedure.form],
        [variant.key for variant in procedure.processing_time.variants],
    ):
        assert len(set(keys)) == len(keys)
        assert all(SLUG.fullmatch(key) for key in keys)


@each_procedure
def test_procedure_speaks_the_code_lists(procedure: Procedure):
    codes = {name: {choice.code for choice in entries} for name, entries in FILES.code_lists.items()}
    assert procedure.processing_time.duration.unit in codes["time_units"]
    assert procedure.online_level in codes["online_service_levels"]
    assert set(procedure.delivery) <= codes["delivery_ways"]
    assert {component.copy for component in procedure.components} <= codes["copy_kinds"]
    groups = {group for line in procedure.fees for group in line.fee.exemption_groups}
    assert groups <= codes["exemption_groups"]
    assert {procedure.competent_kind, *(task.kind for task in procedure.tasks)} <= codes["agency_kinds"]


@each_procedure
def test_internal_steps_fill_the_hours(procedure: Procedure):
    assert sum(step.hours for step in procedure.process) == procedure.process_hours
    assert sum(task.hours for task in procedure.tasks) <= procedure.process_hours


@each_procedure
def test_fees_are_whole_dong_and_papers_are_asked_for(procedure: Procedure):
    assert procedure.fees
    assert all(type(line.fee.amount) is int for line in procedure.fees)
    assert procedure.required_components
    assert all(component.quantity >= 1 for component in procedure.components)


@each_procedure
def test_texts_stand_in_both_languages(procedure: Procedure):
    names = [procedure.name, procedure.result, *(component.name for component in procedure.components)]
    names += [name for step in procedure.process for name in (step.name, step.by)]
    assert all(name.vi.strip() and name.en.strip() for name in names)
    assert all(choice.vi and choice.en for field in procedure.form for choice in field.choices)


@each_procedure
def test_the_lead_agency_comes_first(procedure: Procedure):
    assert not procedure.tasks or procedure.tasks[0].kind == procedure.competent_kind


def test_only_laws_that_say_so_have_a_same_day_cut_off():
    late = {p.id: p.processing_time.same_day_cut_off for p in PROCEDURES if p.processing_time.same_day_cut_off}
    assert late == dict.fromkeys(["1.001193", "1.000656", "2.000635", "2.000815", "2.000884"], time(15))
    assert all(FILES.find_procedure(procedure_id).immediate for procedure_id in late)


def test_the_name_of_a_fee_says_for_what_where_it_stands_alone():
    """A receipt, the till and an applicant's page name a fee without its procedure or the way of filing."""
    ways = ("Nộp ", "Mức ", "Miễn", "Trang ", "Từ ", "Doanh nghiệp", "Hộ kinh doanh", "Đúng hạn", "Quá hạn")
    assert [line.fee.name_vi for p in PROCEDURES for line in p.fees if line.fee.name_vi.startswith(ways)] == []


def test_verified_means_time_papers_and_fees_seen_on_official_pages():
    assert {p.id for p in PROCEDURES if p.verified} == {"1.001699", "1.002425", "2.000815", "2.000884"}
    assert all(p.evidence.fees is Evidence.OFFICIAL_PAGE for p in PROCEDURES if p.verified)


@each_province
def test_agencies_hang_together(province):
    tree = FILES.load_agencies(province)
    ids = {agency.id for agency in tree.list_all()}
    records = json.loads((DATA / "province" / province / "agencies.json").read_text(encoding="utf-8"))["agencies"]
    assert len(records) == len(ids)
    assert {agency.parent for agency in tree.list_all()} - {None} <= ids
    assert {agency.kind for agency in tree.list_all()} <= LISTED_KINDS | {"district_peoples_committee"}
    codes = [code for agency in tree.list_all() for code in (agency.code_2018, agency.code_2025) if code]
    assert len(set(codes)) == len(codes)


@each_province
def test_office_hours_are_in_order(province):
    tree = FILES.load_agencies(province)
    for agency in tree.list_all():
        shifts = tree.find_office_hours(agency.id)
        assert shifts, agency.id
        assert all(shift.open < shift.close and set(shift.days) <= set(range(1, 8)) for shift in shifts)


def _settled_somewhere(tree: AgencyTree, procedure: Procedure, kind: str, on: date) -> bool:
    for unit in tree.list_one_stop_units(on):
        try:
            return tree.get(tree.find_agency(kind, procedure, unit.id, on)).is_active(on)
        except NoCompetentAgency:
            continue
    return False


@each_province
@each_day
def test_every_kind_of_work_has_an_agency(province, on):
    tree = FILES.load_agencies(province)
    for procedure in PROCEDURES:
        for kind in {procedure.competent_kind, *(task.kind for task in procedure.tasks)}:
            assert _settled_somewhere(tree, procedure, kind, on), (procedure.id, kind)


@each_province
@each_day
def test_every_commune_unit_finds_the_agency_of_every_procedure(province, on):
    tree = FILES.load_agencies(province)
    communes = [u for u in tree.list_one_stop_units(on) if tree.get(u.parent or "").kind.startswith("commune")]
    assert len(communes) >= 6
    for unit in communes:
        for procedure in PROCEDURES:
            assert tree.get(tree.find_competent_agency(procedure, unit.id, on)).is_active(on)


def _record(procedure_id: str) -> dict[str, Any]:
    text = (DATA / "procedures" / f"{procedure_id}.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (("colour",), "red", "unknown ['colour']"),
        (("fees", 0, "amount"), 15000.5, "not a whole number"),
        (("fees", 0, "amount"), True, "not a whole number"),
        (("fees", 0, "channel"), "fax", "'fax' is not known"),
        (("components", 0, "need"), "maybe", "'maybe' is not known"),
        (("form", 0, "format"), "colour", "'colour' is not known"),
        (("level",), "district", "'district' is not known"),
    ],
)
def test_a_bad_procedure_is_refused_by_name(path, value, says):
    record = _record("1.004873")
    place = record
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    with pytest.raises(BadRecordError, match=re.escape(says)):
        parse_procedure(record, FILES.code_lists)


def test_a_missing_key_is_refused_by_name():
    record = _record("1.004873")
    del record["evidence"]
    with pytest.raises(BadRecordError, match=r"1\.004873: missing \['evidence'\]"):
        parse_procedure(record, FILES.code_lists)


def test_a_bad_agency_is_refused_by_name():
    province = json.loads((DATA / "province" / "hue" / "agencies.json").read_text(encoding="utf-8"))
    province["agencies"][3]["boss"] = "x"
    with pytest.raises(BadRecordError, match=r"HUE-SO_NOI_VU: unknown \['boss'\]"):
        parse_tree(province, json.loads((DATA / "competence.json").read_text(encoding="utf-8")))


PUBLISHED = {
    "number": "1/QĐ-BTP", "name_vi": "Danh mục", "instrument": "nd309-2026", "article": "Điều 7", "from": "2026-08-05",
    "until": None, "procedures": ["1.004873"], "certainty": "read_once", "question": "",
}  # fmt: skip


def test_published_lists_are_read_and_name_what_the_law_knows():
    instruments, questions = load_rules().instruments, (DATA / "law" / "questions.toml").read_text(encoding="utf-8")
    for each in FILES.territory:
        assert each.instrument in instruments
        assert not each.question or f"{each.question} =" in questions
    assert parse_published_list(PUBLISHED).procedures == {"1.004873"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"more": 1}, "unknown"),
        ({"from": None}, "must begin"),
        ({"until": "2026-08-05"}, "end after it began"),
        ({"procedures": ["1.004873", "1.004873"]}, "more than once"),
        ({"number": ""}, "without number"),
    ],
)
def test_a_bad_published_list_is_refused(change, reason):
    with pytest.raises(BadRecordError, match=reason):
        parse_published_list(PUBLISHED | change)


def test_a_published_list_without_a_key_is_refused():
    with pytest.raises(BadRecordError, match="article"):
        parse_published_list({key: value for key, value in PUBLISHED.items() if key != "article"})


@pytest.mark.parametrize("asked", [{"level": 3, "article": "Điều 9"}, {"level": 2, "article": ""}, {"level": 2}])
def test_a_level_of_identity_is_one_of_two_and_names_its_article(asked):
    record, good = _record("1.001612"), {"level": 2, "article": "khoản 3 Điều 9"}
    lists = FILES.code_lists
    assert parse_procedure({**record, "identity": good}, lists).identity == IdentityDemand(2, "khoản 3 Điều 9")
    assert parse_procedure(record, lists).identity is None
    with pytest.raises(BadRecordError):
        parse_procedure({**record, "identity": asked}, lists)
