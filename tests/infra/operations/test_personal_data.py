"""The command that shows what is left of a person finds it in every place, and prints no identifier."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.domain.search import counter_search
from chalicelib.repositories.dynamodb.compression import compress_text
from infra.operations import personal_data
from infra.operations.personal_data import SoughtPerson, find_remains

KEY = "k" * 64
STACK = {"TableName": "t", "PapersBucket": "p", "FindSecretArn": "f", "Province": "hue"}
NUMBER, PHONE, NAME, ACCOUNT = (
    "046190001234",
    "0912345678",
    "Nguyễn Thị Minh Khai",
    "5d2f3d1e-7c5a-4c1e-9a0f-2f9c6e1b7a10",
)


class Pages:
    """A paginator over answers made before."""

    def __init__(self, answer: Any) -> None:
        self._answer = answer

    def paginate(self, **asked: Any) -> Iterator[dict[str, Any]]:
        """The answer to what is asked, as one page."""
        yield self._answer(asked)


class Cloud:
    """Table, files, secrets and logs in memory."""

    def __init__(self) -> None:
        self.items: list[dict[str, Any]] = []
        self.files: list[str] = []
        self.logged: list[str] = []

    def client(self, service: str) -> Cloud:
        """All services are this."""
        return self

    def get_paginator(self, name: str) -> Pages:
        """Pages of a call."""
        return Pages(
            {
                "scan": lambda asked: {"Items": self.items},
                "list_object_versions": lambda asked: {
                    "Versions": [each for each in self.files if each.startswith(asked["Prefix"])]
                },
                "filter_log_events": lambda asked: {
                    "events": [line for line in self.logged if json.loads(asked["filterPattern"]) in line]
                },
            }[name]
        )

    def get_secret_value(self, **asked: Any) -> dict[str, str]:
        """The key of the counter search."""
        return {"SecretString": json.dumps({"key": KEY})}

    def row(self, pk: str, sk: str, text: str = "", *, packed: bool = False, **more: str) -> None:
        """Put a row."""
        body = {"packed": {"B": compress_text(text)}} if packed else {"body": {"S": text}}
        self.items.append({"pk": {"S": pk}, "sk": {"S": sk}, **body, **{k: {"S": v} for k, v in more.items()}})


def look_for_person(cloud: Cloud, *said: str) -> personal_data.Remains:
    """Look for a person."""
    return find_remains(cloud, STACK, ["/motcua/hue/prod/api"], SoughtPerson.read_identifiers(said))


@pytest.mark.parametrize(
    ("place", "said", "kind"),
    [
        (("D#1", "PART#aa", json.dumps({"id_number": NUMBER}), False), NUMBER, "D/PART"),
        (("D#1", "PART#aa", json.dumps({"full_name": "NGUYEN THI MINH KHAI"}), False), NAME, "D/PART"),
        (("D#1", "PAPER#p", json.dumps({"name": "cccd nguyễn thị minh khai.pdf"}, ensure_ascii=False), False), NAME,
         "D/PAPER"),
        (("D#1", "REACH#filer", "+84912345678", False), PHONE, "D/REACH"),
        (("D#1", "STATE", json.dumps({"owner": ACCOUNT}), True), ACCOUNT, "D/STATE"),
        (("D#1", "FACT#00000001", json.dumps({"note": NUMBER}), True), NUMBER, "D/FACT"),
        (("D#2", "DRAFT", json.dumps({"phone": PHONE}), False), PHONE, "D/DRAFT"),
        ((f"PERSON#{ACCOUNT}", "REACH", "{}", False), ACCOUNT, "PERSON"),
        ((f"INBOX#{ACCOUNT}", "m", "{}", False), ACCOUNT, "INBOX"),
        (("TXN#counter#1", "TXN", json.dumps({"payer": NAME}, ensure_ascii=False), False), NAME, "TXN"),
    ],
)  # fmt: skip
def test_a_row_that_names_the_person_is_counted_by_its_kind(
    place: tuple[str, str, str, bool], said: str, kind: str
) -> None:
    cloud = Cloud()
    pk, sk, text, packed = place
    cloud.row(pk, sk, text, packed=packed)
    cloud.row("D#9", "PART#bb", json.dumps({"id_number": "079301009999", "phone": "0987654321"}))
    found = look_for_person(cloud, said)
    assert found.table == {kind: 1}
    assert found.any_left
    assert found.dossiers == ({pk.removeprefix("D#")} if pk.startswith("D#") else set())


def test_search_files_and_logs_are_looked_through() -> None:
    cloud, unit = Cloud(), "HUE-1C"
    cloud.row("D#1", "STATE", json.dumps({"owner": ACCOUNT}), unit=unit)
    for by, said in (
        (counter_search.By.ID_NUMBER, NUMBER),
        (counter_search.By.PHONE, PHONE),
        (counter_search.By.NAME, NAME),
    ):
        digest = counter_search.digest_value(KEY.encode(), unit, by, counter_search.normalise_query(by, said))
        cloud.row(f"FIND#{digest}", "D#1", "{}")
    cloud.files = ["in/1/a", "in/1/a", "slips/1/b", "in/10/c"]
    cloud.logged = [f'{{"actor": "{ACCOUNT}"}}', "{}"]
    found = look_for_person(cloud, NUMBER, PHONE, NAME, ACCOUNT)
    assert (found.search, dict(found.files), dict(found.logs)) == (
        3, {"in/": 2, "slips/": 1}, {"/motcua/hue/prod/api": 1}
    )  # fmt: skip
    told = "\n".join(found.list_lines())
    assert not any(each in told for each in (NUMBER, PHONE, NAME, ACCOUNT))


def test_nothing_left_is_said_and_is_no_fault() -> None:
    cloud = Cloud()
    cloud.row("D#1", "PAPER#p", json.dumps({"name": "", "state": "erased"}))
    found = look_for_person(cloud, NUMBER, PHONE, NAME)
    assert not found.any_left
    assert "table: nothing" in list(found.list_lines())


@pytest.mark.parametrize("said", ["", "\n \n", "abc", f"{NUMBER}\nkt"])
def test_nothing_or_too_little_is_refused_before_anything_is_asked(
    said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(said))
    assert personal_data.main(["--stack", "motcua-prod-hue"]) == 2
    assert NUMBER not in capsys.readouterr().err
