"""One unpacked copy of code for all processes, without its archive being written anywhere."""

from __future__ import annotations

import io
import types
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from infra.local.adaptations import shared_archives
from infra.local.adaptations.shared_archives import SharedArchive, keep_one_copy, open_file, read_directory

Start = Callable[[str, bytes], Path]


def pack_files(**files: str) -> bytes:
    """An archive of these files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


@pytest.fixture
def unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the copies are."""
    monkeypatch.setattr(shared_archives, "UNPACKED", tmp_path / "unpacked")
    return tmp_path / "unpacked"


@pytest.fixture
def start(tmp_path: Path, unpacked: Path) -> Start:
    """Does what the local cloud does when it starts a process; returns the folder of its code."""

    def unpack_archive(name: str, content: bytes) -> Path:
        code = tmp_path / name / "code"
        code.mkdir(parents=True)
        file = str(tmp_path / name / "code.zip")
        with open_file(file, "wb") as written:
            written.write(content)
        with SharedArchive(file) as archive:
            archive.extractall(str(code))
        assert not Path(file).exists()
        return code

    return unpack_archive


def test_processes_of_the_same_code_share_one_copy_and_others_have_their_own(start: Start, unpacked: Path) -> None:
    first, again, other = (
        start("a", pack_files(app="1")),
        start("b", pack_files(app="1")),
        start("c", pack_files(app="2")),
    )
    assert [(each / "app").read_text() for each in (first, again, other)] == ["1", "1", "2"]
    assert first.resolve() == again.resolve()
    assert {each.name for each in unpacked.iterdir()} == {first.resolve().name, other.resolve().name}
    assert shared_archives._written == {}


def test_a_copy_that_was_removed_is_made_again(start: Start, unpacked: Path) -> None:
    first = start("a", pack_files(app="1"))
    shared_archives.forget_unused(unpacked, first.resolve().stat().st_mtime + 1)
    assert list(unpacked.iterdir()) == []
    assert (start("b", pack_files(app="1")) / "app").read_text() == "1"


def test_the_directory_distinguishes_archives_and_one_without_it_is_refused() -> None:
    assert (
        read_directory(pack_files(app="1"))
        == read_directory(pack_files(app="1"))
        != read_directory(pack_files(app="2"))
    )
    with pytest.raises(zipfile.BadZipFile, match="has no directory"):
        read_directory(b"no archive")


def test_other_files_are_written_and_read_as_ever(tmp_path: Path) -> None:
    with open_file(str(tmp_path / "worker.py"), "w") as written:
        written.write("print(1)")
    with open_file(str(tmp_path / "worker.py"), encoding="utf-8") as read:
        assert read.read() == "print(1)"


def test_functions_of_equal_code_have_one_archive_in_memory_and_others_their_own() -> None:
    stored = types.SimpleNamespace(_data={})
    objects: dict[str, list[bytes | None]] = {"code": [b"same", b"same", b"later"], "gone": [None, None]}
    fetch = keep_one_copy(stored)(lambda bucket, key, version_id=None: _copy(objects[key].pop(0)))
    for name in ("a", "b", "c"):
        stored._data[name] = {"code_zip": fetch("bucket", "code")}
    assert [each["code_zip"] for each in stored._data.values()] == [b"same", b"same", b"later"]
    assert stored._data["a"]["code_zip"] is stored._data["b"]["code_zip"]
    assert fetch("bucket", "gone") is None
    stored._data["without"] = {"code_zip": None}
    assert fetch("bucket", "gone") is None


def _copy(content: bytes | None) -> bytes | None:
    """Other bytes of the same value, as each read of an object gives."""
    return content if content is None else bytes(bytearray(content))
