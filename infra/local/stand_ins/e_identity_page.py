"""The sign-in page of the stand-in e-identity provider: plain HTML, without scripts."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from typing import Any

POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"
KINDS = {"citizen": "công dân", "foreigner": "người nước ngoài", "organisation": "tổ chức"}
_STYLE = """
body { font: 1.0625rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 0 auto; padding: 1rem; color: #1b1b1b;
  background: #fff; }
label { display: block; padding: 0.5rem 0; }
button { font: inherit; min-height: 2.75rem; padding: 0.5rem 1rem; }
.note { border-inline-start: 4px solid #7a4b00; padding-inline-start: 0.75rem; }
"""


def render_sign_in(people: Iterable[Mapping[str, Any]], hidden: Mapping[str, str]) -> str:
    """Return the page that asks who signs in; `hidden` is the request, sent again with the choice."""
    kept = "".join(
        f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
        for name, value in hidden.items()
    )
    choices = "".join(_render_choice(each, first=at == 0) for at, each in enumerate(people))
    return render_page(
        "Đăng nhập bằng tài khoản định danh điện tử",
        f"""<p class="note">Đây là hệ thống giả lập trên máy này. Nó không kết nối với VNeID, và không ai ở đây là người
thật.</p><form method="post" action="/authorize">{kept}<fieldset><legend>Bạn là ai?</legend>{choices}</fieldset>
<p><button type="submit">Đồng ý chia sẻ thông tin và đăng nhập</button>
<button type="submit" name="refuse" value="1">Không đồng ý</button></p></form>""",
    )


def render_refusal(text: str) -> str:
    """Return the page of a sign-in that goes nowhere: the client is unknown, or the request is incomplete."""
    return render_page("Không đăng nhập được", f"<p>{html.escape(text)}</p>")


def _render_choice(person: Mapping[str, Any], *, first: bool) -> str:
    level = f", mức độ {person['level']}" if person.get("level") else ""
    about = f"{person['full_name']} – {KINDS[str(person['kind'])]}{level}"
    locked = ", đang bị khóa" if person.get("state") == "locked" else ""
    chosen = " checked" if first else ""
    name = html.escape(str(person["name"]))
    return (
        f'<label><input type="radio" name="person" value="{name}"{chosen}> {html.escape(about + locked)} '
        f"({name})</label>"
    )


def render_page(title: str, body: str) -> str:
    """Return a plain page of a stand-in."""
    return f"""<!doctype html><html lang="vi"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{html.escape(title)}</title>
<style>{_STYLE}</style></head><body><main><h1>{html.escape(title)}</h1>{body}</main></body></html>"""
