"""The pages behind the edge: complete, rightly typed, and the start page last."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from chalicelib.handlers.reading.reader import HOME
from infra.aws import deploy_web
from infra.local.cloud import LocalCloud
from infra.local.stack import LocalStack
from tests.infra.templates import EDGE, MAIN

OUTPUTS = {name: f"https://{name.lower()}.example" for name in MAIN["Outputs"]} | {"Province": "hue"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small built site."""
    (tmp_path / "assets").mkdir()
    for name in ("index.html", "assets/app-1a2b.js", "robots.txt", "icon.svg"):
        (tmp_path / name).write_text(name)
    return tmp_path


def test_the_start_page_comes_last_so_that_it_never_names_a_missing_file(site: Path) -> None:
    keys = [page.key for page in deploy_web.list_pages(site, {})]
    assert keys == ["assets/app-1a2b.js", "icon.svg", "robots.txt", "config.json", "index.html"]


def test_the_start_page_says_whose_it_is_before_any_script_runs(site: Path) -> None:
    (site / "index.html").write_text("<title>Một Cửa</title>")
    *_, page = deploy_web.list_pages(site, {"province_vi": "Tỉnh Tân Phú"})
    assert page.body.decode() == "<title>Một Cửa – Tỉnh Tân Phú</title>"


def test_robots_are_sent_to_the_map_of_the_site_under_its_address(site: Path) -> None:
    (site / "robots.txt").write_text("User-agent: *\nDisallow: /api/\n")
    pages = {page.key: page for page in deploy_web.list_pages(site, {}, origin="https://motcua.example.vn")}
    assert pages["robots.txt"].body.decode() == (
        f"User-agent: *\nDisallow: /api/\n\nSitemap: https://motcua.example.vn{HOME}/sitemap.xml\n"
    )
    assert EDGE["Outputs"]["SiteDomain"] == {"Value": {"Ref": "SiteDomain"}}


def test_a_provinces_own_mark_is_deployed_with_the_pages(site: Path, tmp_path: Path) -> None:
    mark = tmp_path.parent / f"{tmp_path.name}-province" / "mark.svg"
    mark.parent.mkdir()
    mark.write_text("<svg/>")
    page = {page.key: page for page in deploy_web.list_pages(site, {}, mark)}["mark.svg"]
    assert (page.body, page.content_type, page.cache) == (b"<svg/>", "image/svg+xml", "no-cache")


def test_only_files_named_by_their_content_are_kept_for_ever(site: Path) -> None:
    kept = {page.key for page in deploy_web.list_pages(site, {}) if "immutable" in page.cache}
    assert kept == {"assets/app-1a2b.js"}


def test_browsers_get_the_content_type_of_a_file(site: Path) -> None:
    types = {page.key: page.content_type for page in deploy_web.list_pages(site, {})}
    assert types["index.html"] == "text/html; charset=utf-8"
    assert types["assets/app-1a2b.js"] == "text/javascript; charset=utf-8"
    assert types["icon.svg"] == "image/svg+xml"


def test_the_pages_get_as_much_as_on_the_local_edge(tmp_path: Path) -> None:
    local = LocalStack(LocalCloud(tmp_path, 1), "hue", 1, OUTPUTS | {"RestAPIId": "x"}).build_site()
    assert set(deploy_web.build_site_config(OUTPUTS, "prod")) == set(local.config)


def test_the_edge_takes_from_the_main_stack_what_that_stack_gives() -> None:
    assert set(deploy_web.FROM_MAIN) <= set(MAIN["Outputs"]) & set(EDGE["Parameters"])
    asked = {name for name, one in EDGE["Parameters"].items() if "Default" not in one}
    assert asked - set(deploy_web.FROM_MAIN) == {"Province", "Stage", "SiteDomain", "CertificateArn", "EdgeSecret"}


def test_a_site_that_was_not_built_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--stage", "prod", "--province", "hue", "--site", str(tmp_path)]
    assert deploy_web.main(arguments) == 1
    assert "holds no pages" in capsys.readouterr().err


def test_pages_go_to_the_bucket_and_the_edge_forgets_the_old_ones(site: Path) -> None:
    calls: list[tuple[str, dict[str, Any]]] = []

    class CallRecorder:
        def put_object(self, **given: Any) -> None:
            calls.append(("put", given))

        def create_invalidation(self, **given: Any) -> None:
            calls.append(("invalidate", given))

    assert deploy_web.upload_pages(CallRecorder(), "bucket", deploy_web.list_pages(site, {})) == 5
    deploy_web.clear_edge_caches(CallRecorder(), "E1")
    assert [kind for kind, _ in calls] == ["put"] * 5 + ["invalidate"]
    assert calls[-1][1]["InvalidationBatch"]["Paths"]["Items"] == ["/*"]
