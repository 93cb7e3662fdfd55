"""Where a person is signed in: the list of sessions, and the end of one of them."""

from __future__ import annotations

import pytest

from chalicelib.domain.security.devices import classify_device, name_device
from chalicelib.domain.shared.errors import NotFound
from chalicelib.repositories.accounts.officers import RIGHTS
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.steps.security.session_list import end_other_session
from chalicelib.wiring import sessions as wiring_sessions
from tests.api.session_world import COOKIE, HOA, SessionWorld, is_ended, world

__all__ = ["world"]

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"
OFFICE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"


@pytest.mark.parametrize(
    ("said", "names"),
    [
        (PHONE, ("Safari", "iPhone")),
        (OFFICE, ("Edge", "Windows")),
        ("Mozilla/5.0 (Linux; Android 14; SM-S918B) Chrome/130.0 Mobile Safari/537.36", ("Chrome", "Android")),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0", ("Firefox", "Linux")),
        ("curl/8.5", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_device_has_two_words_and_nothing_more_is_kept(said: str, names: tuple[str, str]) -> None:
    assert name_device(classify_device(said)) == names
    assert len(classify_device(said).split()) in (0, 2)


def test_a_person_ends_the_session_of_another_device(world: SessionWorld) -> None:
    phone, desk, stranger = world.browser(), world.browser(), world.browser()
    begun = phone.begin("khai")
    phone.ask("/api/session", begun, User_Agent=PHONE)
    world.later(minutes=2)
    desk.ask("/api/session", desk.begin("khai"), User_Agent=OFFICE)
    stranger.sign_in("hoa")
    listed = desk.ask("/api/session/devices").json["items"]
    assert [(each["browser"], each["system"], each["current"]) for each in listed] == [
        ("Edge", "Windows", True), ("Safari", "iPhone", False),
    ]  # fmt: skip
    assert listed[1]["begun_at"] < listed[0]["begun_at"]
    other = {"id": listed[1]["id"]}
    assert stranger.ask("/api/session/devices/end", other).code == "not_found"
    assert world.browser().ask("/api/session/devices/end", other).code == "session_ended"
    now, token = world.clock.real_now(), desk.jar[COOKIE]
    with pytest.raises(NotFound):
        end_other_session(wiring_sessions.provide_session_desk(now, now), token, "0" * 64, now)
    assert phone.resume().status == 200
    left = desk.ask("/api/session/devices/end", other).json["items"]
    assert [each["current"] for each in left] == [True]
    assert is_ended(phone.resume())
    world.later(seconds=5)
    assert desk.resume().status == 200


def test_ended_sessions_are_not_listed(world: SessionWorld) -> None:
    first, second = world.browser(), world.browser()
    first.sign_in("khai")
    first.ask("/api/session/end", {"everywhere": True})
    world.later(seconds=5)
    second.sign_in("khai")
    assert len(second.ask("/api/session/devices").json["items"]) == 1
    assert is_ended(first.ask("/api/session/devices"))


def test_after_two_people_were_separated_each_sees_and_ends_their_own_devices(world: SessionWorld) -> None:
    world.pool.proven |= {"khai": HOA, "old": HOA}
    first, second = world.browser(), world.browser()
    assert [first.sign_in("khai").status, second.sign_in("old").status] == [201, 201]
    seen = [each.ask("/api/session/devices").json["items"] for each in (first, second)]
    assert [len(each) for each in seen] == [2, 2], "one person signs in with both accounts"
    TableItem(keys.OFFICER("old"), keys.RIGHTS, kind=RIGHTS).save()
    for browser, (own, other) in zip((first, second), seen, strict=True):
        left = browser.ask("/api/session/devices").json["items"]
        assert [each["id"] for each in left] == [own["id"]]
        assert browser.ask("/api/session/devices/end", {"id": other["id"]}).code == "not_found"
    second.ask("/api/session/end", {"everywhere": True})
    assert [first.resume().status, second.jar] == [200, {}]
