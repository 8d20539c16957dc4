"""The page of ``--output-format html`` in a real browser, if available, and its properties without one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from linter.config.loader import Configuration
from linter.engine.report import Report
from linter.engine.session import LintSession
from linter.outputs.html import render
from linter.rules.violation import Related, Violation
from linter.syntax.source import Source
from tests.browser import CHROMIUM, Browser
from tests.conftest import ROOT, Lint

in_browser = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")

EVIL = """</pre></script><script>document.title='owned'</script><img src=x onerror="document.title='owned'">'"`"""
HOSTILE = f"""---
type: progress
prd: {json.dumps(EVIL)}
tasks:
- id: {json.dumps(EVIL)}
  title: {json.dumps(EVIL)}
  status: pending
  dependencies: ["<svg onload=document.title='owned'>", "-->]]>"]
---
"""
SHOWN = "[...document.querySelectorAll('article')].filter(a => !a.hidden && !a.closest('section').hidden)"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    browser = Browser()
    yield browser
    browser.close()


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch) -> Report:
    monkeypatch.chdir(ROOT)
    run = LintSession(Configuration({}, isolated=True))
    run.add_path("fixtures/example")
    return run.lint()


@pytest.fixture
def page(report: Report, tmp_path: Path) -> Path:
    path = tmp_path / "report.html"
    path.write_text(render(report), encoding="utf-8")
    return path


def test_the_violation_and_related_places_are_marked_differently() -> None:
    source = Source("a.md", "first: T1\n\n\nsecond: <T1>")
    violation = Violation("a", "a.md", 20, 24, "m", {}, related=[Related("a.md", 7, 9, "first & only")])
    text = render(Report([violation], sources={"a.md": source}))
    excerpt = re.search("<pre>(.*?)</pre>", text, re.DOTALL)
    assert excerpt and excerpt[1].split("\n") == [
        '<span class="n">1 | </span>first: <mark class="r">T1</mark>',
        '<span class="c r" aria-hidden="true">           --</span> <span class="r">first &amp; only</span>',
        '<span class="n">...</span>',
        '<span class="n">4 | </span>second: <mark>&lt;T1&gt;</mark>',
        '<span class="c" aria-hidden="true">            ^^^^</span>',
    ]


def test_the_page_loads_nothing_and_names_every_violation(report: Report) -> None:
    text = render(report)
    assert len(re.findall("<article ", text)) == len(report.violations)
    assert not re.findall(r"""\b(?:src|srcset|data)\s*=|@import|url\(|<link|<iframe""", text)
    assert re.findall(r"https?://[^/\"' ]+", re.sub(r'href="[^"]*"', "", text)) == ["http://www.w3.org"]
    ids = re.findall(r'<article id="([^"]+)"', text)
    assert len(set(ids)) == len(ids)
    assert ids == re.findall(r'<article id="([^"]+)"', render(report))


def test_text_from_files_stays_text(lint: Lint) -> None:
    text = render(lint({"<b>.md": HOSTILE, "a/phase-1-progress.md": HOSTILE}))
    body = text[text.index("<body>") : text.rindex("<script>")]
    tags = {tag.lower() for tag in re.findall(r"<\s*/?\s*([a-zA-Z!?][\w-]*)", body)}
    assert not tags & {"script", "img", "b>", "iframe", "object", "style"}
    assert not re.search(r"<[^>]*\son\w+\s*=", re.sub(r'"[^"]*"', "", body))


def test_many_plans_are_not_all_drawn(lint: Lint, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = "---\ntype: progress\nprd: {0}\ntasks:\n- id: {0}\n  status: pending\n  dependencies: [{0}]\n---\n"
    report = lint({f"{name}/phase-1-progress.md": plan.format(name) for name in "abcd"})
    monkeypatch.setattr("linter.outputs.html.GRAPHS", 3)
    text = render(report)
    assert text.count("<svg ") == 3
    assert "1 more plans have violations" in text


@in_browser
def test_filters_and_the_link_that_holds_them(browser: Browser, page: Path, report: Report) -> None:
    browser.complaints.clear()
    browser.open(page)
    assert browser.run(f"{SHOWN}.length") == len(report.violations)
    choose = "document.forms[0].elements[%r].value = %r; document.forms[0].dispatchEvent(new Event('input'));"
    browser.run(choose % ("severity", "warning") + "new Promise(done => setTimeout(done, 200))")
    warnings = [violation for violation in report.violations if violation.severity == "warning"]
    assert browser.run(f"{SHOWN}.length") == len(warnings)
    assert browser.run("document.querySelector('output').textContent") == f"{len(warnings)} of 23 violations"
    fragment = browser.run("location.hash")
    assert fragment == "#severity=warning"

    path = report.violations[-1].path
    browser.open(page, f"#rule=batch-order&file={path}&q=src-5")
    assert browser.run(f"{SHOWN}.map(a => a.dataset.rule)") == ["batch-order"]
    assert browser.run("document.forms[0].elements.file.value") == path
    browser.run("document.forms[0].elements.reset.click(), new Promise(done => setTimeout(done, 50))")
    assert browser.run(f"{SHOWN}.length") == len(report.violations)
    assert browser.run("location.hash") == ""
    browser.open(page, "#rule=no-such-rule")
    assert browser.run(f"{SHOWN}.length") == len(report.violations)
    assert browser.complaints == []


@in_browser
def test_a_link_to_one_violation_and_the_keyboard(browser: Browser, page: Path) -> None:
    browser.complaints.clear()
    name = re.findall(r'<article id="([^"]+)"', page.read_text(encoding="utf-8"))[7]
    browser.open(page, f"#{name}")
    assert browser.run("document.activeElement.id") == name
    press = "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: %r, bubbles: true}))"
    browser.run(press % "j")
    assert browser.run(f"{SHOWN}.indexOf(document.activeElement)") == 8
    browser.run(press % "k")
    browser.run(press % "/")
    assert browser.run("document.activeElement.name") == "q"
    assert browser.complaints == []


@in_browser
def test_a_task_of_the_graph_shows_its_neighbours(browser: Browser, page: Path) -> None:
    browser.complaints.clear()
    browser.open(page)
    browser.run("[...document.querySelectorAll('.box .id')].find(t => t.textContent === 'SRC-6').parentNode"
                ".dispatchEvent(new MouseEvent('click', {bubbles: true}))")  # fmt: skip
    on = browser.run("[...document.querySelectorAll('.box.on .id')].map(t => t.textContent).sort()")
    assert on == ["SRC-5", "SRC-6", "SRC-7", "SRC-8"]
    assert browser.complaints == []


@in_browser
def test_a_task_of_the_graph_is_chosen_by_keyboard(browser: Browser, page: Path) -> None:
    browser.open(page)
    named = "document.activeElement.querySelector('.id')?.textContent"
    browser.run("document.querySelector('.graph').focus()")
    key(browser, "Tab")
    assert browser.run("document.activeElement.classList.contains('box')")
    browser.run("[...document.querySelectorAll('.box .id')].find(t => t.textContent === 'SRC-6').parentNode.focus()")
    key(browser, "ArrowLeft")
    before = browser.run(named)
    assert before != "SRC-6"
    key(browser, "ArrowRight")
    assert browser.run(named) not in ("", None, before)
    key(browser, "Enter")
    assert browser.run("document.activeElement.getAttribute('aria-pressed')") == "true"
    assert browser.run("document.querySelectorAll('.wire.on').length") > 0
    outline = browser.run("getComputedStyle(document.activeElement.querySelector('rect')).strokeWidth")
    assert outline == "4px"
    key(browser, "Escape")
    assert browser.run("document.querySelectorAll('.on').length") == 0
    key(browser, "Tab")
    assert browser.run(named) is None, "one Tab leads out of the graph again"
    assert browser.complaints == []


def key(browser: Browser, name: str) -> None:
    for kind in ("keyDown", "keyUp"):
        code = {"Tab": 9, "Enter": 13, "Escape": 27, "ArrowLeft": 37, "ArrowRight": 39}[name]
        text = {"text": "\r"} if name == "Enter" and kind == "keyDown" else {}
        browser.call("Input.dispatchKeyEvent", type=kind, key=name, code=name, windowsVirtualKeyCode=code, **text)


@in_browser
def test_no_text_of_a_file_runs_or_becomes_a_tag(browser: Browser, lint: Lint, tmp_path: Path) -> None:
    report = lint({"a/phase-1-progress.md": HOSTILE, EVIL.replace("/", "").replace("\0", "")[:80] + ".md": HOSTILE})
    page = tmp_path / "report.html"
    page.write_text(render(report), encoding="utf-8")
    browser.complaints.clear()
    browser.open(page)
    assert browser.run("document.title") == "planlint report"
    assert browser.run("document.querySelectorAll('script').length") == 1
    assert browser.run("document.querySelectorAll('img, iframe, object, body style').length") == 0
    assert browser.run("[...document.querySelectorAll('.box .id')].some(t => t.textContent.includes('</pre>'))")
    assert browser.complaints == []


@in_browser
def test_ten_thousand_violations_are_filtered_at_once(browser: Browser, lint: Lint, tmp_path: Path) -> None:
    tasks = "".join(f"- {{id: T{n}, status: pending, dependencies: [X{n}a, X{n}b]}}\n" for n in range(5000))
    report = lint({"p.md": f"---\ntype: progress\nprd: p\ntasks:\n{tasks}---\n"}, select=["unknown-dependency"])
    assert len(report.violations) == 10_000
    page = tmp_path / "many.html"
    page.write_text(render(report), encoding="utf-8")
    browser.complaints.clear()
    browser.open(page, "#q=`x4999b`")
    assert browser.run(f"{SHOWN}.length") == 1
    assert browser.complaints == []
