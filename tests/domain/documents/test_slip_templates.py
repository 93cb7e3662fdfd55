"""Wording and layout as shipped: complete, and never changed once a paper was made with them."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from chalicelib.domain.documents.slip_fields import FIELDS
from chalicelib.domain.documents.slip_values import SlipKind
from chalicelib.repositories.documents.slip_templates import FOLDER, load_wording

RELEASED: dict[str, str] = {
    "general-1.toml": "faa595d195e9209e1ad804f974c0d3a5726e7ea366c0b479016b0efb94907c17",
    "general-2.toml": "90ab740d2936dffdf30c5dd2647bc9a8f463d1fae1e7e2d1ed53478a7c0a0886",
    "layout-1.typ": "335ffebf8838cd5f3d67f59eb122c0ff538f8e105fa9daf39e114caeecc1e92f",
    "tt01-2018-1.toml": "d9586f759bf214a51bb8592cd19807d1cd3dd6db39118186a4a5d2a8dbd4f194",
    "tt03-2025-1.toml": "26b6d02cc0dc9778b4764dcca8a268fcf4562662d81977118a96b3235f1fa32b",
    "words-1.toml": "5cbdeeee55b6e2df2949ce04ae952b5fb07216bb530ad2d292b8cdcd4f23c280",
    "words-2.toml": "ce5a8ad7a1cf94bc41ac0be8678f6ef4d310f0251bf430c9477c0ae0d85191a5",
    "words-3.toml": "79f719b51a6d81adf749cabe768ab423bbd1bff404bc5303bf5325b128eb8d9d",
}
"""SHA-256 of each released file. A new wording or layout is a new file with the next number, not a new digest."""


def test_a_released_version_never_changes():
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FOLDER.iterdir()}
    assert found == RELEASED


def test_every_field_that_a_template_names_is_known():
    wording = load_wording()
    for name, kinds in wording.templates.items():
        for kind, template in kinds.items():
            assert kind in set(SlipKind), name
            unknown = {key for key, _ in template.fields} - set(FIELDS)
            assert unknown <= ({"register"} if kind == SlipKind.REGISTER else set()), (name, kind)
            assert template.title
            assert template.size == ("a4" if kind == SlipKind.REGISTER else "a5")


def test_every_known_field_is_used():
    used = {key for kinds in load_wording().templates.values() for each in kinds.values() for key, _ in each.fields}
    assert set(FIELDS) <= used


def test_what_the_set_of_forms_lacks_is_worded_by_the_general_one():
    wording = load_wording()
    assert wording.find_template(("tt01-2018", "general"), SlipKind.STOP).wording == "general-2/stop"
    assert wording.find_template(("tt03-2025", "general"), SlipKind.STOP).wording == "tt03-2025-1/stop"
    with pytest.raises(KeyError, match="no wording for receipt in general"):
        wording.find_template(("general",), SlipKind.RECEIPT)


def test_the_newest_version_is_used_and_the_old_one_stays(tmp_path: Path):
    folder = tmp_path / "papers"
    shutil.copytree(FOLDER, folder)
    newer = (folder / "tt03-2025-1.toml").read_text().replace("Phiếu từ chối", "Giấy từ chối")
    (folder / "tt03-2025-10.toml").write_text(newer)
    (folder / "tt03-2025-9.toml").write_text("")
    template = load_wording(folder).find_template(("tt03-2025",), SlipKind.REFUSAL)
    assert template.title.startswith("Giấy từ chối")
    assert template.wording == "tt03-2025-10/refusal"


def test_a_file_without_a_version_is_refused(tmp_path: Path):
    folder = tmp_path / "papers"
    shutil.copytree(FOLDER, folder)
    (folder / "mine.toml").write_text("")
    with pytest.raises(ValueError, match="name-version"):
        load_wording(folder)
