"""Ways of paying: those of the province's list, and those of the national list where the province leaves it to that."""

from __future__ import annotations

import pytest

from chalicelib.domain.payments.payment_ways import (
    METHOD,
    RECORDED,
    PaymentWayClosed,
    Way,
    list_open_ways,
    require_open,
)


@pytest.mark.parametrize(
    ("channels", "modes", "ways"),
    [
        (("online", "counter"), ("post",), (Way.COUNTER, Way.ONLINE)),
        (("national_platform",), None, (Way.ONLINE,)),
        (("counter", "other"), ("post", "agency"), (Way.COUNTER, Way.POST)),
        (None, ("online", "other_agreed"), (Way.ONLINE, Way.OTHER)),
        (None, None, ()),
    ],
)
def test_the_provinces_list_counts_and_without_one_the_national(channels, modes, ways):
    assert list_open_ways(channels, modes) == ways


def test_a_way_that_is_not_open_is_refused():
    require_open(Way.POST, (Way.POST,))
    with pytest.raises(PaymentWayClosed):
        require_open(Way.ONLINE, (Way.COUNTER, Way.POST))


def test_each_way_that_a_cashier_records_has_a_method():
    assert set(METHOD) == set(RECORDED) == set(Way) - {Way.ONLINE}
