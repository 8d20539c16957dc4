"""Test a rule by its page: marked text is flagged, fixes give the text shown, and good examples are silent."""

from __future__ import annotations

import contextlib
import re
import tempfile
from pathlib import Path

from linter.config.loader import Configuration
from linter.engine.session import LintSession
from linter.model import clock
from linter.rules.docs import Page
from linter.rules.registry import FAMILY
from linter.syntax.fix import apply

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping
    from typing import Any

    from linter.engine.report import Report
    from linter.rules.base import Rule
    from linter.rules.docs import Example, Section
    from linter.rules.violation import Violation

    Lint = Callable[..., Report]

__all__ = ["check_page"]
NOW = "2026-01-31T12:00:00Z"  # the time at which pages are checked
SECTIONS = frozenset({"Why", "Bad", "Fixed", "Good", "Options", "See also", "What to do"})
_MAX_SUMMARY_CHARS = 200
_MAX_PASSES = 10  # a fix may enable another one


def check_page(rule: type[Rule], path: str | os.PathLike[str], **settings: Any) -> None:
    """Check that *rule* does what its page, the Markdown file at *path*, shows.

    *settings* are configuration keys with ``_`` for ``-``, such as ``plugins=["tickets_format"]`` if the examples need
    a format. The time is 2026-01-31T12:00:00Z. Raises AssertionError, which names the section.
    """
    page = Page(Path(path).read_text(encoding="utf-8"))
    check_structure(rule, page)
    before = clock.state()
    clock.set_now(NOW)
    try:
        bad = [section for section in page.sections if section.kind == "Bad"]
        found = [violation for section in bad for violation in check_bad(rule, page, section, _lint, **settings)]
        _expect("the page", f"fix {rule.fix!r} among {offered_fixes(found)}", True, rule.fix in offered_fixes(found))
        for section in page.sections:
            if section.kind == "Good":
                check_good(rule, section, _lint, **settings)
    finally:
        clock.restore(before)


def check_structure(rule: type[Rule], page: Page) -> None:
    """Check title, summary, sections and options of a page."""
    _expect("the page", "title", rule.id, page.title)
    _expect("the page", "full stop after the summary", True, page.summary.endswith("."))
    _expect("the page", "short summary", True, len(page.summary) < _MAX_SUMMARY_CHARS)
    kinds = [section.kind for section in page.sections]
    _expect("the page", "first section", ["Why"], kinds[:1])
    _expect("the page", "unknown sections", set(), set(kinds) - SECTIONS)
    _expect("the page", "sections 'Bad' and 'Good'", {"Bad", "Good"}, {"Bad", "Good"}.intersection(kinds))
    _expect("the page", "section 'Fixed'", rule.fix is not None, "Fixed" in kinds)
    text = next((section.text for section in page.sections if section.kind == "Options"), "")
    options = re.findall(r"^`([\w-]+)`: ", text, re.MULTILINE)
    _expect("the page", "options", [name.replace("_", "-") for name in rule.options()], options)


def check_bad(rule: type[Rule], page: Page, section: Section, lint: Lint, **settings: Any) -> list[Violation]:
    """Check that marked text is flagged and that fixes give the text of the next section; return the violations."""
    files = files_of(section)
    _expect(section.heading, "something marked", True, any(file.marked for file in files))
    report = run(rule, section, lint, **_selection(rule, settings))
    found = _of_rule(rule, report)
    marked = sorted((file.file, start, end) for file in files for start, end in file.marked)
    texts = {file.file: file.text for file in files}
    failed = [violation.message for violation in report.violations if violation.rule == "internal-error"]
    _expect(section.heading, "failures of the rule", [], [] if rule.id == "internal-error" else failed)
    flagged = sorted((violation.path, violation.start, violation.end) for violation in found)
    _expect(section.heading, "flagged text", _shown(marked, texts), _shown(flagged, texts))
    for violation in found:
        is_styled = not re.match(r"[A-Z]", violation.message) and not violation.message.endswith(".")
        _expect(section.heading, f"lower case and no full stop in {violation.message!r}", True, is_styled)
    index = page.sections.index(section) + 1
    following = page.sections[index] if index < len(page.sections) else None
    if following is not None and following.kind == "Fixed":
        _check_fixed(rule, section, following, found, lint, settings)
    else:
        _expect(section.heading, "fixes without a section 'Fixed'", [], [v.fix.title for v in found if v.fix])
    return found


def _check_fixed(
    rule: type[Rule],
    section: Section,
    following: Section,
    found: list[Violation],
    lint: Lint,
    settings: dict[str, Any],
) -> None:
    texts = {file.file: file.text for file in files_of(section)}
    for _ in range(_MAX_PASSES):
        if not any(violation.fix for violation in found):
            break
        for path in texts:
            fixes = [violation.fix for violation in found if violation.path == path and violation.fix]
            texts[path] = apply(texts[path], fixes[0].edits if fixes else [])
        found = _of_rule(rule, lint(dict(texts), rules=[rule], **_selection(rule, settings)))
    expected = {file.file: file.text for file in files_of(following)}
    _expect(following.heading, "text after the fix", expected, {path: texts.get(path) for path in expected})


def check_good(rule: type[Rule], section: Section, lint: Lint, **settings: Any) -> None:
    """Check that *rule* and all default rules report nothing on the files of the section."""
    _expect(section.heading, "an example", True, bool(files_of(section)))
    selected = [*settings.pop("extend_select", ()), rule.id]
    report = run(rule, section, lint, **settings, extend_select=selected)
    _expect(section.heading, "violations", [], [(v.rule, v.message) for v in report.violations])


def run(rule: type[Rule], section: Section, lint: Lint, **settings: Any) -> Report:
    """Lint the files of *section*, with its TOML block as configuration."""
    content: dict[str, str | bytes] = {file.file: file.text.encode(file.encoding) for file in files_of(section)}
    for example in section.examples:
        if example.language == "toml":
            content["planlint.toml"] = example.text
    return lint(content, rules=[rule], **settings)


def files_of(section: Section) -> list[Example]:
    """Return the examples of *section* that are files to lint."""
    return [example for example in section.examples if example.is_file]


def offered_fixes(found: list[Violation]) -> set[str | None]:
    """Return the values of ``Rule.fix`` that fit these violations."""
    return {"safe" if violation.fix.safe else "unsafe" for violation in found if violation.fix} or {None}


def _selection(rule: type[Rule], settings: dict[str, Any]) -> dict[str, Any]:
    """Return settings that select only the rule; rules about suppressions also need the suppressed rules."""
    return {**settings, "extend_select" if rule.family == "meta" else "select": [rule.id]}


def _of_rule(rule: type[Rule], report: Report) -> list[Violation]:
    return [violation for violation in report.violations if violation.rule == rule.id]


def _shown(spans: list[tuple[str, int, int]], texts: Mapping[str, str]) -> list[str]:
    """Return spans in readable form: file, line, offset and text."""
    return [
        f"{path}:{texts[path].count(chr(10), 0, start) + 1}: {texts[path][start:end]!r} at offset {start}"
        if path in texts
        else f"{path}: offsets {start} to {end}"
        for path, start, end in spans
    ]


def _expect(section: str, what: str, expected: object, found: object) -> None:
    if found != expected:
        raise AssertionError(f"{section}: {what}: expected {expected!r}, found {found!r}")


def _lint(files: Mapping[str, str | bytes], *, rules: list[type[Rule]], **settings: Any) -> Report:
    """Lint *files* in an empty directory."""
    values = {key.replace("_", "-"): value for key, value in settings.items()}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for name, content in files.items():
            path = Path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        session = LintSession(Configuration(values, rules=[rule for rule in rules if rule.id not in FAMILY]))
        session.add_path(".")
        return session.lint()
