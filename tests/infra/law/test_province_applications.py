"""A wrong registration of an application is refused by file, key and reason, before anything is deployed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from chalicelib.provinces import FOLDERS
from chalicelib.repositories.security.application_files import load_applications
from infra.law.province_applications import APPLICATIONS, check_applications
from infra.law.source import LawSource

PROVINCE = "vinh-long"
FILE = f"province/{PROVINCE}/{APPLICATIONS}"
TREE = {"agencies": [{"id": "VL-SO_XAY_DUNG"}]}
HOST = "https://quy-hoach.vidu.example"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A province's folder with the example's registration."""
    made = tmp_path / "province" / PROVINCE
    made.mkdir(parents=True)
    shutil.copy(FOLDERS / PROVINCE / APPLICATIONS, made)
    return made


def list_faults(folder: Path) -> list[tuple[str, str]]:
    """Key and reason of each fault."""
    source = LawSource()
    check_applications(source, folder, TREE)
    assert {each.file for each in source.problems} <= {FILE}
    return [(each.key, each.reason) for each in source.problems]


def test_the_example_is_right_and_the_file_is_optional(folder: Path) -> None:
    assert list_faults(folder) == []
    assert [each.code for each in load_applications(PROVINCE, folders=folder.parent)] == ["tra-cuu-quy-hoach"]
    (folder / APPLICATIONS).unlink()
    assert list_faults(folder) == []
    assert load_applications(PROVINCE, folders=folder.parent) == ()


@pytest.mark.parametrize(
    ("was", "becomes", "key", "reason"),
    [
        ('code = "tra-cuu-quy-hoach"', 'code = "Tra cứu"', "Tra cứu.code", "small letters"),
        ('code = "tra-cuu-quy-hoach"', f'code = "{"a" * 41}"', f"{'a' * 41}.code", "40 at most"),
        ("name_en =", 'name_en = " "  #', "tra-cuu-quy-hoach.name_en", "missing"),
        ("name_vi =", "name_uk =", "application 1.name_uk", "unknown key"),
        ('unit = "VL-SO_XAY_DUNG"', 'unit = "HUE-SO_XAY_DUNG"', "tra-cuu-quy-hoach.unit", "not one of"),
        ('["applicants", "officers"]', "[]", "tra-cuu-quy-hoach.audience", "nobody"),
        ('["applicants", "officers"]', '["everybody"]', "tra-cuu-quy-hoach.audience", "not one of"),
        (f'redirects = ["{HOST}/da-dang-nhap"]', "redirects = []", "tra-cuu-quy-hoach.redirects", "at least"),
        (f'["{HOST}/da-dang-nhap"]', "[7]", "tra-cuu-quy-hoach.redirects", "no address"),
        (f"{HOST}/da-dang-nhap", f"{HOST}/da-dang-nhap?a=b", "tra-cuu-quy-hoach.redirects", "no address"),
        (f"{HOST}/da-dang-nhap", f"{HOST}/#a", "tra-cuu-quy-hoach.redirects", "no address"),
        (f"{HOST}/da-dang-nhap", f"{HOST}/%2e%2e", "tra-cuu-quy-hoach.redirects", "no address"),
        (f"{HOST}/da-dang-nhap", f"{HOST}/*", "tra-cuu-quy-hoach.redirects", "no address"),
        (f"{HOST}/da-dang-nhap", "javascript:alert(1)", "tra-cuu-quy-hoach.redirects", "no address"),
        (f"{HOST}/da-dang-nhap", "https://ai@quy-hoach.vidu.example/", "tra-cuu-quy-hoach.redirects", "no address"),
        (f"{HOST}/da-dang-nhap", "https://ke-gian.example/", "tra-cuu-quy-hoach.start", "one host"),
        (f"{HOST}/da-dang-xuat", "http://quy-hoach.vidu.example/x", "tra-cuu-quy-hoach.sign_out", "no address"),
        ("from = 2024-01-01", "from = 2028-01-01", "tra-cuu-quy-hoach.until", "must not be before 2028-01-01"),
        ("until = 2027-12-31", 'until = "2027-12-31"', "application 1.until", "must be"),
        ("article = ", 'article = "" # ', "application 1.article", "not empty"),
    ],
)
def test_a_wrong_registration_is_refused(folder: Path, was: str, becomes: str, key: str, reason: str) -> None:
    text = (folder / APPLICATIONS).read_text(encoding="utf-8")
    assert was in text
    (folder / APPLICATIONS).write_text(text.replace(was, becomes), encoding="utf-8")
    found = list_faults(folder)
    assert any(each == key and reason in why for each, why in found), found


def test_a_code_is_registered_once(folder: Path) -> None:
    text = (folder / APPLICATIONS).read_text(encoding="utf-8")
    (folder / APPLICATIONS).write_text(text + text, encoding="utf-8")
    assert list_faults(folder) == [("tra-cuu-quy-hoach", "is registered twice")]


@pytest.mark.parametrize("text", ["application = 7\n", "application = [1]\n", "other = 1\n", "x ="], ids=str)
def test_a_file_of_another_form_is_refused(folder: Path, text: str) -> None:
    (folder / APPLICATIONS).write_text(text, encoding="utf-8")
    assert list_faults(folder)


def test_a_stand_in_takes_the_place_of_every_host(folder: Path) -> None:
    (moved,) = load_applications(PROVINCE, "http://localhost:1234", folder.parent)
    assert moved.start == "http://localhost:1234/"
    assert moved.redirects == ("http://localhost:1234/da-dang-nhap",)
    assert moved.sign_out == "http://localhost:1234/da-dang-xuat"
