"""Lists that a page saves as a file, read back."""

from __future__ import annotations

import zipfile
from pathlib import Path

from playwright.sync_api import Locator, Page


def read_saved(page: Page, button: Locator) -> str:
    """Save a list with Enter; the text of the file."""
    with page.expect_download() as kept:
        button.press("Enter")
    path = Path(kept.value.path())
    if not kept.value.suggested_filename.endswith(".xlsx"):
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as book:
        return book.read("xl/worksheets/sheet1.xml").decode()
