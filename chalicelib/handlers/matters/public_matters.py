"""Public matters: newest first, of one unit, or found by words without accents; and one of them."""

from __future__ import annotations

from dataclasses import replace

from chalice.app import Blueprint

from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.matters.kind_table import KINDS, find_kind
from chalicelib.domain.matters.public_face import PublicMatter, list_search_words
from chalicelib.domain.shared.errors import FieldError, Invalid, NotFound
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import PUBLIC, Rate, register_operation
from chalicelib.models.http.base import NamedView
from chalicelib.models.matters.matters import PublicMattersPage, PublicMattersQuery, PublicMatterView
from chalicelib.steps.matters.matter_ports import PublicPage
from chalicelib.wiring.matters import provide_public_matters
from chalicelib.wiring.steps import provide_reference

bp = Blueprint(__name__)
SHORT = "public, max-age=30"
READS = Rate("public_matters", 600, 600)


@register_operation(
    bp, "GET", "/api/matters/public", access=PUBLIC, query=PublicMattersQuery, answer=PublicMattersPage,
    refuses=(NotFound, Invalid), rate=READS, cache=SHORT,
)  # fmt: skip
def public_matters(call: Call[None, PublicMattersQuery]) -> PublicMattersPage:
    """List public matters of a kind or group, or search them without accents, best match first."""
    q, public = call.query, provide_public_matters()
    if q.kind not in {kind.name for kind in KINDS.values()}:
        vi, en = "Không có loại việc này.", "There is no such kind of matter."
        raise Invalid(fields=(FieldError("/query/kind", "unknown_kind", vi, en),))
    words = list_search_words([q.q])
    if q.q.strip():
        found = PublicPage(public.search(q.kind, words, q.limit, q.group) if words else ())
    elif q.group:
        found = public.list_group(q.kind, q.group, q.limit, q.cursor)
    else:
        found = public.list_newest(q.kind, q.unit, q.limit, q.cursor)
    return PublicMattersPage(items=[_view_public(each) for each in found.items], cursor=found.cursor)


@register_operation(
    bp, "GET", "/api/matters/public/{matter_id}", access=PUBLIC, answer=PublicMatterView, rate=READS, cache=SHORT
)
def public_matter(call: Call) -> PublicMatterView:
    """Show one public matter, without links to others that are hidden or withdrawn."""
    public = provide_public_matters()
    shown = public.find(call.params["matter_id"])
    if shown is None:
        raise NotFound()
    kind = find_kind(shown.kind)
    links = {key: other for key, other in shown.texts.items() if (each := kind.find_field(key)) and each.matter}
    still = public.list_shown(links.values())
    kept = {key: text for key, text in shown.texts.items() if key not in links or text in still}
    return _view_public(replace(shown, texts=kept))


def _view_public(shown: PublicMatter) -> PublicMatterView:
    reference, dates = provide_reference(), CaseDates(shown.published_at)
    label = find_kind(shown.kind).find_label(lambda param: reference.find_rule(param, dates).value)
    return PublicMatterView(
        id=shown.id,
        kind=shown.kind,
        number=shown.number,
        state=shown.state,
        unit=shown.unit,
        published_at=shown.published_at,
        changed_at=shown.changed_at,
        edition=shown.edition,
        values=dict(shown.values),
        texts=dict(shown.texts),
        label=NamedView(vi=label.vi, en=label.en) if label else None,
    )
