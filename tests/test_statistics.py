"""``--statistics``: counts that agree with the violations, as a table and in JSON."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from linter.engine.report import Report
from linter.outputs.statistics import counts, table
from linter.rules.violation import ERROR, WARNING, Violation
from linter.syntax.fix import Fix
from tests.conftest import ROOT, json_of, planlint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from linter.rules.violation import Severity

EXAMPLE = ROOT / "fixtures" / "example"


def _report(*found: tuple[str, Severity, bool | None, int]) -> Report:
    violations: list[Violation] = []
    for rule, severity, safe, times in found:
        fix = None if safe is None else Fix("mend it", (), safe=safe)
        violations += [Violation(rule, "a.md", at, at + 1, "m", {}, severity=severity, fix=fix) for at in range(times)]
    return Report(violations)


def test_the_table() -> None:
    report = _report(("b", WARNING, None, 3), ("a", ERROR, True, 20), ("a", ERROR, False, 4), ("a", WARNING, None, 3))
    assert table(report).splitlines()[:4] == [
        "count  rule  severity  fixable",
        "   24  a     error     20 safely, 4 unsafely  ████████████████████████",
        "    3  a     warning   -                      ███",
        "    3  b     warning   -                      ███",
    ]
    assert table(report, encoding="ascii").splitlines()[2].endswith("-                      ###")
    assert "\x1b[1;31m████" in table(report, color=True)
    assert table(_report(("a", ERROR, None, 1), ("b", ERROR, None, 800))).splitlines()[2].endswith("  ▏")
    assert table(Report()) == ""


def test_what_is_counted_is_what_was_found() -> None:
    found = json_of("--statistics", cwd=EXAMPLE)
    counted = Counter((one["rule"], one["severity"]) for one in found["violations"])
    assert {(row["rule"], row["severity"]): row["count"] for row in found["statistics"]} == counted
    assert sum(row["fixable"] for row in found["statistics"]) == found["summary"]["fixable"]
    assert sum(row["fixable_safely"] for row in found["statistics"]) == found["summary"]["fixable_safely"]
    assert "statistics" not in json_of(cwd=EXAMPLE)


def test_the_table_replaces_the_list_on_stdout_only(tmp_path: Path) -> None:
    out = tmp_path / "all.txt"
    result = planlint("--statistics", "--output-format", "text", "--output-format", f"concise={out}", cwd=EXAMPLE)
    assert result.returncode == 1
    assert "-->" not in result.stdout and "Found 15 errors and 8 warnings" in result.stdout
    assert len(out.read_text(encoding="utf-8").splitlines()) == 23
    assert counts(Report()) == []
