"""Every rule's page is its test: what is marked is flagged, what is fixed reads so, what is good pleases every rule."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from linter.config.settings import FORMATS, KINDS
from linter.formats.registry import FORMATS as ADAPTERS
from linter.rules.docs import Example, Section, load
from linter.rules.registry import FAMILY, OFF, Registry
from linter.syntax.fix import apply

if TYPE_CHECKING:
    from linter.engine.report import Report
    from linter.rules.violation import Violation
    from tests.conftest import Lint

REGISTRY = Registry(formats=ADAPTERS)
RULES = Path(__file__).parent.parent / "linter" / "rules"
SAID = Path(__file__).parent.parent / "fixtures" / "rules"  # ``--update-goldens`` rewrites them
WITHOUT_EXAMPLES = {"internal-error"}  # no document shows it; tests/test_engine.py does
SECTIONS = {"Why", "Bad", "Fixed", "Good", "Options", "See also", "What to do"}

BAD = [
    pytest.param(id, section, index, id=f"{id}-{section.heading}".replace(" ", "_"))
    for id in FAMILY
    for index, section in enumerate(load(REGISTRY.load(id)).sections)
    if section.kind == "Bad"
]
GOOD = [
    pytest.param(id, section, id=f"{id}-{section.heading}".replace(" ", "_"))
    for id in FAMILY
    for section in load(REGISTRY.load(id)).sections
    if section.kind == "Good"
]


def files_of(section: Section) -> list[Example]:
    return [example for example in section.examples if example.language in ("markdown", "yaml", "json")]


def selection(id: str) -> dict[str, list[str]]:
    """The rule alone; with those that speak of suppressions, what is to be suppressed."""
    return {"extend_select" if FAMILY[id] == "meta" else "select": [id]}


def run(lint: Lint, section: Section, files: list[Example], **values: object) -> Report:
    content: dict[str, str | bytes] = {file.file: file.text.encode(file.encoding) for file in files}
    for example in section.examples:
        if example.language == "toml":
            content["planlint.toml"] = example.text
    return lint(content, **values)


@pytest.mark.parametrize(("id", "section", "index"), BAD)
def test_what_is_marked_is_flagged_and_the_fix_reads_as_shown(
    lint: Lint, id: str, section: Section, index: int
) -> None:
    files = files_of(section)
    assert files and any(file.marked for file in files)
    report = run(lint, section, files, **selection(id))
    report.violations = [violation for violation in report.violations if violation.rule == id]
    flagged = sorted((v.path, v.start, v.end) for v in report.violations)
    marked = sorted((file.file, start, end) for file in files for start, end in file.marked)
    assert flagged == marked, [v.message for v in report.violations]
    assert {v.rule for v in report.violations} == {id}
    for violation in report.violations:
        assert violation.message[0] not in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" and not violation.message.endswith(".")
        assert violation.data["document_kind"] in FORMATS
    following = load(REGISTRY.load(id)).sections[index + 1 : index + 2]
    if following and following[0].kind == "Fixed":
        expected = {file.file: file.text for file in files_of(following[0])}
        texts = {file.file: file.text for file in files}
        for _ in range(10):
            if not any(v.fix for v in report.violations):
                break
            for path in texts:
                fixes = [v.fix for v in report.violations if v.path == path and v.fix]
                texts[path] = apply(texts[path], fixes[0].edits if fixes else [])
            report = lint(dict(texts), **selection(id))
            report.violations = [violation for violation in report.violations if violation.rule == id]
        assert {path: texts[path] for path in expected} == expected
    else:
        assert not any(v.fix for v in report.violations), "the page shows no text after the fix"


@pytest.mark.parametrize("id", [id for id in FAMILY if id not in WITHOUT_EXAMPLES])
def test_what_a_rule_says(lint: Lint, id: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Message, severity, data, other places and fixes: pages show only where and what text."""
    said = []
    safe = set()
    for section in (parameters.values[1] for parameters in BAD if parameters.values[0] == id):
        assert isinstance(section, Section)
        for path in [*tmp_path.iterdir()]:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        files = files_of(section)
        report = run(lint, section, files, **selection(id))
        said.append(f"# {section.heading}\n")
        violations = [violation for violation in report.violations if violation.rule == id]
        said += [spoken(violation, {file.file: file.text for file in files}) for violation in violations]
        safe |= {violation.fix.safe for violation in violations if violation.fix}
    fix = REGISTRY.load(id).fix
    assert fix in {"safe" if one else "unsafe" for one in safe} | ({None} if not safe else set())
    golden = SAID / f"{id}.txt"
    if request.config.getoption("--update-goldens"):
        golden.write_text("".join(said), encoding="utf-8")
    assert "".join(said) == golden.read_text(encoding="utf-8")


def spoken(violation: Violation, texts: dict[str, str]) -> str:
    """All that *violation* says, as lines; *texts* are the files that it speaks of."""
    lines = [f"{violation.severity}: {violation.message}", f"  {json.dumps(violation.data, ensure_ascii=False)}"]
    for place in violation.related:
        text = texts.get(place.path, "")[place.start : place.end]
        lines.append(f"  {place.path}:{place.start}: {text!r}: {place.message}")
    if violation.fix is not None:
        lines.append(f"  {'safe' if violation.fix.safe else 'unsafe'}: {violation.fix.title}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(("id", "section"), GOOD)
def test_what_is_good_pleases_every_rule(lint: Lint, id: str, section: Section) -> None:
    files = files_of(section)
    assert files
    report = run(lint, section, files, extend_select=[id])
    assert [(v.rule, v.message) for v in report.violations] == []


@pytest.mark.parametrize("id", FAMILY)
def test_the_page_is_whole(id: str) -> None:
    rule = REGISTRY.load(id)
    page = load(rule)
    assert page.title == id == rule.id
    assert rule.family == FAMILY[id]
    assert rule.default == (id not in OFF)
    assert page.summary.endswith(".") and len(page.summary) < 200
    kinds = [section.kind for section in page.sections]
    assert kinds[0] == "Why" and set(kinds) <= SECTIONS
    if id not in WITHOUT_EXAMPLES:
        assert "Bad" in kinds and "Good" in kinds
        assert ("Fixed" in kinds) == (rule.fix is not None)
    options = next((section.text for section in page.sections if section.kind == "Options"), "")
    assert re.findall(r"^`([\w-]+)`", options, re.MULTILINE) == [name.replace("_", "-") for name in rule.options()]


@pytest.mark.parametrize("id", FAMILY)
def test_the_registry_knows_which_documents_a_rule_reads(id: str) -> None:
    kinds = set(REGISTRY.load(id).kinds)
    assert kinds <= set(FORMATS)
    assert all(REGISTRY.reads(id, kind) == (not kinds or kind in kinds) for kind in KINDS)
    assert all(REGISTRY.reads(id, kind) for kind in kinds)


def test_every_module_is_registered() -> None:
    modules = {path.stem.replace("_", "-"): path.parent.name for path in RULES.glob("*/*.py") if path.stem[0] != "_"}
    assert modules == {id: family.replace("-", "_") for id, family in FAMILY.items()}
