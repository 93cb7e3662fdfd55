"""Digests of bodies as they were recorded: a command repeated after a release must find its first result."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chalicelib.domain.accounts.roles import Actor
from chalicelib.handlers.dossier.step import build_command
from chalicelib.handlers.http.call import Call
from chalicelib.steps.dossier.context import Command, digest_body
from tests.support.commands import MODELS

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
LINE = '{"outage": "o1", "at": "2026-11-20T08:30:00+07:00"}'
RECORDED = [
    ("transfer", "{}", "RBNvo1WzZ4oRRq0W9-hkng"),
    ("transfer", f'{{"paper_register": {LINE}}}', "fRGYcqWRmUmn_EDCzPUAJw"),
    ("receive", '{"originals": ["id_card"], "receipt_wanted": true}', "11V7Gv664AbzV7oV7Xk0LQ"),
    (
        "receive",
        '{"paper_register": {"outage": "o1", "code": "H57.12-261120-9001", "received_at": "2026-11-20T01:30:00Z"}}',
        "mPNlg57F9ssCDpomlJfdkQ",
    ),
    ("refuse", '{"ground": "not_conforming", "reason": "Sai mẫu"}', "gPHWW51ua3-iqBeR5GZILQ"),
    (
        "request_supplement",
        '{"components": ["a"], "guidance": "Chụp lại", "fallbacks": {"a": "expired"}}',
        "mrJPixLVGKQDQJANB_s4Qw",
    ),
    (
        "supplement",
        '{"papers": ["p1"], "structured": {"form": "f", "answers": {"n": 1, "t": "ế"}}}',
        "q4yy1iTaB2LG5Zp5lgWunA",
    ),
    ("assign", '{"officer": "lan-1"}', "qcA7vcYkuqlrJHcULeiaxQ"),
    ("assign", '{"officer": "lan-1", "note": "Gấp", "seen_holder": ""}', "Fl0wJnRT-0NIv_WKl9XyPg"),
    ("consult", '{"unit": "HUE-BHXH", "reply_days": 2, "questions": "Ý kiến?"}', "9jhWlQirxe_CMa8EExMSWA"),
    (
        "consult",
        '{"unit": "HUE-BHXH", "reply_days": 2, "questions": "Ý kiến?", "papers": ["p1"]}',
        "42SBKCFUI-E3pnOIq-OUHQ",
    ),
    ("answer", '{"opinion": "Đồng ý"}', "vsKkHuMySW-xIwfgAZ3m9A"),
    ("approve", '{"reason": null}', "nx6tYIc4wz-WWRVdkT0Kxw"),
    ("approve", '{"late_cause": "officer_fault", "late_officer": "lan-1"}', "WDlR9hdVPGEZbPuVSQ06yw"),
    ("erase", '{"ground": "subject_request"}', "9ea55CZOYH2ifS6vJKp13g"),
    ("erase", '{"ground": "authority_decision", "decision": "12/QĐ-TA"}', "c9BJEiZs8gpzFJOCHurHIA"),
    (
        "add_paper",
        '{"kind": "component", "component": "a", "name": "giấy.pdf", "size": 10, '
        '"sha256": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", '
        '"content_type": "application/pdf"}',
        "eeEL6AjVmTH-CSR4gXmyuA",
    ),
    ("close_reconciliation", '{"resolution": "refunded", "note": "Hoàn lại"}', "DzqBZPcajECzztPefsCJAg"),
    ("pay", '{"obligations": ["F01"], "amount": 15000, "receipt_number": "BL-0001"}', "wIO63DXAiAVpuerYzzh0mg"),
    (
        "save_draft",
        '{"answers": {"x": [1, 2.5, "ế"]}, "applicant": {"full_name": "Trần Thị Hoa", "phone": "0912345678"}}',
        "k752YSepywdlyGekqAGYdQ",
    ),
    (
        "give_back",
        '{"way": "counter", "receiver": {"full_name": "Trần Thị Hoa", "id_number": "046190000001"}}',
        "HzgjH1GbA-yxAyhuShDiIg",
    ),
    (
        "acknowledge_payment",
        '{"obligation": "F01", "voucher": "CT-1", "credited_at": "2026-11-23T09:00:00+07:00"}',
        "t_IlysaNg6NqdFUiP63KGQ",
    ),
    (
        "create_draft",
        '{"procedure": "1.001612", "one_stop": "HUE-N19942-1C", "channel": "own_portal"}',
        "8ZPZRdTedoVDT1DQ6NXVdQ",
    ),
    ("submit", '{"papers": ["p1"], "declared_true": true}', "9--04Ft7Su-67um_q_J4vA"),
    ("decide_catalogue_change", '{"verdict": "accepted", "reason": "Theo QĐ 1739"}', "ubV-mApo-oiI9NbswpH3JQ"),
    ("declare_outage", '{"started_at": "2026-11-23T08:00:00+07:00", "reason": "Đứt cáp"}', "no8IhhN52FwO0YT1nrgQfg"),
]


def build_recorded(step: str, body: str) -> Command[object]:
    """The command of a request with this body."""
    read = MODELS[step].model_validate_json(body)
    return build_command(Call(Actor("a"), NOW, NOW, "t", {"dossier_id": "d"}, None, read, key="k" * 16), step)


@pytest.mark.parametrize(("step", "body", "digest"), RECORDED)
def test_the_digest_of_a_recorded_body_stays(step: str, body: str, digest: str) -> None:
    command = build_recorded(step, body)
    assert command.ledger_record == {"key": command.full_key, "digest": digest}


def test_every_key_of_a_command_is_recorded_with_a_digest() -> None:
    bare = build_command(Call(Actor("a"), NOW, NOW, "t", {"dossier_id": "d"}, None, None, key="k" * 16), "discard")
    assert bare.digest == digest_body({}) == "RBNvo1WzZ4oRRq0W9-hkng"
    assert bare.full_key == "IDk3QslXNrzDywvDfrbKUQ"
    with pytest.raises(ValueError, match="needs the digest"):
        Command("discard", "d", Actor("a"), NOW, NOW, None, "k" * 16)


def test_the_system_s_own_digests_stay() -> None:
    at = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    assert digest_body({"status": "DangXuLy", "at": at}) == "bKst9DaNyDj64wCE1xyRbw"
    started = {"procedure": "1.001612", "one_stop": "HUE-N19942-1C", "channel": "national_portal", "for_unit": None,
               "national": {"number": "G22.99.01", "owner": ""}}  # fmt: skip
    assert digest_body(started) == "uNVw9YcSCbxXHNPoowobgg"
