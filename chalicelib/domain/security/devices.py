"""The browser and the system of a device, in two words: enough for its owner to know it again, too little to follow
anybody by."""

from __future__ import annotations

UNKNOWN = "other"
BROWSERS = (
    ("edg", "edge"), ("opr/", "opera"), ("samsungbrowser", "samsung"), ("coc_coc", "coccoc"), ("firefox", "firefox"),
    ("fxios", "firefox"), ("crios", "chrome"), ("chrome", "chrome"), ("safari", "safari"),
)  # fmt: skip
"""Marks of browsers, the more exact first: most name themselves after others too."""
SYSTEMS = (
    ("iphone", "iphone"), ("ipad", "ipad"), ("android", "android"), ("windows", "windows"), ("mac os", "macos"),
    ("cros", "chromeos"), ("linux", "linux"),
)  # fmt: skip
NAMES = {
    "edge": "Edge", "opera": "Opera", "samsung": "Samsung Internet", "coccoc": "Cốc Cốc", "firefox": "Firefox",
    "chrome": "Chrome", "safari": "Safari", "iphone": "iPhone", "ipad": "iPad", "android": "Android",
    "windows": "Windows", "macos": "macOS", "chromeos": "ChromeOS", "linux": "Linux",
}  # fmt: skip


def classify_device(user_agent: str) -> str:
    """Return the words for what a browser says of itself, such as `chrome windows`; nothing else is kept."""
    said = user_agent[:500].lower()
    found = (next((word for mark, word in marks if mark in said), UNKNOWN) for marks in (BROWSERS, SYSTEMS))
    words = " ".join(found)
    return "" if words == f"{UNKNOWN} {UNKNOWN}" else words


def name_device(words: str) -> tuple[str, str]:
    """Return the names of the browser and of the system; empty for what is not known."""
    browser, _, system = words.partition(" ")
    return NAMES.get(browser, ""), NAMES.get(system, "")
