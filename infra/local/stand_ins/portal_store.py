"""The stand-in portal's store: packages in the order in which they counted, and the dossiers that they describe.

SQLite, in memory or in a file: a portal that restarts keeps its data.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

_SCHEMA = """
create table if not exists packages (
  n integer primary key autoincrement, fact text not null, number text not null, seq integer not null,
  day text, reference text not null, body text not null);
create index if not exists packages_fact on packages (fact);
create index if not exists packages_day on packages (day);
create table if not exists dossiers (
  number text primary key, status text not null, unit text not null, seq integer not null, dossier text not null);
create table if not exists questions (
  number text primary key, edition integer not null, seq integer not null, content text not null);
create table if not exists feedback (
  number text primary key, status text not null, seq integer not null, course text not null);
create table if not exists renamed (before text primary key, number text not null);
create table if not exists catalogues (name text primary key, entries text not null);
"""


class Unacceptable(Exception):
    """The portal will not take a package; the argument is its code."""


class PortalStore:
    """One portal's data. It accepts repeated packages: detecting repeats is the server's mode."""

    def __init__(self, path: Path | None = None) -> None:
        self._db = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        self._lock = threading.Lock()
        self._db.execute("pragma synchronous = off")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def take_package(self, package: Mapping[str, Any]) -> str:
        """Let a package count: apply its messages to the dossier and return the reference. Raises Unacceptable."""
        with self._lock:
            self._db.execute("begin")
            try:
                reference = self._store_package(package)
            except BaseException:
                self._db.execute("rollback")
                raise
            self._db.execute("commit")
        return reference

    def find_reference(self, fact: str) -> str | None:
        """Return the reference of a package that counts."""
        found = self._fetch_one("select reference from packages where fact = ? order by n", fact)
        return found[0] if found else None

    def find_dossier(self, number: str) -> dict[str, Any] | None:
        """Return a dossier by any number it ever had."""
        renamed = self._fetch_one("select number from renamed where before = ?", number)
        held = self._fetch_one("select * from dossiers where number = ?", renamed[0] if renamed else number)
        if held is None:
            return None
        number, status, unit, seq, dossier = held
        return {"MaHoSo": number, "TrangThai": status, "DonVi": unit, "ThuTu": seq, "HoSo": json.loads(dossier)}

    def find_question(self, number: str) -> dict[str, Any] | None:
        """Return a frequent question that is shown."""
        held = self._fetch_one("select edition, seq, content from questions where number = ?", number)
        if held is None or not held[0]:
            return None
        edition, seq, content = held
        return {"MaCauHoi": number, "LanDang": edition, "ThuTu": seq, "NoiDung": json.loads(content)}

    def find_feedback(self, number: str) -> dict[str, Any] | None:
        """Return a feedback: its state, the number of its last fact, and its course, step by step."""
        held = self._fetch_one("select status, seq, course from feedback where number = ?", number)
        return (
            {"MaPhanAnh": number, "TrangThai": held[0], "ThuTu": held[1], "QuaTrinh": json.loads(held[2])}
            if held
            else None
        )

    def list_day(self, day: str) -> dict[str, dict[str, str]]:
        """Return the dossiers received on a day: unit → number → present status."""
        units: dict[str, dict[str, str]] = {}
        for (number,) in self._fetch_all("select distinct number from packages where day = ?", day):
            held = self.find_dossier(number)
            if held is not None:
                units.setdefault(held["DonVi"], {})[held["MaHoSo"]] = held["TrangThai"]
        return units

    def list_packages(self, local_id: str) -> list[str]:
        """Return ids of the packages of one of our dossiers, in the order in which they counted, repeats and all."""
        return [
            fact
            for (fact,) in self._fetch_all("select fact from packages where fact like ? order by n", f"{local_id}#%")
        ]

    def forget_dossier(self, number: str) -> None:
        """Delete a dossier, a frequent question or a feedback, and all its packages, as a portal may."""
        local = self._fetch_one("select fact from packages where number = ?", number)
        with self._lock:
            self._db.execute("delete from dossiers where number = ?", (number,))
            self._db.execute("delete from questions where number = ?", (number,))
            self._db.execute("delete from feedback where number = ?", (number,))
            if local:
                self._db.execute("delete from packages where fact like ?", (f"{local[0].partition('#')[0]}#%",))

    def find_catalogue(self, name: str) -> list[Any] | None:
        """Return a shared catalogue's entries; None when there is none of that name."""
        found = self._fetch_one("select entries from catalogues where name = ?", name)
        entries: list[Any] | None = json.loads(found[0]) if found else None
        return entries

    def put_catalogue(self, name: str, entries: Iterable[Any]) -> None:
        """Publish a catalogue."""
        with self._lock:
            self._db.execute("insert or replace into catalogues values (?, ?)", (name, json.dumps(list(entries))))

    def _store_package(self, package: Mapping[str, Any]) -> str:
        name, table = next(each for each in _TABLES.items() if each[0] in package)
        number, seq = package[name], package["ThuTu"]
        for message in package["ThongDiep"]:
            _APPLY[message["Loai"]](self, number, message["NoiDung"])
        update = f"update {table} set seq = ? where number = ?"  # noqa: S608 - one of three names of ours
        if self._db.execute(update, (seq, number)).rowcount != 1:
            raise Unacceptable("dossier_unknown")
        count = self._db.execute("select count(*) from packages").fetchone()[0]
        reference = f"DVC-{count + 1:08d}"
        self._db.execute(
            "insert into packages (fact, number, seq, day, reference, body) values (?, ?, ?, ?, ?, ?)",
            (package["MaGoi"], number, seq, package["NgayGhi"], reference, json.dumps(package, ensure_ascii=False)),
        )
        return reference

    def _store_dossier(self, number: str, content: Mapping[str, Any]) -> None:
        before = content.get("MaHoSoTruoc")
        if before and before != number:
            self._db.execute("update dossiers set number = ? where number = ?", (number, before))
            self._db.execute("insert or replace into renamed values (?, ?)", (before, number))
        held = self._db.execute("select status, seq from dossiers where number = ?", (number,)).fetchone()
        status, seq = held or ("", 0)
        values = (number, status, content["MaDonViTiepNhan"], seq, json.dumps(content, ensure_ascii=False))
        self._db.execute("insert or replace into dossiers values (?, ?, ?, ?, ?)", values)

    def _store_status(self, number: str, content: Mapping[str, Any]) -> None:
        if content["TrangThai"]:
            self._db.execute("update dossiers set status = ? where number = ?", (content["TrangThai"], number))

    def _store_question(self, number: str, content: Mapping[str, Any]) -> None:
        values = (number, content["LanDang"], 0, json.dumps(content, ensure_ascii=False))
        self._db.execute("insert or replace into questions values (?, ?, ?, ?)", values)

    def _withdraw_question(self, number: str, content: Mapping[str, Any]) -> None:
        self._db.execute("update questions set edition = 0 where number = ?", (number,))

    def _store_feedback(self, number: str, content: Mapping[str, Any]) -> None:
        held = self._db.execute("select seq, course from feedback where number = ?", (number,)).fetchone()
        if held is None and content["Buoc"] != "open":
            raise Unacceptable("feedback_unknown")
        seq, course = (held[0], json.loads(held[1])) if held else (0, [])
        values = (number, content["TrangThai"], seq, json.dumps([*course, content], ensure_ascii=False))
        self._db.execute("insert or replace into feedback values (?, ?, ?, ?)", values)

    def _fetch_one(self, query: str, *values: Any) -> Any:
        with self._lock:
            return self._db.execute(query, values).fetchone()

    def _fetch_all(self, query: str, *values: Any) -> list[Any]:
        with self._lock:
            return self._db.execute(query, values).fetchall()


_APPLY = {
    "dossier": PortalStore._store_dossier,
    "progress": PortalStore._store_status,
    "status": PortalStore._store_status,
    "feedback": PortalStore._store_feedback,
    "faq": PortalStore._store_question,
    "faq_withdrawn": PortalStore._withdraw_question,
}

_TABLES = {"MaCauHoi": "questions", "MaPhanAnh": "feedback", "MaHoSo": "dossiers"}
