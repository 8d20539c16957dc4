"""The documentation as a site: every page that planlint names exists, and a dead link fails the build."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs.build import build
from docs.site.pages import DeadLinkError, Page, with_site_links
from linter.config.settings import FORMATS
from linter.rules.docs import render_page
from linter.rules.links import DOCS, rule_url
from linter.rules.registry import FAMILY, Registry
from tests.browser import CHROMIUM, Browser
from tests.conftest import ROOT

SEARCHES = {
    "baseline": "how-to/adopt",
    "exclude": "reference/configuration",
    "install": "reference/installation",
    "strict": "reference/configuration",
    "exit code": "reference/exit-codes",
    "PLANLINT_CACHE_DIR": "reference/configuration",
    "noqa": "how-to/suppress",
    "vscode": "integrations/language-server",
    "--fix": "how-to/fix",
    "status values": "explanation/plans",
    "pre-commit": "integrations/pre-commit",
    "github actions": "integrations/github-actions",
    "ignore a rule": "how-to/suppress",
    "suppress": "how-to/suppress",
    "critical path": "rules/critical-path",
    "monorepo": "reference/file-discovery",
    "json output": "outputs/json",
    "uninstall": "reference/installation",
    "openspec": "formats/openspec",
    "backlog": "formats/backlog",
    "AGENTS.md": "how-to/coding-agents",
    "depends_on": "formats/progress",
    "merge conflict": "rules/merge-conflict",
    "color": "reference/exit-codes",
    "docker": "integrations/containers",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site")
    assert build(out) == 0
    return out


def below(site: Path, url: str) -> Path:
    """Return the file that a server sends for an address: the index of the directory."""
    path = site / url.removeprefix(DOCS + "/")
    return path / "index.html" if path.is_dir() else path


@pytest.mark.parametrize("rule", FAMILY)
def test_every_rule_has_its_page_at_the_printed_address(site: Path, rule: str) -> None:
    assert f"<h1>{rule}<" in below(site, rule_url(rule)).read_text(encoding="utf-8")


def test_every_document_has_its_page(site: Path) -> None:
    names = [str(path.relative_to(ROOT / "docs").with_suffix("")) for path in (ROOT / "docs").rglob("*.md")]
    names += [f"formats/{name}" for name in FORMATS]
    for name in [*(name.removesuffix("index") for name in names), "rules", "contributing", "changelog", "security"]:
        assert (site / name / "index.html").is_file(), name


def addresses() -> set[str]:
    """Return the addresses of the site that the program, the documentation and the repository's files contain."""
    found = set()
    folders = ("linter", "docs", "action", ".github", "fixtures/outputs")
    named = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    named += [path for path in ROOT.iterdir() if path.suffix in (".md", ".toml", ".yml", ".yaml")]
    for path in named:
        text = path.read_bytes().decode("utf-8", "replace").replace("{DOCS}", DOCS)
        found |= set(re.findall(rf"{re.escape(DOCS)}/[\w/.-]*\w(?:#[\w-]+)?(?![\w{{])", text))
    registry = Registry()
    for rule in FAMILY:
        found |= set(re.findall(rf"{re.escape(DOCS)}/[^)\s]*", render_page(registry.load(rule))))
    return found


@pytest.mark.parametrize("address", sorted(addresses()))
def test_every_address_that_is_printed_leads_to_a_page(site: Path, address: str) -> None:
    name, _, anchor = address.partition("#")
    page = below(site, name)
    assert page.is_file(), address
    assert not anchor or f'id="{anchor}"' in page.read_text(encoding="utf-8"), address


def test_schemas_are_at_their_ids(site: Path) -> None:
    for path in (ROOT / "linter" / "schema" / "definitions").glob("*.json"):
        assert below(site, json.loads(path.read_text(encoding="utf-8"))["$id"]).read_bytes() == path.read_bytes()


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*.html"):
        assert not re.findall(r'(?:src="|stylesheet" href=")(?:https?:)?//[^"]*', path.read_text(encoding="utf-8"))


def test_marks_are_shown_and_rule_ids_are_links(site: Path) -> None:
    page = (site / "rules" / "batch-order" / "index.html").read_text(encoding="utf-8")
    assert "batch_1: [<mark>T2</mark>]" in page and "«" not in page
    assert 'href="../same-batch-dependency/index.html"' in page


ADDRESSES = {"README.md": "", "docs/git.md": "git"}


def test_links_to_files_lead_to_pages_or_to_the_repository() -> None:
    text = "[`a`](git.md#x) [b](../README.md) [c](../LICENSE) ![d](images/graph.svg) [e](https://x.test) `[f](git.md)`"
    led = with_site_links(Page("page", "docs/page.md", f"{text}\n```\n[g](git.md)\n```\n"), ADDRESSES)
    assert "[`a`](/git/index.md#x) [b](/index.md)" in led
    assert "/blob/main/LICENSE) ![d](/images/graph.svg) [e](https://x.test) `[f](git.md)`" in led
    assert "[g](git.md)" in led


@pytest.mark.parametrize("link", ["gone.md", "../../outside.md", "images/gone.svg"])
def test_a_link_to_no_file_fails_the_build(link: str) -> None:
    with pytest.raises(DeadLinkError, match=re.escape(link)):
        with_site_links(Page("page", "docs/page.md", f"[a]({link})"), ADDRESSES)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    opened = Browser()
    yield opened
    opened.close()


@pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")
@pytest.mark.parametrize("words", SEARCHES)
def test_a_search_finds_the_page_among_the_first_three(site: Path, browser: Browser, words: str) -> None:
    browser.open(site / "search.html")
    found = browser.run(
        "(async words => {const link = () => [...document.querySelectorAll('#search-results li > a')];"
        " Search.performSearch(words); for (let i = 0; i < 50 && link().length < 3; i++)"
        " await new Promise(done => setTimeout(done, 100)); return link().map(one => one.href)})"
        f"({json.dumps(words)})"
    )
    assert any(f"/{SEARCHES[words]}/index.html" in link for link in found[:3]), found[:5]


@pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")
def test_search_results_have_summaries_on_disk(site: Path, browser: Browser) -> None:
    browser.open(site / "search.html", "?q=noqa")
    found = browser.run(
        "(async () => {const text = () => document.querySelector('#search-results .context')?.textContent ?? '';"
        " for (let i = 0; i < 50 && !text(); i++) await new Promise(done => setTimeout(done, 100)); return text()})()"
    )
    assert "noqa" in found


@pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")
def test_blocks_that_scroll_can_have_the_focus(site: Path, browser: Browser) -> None:
    browser.open(site / "outputs" / "sarif" / "index.html")
    assert browser.run(
        "[...document.querySelectorAll('pre')].every(e => e.scrollWidth <= e.clientWidth || !e.tabIndex)"
    )


@pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")
def test_a_page_fits_a_phone(site: Path, browser: Browser) -> None:
    browser.call("Emulation.setDeviceMetricsOverride", width=400, height=844, deviceScaleFactor=1, mobile=True)
    for name in ("", "constraints", "rules", "rules/batch-order", "outputs/sarif", "reference/command-line"):
        browser.open(site / name / "index.html")
        assert browser.run("document.documentElement.scrollWidth") == 400, name
