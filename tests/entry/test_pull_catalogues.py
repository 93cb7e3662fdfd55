"""The nightly comparison of the shared catalogues, from its event to the review queue in the table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from chalicelib.domain.catalogue.catalogue_changes import ReviewStanding
from chalicelib.handlers.catalogue.pull_catalogues import pull_catalogues
from chalicelib.repositories.catalogue.catalogue_changes import CatalogueChanges, list_ours, load_shared
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from infra.local.stand_ins.portal import PortalStandIn
from tests.entry.test_sync_national import forget_adapters
from tests.support.payment_builders import open_till
from tests.support.sync_builders import KEY, KEY_ID, start_portal

NIGHT = json.loads((Path(__file__).parents[2] / "events" / "pull_catalogues.json").read_text())


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> Iterator[PortalStandIn]:
    """A deployment whose portal publishes what we have."""
    with open_till("pulled"), start_portal() as running:
        keys = {"ours": {KEY_ID: KEY.hex()}, "portal": {}, "systems": {}}
        arn = boto3.client("secretsmanager").create_secret(Name="portal", SecretString=json.dumps(keys))["ARN"]
        for name, value in {
            "TABLE_NAME": "motcua", "PROVINCE": "hue", "STAGE": "test", "PORTAL_URL": running.url,
            "PORTAL_SECRET_ARN": arn,
        }.items():  # fmt: skip
            monkeypatch.setenv(name, value)
        forget_adapters()
        for name, entries in publish_catalogues().items():
            running.store.put_catalogue(name, entries)
        yield running
    forget_adapters()


def publish_catalogues(**renamed: str) -> dict[str, list[dict[str, Any]]]:
    """Our catalogues in the portal's words; `renamed` gives entries of the list of sexes (`s1`) other names."""
    shared = load_shared()
    made: dict[str, list[dict[str, Any]]] = {}
    for each in shared:
        sides = list_ours(CatalogueFiles(), shared)[each.ours]
        made[each.name] = [
            {each.key: code, **{theirs: values[0][mine] for theirs, mine in each.fields.items()}}
            for code, values in sides.items()
        ]
    for entry in made["gioi-tinh"]:
        entry["Ten"] = renamed.get(f"s{entry['Ma']}", entry["Ten"])
    return made


def test_catalogues_that_agree_leave_the_queue_empty(there):
    counts = pull_catalogues(NIGHT, None)
    assert counts == {"catalogues": 3, "unread": 0, "opened": 0, "ended": 0, "missed": 0}
    assert CatalogueChanges().list_all() == []


def test_a_difference_is_one_item_over_all_nights_and_ends_by_itself(there, capsys):
    there.store.put_catalogue("gioi-tinh", publish_catalogues(s1="Nam giới")["gioi-tinh"])
    assert pull_catalogues(NIGHT, None)["opened"] == 1
    assert pull_catalogues(NIGHT, None)["opened"] == 0
    (change,), further = CatalogueChanges().list_page(ReviewStanding.OPEN, 10, None)
    assert (change.code, change.theirs, change.version, further) == ("1", {"name": "Nam giới"}, 1, None)
    assert CatalogueChanges().look(change.id) == change
    there.store.put_catalogue("gioi-tinh", publish_catalogues()["gioi-tinh"])
    assert pull_catalogues(NIGHT, None)["ended"] == 1
    assert CatalogueChanges().list_page(ReviewStanding.OPEN, 10, None) == ([], None)
    assert [each.id for each in CatalogueChanges().list_page(ReviewStanding.GONE, 10, None)[0]] == [change.id]
    assert "CataloguesUnread" not in capsys.readouterr().out


def test_a_page_that_is_malformed_stores_nothing_and_raises_the_alarm(there, capsys):
    there.store.put_catalogue("gioi-tinh", [{"Ma": "1", "Ten": "Nam giới"}, {"Ma": "2"}])
    counts = pull_catalogues(NIGHT, None)
    assert (counts["unread"], counts["opened"]) == (1, 0)
    assert CatalogueChanges().list_all() == []
    logged = capsys.readouterr().out
    assert "CataloguesUnread" in logged
    assert '"unread":"field"' in logged


def test_a_refused_signature_stores_nothing_and_raises_the_alarm(there, capsys):
    there.store.put_catalogue("gioi-tinh", publish_catalogues(s1="Nam giới")["gioi-tinh"])
    there.keys = {KEY_ID: b"another" * 8}
    assert pull_catalogues(NIGHT, None)["unread"] == 3
    assert CatalogueChanges().list_all() == []
    logged = capsys.readouterr().out
    assert "CataloguesUnread" in logged
    assert '"unread":"status_401"' in logged


def test_without_a_portal_nothing_is_pulled_and_it_is_said(there, monkeypatch, capsys):
    monkeypatch.setenv("PORTAL_URL", "")
    forget_adapters()
    assert pull_catalogues(NIGHT, None)["catalogues"] == 0
    assert '"off":true' in capsys.readouterr().out


def test_without_a_key_the_schedule_fails_aloud(there, monkeypatch, capsys):
    monkeypatch.setenv("PORTAL_SECRET_ARN", "")
    forget_adapters()
    with pytest.raises(RuntimeError):
        pull_catalogues(NIGHT, None)
    assert "pull_catalogues_failed" in capsys.readouterr().out
