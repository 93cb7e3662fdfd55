"""A province is a folder of data: nothing else names one, and a folder that is not right is refused by name."""

from __future__ import annotations

import re
import shutil
import tomllib
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.law.rulings import Law
from chalicelib.provinces import FOLDERS, is_province, list_provinces
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.repositories.law.rule_set import load_rules
from infra.aws.deploy import DeployFailed, build_province_parameters
from infra.law import build as law_building
from infra.law.build import SOURCE, build_rule_set
from infra.law.source import LawRefusedError
from infra.local.run import Ports, run_stack
from infra.paths import ROOT
from infra.provinces import OF_THE_TREE, ProvinceRefused, Provinces, find_provinces, read_prefixes
from infra.release.package import StackPackage, package_inputs
from tests.infra.planted.places import ABOUT, AGENCIES, EXAMPLE, QD, plant

PLACES = ("app.py", "Makefile", "chalicelib", "infra", "web/src", "web/index.html", ".github")
TOLD = re.compile(r"infra/local/stories/|infra/local/\w+_rehearsal\.py$|/generated/|chalicelib/data/")
"""Data, the stories of the demo, and the rehearsal that begins with one of them."""
KINDS = frozenset((".py", ".ts", ".tsx", ".css", ".html", ".yaml", ".yml", ".in", ".txt", ""))


def _list_sources() -> list[Path]:
    found = [
        path for place in PLACES for path in ((ROOT / place).rglob("*") if (ROOT / place).is_dir() else [ROOT / place])
    ]
    named = [path for path in found if path.is_file() and path.suffix in KINDS]
    return [path for path in named if not TOLD.search(path.relative_to(ROOT).as_posix())]


def test_no_code_template_workflow_or_page_names_a_province() -> None:
    """Ids of clauses («HUE-14.4») cite a text and name no province that the code would know."""
    names = [tomllib.loads((FOLDERS / each / "province.toml").read_text())["name_vi"] for each in list_provinces()]
    words = [*list_provinces(), *(name.removeprefix("Thành phố ").removeprefix("Tỉnh ") for name in names)]
    said = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, words))})(?![\w-])")
    sources = _list_sources()
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


def test_clauses_begin_with_the_prefix_of_their_provinces_folder() -> None:
    assert sorted(read_prefixes()) == ["HUE", "LC", "QN", "TB", "VL"]


def _list_problems(root: Path) -> list[tuple[str, str, str]]:
    with pytest.raises(LawRefusedError) as refused:
        build_rule_set(SOURCE, root)
    return [(each.file, each.key, each.reason) for each in refused.value.problems]


def test_a_rule_of_law_is_not_bound_by_a_default_of_ours(tmp_path: Path) -> None:
    """Nobody but the service says that filings are answered within 8 hours, so that a province may say 12."""
    shutil.copytree(EXAMPLE, tmp_path / "x")
    assert plant(tmp_path / "x", QD, "value = 4\n", "value = 12\n")
    entries = {each["id"]: each for each in build_rule_set(SOURCE, tmp_path / "x")["entries"]}
    assert (entries["px.answer"]["value"], entries["svc.answer"]["value"]) == (12, 8)


def test_a_post_office_where_nobody_may_receive_is_refused(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "x")
    assert plant(tmp_path / "x", QD, '"guide", "receive", "process", "return"', '"guide", "return"')
    told = "no text gives postal staff the stage receive (post.stages)"
    assert (AGENCIES, "TP-N90001-BC.is_one_stop", told) in _list_problems(tmp_path / "x")


def test_lines_may_end_as_on_another_system(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "x")
    for path in (tmp_path / "x").rglob("*.toml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert build_rule_set(SOURCE, tmp_path / "x") == build_rule_set(SOURCE, EXAMPLE)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "x")
    for name in (ABOUT, AGENCIES):
        path = tmp_path / "x" / name
        path.write_text(path.read_text(encoding="utf-8"), encoding="utf-16")
    told = _list_problems(tmp_path / "x")
    assert (ABOUT, "-", "cannot be read: it is not UTF-8 (byte 1)") in told
    assert (AGENCIES, "-", "cannot be read: it is not UTF-8 (byte 1)") in told


@pytest.mark.parametrize("name", ["Tan-Phu", "tân-phú", "tan phu", "tan_phu", "a-very-long-name-of-a-place"])
def test_a_folder_whose_name_is_no_code_is_refused(name: str, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE / "province" / "tan-phu", tmp_path / name)
    with pytest.raises(ProvinceRefused, match=f"province/{name}: code: must be small letters joined by hyphens"):
        find_provinces(tmp_path)


def test_a_renamed_folder_is_checked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infra.provinces.LAID", tmp_path / "laid")
    folder = tmp_path / "outside" / "tan-phu"
    shutil.copytree(EXAMPLE / "province" / "tan-phu", folder)
    find_provinces(folder.parent)
    for name, reason in (("Tan-Phu", "must be small letters"), ("hue", "two provinces have this code")):
        folder = folder.rename(folder.with_name(name))
        with pytest.raises(ProvinceRefused, match=f"province/{name}: code: {reason}"):
            find_provinces(folder.parent)


def test_an_empty_folder_within_is_refused_also_in_one_that_was_laid_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.provinces.LAID", tmp_path / "laid")
    shutil.copytree(EXAMPLE / "province", tmp_path / "outside")
    find_provinces(tmp_path / "outside")
    (tmp_path / "outside" / "tan-phu" / "arms").mkdir()
    with pytest.raises(ProvinceRefused, match=r"province/tan-phu/arms: -: a province is files in one folder"):
        find_provinces(tmp_path / "outside")


def test_an_unread_folder_next_to_provinces_is_refused(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE / "province", tmp_path / "outside")
    (tmp_path / "outside" / "nation").mkdir()
    with pytest.raises(ProvinceRefused, match=r"^nation: -: nothing reads it"):
        find_provinces(tmp_path / "outside")


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
        file == "calendar" and "years must follow one another" in reason
        for file, _, reason in _list_problems(tmp_path / "x")
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
        run_stack(list_provinces()[0], Ports())


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
    assert set(found.codes) == {*list_provinces(), "tan-phu"}
    law = Law.build_for_day(load_rules(found.law), date(2026, 12, 1), "tan-phu")
    assert law.need("extension.cap").to_text() == "1/2"
    assert CatalogueFiles(found.data).load_agencies("tan-phu").get("TP-VP").name.en
    assert find_provinces(given) == found
    packaged = {name for _, name in package_inputs(ROOT, found.data)}
    assert "chalicelib/data/province/tan-phu/agencies.json" in packaged
    assert not is_province("tan-phu")


def test_two_that_lay_out_the_same_folder_at_once_leave_each_other_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.provinces.LAID", tmp_path)
    real, rivals = law_building.build_rule_set, list[Provinces]()

    def build_meanwhile(*given: Path) -> Any:
        built = real(*given)
        if not rivals:
            rivals.append(OF_THE_TREE)
            rivals[0] = find_provinces(EXAMPLE)
            (rivals[0].data / "in use").touch()
        return built

    monkeypatch.setattr(law_building, "build_rule_set", build_meanwhile)
    assert find_provinces(EXAMPLE) == rivals[0]
    assert (rivals[0].data / "in use").is_file()
    assert [each.name for each in tmp_path.iterdir()] == [rivals[0].data.parent.name], "nothing is left half made"


def test_a_folder_that_changed_after_its_deployment_is_refused_until_its_digest_is_named() -> None:
    made = StackPackage(Path(), {}, {}, {"tan-phu": "b" * 64, "hue": "c" * 64}, ("tan-phu",))
    aws = DeployedProvince("a" * 64)
    with pytest.raises(DeployFailed, match=f"tan-phu: the folder has changed .* was {'a' * 64} and is {'b' * 64}"):
        build_province_parameters(aws, "s", made, "tan-phu")  # type: ignore[arg-type]
    agreed = {"ProvinceDigest": "b" * 64}
    assert build_province_parameters(aws, "s", made, "tan-phu", "b" * 64) == agreed  # type: ignore[arg-type]
    assert build_province_parameters(DeployedProvince("b" * 64), "s", made, "tan-phu") == agreed  # type: ignore[arg-type]
    assert build_province_parameters(aws, "s", made, "hue") == {"ProvinceDigest": "c" * 64}  # type: ignore[arg-type]
    with pytest.raises(DeployFailed, match="atlantis: the package has no such province, only hue, tan-phu"):
        build_province_parameters(aws, "s", made, "atlantis")  # type: ignore[arg-type]


class DeployedProvince:
    """A cloud with one stack, whose province had a folder of this digest."""

    def __init__(self, digest: str) -> None:
        self.digest = digest

    def client(self, _: str) -> DeployedProvince:
        """The service."""
        return self

    def describe_stacks(self, **asked: str) -> dict[str, Any]:
        """The one stack."""
        known = [{"ParameterKey": "ProvinceDigest", "ParameterValue": self.digest}]
        return {"Stacks": [{**asked, "StackStatus": "CREATE_COMPLETE", "Parameters": known}]}
