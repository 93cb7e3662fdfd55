"""Huế, today: the state of a dossier, looked up without sign-in, and found again at the counter."""

from __future__ import annotations

import io
import secrets
import time
from collections.abc import Mapping
from typing import Any

import pypdf

from chalicelib.domain.search.status_links import extract_token
from infra.local.person import CHECK_SECONDS, PAID_LATER, ApiPerson, UnexpectedAnswerError, repeat
from infra.local.seed import TODAY
from infra.local.sms import pass_on
from infra.local.stories.people import APPLICANT, BUSINESS, FORM_1
from infra.local.stories.registry import register_story
from infra.local.stories.telling import PATIENCE_S, Scenario, read_file


@register_story("Huế, look-up by the slip's QR code, by text message and at the counter", province="hue",
       clock="2026-11-23T09:00:00")  # fmt: skip
def hue_lookup(telling: Scenario) -> str:
    """Nobody signs in to see code and degree of completion, and nobody sees more; the counter finds the person."""
    citizen, desk = telling.find_person("citizen2"), telling.find_person("desk1")
    unit = telling.find_place(TODAY).one_stop
    # A name and a number that nobody else has: the counter's list of a common name is cut.
    name, phone = "".join(secrets.choice("aeiou") for _ in range(8)), f"09{secrets.randbelow(10**8):08d}"
    applicant = {**APPLICANT, "full_name": f"Trần Thị {name.title()}", "phone": phone}
    dossier = citizen.draft("1.001612", unit, "own_portal", {"answers": BUSINESS, "applicant": applicant})
    citizen.submit(dossier, [citizen.upload(dossier, "component", FORM_1)])
    code = desk.step(dossier, "receive", PAID_LATER)["code"]
    address = read_qr_address(wait_for_receipt(citizen, dossier))
    telling.check_equal(
        "the slip's QR code opens the site's own page", address.split("#")[0], f"{telling.stack.origin}/tra-cuu"
    )
    telling.check_equal("… and names the dossier code", address.split("/")[-3], code)
    seen = look_up(telling, link=extract_token(address))
    shown = sorted(name for name, value in seen.items() if value is not None)
    telling.check_equal("the link shows code and completion alone", shown, ["code", "completion"])
    telling.check_equal(
        "… of a dossier just received", (seen["code"], _read_position(seen)), (code, ("received", 1, 4))
    )
    desk.step(dossier, "transfer")
    telling.check_equal(
        "the moment it goes on the code shows it", _read_position(look_up(telling, code=code)), ("processing", 2, 4)
    )
    answer = repeat(lambda: pass_on(telling.stack, f"hs {code.lower()}"), PATIENCE_S)
    telling.check_equal(
        "a text message is answered in plain letters", answer.body["text"], f"Ho so {code}: Dang giai quyet (2/4)."
    )
    _check_misses(telling, address, code)
    _check_counter(telling, dossier, unit, f"tran thi {name[:6]}", f"+84 {phone[1:]}")
    return dossier


def _check_misses(telling: Scenario, address: str, code: str) -> None:
    token = extract_token(address)
    forged = token[:-2] + ("aa" if token[-2:] != "aa" else "bb")
    misses = [{"link": forged}, {"link": "k1-nonsense"}, {"code": f"{code[:-3]}888"}, {"code": "TN-0000000000000"}]
    answers = [telling.stranger().ask("POST", "/api/lookup", each) for each in misses]
    bodies = [{name: value for name, value in each.body.items() if name != "trace_id"} for each in answers]
    statuses = [each.status for each in answers]
    telling.check_equal("a forged link, a wrong code and a filing that is none: one answer", statuses, [404] * 4)
    telling.check_equal("… in the same words", bodies.count(bodies[0]), 4)
    unread = telling.stranger().ask("POST", "/api/lookup", {"code": "no code at all"})
    telling.check_equal("what is no code is shown which one is wanted", unread.code, "not_a_dossier_code")
    message = b'{"id":"1","from":"+84912345678","text":"HS 1"}'
    unsigned = repeat(lambda: telling.stranger().call("POST", "/api/sms", message, {}), PATIENCE_S)
    telling.check_equal("an unsigned message", (unsigned.status, unsigned.code), (400, "sms_refused"))


def _check_counter(telling: Scenario, dossier: str, unit: str, name: str, phone: str) -> None:
    desk = telling.find_person("desk2")
    asked = {"unit": unit, "by": "name", "text": name, "purpose": "counter_question"}
    telling.check_equal(
        "the counter finds the person by the beginning of the name", can_find(desk, asked, dossier), True
    )
    by_phone = {**asked, "by": "phone", "text": phone}
    telling.check_equal("… and by telephone number", can_find(desk, by_phone, dossier), True)
    other = telling.find_person("other1").ask("POST", "/api/search", asked)
    telling.check_equal("another unit's officer may not look there", other.code, "not_found")


def can_find(desk: ApiPerson, asked: dict[str, Any], dossier: str) -> bool:
    """Return whether the search finds the dossier before long: its entries follow the facts."""
    until = time.monotonic() + CHECK_SECONDS
    while True:
        items = desk.ask("POST", "/api/search", asked, expect=200).body["items"]
        if any(each["dossier_id"] == dossier for each in items):
            return True
        if time.monotonic() > until:
            return False
        # An officer may search so often and no oftener.
        time.sleep(1)


def look_up(telling: Scenario, **asked: str) -> Any:
    """Return the API's public look-up answer."""
    return telling.stranger().ask("POST", "/api/lookup", asked, expect=200).body


def wait_for_receipt(citizen: ApiPerson, dossier: str) -> bytes:
    """Return the PDF of the dossier's receipt, once it is made."""
    until = time.monotonic() + CHECK_SECONDS
    while True:
        papers = citizen.get(f"/api/dossiers/{dossier}/papers")["items"]
        slip = next((each["id"] for each in papers if each["kind"] == "slip"), None)
        if slip:
            return read_file(citizen.get(f"/api/dossiers/{dossier}/papers/{slip}/link")["url"])
        if time.monotonic() > until:
            raise UnexpectedAnswerError("no receipt was made")
        time.sleep(0.2)


def read_qr_address(pdf: bytes) -> str:
    """Return the receipt's alternative text of its QR code, which equals the code's content."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    objects: list[Any] = [reader.get_object(number) for number in reader.xref[0]]
    texts = [str(one["/Alt"]) for one in objects if isinstance(one, Mapping) and "/Alt" in one]
    return next(text.removeprefix("Mã QR: ") for text in texts if text.startswith("Mã QR: "))


def _read_position(seen: Any) -> tuple[str, int, int]:
    shown = seen["completion"]
    return shown["state"], shown["done"], shown["of"]
