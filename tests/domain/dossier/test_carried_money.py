"""Money that was paid online for a wrong procedure: it pays the right one, and no đồng is lost or counted twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.dossier.carried_money import (
    PaidSum,
    apply_carried_sums,
    collect_carried_sums,
    is_carried,
    release_carried_money,
    total_sums,
)
from chalicelib.domain.dossier.obligations import (
    Due,
    ExemptionClaim,
    FeeLine,
    Method,
    Obligation,
    Obligations,
    ObligationState,
    Payment,
)
from chalicelib.domain.dossier.refiling import RefiledFrom, RefiledInto
from chalicelib.domain.payments import fees
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.domain.shared.timezone import write_stamp

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
AMOUNTS = st.integers(1, 2_000_000)


def build_owed(*amounts: int, due: Due = Due.RECEPTION) -> Obligations:
    lines = [FeeLine(f"line{n}", "Phí", "Fee", amount, due) for n, amount in enumerate(amounts)]
    return fees.build_obligations(lines, None, NOW)


def settle_one(one: Obligation, ref: str = "gw:1", method: Method = Method.ONLINE) -> Obligation:
    return fees.settle_obligation(one, Payment(ref, one.amount, method))


def show_obligations(obligations: Obligations) -> list[tuple[str, str, int, str]]:
    return [(one.id, one.fee_key, one.amount, one.state.value) for one in obligations]


def test_the_same_fee_is_paid_and_nothing_is_left() -> None:
    after, left = apply_carried_sums(build_owed(15_000), (PaidSum("gw:1", 15_000, "CT-1"),))
    (one,) = after
    assert (one.state, one.method, one.transactions, one.voucher) == (
        ObligationState.SETTLED, Method.ONLINE, ("gw:1",), "CT-1",
    )  # fmt: skip
    assert (fees.select_paid_by(after, "gw:1"), left) == (after, ())


def test_a_higher_fee_leaves_the_difference_to_pay_as_a_sum_of_its_own() -> None:
    after, left = apply_carried_sums(build_owed(100_000), (PaidSum("gw:1", 15_000),))
    assert show_obligations(after) == [("F01", "line0", 15_000, "settled"), ("F02", "line0", 85_000, "open")]
    assert (fees.total_due(after), left) == (85_000, ())
    whole = fees.settle_together(after, ["F02"], Payment("gw:2", 85_000, Method.ONLINE))
    assert fees.total_due(whole) == 0


def test_a_lower_fee_leaves_the_rest_to_be_given_back() -> None:
    after, left = apply_carried_sums(build_owed(15_000), (PaidSum("gw:1", 100_000),))
    assert show_obligations(after) == [("F01", "line0", 15_000, "settled")]
    assert left == (PaidSum("gw:1", 85_000),)


def test_two_payments_pay_one_fee_each_its_own_part() -> None:
    after, left = apply_carried_sums(build_owed(100_000), (PaidSum("gw:1", 60_000), PaidSum("gw:2", 70_000)))
    assert [(one.amount, one.transactions) for one in after] == [(60_000, ("gw:1",)), (40_000, ("gw:2",))]
    assert left == (PaidSum("gw:2", 30_000),)


def test_what_falls_due_first_is_paid_first_and_what_a_claim_waits_for_last() -> None:
    late = replace(build_owed(50_000, due=Due.HANDOVER)[0], id="F01", fee_key="late")
    claimed = fees.claim_exemption(
        replace(build_owed(50_000)[0], id="F02", fee_key="claimed"),
        FeeLine("claimed", "Phí", "Fee", 50_000, exemption_groups=("poor",)),
        ExemptionClaim("poor", "paper-1", "citizen-1"),
    )
    soon = replace(build_owed(50_000)[0], id="F03", fee_key="soon")
    after, _ = apply_carried_sums((late, claimed, soon), (PaidSum("gw:1", 60_000),))
    states = [(one.fee_key, one.amount, one.state.value) for one in after]
    assert states == [
        ("late", 10_000, "settled"), ("late", 40_000, "open"), ("claimed", 50_000, "open"), ("soon", 50_000, "settled"),
    ]  # fmt: skip


def test_only_money_from_the_gateway_goes_along_and_leaves_nothing_paid_behind() -> None:
    online, cash, still_open = build_owed(15_000, 8_000, 5_000)
    before = (settle_one(online), settle_one(cash, "counter:BL-1", Method.CASH), still_open)
    assert [is_carried(one) for one in before] == [True, False, False]
    assert collect_carried_sums(before, (PaidSum("gw:0", 1_000),)) == (PaidSum("gw:1", 15_000), PaidSum("gw:0", 1_000))
    moved, kept, waiting = release_carried_money(before, "n" * 26)
    assert (moved.state, moved.paid_amount, moved.transactions) == (
        ObligationState.CANCELLED, 0, ("gw:1", f"refiled:{'n' * 26}"),
    )  # fmt: skip
    assert (kept, waiting) == before[1:]


@given(st.lists(AMOUNTS, max_size=4), st.lists(AMOUNTS, max_size=4))
def test_no_money_appears_or_vanishes(fee_amounts: list[int], paid_amounts: list[int]) -> None:
    sums = tuple(PaidSum(f"gw:{n}", amount) for n, amount in enumerate(paid_amounts))
    before = build_owed(*fee_amounts)
    after, left = apply_carried_sums(before, sums)
    settled = sum(one.paid_amount for one in after)
    assert settled + total_sums(left) == total_sums(sums)
    assert settled + fees.total_due(after) == fees.total_due(before)
    assert not (left and fees.total_due(after)), "nothing is given back while something is owed"
    assert [one.id for one in after] == [f"F{n:02d}" for n in range(1, len(after) + 1)]
    by_transaction = {each.transaction: each.amount for each in sums}
    for ref, amount in by_transaction.items():
        here = sum(one.paid_amount for one in after if one.transactions == (ref,))
        assert here + total_sums(each for each in left if each.transaction == ref) == amount


def test_refilings_stored_before_money_was_carried_are_read() -> None:
    stored = {"dossier": "d", "codes": ["H57-1"], "received_at": write_stamp(NOW)}
    assert unpack_value(RefiledFrom, stored) == RefiledFrom("d", ("H57-1",), NOW)
    assert unpack_value(RefiledInto, {"dossier": "d", "receipt_no": "N-1"}) == RefiledInto("d", "N-1")
    origin = RefiledFrom("d", ("c",), NOW, carried=15_000, owed_back=(PaidSum("gw:1", 85_000),))
    assert unpack_value(RefiledFrom, pack_value(origin)) == origin
