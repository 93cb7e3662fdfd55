"""The pictures of the README, taken of the pages as they are built: `make screens` writes them into docs/pictures/.

    python -m tests.public_pictures

They are taken on a throw-away local cloud. Next to them is a list of their words: the words of the pages that stood on
them, and the digest of the style sheets.
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import typst
from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from infra.docs.pictures import FOLDER, RECORD, SIZE, look, spoken_words
from infra.local.browser import ensure_browser
from infra.local.cloud import LocalCloud
from infra.local.person import ApiPerson
from infra.local.ports import find_free_port
from infra.local.serve import serve_stack
from infra.local.stack import LocalStack
from infra.local.stories.people import APPLICANT, BUSINESS
from infra.paths import ROOT
from tests.browser.conftest import FLAGS, prepare_stack
from tests.browser.filing import PAPER, PROCEDURE, file_paid_dossier, find_one_stop
from tests.browser.visitor import Visitor
from tests.support.running.cloud_fixtures import MORNING

_QUALITY: Final = 78
_SPOKEN = "header a, header button, h1, h2, h3, main button, main th, main dt, main label, nav a"
_PAPER = """
#set page(margin: 2.2cm)
#set text(size: 12pt, lang: "vi")
#align(center)[*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM*\\ *Độc lập – Tự do – Hạnh phúc*\\ #line(length: 5cm)]
#v(1cm)
#align(center)[#text(15pt)[*GIẤY CHỨNG NHẬN SỞ HỮU ĐỊA ĐIỂM KINH DOANH*]\\ _(giấy tờ giả, để chạy thử phần mềm)_]
#v(0.8cm)
Chủ sở hữu: *Trần Thị Hoa*\\ Địa chỉ: 12 Lê Lợi, phường Thuận Hóa, thành phố Huế\\ Diện tích: 64 m#super[2]\\
Mục đích sử dụng: dịch vụ ăn uống
#v(0.6cm)
#table(columns: (1fr, 2fr), inset: 8pt, [Thửa đất số], [118], [Tờ bản đồ số], [42], [Thời hạn], [Lâu dài])
"""


def take(site: LocalStack) -> None:
    """Take each picture and write down what it shows."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    dossier = _received(site)
    words = spoken_words()
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=ensure_browser(), args=FLAGS)
        shown = {}
        for name, (who, path, ready) in _views(dossier).items():
            visitor = Visitor(browser, site, *SIZE)
            visitor.be(who, path) if who else visitor.go(path)
            expect(visitor.page.locator(ready).first).to_be_visible()
            visitor.page.wait_for_load_state("networkidle")
            shown[name] = {"words": _said(visitor.page, words), **_keep(name, visitor.page.screenshot())}
            visitor.leave()
        browser.close()
    RECORD.write_text(json.dumps({"look": look(), "pictures": shown}, ensure_ascii=False, indent=1) + "\n")


def _views(dossier: str) -> dict[str, tuple[str, str, str]]:
    """Yield the views: person, address, and the data needed before."""
    return {
        "home": ("", "/", ".cards li, main h2"),
        "dossier": ("citizen1", f"/dossiers/{dossier}", "main h2"),
        "workspace": ("case1", f"/officer/dossiers/{dossier}", ".viewer-page"),
    }


def _received(site: LocalStack) -> str:
    """A dossier that was paid, received and passed on to those who settle it."""
    citizen, desk = ApiPerson(site, "citizen1"), ApiPerson(site, "desk1")
    draft = {"answers": BUSINESS, "applicant": APPLICANT}
    dossier = citizen.draft(PROCEDURE, find_one_stop(site), "own_portal", draft)
    citizen.submit(dossier, [citizen.upload(dossier, "component", PAPER, typst.compile(_PAPER.encode()))])
    file_paid_dossier(site, dossier)
    desk.step(dossier, "receive")
    desk.step(dossier, "transfer")
    return dossier


def _said(page: Page, words: str) -> list[str]:
    """Texts of headings, buttons and labels that the pages' own sources hold; what is data is left out."""
    found: list[str] = page.locator(_SPOKEN).filter(visible=True).all_inner_texts()
    short = (" ".join(text.split()) for text in found)
    return sorted({text for text in short if 2 < len(text) < 60 and text in words})


def _keep(name: str, taken: bytes) -> dict[str, Any]:
    """Write a screenshot as a small picture; answers its file's name, digest and size in bytes."""
    packed = io.BytesIO()
    with Image.open(io.BytesIO(taken)) as picture:
        picture.convert("RGB").save(packed, "WEBP", quality=_QUALITY, method=6)
    content = packed.getvalue()
    (FOLDER / f"{name}.webp").write_bytes(content)
    return {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def main() -> int:
    """Bring a stack up and take the pictures of it."""
    office_hours = round(MORNING.timestamp() - time.time())
    with (
        tempfile.TemporaryDirectory() as state,
        LocalCloud(Path(state), keep=False) as cloud,
        serve_stack(LocalStack(cloud, "hue", find_free_port(), clock_offset=office_hours), find_free_port()) as site,
    ):
        take(prepare_stack(site))
    print(f"{len(list(FOLDER.glob('*.webp')))} pictures in {FOLDER.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
