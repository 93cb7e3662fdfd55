"""Packages for the portal: every kind of fact, in its words, and nothing guessed."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import NATIONAL_CODE
from chalicelib.domain.ledger.chain import encode_canonical
from chalicelib.domain.ledger.fact_kinds import FactKind
from chalicelib.domain.portal.mapping import MappingGap, PortalPackage
from chalicelib.domain.portal.mapping_data import read_mapping
from chalicelib.repositories.portal.portal_mapping import FOLDER, load_mapping
from tests.support.builders import CERTIFICATE, ONE_STOP, PERSON, Case
from tests.support.sync_builders import build_teller, chain_under_other_id, list_tales

FILES = sorted(FOLDER.glob("portal-*.toml"))


def list_packages(case: Case) -> tuple[PortalPackage, ...]:
    """Every package of a case."""
    packages = build_teller().build_packages(case.facts, lambda: case.store.load_parts(case.id), 0)
    return tuple(package for _, package in packages if package is not None)


def list_messages(package: PortalPackage) -> dict[str, dict[str, Any]]:
    """A package's messages by kind."""
    return {each["Loai"]: each["NoiDung"] for each in package.body["ThongDiep"]}


@cache
def close_certificate() -> Case:
    """A certificate from filing to the end."""
    return list_tales()[0]


def test_every_kind_of_fact_every_code_role_and_channel_has_its_word() -> None:
    """A new kind of fact needs its row in data/sync/portal-*.toml: its packages for the national portal, or `[]`."""
    mapping = load_mapping()
    assert set(mapping.facts) == set(FactKind)
    assert set(mapping.codes) == set(NATIONAL_CODE.values())
    assert set(mapping.roles) == {*(role.value for role in Role), "system"}
    assert set(mapping.channels) == {"desk", "post", "agent", "national_portal", "vneid", "kiosk", "own_portal"}


def test_each_version_reads_and_is_another_one() -> None:
    versions = [read_mapping(tomllib.loads(path.read_text())).version for path in FILES]
    assert versions == sorted(set(versions))
    assert [path.stem for path in FILES] == [f"portal-{version}" for version in versions]
    assert load_mapping().version == versions[-1]


def test_a_filing_is_reported_with_its_papers_and_who_filed() -> None:
    dossier = list_messages(list_packages(close_certificate())[0])["dossier"]
    assert dossier["MaHoSo"] == close_certificate().dossier.receipt_no
    assert (dossier["MaHoSoTruoc"], dossier["NgayTiepNhan"]) == (None, None)
    assert (dossier["MaTTHC"], dossier["KenhThucHien"], dossier["LoaiDoiTuong"]) == ("1.004873", "2", "0")
    assert dossier["MaDonViTiepNhan"] == "H57.106.01"
    assert dossier["ChuHoSo"] == PERSON["full_name"]
    assert dossier["ThongTinNguoiNop"] == {"HoTen": PERSON["full_name"], "SoGiayTo": PERSON["id_number"]}
    assert dossier["NgayNop"] == "2026-11-23T09:00:00+07:00"
    (form,) = [each for each in dossier["ThanhPhanHoSo"] if each["Ma"] == "application_form"]
    assert (form["LoaiBan"], form["SoLuong"]) == ("0", 1)
    assert [paper["HashTepTin"] for paper in form["GiayToDinhKem"]] == ["a" * 64]


def test_reception_gives_the_code_and_says_what_it_was_known_as() -> None:
    package = next(
        each
        for each in list_packages(close_certificate())
        if "MaHoSoTruoc" in each.body["ThongDiep"][0]["NoiDung"] and each.seq > 1
    )
    dossier = list_messages(package)["dossier"]
    assert (dossier["MaHoSo"], dossier["MaHoSoTruoc"]) == (
        close_certificate().dossier.code,
        close_certificate().dossier.receipt_no,
    )
    progress = list_messages(package)["progress"]
    assert progress["NgayKetThucTheoQuyDinh"] == "2026-11-27T17:00:00+07:00"
    assert progress["NguoiXuLy"] == "Công chức Bộ phận Một cửa"


def test_states_follow_each_other_in_the_portal_s_codes() -> None:
    codes = [
        list_messages(each)["status"]["TrangThai"]
        for each in list_packages(close_certificate())
        if "status" in list_messages(each)
    ]
    assert codes == ["1", "2", "4", "9", "10"]


@pytest.mark.parametrize("case", list_tales(), ids=lambda case: case.dossier.state)
def test_a_package_is_a_fact_s_and_the_last_state_is_the_dossier_s(case: Case) -> None:
    packages = list_packages(case)
    assert [each.fact_id for each in packages] == [f"{case.id}#{each.seq:08d}" for each in packages]
    assert [each.body["ThuTu"] for each in packages] == sorted({each.seq for each in packages})
    status = [list_messages(each)["status"]["TrangThai"] for each in packages if "status" in list_messages(each)]
    assert status[-1] == case.dossier.national_code


@pytest.mark.parametrize("case", list_tales(), ids=lambda case: case.dossier.state)
def test_only_the_message_of_the_dossier_holds_personal_values_and_then_it_is_salted(case: Case) -> None:
    for package in list_packages(case):
        personal = PERSON["full_name"] in encode_canonical(package.body).decode()
        assert bool(package.salts) == personal == ("dossier" in list_messages(package))


def test_what_was_erased_is_not_sent() -> None:
    (_, package), *_ = build_teller().build_packages(close_certificate().facts, dict, 0)
    assert package is not None
    assert list_messages(package)["dossier"]["ChuHoSo"] is None
    assert package.salts == ()


def find_gap(case: Case, **mapping: Any) -> MappingGap:
    """The gap met by a mapping with changes."""
    changed = replace(build_teller(), mapping=replace(load_mapping(), **mapping))
    with pytest.raises(MappingGap) as met:
        list(changed.build_packages(case.facts, lambda: case.store.load_parts(case.id), 0))
    return met.value


@pytest.mark.parametrize(
    ("changes", "reason", "what"),
    [
        ({"facts": {}}, "fact_unmapped", "submitted"),
        ({"codes": {"1": "x"}}, "code_unknown", "2"),
        ({"channels": {}}, "channel_unmapped", "own_portal"),
        ({"copies": {}}, "copy_unmapped", "original"),
        ({"roles": {}}, "role_unmapped", "one_stop_officer"),
        ({"applicants": {}}, "audience_unmapped", "citizen"),
    ],
)
def test_a_gap_is_reported_by_name_and_nothing_is_guessed(changes: Any, reason: str, what: str) -> None:
    met = find_gap(close_certificate(), **changes)
    assert (met.reason, met.what) == (reason, what)


def test_a_unit_without_identifier_is_a_gap() -> None:
    nameless = replace(build_teller(), unit_code=lambda unit, form: None)
    with pytest.raises(MappingGap, match=f"unit_without_code: {ONE_STOP['hue']}"):
        next(nameless.build_packages(close_certificate().facts, dict, 0))


def test_an_applicant_of_a_procedure_for_several_is_of_no_kind() -> None:
    procedure = replace(build_teller().procedure(CERTIFICATE), audience=("citizen", "business"))
    (_, package), *_ = replace(build_teller(), procedure=lambda _: procedure).build_packages(
        close_certificate().facts, dict, 0
    )
    assert package is not None
    assert list_messages(package)["dossier"]["LoaiDoiTuong"] is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"fields": {"dossier": {"X": "shoe_size"}}}, "there is no shoe_size"),
        ({"facts": {"received": {"tells": ["gossip"], "text": "x"}}}, "no message is called gossip"),
        ({"facts": {"received": {"tells": [], "text": ""}}}, "needs tells and text"),
        ({"unit_codes": []}, "the last one alone has no end"),
        ({"unit_codes": [{"form": "zip"}]}, "no identifier is called zip"),
    ],
)
def test_data_that_cannot_be_followed_is_refused_when_it_is_read(change: Any, says: str) -> None:
    data = tomllib.loads(FILES[-1].read_text())
    with pytest.raises(ValueError, match=says):
        read_mapping(data | change)


def test_no_mapping_at_all_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no mapping"):
        load_mapping(tmp_path)


def test_another_ledger_of_the_same_case_is_reported_under_its_own_numbers() -> None:
    facts = chain_under_other_id(close_certificate(), 7)
    packages = [package for _, package in build_teller().build_packages(facts, dict, 0) if package]
    assert {each.body["MaHoSo"] for each in packages} == {"TN-000007", f"{close_certificate().dossier.code}-7"}
