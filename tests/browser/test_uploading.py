"""Files on their way: refused with the reason, tried again, converted, and opened before anything is sent."""

from __future__ import annotations

import io
import re
from pathlib import Path
from urllib.request import urlopen

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, expect

from infra.local.person import ApiPerson, create_pdf
from tests.browser import pictures
from tests.browser.filing import PAPER, FilingPages
from tests.browser.network import answer_in_place, answer_refusal, lose_answer
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.cloud

# This browser shows no PDF, as on most telephones: the file is offered for the program that does.
NO_VIEWER = "a[download]"
# Keeps count of the files that have an address in the page's memory.
COUNT_URLS = """() => {
    const { createObjectURL, revokeObjectURL } = URL;
    window.lent = new Set();
    URL.createObjectURL = (file) => { const url = createObjectURL.call(URL, file); window.lent.add(url); return url; };
    URL.revokeObjectURL = (url) => { window.lent.delete(url); revokeObjectURL.call(URL, url); };
}"""


def test_uploading(visitor: Visitor, tmp_path: Path) -> None:
    page, person = visitor.page, ApiPerson(visitor.site, "citizen2")
    visitor.be("citizen2")
    dossier = FilingPages(visitor).start()
    visitor.move(f"/drafts/{dossier}/papers")
    slot, control = page.locator(f"#p-{PAPER}"), page.locator(f"#p-{PAPER}-file")
    page.evaluate(COUNT_URLS)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    refused = {
        "to.pdf": (b"%PDF-1.7" + bytes(25 * 1024 * 1024), "nặng 25,0 MB; mỗi tệp tối đa 20 MB"),
        "gia.pdf": (b"MZ" + bytes(64), "không phải là PDF thật"),
        "chay.exe": (b"MZ" + bytes(64), "phải là PDF, JPG, PNG hoặc HEIC"),
        "rong.png": (b"", "trống"),
    }
    for name, (content, reason) in refused.items():
        (tmp_path / name).write_bytes(content)
        control.set_input_files(tmp_path / name)
        expect(slot).to_contain_text(reason)
        slot.get_by_role("button", name=f"Bỏ tệp {name}").click()
    assert not [url for url in asked if url.endswith("/papers")], "refused before anything was sent"

    good = FilePayload(name="don.pdf", mimeType="application/pdf", buffer=create_pdf("don"))
    retry = slot.get_by_role("button", name="Thử lại don.pdf")
    with answer_in_place(page, "POST", "/papers$", answer_refusal(429)):
        control.set_input_files(good)
        expect(slot).to_contain_text("Lời từ chối 429.")
    open_by_keys(visitor, slot, "don.pdf", NO_VIEWER)
    with answer_in_place(page, "PUT", r":\d+/[^/]+/in/", lambda route: route.abort()):
        retry.click()
        expect(slot).to_contain_text("Chưa tải được “don.pdf”")
    with answer_in_place(page, "PUT", r":\d+/[^/]+/in/", lose_answer):
        retry.click()
        expect(slot).to_contain_text("Chưa tải được “don.pdf”")
    # An arrived file is checked before the person retries.
    (arrived,) = person.get(f"/api/dossiers/{dossier}/papers")["items"]
    person.wait_checked(dossier, arrived["id"])
    retry.click()
    expect(slot.locator(".tag-done")).to_be_visible()
    assert len(person.get(f"/api/dossiers/{dossier}/papers")["items"]) == 1, "every attempt was the same paper"

    check_converted(visitor, slot, control, dossier)
    visitor.go(f"/drafts/{dossier}/papers")
    page.evaluate(COUNT_URLS)
    open_by_keys(visitor, slot, "IMG_1.jpg", "img")
    visitor.go(f"/drafts/{dossier}/review")
    page.evaluate(COUNT_URLS)
    open_by_keys(visitor, page.locator("main"), "don.pdf", NO_VIEWER)


def open_by_keys(visitor: Visitor, within: Locator, name: str, shown: str) -> None:
    """Open a file and close it again, by keys alone: it is shown, and nothing of it stays in memory."""
    page = visitor.page
    button = within.get_by_role("button", name=f"Mở xem {name}")
    button.focus()
    page.keyboard.press("Enter")
    box = page.get_by_role("dialog", name=name)
    expect(box.locator(shown)).to_be_visible()
    if shown == "img":
        expect(box.locator(shown)).to_have_js_property("complete", value=True)
        assert box.locator(shown).evaluate("(img) => img.naturalWidth") > 0
    expect(box.get_by_role("button", name="Đóng")).to_be_focused()
    assert visitor.axe() == []
    assert page.evaluate("window.lent.size") == 1
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(button).to_be_focused()
    assert page.evaluate("window.lent.size") == 0


def check_converted(visitor: Visitor, slot: Locator, control: Locator, dossier: str) -> None:
    """A HEIC picture and one of 108 million pixels arrive as JPEG, upright; a damaged one is refused."""
    page, person = visitor.page, ApiPerson(visitor.site, "citizen2")
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url.rsplit("/", 1)[1]))
    whole = pictures.write_heic()
    file = FilePayload(name="IMG_1.HEIC", mimeType="image/heic", buffer=whole)
    with answer_in_place(page, "GET", r"\.wasm$", lambda route: route.abort()):
        control.set_input_files(file)
        expect(slot).to_contain_text("Chưa tải được phần đọc ảnh để mở “IMG_1.HEIC”")
    slot.get_by_role("button", name="Thử lại IMG_1.HEIC").click()
    expect(slot.locator(".tag-done")).to_have_count(2)
    expect(slot).to_contain_text("Ảnh HEIC đã được chuyển sang JPG.")
    assert any(name.endswith(".wasm") for name in loaded)
    sent = read_stored_picture(person, dossier, "IMG_1.jpg")
    assert (sent.format, sent.size) == ("JPEG", pictures.USUAL)
    assert pictures.is_marked(sent, (0, 0))
    open_by_keys(visitor, slot, "IMG_1.jpg", "img")

    loaded.clear()
    control.set_input_files(FilePayload(name="hong.heic", mimeType="image/heic", buffer=whole[: len(whole) // 2]))
    expect(slot).to_contain_text("Ảnh “hong.heic” bị hỏng, không đọc được.")
    slot.get_by_role("button", name="Bỏ tệp hong.heic").click()

    control.set_input_files(FilePayload(name="anh-lon.jpg", mimeType="image/jpeg", buffer=pictures.write_turned_jpeg()))
    expect(slot.locator(".tag-done")).to_have_count(3)
    expect(slot).to_contain_text("Ảnh lớn đã được thu nhỏ để gửi được.")
    sent = read_stored_picture(person, dossier, "anh-lon.jpg")
    assert (sent.format, sent.size) == ("JPEG", (2631, 3508))
    assert pictures.is_marked(sent, (1, 0))
    assert sent.getexif().get(pictures.ORIENTATION) is None
    expect(page.locator(".save-state")).to_contain_text(re.compile("Đã lưu"))


def read_stored_picture(person: ApiPerson, dossier: str, name: str) -> Image.Image:
    """The picture as the file store has it."""
    papers = person.get(f"/api/dossiers/{dossier}/papers")["items"]
    (paper,) = [each for each in papers if each["name"] == name]
    link = person.get(f"/api/dossiers/{dossier}/papers/{paper['id']}/link")
    with urlopen(link["url"]) as answer:
        return Image.open(io.BytesIO(answer.read()))
