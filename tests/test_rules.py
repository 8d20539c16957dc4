"""Every rule's page is its test: marked text is flagged, fixes give the text shown, good examples are silent."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from docs.rule_table import TABLE, rule_table
from linter.config.settings import FORMATS, KINDS
from linter.formats.registry import FORMATS as ADAPTERS
from linter.rules.base import Rule
from linter.rules.docs import Section, load
from linter.rules.registry import FAMILY, OFF, Registry
from linter.testing import check_bad, check_good, check_structure, files_of, offered_fixes, run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.plan import Plan
    from linter.rules.violation import Violation
    from tests.conftest import Lint

REGISTRY = Registry(formats=ADAPTERS)
RULES = Path(__file__).parent.parent / "linter" / "rules"
SAID = Path(__file__).parent.parent / "fixtures" / "rules"  # ``--update-goldens`` rewrites them
WITHOUT_EXAMPLES = {"internal-error"}  # no document shows it; tests/test_engine.py does

PAGES = {id: load(REGISTRY.load(id)) for id in FAMILY}
BAD, GOOD = (
    [
        pytest.param(id, section, id=f"{id}-{section.heading}".replace(" ", "_"))
        for id, page in PAGES.items()
        for section in page.sections
        if section.kind == kind
    ]
    for kind in ("Bad", "Good")
)


@pytest.mark.parametrize(("id", "section"), BAD)
def test_what_is_marked_is_flagged_and_the_fix_reads_as_shown(lint: Lint, id: str, section: Section) -> None:
    found = check_bad(REGISTRY.load(id), PAGES[id], section, lint)
    assert {violation.data["document_kind"] for violation in found} <= set(FORMATS)


@pytest.mark.parametrize("id", [id for id in FAMILY if id not in WITHOUT_EXAMPLES])
def test_what_a_rule_reports(lint: Lint, id: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Message, severity, data, related places and fixes: pages show only where and which text."""
    output = []
    found: list[Violation] = []
    for section in (parameters.values[1] for parameters in BAD if parameters.values[0] == id):
        assert isinstance(section, Section)
        for path in [*tmp_path.iterdir()]:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        files = files_of(section)
        selected = {"extend_select" if FAMILY[id] == "meta" else "select": [id]}
        report = run(REGISTRY.load(id), section, lint, **selected)
        output.append(f"# {section.heading}\n")
        violations = [violation for violation in report.violations if violation.rule == id]
        output += [spoken(violation, {file.file: file.text for file in files}) for violation in violations]
        found += violations
    assert REGISTRY.load(id).fix in offered_fixes(found)
    golden = SAID / f"{id}.txt"
    if request.config.getoption("--update-goldens"):
        golden.write_text("".join(output), encoding="utf-8")
    assert "".join(output) == golden.read_text(encoding="utf-8")


def spoken(violation: Violation, texts: dict[str, str]) -> str:
    """Return all fields of *violation* as lines; *texts* are the files that it refers to."""
    lines = [f"{violation.severity}: {violation.message}", f"  {json.dumps(violation.data, ensure_ascii=False)}"]
    lines += [f"  help: {violation.help}"] if violation.help else []
    for place in violation.related:
        text = texts.get(place.path, "")[place.start : place.end]
        lines.append(f"  {place.path}:{place.start}: {text!r}: {place.message}")
    if violation.fix is not None:
        lines.append(f"  {'safe' if violation.fix.safe else 'unsafe'}: {violation.fix.title}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(("id", "section"), GOOD)
def test_what_is_good_pleases_every_rule(lint: Lint, id: str, section: Section) -> None:
    check_good(REGISTRY.load(id), section, lint)


@pytest.mark.parametrize("id", FAMILY)
def test_the_page_is_whole(id: str) -> None:
    rule = REGISTRY.load(id)
    assert rule.family == FAMILY[id]
    assert rule.default == (id not in OFF)
    if id not in WITHOUT_EXAMPLES:
        check_structure(rule, PAGES[id])


@pytest.mark.parametrize("id", FAMILY)
def test_the_registry_knows_which_documents_a_rule_reads(id: str) -> None:
    kinds = set(REGISTRY.load(id).kinds)
    assert kinds <= set(FORMATS)
    assert all(REGISTRY.reads(id, kind) == (not kinds or kind in kinds) for kind in KINDS)
    assert all(REGISTRY.reads(id, kind) for kind in kinds)


def test_every_module_is_registered_as_its_class_reports() -> None:
    modules = {path.stem.replace("_", "-"): path.parent.name for path in RULES.glob("*/*.py") if path.stem[0] != "_"}
    assert modules == FAMILY
    assert TABLE.read_text(encoding="utf-8") == rule_table()


def test_a_rule_that_names_no_kinds_gets_plans_alone(lint: Lint) -> None:
    class TaskCounter(Rule):
        id = "task-counter"
        family = "house"

        def check(self, document: Plan) -> Iterable[Violation]:
            yield self.violation(document, (0, 3), f"{len(document.tasks)} tasks", {})

    files: dict[str, str | bytes] = {
        "plan/MANIFEST.yaml": "feature_name: a\nphases: {}\ncurrent_phase: x\n",
        "plan/a-progress.md": "---\ntype: progress\nprd: a\ntasks: []\n---\n",
    }
    report = lint(files, rules=[TaskCounter], select=["task-counter"])
    assert report.documents == 2
    assert [(v.rule, v.path) for v in report.violations] == [("task-counter", "plan/a-progress.md")]
