"""Huế, today: the state of a dossier, looked up without sign-in, and found again at the counter."""

from __future__ import annotations

import io
import secrets
import time
from collections.abc import Mapping
from typing import Any

import pypdf

from chalicelib.domain.search.status_links import token_in
from infra.local.person import CHECK_SECONDS, PAID_LATER, Person, UnexpectedAnswerError, repeat
from infra.local.seed import TODAY
from infra.local.sms import pass_on
from infra.local.stories.people import APPLICANT, BUSINESS, FORM_1
from infra.local.stories.registry import story
from infra.local.stories.telling import PATIENCE_S, Telling, read_file


@story("Huế, look-up by the slip's QR code, by text message and at the counter", province="hue",
       clock="2026-11-23T09:00:00")  # fmt: skip
def hue_lookup(telling: Telling) -> str:
    """Nobody signs in to see code and degree of completion, and nobody sees more; the counter finds the person."""
    citizen, desk = telling.person("citizen1"), telling.person("desk1")
    unit = telling.place(TODAY).one_stop
    # A name and a number that nobody else has: the counter's list of a common name is cut.
    name, phone = "".join(secrets.choice("aeiou") for _ in range(8)), f"09{secrets.randbelow(10**8):08d}"
    applicant = {**APPLICANT, "full_name": f"Trần Thị {name.title()}", "phone": phone}
    dossier = citizen.draft("1.001612", unit, "own_portal", {"answers": BUSINESS, "applicant": applicant})
    citizen.submit(dossier, [citizen.upload(dossier, "component", FORM_1)])
    code = desk.step(dossier, "receive", PAID_LATER)["code"]
    address = qr_address(receipt(citizen, dossier))
    telling.same(
        "the slip's QR code opens the site's own page", address.split("#")[0], f"{telling.stack.origin}/tra-cuu"
    )
    telling.same("… and names the dossier code", address.split("/")[-3], code)
    seen = look_up(telling, link=token_in(address))
    told = sorted(name for name, value in seen.items() if value is not None)
    telling.same("the link shows code and completion alone", told, ["code", "completion"])
    telling.same("… of a dossier just received", (seen["code"], _where(seen)), (code, ("received", 1, 4)))
    desk.step(dossier, "transfer")
    telling.same("the moment it goes on the code shows it", _where(look_up(telling, code=code)), ("processing", 2, 4))
    answer = repeat(lambda: pass_on(telling.stack, f"hs {code.lower()}"), PATIENCE_S)
    telling.same(
        "a text message is answered in plain letters", answer.body["text"], f"Ho so {code}: Dang giai quyet (2/4)."
    )
    _misses(telling, address, code)
    _counter(telling, dossier, unit, f"tran thi {name[:6]}", f"+84 {phone[1:]}")
    return dossier


def _misses(telling: Telling, address: str, code: str) -> None:
    token = token_in(address)
    forged = token[:-2] + ("aa" if token[-2:] != "aa" else "bb")
    misses = [{"link": forged}, {"link": "k1-nonsense"}, {"code": f"{code[:-3]}888"}, {"code": "TN-0000000000000"}]
    answers = [telling.stranger().ask("POST", "/api/lookup", each) for each in misses]
    bodies = [{name: value for name, value in each.body.items() if name != "trace_id"} for each in answers]
    statuses = [each.status for each in answers]
    telling.same("a forged link, a wrong code and a filing that is none: one answer", statuses, [404] * 4)
    telling.same("… in the same words", bodies.count(bodies[0]), 4)
    unread = telling.stranger().ask("POST", "/api/lookup", {"code": "no code at all"})
    telling.same("what is no code is told which one is wanted", unread.code, "not_a_dossier_code")
    message = b'{"id":"1","from":"+84912345678","text":"HS 1"}'
    unsigned = repeat(lambda: telling.stranger().call("POST", "/api/sms", message, {}), PATIENCE_S)
    telling.same("an unsigned message", (unsigned.status, unsigned.code), (400, "sms_refused"))


def _counter(telling: Telling, dossier: str, unit: str, name: str, phone: str) -> None:
    desk = telling.person("desk2")
    asked = {"unit": unit, "by": "name", "text": name, "purpose": "counter_question"}
    telling.same("the counter finds the person by the beginning of the name", found(desk, asked, dossier), True)
    by_phone = {**asked, "by": "phone", "text": phone}
    telling.same("… and by telephone number", found(desk, by_phone, dossier), True)
    other = telling.person("other1").ask("POST", "/api/search", asked)
    telling.same("another unit's officer may not look there", other.code, "not_found")


def found(desk: Person, asked: dict[str, Any], dossier: str) -> bool:
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


def look_up(telling: Telling, **asked: str) -> Any:
    """Return the API's public look-up answer."""
    return telling.stranger().ask("POST", "/api/lookup", asked, expect=200).body


def receipt(citizen: Person, dossier: str) -> bytes:
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


def qr_address(pdf: bytes) -> str:
    """Return the receipt's alternative text of its QR code, which equals the code's content."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    objects: list[Any] = [reader.get_object(number) for number in reader.xref[0]]
    texts = [str(one["/Alt"]) for one in objects if isinstance(one, Mapping) and "/Alt" in one]
    return next(text.removeprefix("Mã QR: ") for text in texts if text.startswith("Mã QR: "))


def _where(seen: Any) -> tuple[str, int, int]:
    told = seen["completion"]
    return told["state"], told["done"], told["of"]
