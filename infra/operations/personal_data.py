"""Shows where a deployment still stores a person's data: table, search, files with all their versions, logs.

    python -m infra.operations.personal_data --stack motcua-prod-code < identifiers.txt

Standard input holds one identifier a line: an identity number, a telephone, an address of mail, a full name, the
number of an account. They are read from there alone, so that no command line and no history of a shell holds them;
none is printed.
Give the number of the account, too: files are looked for in the dossiers whose rows name the person, and of an erased
dossier they name the account alone.
Run with the operator's rights, since no function may go over the whole table.

Exit code: 0 nothing is left, 1 with the places on standard output, 2 when nothing was asked.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from chalicelib.domain.search import counter_search
from chalicelib.domain.shared.folding import fold_text
from chalicelib.repositories.aws.secrets import parse_find
from chalicelib.repositories.dynamodb.compression import decompress_text
from infra.aws.clients import Aws
from infra.aws.deploy import read_outputs
from infra.local.cloud import LocalCloud

SHORTEST = 4
"""Letters below which an identifier would be found everywhere."""
FOLDERS = ("in", "slips")


class SearchedAccount(Protocol):
    """Provides clients of an account's services."""

    def client(self, service: str) -> Any:
        """Return a client of `service`."""


@dataclass(frozen=True, slots=True)
class SoughtPerson:
    """Identifiers of one person, as typed and normalised, so that accents and letter case do not hide
    one."""

    identifiers: tuple[str, ...] = field(repr=False)

    @classmethod
    def read_identifiers(cls, lines: Iterable[str]) -> SoughtPerson:
        """Return the identifiers of some lines. Raises ValueError for none, or for one too short to look for."""
        said = tuple(line.strip() for line in lines if line.strip())
        if not said:
            raise ValueError("give one identifier a line on standard input")
        if any(len(each) < SHORTEST for each in said):
            raise ValueError(f"an identifier has at least {SHORTEST} letters")
        # A telephone is stored as typed and in its international form.
        abroad = tuple(f"+84{each[1:]}" for each in said if re.fullmatch(r"0[0-9]{9}", each))
        return cls(said + abroad)

    def is_in(self, text: str) -> bool:
        """Return whether a text names the person."""
        plain = fold_text(text)
        return any(fold_text(each) in plain for each in self.identifiers)

    def search_entries(self, key: bytes, units: Collection[str]) -> frozenset[str]:
        """Return partitions of the search entries by which counters of these units would find the person."""
        return frozenset(
            f"FIND#{counter_search.digest_value(key, unit, by, value)}"
            for each in self.identifiers
            for by in (counter_search.By.ID_NUMBER, counter_search.By.PHONE, counter_search.By.NAME)
            if (value := counter_search.normalise_query(by, each))
            for unit in units
        )


@dataclass
class Remains:
    """Findings counted by place, without values. `dossiers` are those concerned."""

    table: Counter[str] = field(default_factory=Counter)
    search: int = 0
    files: Counter[str] = field(default_factory=Counter)
    logs: Counter[str] = field(default_factory=Counter)
    dossiers: set[str] = field(default_factory=set)

    @property
    def any_left(self) -> bool:
        """Whether anything personal is left; records of who acted stay by law and name an account alone."""
        return bool(self.table or self.search or self.files or self.logs)

    def list_lines(self) -> Iterator[str]:
        """Yield the report."""
        for what, counted in (("table", self.table), ("files", self.files), ("logs", self.logs)):
            if not counted:
                yield f"{what}: nothing"
            for place, number in sorted(counted.items()):
                yield f"{what}: {place} × {number}"
        yield f"search: {self.search or 'nothing'}"
        yield f"dossiers: {', '.join(sorted(self.dossiers)) or 'none'}"


def find_remains(
    aws: SearchedAccount, stack: Mapping[str, str], groups: Iterable[str], person: SoughtPerson
) -> Remains:
    """Look everywhere for a person."""
    remains = Remains()
    units = set[str]()
    searched = set[str]()
    for item in _scan_items(aws.client("dynamodb"), stack["TableName"]):
        pk, sk = item["pk"]["S"], item["sk"]["S"]
        if "unit" in item:
            units.add(item["unit"]["S"])
        if pk.startswith("FIND#"):
            searched.add(pk)
        if person.is_in(_unpack_text(item)):
            remains.table[_name_row_kind(pk, sk)] += 1
            if pk.startswith("D#"):
                remains.dossiers.add(pk.removeprefix("D#"))
    key = _find_key(aws, stack)
    remains.search = len(person.search_entries(key, units) & searched)
    for dossier in remains.dossiers:
        remains.files.update(_count_versions(aws.client("s3"), stack["PapersBucket"], dossier))
    for group in groups:
        if number := _log_lines(aws.client("logs"), group, person):
            remains.logs[group] = number
    return remains


def _scan_items(dynamodb: Any, table: str) -> Iterator[dict[str, Any]]:
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True):
        yield from page["Items"]


def _unpack_text(item: Mapping[str, Any]) -> str:
    """Return the whole text of an item, its packed body unpacked."""
    packed = item.get("packed", {}).get("B")
    said = [each["S"] for each in item.values() if "S" in each]
    return "\n".join([*said, decompress_text(packed) if packed else ""])


def _name_row_kind(pk: str, sk: str) -> str:
    """Return the kind of row of a place, without its identifying part."""
    first, second = pk.split("#")[0], sk.split("#")[0]
    return f"{first}/{second}" if first == "D" else first


def _find_key(aws: SearchedAccount, stack: Mapping[str, str]) -> bytes:
    text = aws.client("secretsmanager").get_secret_value(SecretId=stack["FindSecretArn"])["SecretString"]
    return parse_find(text)


def _count_versions(s3: Any, bucket: str, dossier: str) -> Counter[str]:
    found = Counter[str]()
    for folder in FOLDERS:
        for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=f"{folder}/{dossier}/"):
            found[f"{folder}/"] += len(page.get("Versions", ())) + len(page.get("DeleteMarkers", ()))
    return +found


def _log_lines(logs: Any, group: str, person: SoughtPerson) -> int:
    return sum(
        len(page["events"])
        for each in person.identifiers
        for page in logs.get_paginator("filter_log_events").paginate(
            logGroupName=group, filterPattern=json.dumps(each, ensure_ascii=False)
        )
    )


def list_groups(logs: Any, prefix: str) -> list[str]:
    """Return the log groups of a deployment."""
    pages = logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=prefix)
    return [group["logGroupName"] for page in pages for group in page["logGroups"]]


def main(argv: list[str]) -> int:
    """Look as the arguments say; the exit code is the module's."""
    parser = argparse.ArgumentParser(
        prog="python -m infra.operations.personal_data", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--stack", required=True)
    parser.add_argument("--cloud-port", type=int, default=0, help="the port of a local cloud instead of the account")
    chosen = parser.parse_args(argv)
    try:
        person = SoughtPerson.read_identifiers(sys.stdin)
    except ValueError as refused:
        print(refused, file=sys.stderr)
        return 2
    aws = _provide_account(chosen.cloud_port)
    stack = read_outputs(aws, chosen.stack)
    stage = chosen.stack.split("-")[1]
    groups = list_groups(aws.client("logs"), f"/motcua/{stack['Province']}/{stage}/")
    remains = find_remains(aws, stack, groups, person)
    print("\n".join(remains.list_lines()))
    return 1 if remains.any_left else 0


def _provide_account(cloud_port: int) -> Aws:
    if not cloud_port:
        return Aws.from_environment()
    return LocalCloud(Path(), cloud_port).provide_account()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
