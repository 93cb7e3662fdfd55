"""The catalogue: search, what is enabled where, and which fees a filing owes."""

import unicodedata
from datetime import UTC, date, datetime

import pytest

from chalicelib.domain.catalogue.procedures import Procedure, ProcedureNotEnabled, UnknownProcedure
from chalicelib.domain.catalogue.tariff import UnknownFeeLine
from chalicelib.domain.shared.folding import fold_text, split_words
from chalicelib.domain.time.filing_day import FilingDay
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from tests.support.builders import Case

FILES = CatalogueFiles()
INDEX = FILES.index
ON = FilingDay(datetime(2026, 11, 23, 2, tzinfo=UTC), lambda: Case().deps.reference.find_calendar(Case().one_stop))


def list_ids(found: tuple[Procedure, ...]) -> list[str]:
    return [procedure.id for procedure in found]


def test_folding_drops_case_accents_and_normal_form():
    assert fold_text("Đăng ký KHAI SINH") == "dang ky khai sinh"
    assert fold_text(unicodedata.normalize("NFD", "Đường")) == fold_text("Đường") == "duong"
    assert split_words("Cấp đổi 1.001193, số 2.") == ("cap", "doi", "1.001193", "so", "2")


def test_filters_narrow_and_order_is_stable():
    everything = list_ids(INDEX.list_procedures())
    assert len(everything) == 35
    assert list_ids(INDEX.list_procedures()) == everything
    civil = INDEX.list_procedures(field="HO_TICH")
    assert {procedure.field.code for procedure in civil} == {"HO_TICH"}
    assert list_ids(civil) == [each for each in everything if each in list_ids(civil)]
    both = INDEX.list_procedures(level="province", audience="business")
    assert both
    assert all(p.level == "province" and "business" in p.audience for p in both)
    assert "HO_TICH" in {field.code for field in INDEX.fields}


@pytest.mark.parametrize("unknown", ["9.999999", "", "../agencies/hue", "1.001193.json"])
def test_unknown_procedures_are_refused(unknown):
    with pytest.raises(UnknownProcedure):
        INDEX.get(unknown)
    with pytest.raises(UnknownProcedure):
        FILES.find_procedure(unknown)


def test_samples_are_enabled_in_local_stages_only():
    sample, seen = INDEX.get("1.001612"), INDEX.get("2.000815")
    assert not sample.verified
    assert sample.is_enabled(local=True)
    assert not sample.is_enabled(local=False)
    assert seen.is_enabled(local=False)
    seen.require_enabled(local=False)
    with pytest.raises(ProcedureNotEnabled):
        sample.require_enabled(local=False)


def test_levels_follow_the_two_tier_reform():
    procedure = INDEX.get("1.001612")
    assert procedure.list_levels(date(2025, 6, 30)) == ("district",)
    assert procedure.list_levels(date(2025, 7, 1)) == ("commune",)


def test_variants_are_found_by_key():
    time = INDEX.get("1.004873").processing_time
    case = time.find_variant("former_residence")
    assert case is not None
    assert case.duration.value == 23
    assert time.find_variant("urgent") is None


@pytest.mark.parametrize(
    ("procedure_id", "online", "chosen", "amounts"),
    [
        ("1.004873", True, (), [15_000]),
        ("1.001612", True, (), [100_000]),
        ("3.000347", True, (), [115_000]),
        ("3.000347", False, (), [135_000]),
        ("2.001610", True, (), [100_000]),
        ("2.001610", False, (), [50_000, 100_000]),
        ("1.001193", True, (), []),
        ("1.001193", True, ("late", "copy"), [5_000, 8_000]),
        ("2.000488-LLTP1", True, (), [200_000]),
        ("2.000488-LLTP1", True, ("reduced",), [100_000]),
        ("1.013831", True, (), [25_000]),
    ],
)
def test_the_tariff_yields_the_fees_of_a_filing(procedure_id, online, chosen, amounts):
    fees = INDEX.get(procedure_id).list_fee_lines({}, ON, online=online, chosen=chosen)
    assert [fee.amount for fee in fees] == amounts


@pytest.mark.parametrize("chosen", ["nothing", "desk"])
def test_a_fee_line_that_does_not_apply_is_refused(chosen):
    with pytest.raises(UnknownFeeLine):
        INDEX.get("3.000347").list_fee_lines({}, ON, online=True, chosen=(chosen,))
