"""A camera that sees a printed receipt: its QR code opens the public look-up."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from infra.local.browser import find_shell
from infra.local.person import PAID_LATER, ApiPerson
from infra.local.stack import LocalStack
from infra.local.stories.hue_lookup import read_qr_address, wait_for_receipt
from tests.browser.conftest import FLAGS
from tests.browser.filing import file_dossier
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.cloud

WIDTH, HEIGHT = 640, 480


def film_receipt(pdf: bytes, path: Path) -> None:
    """One frame of the receipt's head, as a camera held above it sees it."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0].render(scale=3.0).to_pil().convert("L")
    head = page.crop((0, 0, page.width, page.width * HEIGHT // WIDTH)).resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    colourless = bytes([128]) * (WIDTH * HEIGHT // 2)
    path.write_bytes(
        b"YUV4MPEG2 W%d H%d F5:1 Ip A1:1 C420mpeg2\nFRAME\n" % (WIDTH, HEIGHT) + head.tobytes() + colourless
    )


def test_the_printed_code_is_read_by_the_camera_and_shows_the_minimum(
    browser: Browser, site: LocalStack, tmp_path: Path
) -> None:
    dossier = file_dossier(site)
    code = ApiPerson(site, "desk1").step(dossier, "receive", PAID_LATER)["code"]
    printed = wait_for_receipt(ApiPerson(site, "citizen1"), dossier)
    film_receipt(printed, tmp_path / "receipt.y4m")
    seen = f"--use-file-for-fake-video-capture={tmp_path / 'receipt.y4m'}"
    with_camera = browser.browser_type.launch(executable_path=find_shell(), args=[*FLAGS, seen])
    guest = Visitor(with_camera, site, width=360, height=800)
    guest.go("/tra-cuu")
    guest.page.get_by_role("button", name="Quét mã QR").click()
    reported = guest.page.locator("[role=status]:not(.scanner *)").filter(has_text=code)
    expect(reported).to_contain_text("Đã hoàn thành 1/4 bước.")
    expect(guest.page.locator("video")).to_have_count(0)
    assert code not in guest.page.url
    opened = guest.context.new_page()
    opened.goto(read_qr_address(printed))
    expect(opened.get_by_role("status").filter(has_text=code)).to_contain_text("Đã hoàn thành 1/4 bước.")
    guest.leave()
    with_camera.close()


def test_without_a_camera_the_page_says_what_to_do_instead(site: LocalStack, browser: Browser) -> None:
    with_none = browser.browser_type.launch(executable_path=find_shell(), args=FLAGS[:-2])
    guest = Visitor(with_none, site, width=360, height=800)
    guest.go("/tra-cuu")
    guest.page.get_by_role("button", name="Quét mã QR").click()
    expect(guest.page.get_by_role("alert")).to_contain_text("Không mở được máy ảnh")
    guest.leave()
    with_none.close()
