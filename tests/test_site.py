"""The documentation as a site: every page that planlint names is there, and no link is dead."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs.build import build
from docs.site.links import dead
from docs.site.pages import Page
from docs.site.render import Renderer
from linter.outputs.links import DOCS, rule_url
from linter.rules.registry import FAMILY
from tests.browser import CHROMIUM, Browser
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site")
    assert build(out) == []
    return out


def below(site: Path, url: str) -> Path:
    """The file that answers to an address, as a server finds it: the index of the directory."""
    path = site / url.removeprefix(DOCS + "/")
    return path / "index.html" if path.is_dir() else path


@pytest.mark.parametrize("rule", FAMILY)
def test_every_rule_has_its_page_where_planlint_says(site: Path, rule: str) -> None:
    assert f'<h1 id="{rule}">{rule}</h1>' in below(site, rule_url(rule)).read_text(encoding="utf-8")


def test_every_document_has_its_page(site: Path) -> None:
    names = [path.relative_to(ROOT / "docs").with_suffix("") for path in (ROOT / "docs").rglob("*.md")]
    for name in [*map(str, names), "", "rules", "outputs", "integrations", "contributing", "changelog"]:
        assert (site / name / "index.html").is_file()


def test_every_page_is_in_the_navigation_once(site: Path) -> None:
    home = (site / "index.html").read_text(encoding="utf-8")
    listed = re.findall(r'<a href="([^"#]*index.html)" (?:aria-current="page" )?data-words', home)
    assert sorted(listed) == sorted(path.relative_to(site).as_posix() for path in site.rglob("index.html"))


def test_schemas_stand_where_they_say(site: Path) -> None:
    for path in (ROOT / "linter" / "schema" / "definitions").glob("*.json"):
        assert below(site, json.loads(path.read_text(encoding="utf-8"))["$id"]).read_bytes() == path.read_bytes()


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*.html"):
        assert not re.findall(r'(?:src="|stylesheet" href=")(?:https?:)?//[^"]*', path.read_text(encoding="utf-8"))


def test_what_is_marked_is_underlined_and_ids_of_rules_are_links(site: Path) -> None:
    page = (site / "rules" / "batch-order" / "index.html").read_text(encoding="utf-8")
    assert "batch_1: [<mark>T2</mark>]" in page and "«" not in page
    assert '<a href="../../rules/same-batch-dependency/index.html"><code>same-batch-dependency</code></a>' in page


def rendered(text: str, source: str = "docs/page.md") -> tuple[str, list[str]]:
    renderer = Renderer({"README.md": "", "docs/git.md": "git", "docs/page.md": "page"})
    return renderer.html(Page("page", "Page", text, source=source)), renderer.problems


def test_links_to_files_lead_to_their_pages_or_to_the_repository() -> None:
    html, problems = rendered(
        "[a](git.md#x) [b](../README.md) [c](../LICENSE) ![d](images/graph.svg) [e](https://x.test)"
    )
    assert problems == []
    for target in (
        "../git/index.html#x",
        "../index.html",
        "/blob/main/LICENSE",
        "../images/graph.svg",
        "https://x.test",
    ):
        assert f'{target}"' in html


@pytest.mark.parametrize("link", ["gone.md", "../../outside.md", "images/gone.svg"])
def test_a_link_to_no_file_is_a_problem(link: str) -> None:
    assert rendered(f"[a]({link})")[1] == [f"docs/page.md: {link}: no such file"]


def test_headings_are_named_as_github_names_them() -> None:
    html, _ = rendered("# `--since REF`, or not\n\n## A\n\n## A\n\n<!-- unseen -->\n")
    assert re.findall(r'id="(.*?)"', html) == ["--since-ref-or-not", "a", "a-1"]
    assert "unseen" not in html


def test_dead_links_between_pages_are_found(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text('<p id="x"></p><p id="x"></p><a href="../gone.html">')
    (tmp_path / "index.html").write_text(
        '<a href="a/index.html#x"><a href="a/index.html#y"><a href="#z"><img src="c.svg">'
        f'<a href="{DOCS}/a"><a href="{DOCS}/b">'
    )
    assert dead(tmp_path) == [
        "a/index.html: id 'x' stands twice",
        "a/index.html: ../gone.html: no such file",
        "index.html: a/index.html#y: no heading 'y' there",
        "index.html: #z: no heading 'z' there",
        "index.html: c.svg: no such file",
        f"index.html: {DOCS}/b: no such file",
    ]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    opened = Browser()
    yield opened
    opened.close()


@pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")
def test_the_search_finds_pages_and_the_page_fits_a_phone(site: Path, browser: Browser) -> None:
    browser.call("Emulation.setDeviceMetricsOverride", width=390, height=844, deviceScaleFactor=1, mobile=True)
    for name in ("", "constraints", "rules", "rules/batch-order", "outputs/sarif"):
        browser.open(site / name / "index.html")
        assert browser.run("document.documentElement.scrollWidth") == 390
    search = "(q => {const i = document.querySelector('input'); i.value = q; i.dispatchEvent(new Event('input'))})"
    browser.run(f"{search}('cycle')")
    assert browser.run("document.querySelector('#found a').href").endswith("/rules/dependency-cycle/index.html")
    browser.run(f"{search}('no such page')")
    assert browser.run("document.querySelectorAll('#found a').length") == 0
    assert browser.complaints == []
