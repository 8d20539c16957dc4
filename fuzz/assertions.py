"""Properties that several targets assert."""

from __future__ import annotations

import re
from typing import Any

from linter.config.loader import Configuration
from linter.engine.report import Report
from linter.engine.session import LintSession
from linter.syntax.nodes import MappingNode, Node, SequenceNode


def lint_bytes(path: str, data: bytes, **values: Any) -> LintSession:
    """Lint *data* as the file at *path*, with the strict preset and more settings."""
    run = LintSession(Configuration({"preset": "strict", **values}, isolated=True))
    run.add_bytes(path, data)
    run.lint()
    return run


def assert_sound(report: Report) -> None:
    """Assert that no rule raised, and every span is within its file."""
    for violation in report.violations:
        assert violation.rule != "internal-error", violation.message
        spans = [(place.path, place.start, place.end) for place in violation.related]
        for path, start, end in [(violation.path, violation.start, violation.end), *spans]:
            length = len(report.sources[path].text)
            assert 0 <= start <= end <= length, (violation.rule, start, end, length)
        for edit in violation.fix.edits if violation.fix else ():
            length = len(report.sources[violation.path].text)
            assert 0 <= edit.start <= edit.end <= length, (violation.rule, edit.start, edit.end, length)


def rendered(report: Report, name: str) -> str:
    """Return the output *name* of the report."""
    module = __import__(f"linter.outputs.{name.replace('-', '_')}", fromlist=["render"])
    text: str = module.render(report, False)
    return text


def assert_format_kept(before: str, after: str) -> None:
    """Assert that BOM, line ends and the end of the file are kept."""
    assert before.startswith("\ufeff") == after.startswith("\ufeff")
    if "\r\n" in before and not re.search(r"(?<!\r)\n", before):
        assert not re.search(r"(?<!\r)\n", after), "a line end of another kind"
    if "\r" not in before:
        assert "\r" not in after


def nodes_of(root: Node) -> list[Node]:
    """Return *root* and all nodes below it, those shared by aliases once."""
    found, stack, seen = [], [root], set()
    while stack:
        node = stack.pop()
        found.append(node)
        if isinstance(node, MappingNode | SequenceNode):
            inner: Any = node.entries if isinstance(node, MappingNode) else node.items
            if id(inner) not in seen:
                seen.add(id(inner))
                stack += inner.values() if isinstance(node, MappingNode) else inner
    return found


def is_same_task(plan: Any, other: str, name: str) -> bool:
    """Whether two spellings are the same id, like T1 and T001 in spec-kit."""
    from linter.formats.speckit.references import canonical

    return plan.kind == "speckit" and canonical(other) == canonical(name)
