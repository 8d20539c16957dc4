"""The constraints on manifests by number (``docs/constraints.md`` lists them).

Each case changes the clean fixture ``fixtures/mcp`` and lists exactly what is reported then: the rule of the row, the
location, the severity and the data. A wrong value is one violation, except for what follows from it by another row:
4 -> 28, 29; 11 -> 31; 13 -> 31; 23 -> its missing or unknown tools; 25 -> 23; 32 -> 33; 35 -> 36.

Most cases are data, in ``fixtures/constraints/row-NN.yaml``: under the name of a group its cases, each with ``changes``
(``new`` in place of ``old``, which occurs once; a file without both is absent) and ``reports`` (the flagged text
«marked» in ``where``; ``optional`` for what follows by another row).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import textwrap
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from docs.constraints_table import CONSTRAINTS
from docs.generate import constraints
from linter.config.loader import Configuration
from linter.engine.report import Report
from linter.engine.session import LintSession
from linter.rules.registry import FAMILY
from linter.rules.violation import ERROR, WARNING
from linter.syntax.fix import apply
from tests.conftest import ROOT, Lint, planlint, write

FIXTURES = ROOT / "fixtures"
FOLDER = "services/weather/"
MANIFEST, TOOLS = FOLDER + "MANIFEST.yaml", FOLDER + "tools_manifest.json"
KINDS = {"MANIFEST.yaml": "manifest", "tools_manifest.json": "tools-manifest"}
SEED = ROOT.parent / "shared" / "seeds" / "002_ef6bbd17e1f6e227.txt"
CORPUS = Path(os.environ.get("PLANLINT_CORPUS", ROOT.parent / "shared" / "corpus")) / "manifests"

Files = dict[str, str | bytes]


def files_of(name: str) -> dict[str, str]:
    """The files of ``fixtures/<name>``."""
    folder = FIXTURES / name
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}


CLEAN = files_of("mcp")
TEXT = CLEAN[MANIFEST]


class Change(NamedTuple):
    """Replace *old* with *new* in *file*; without *old* there is no such file."""

    old: str | None
    new: str
    file: str = MANIFEST


class Expected(NamedTuple):
    """A violation; *where* is a piece of the file with the flagged text «marked». If it *may* be, it may be missing."""

    rule: str
    severity: str
    where: str
    data: dict[str, Any]
    file: str = MANIFEST
    may: bool = False


def m(old: str, new: str) -> Change:
    """A change in MANIFEST.yaml."""
    return Change(old, new)


def j(old: str, new: str) -> Change:
    """A change in tools_manifest.json."""
    return Change(old, new, TOOLS)


GROUPS = ("status-spelling", "time-order", "duration-mismatch")  # one violation of several places, with their count


def error(rule: str, where: str, at: str = MANIFEST, **data: Any) -> Expected:
    return Expected(rule, ERROR, where, data, at)


def warning(rule: str, where: str, at: str = MANIFEST, **data: Any) -> Expected:
    return Expected(rule, WARNING, where, data, at)


def may(expected: Expected) -> Expected:
    """A consequence by another row, which may be reported too."""
    return expected._replace(may=True)


def missing(where: str, path: str, *fields: str, at: str = MANIFEST) -> Expected:
    return error("missing-field", where, at, fields=list(fields), path=path)


def wrong(where: str, path: str, expected: str, found: str, at: str = MANIFEST) -> Expected:
    return error("wrong-type", where, at, field=field_of(path), path=path, expected=expected, found=found)


def invalid(where: str, path: str, value: str, expected: Any, at: str = MANIFEST) -> Expected:
    return error("invalid-value", where, at, field=field_of(path), path=path, value=value, expected=expected)


def field_of(path: str) -> str:
    return next(step for step in reversed(path.split("/")) if not step.isdigit())


cases = pytest.mark.parametrize


def changed(changes: list[Change]) -> dict[str, str]:
    """The files of the clean fixture with the *changes* in them. Each must find its text, once."""
    files = dict(CLEAN)
    for change in changes:
        if change.old is None:
            del files[change.file]
        else:
            assert files[change.file].count(change.old) == 1, change.old
            files[change.file] = files[change.file].replace(change.old, change.new)
            assert change.old != change.new
    return files


def place(text: str, where: str) -> tuple[int, int]:
    """Start and end of the «marked» part of *where*, a piece that occurs once in *text*."""
    before, marked, after = re.split("[«»]", where)
    assert text.count(before + marked + after) == 1, where
    start = text.index(before + marked + after) + len(before)
    return start, start + len(marked)


def line_of(text: str, start: int, end: int) -> str:
    """``12: field: «value»``."""
    first, last = text.rfind("\n", 0, start) + 1, (text + "\n").find("\n", end)
    number = text.count("\n", 0, start) + 1
    return f"{number}: {text[first:start]}«{text[start:end]}»{text[end:last]}"


def found(report: Report) -> list[tuple[Any, ...]]:
    return [
        (v.path, line_of(report.sources[v.path].text, v.start, v.end), v.rule, v.severity, v.data)
        for v in report.violations
    ]


def wanted(files: dict[str, str], expected: list[Expected]) -> list[tuple[Any, ...]]:
    rows = []
    for item in expected:
        text = files[item.file]
        start, end = place(text, item.where)
        data = {"document_kind": KINDS[item.file.rpartition("/")[2]], **item.data}
        if item.rule in GROUPS:
            data.setdefault("count", 1)
        order = (item.file, start, item.rule, end)
        rows.append((order, (item.file, line_of(text, start, end), item.rule, item.severity, data)))
    return [row for _, row in sorted(rows, key=lambda row: row[0])]


class Copy:
    """A copy of the clean fixture on disk, that is changed and put right again: most of its files stay."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: Files = {}
        self.configuration = Configuration()

    def become(self, files: Files) -> None:
        for name in self.files.keys() - files.keys():
            (self.folder / name).unlink()
        write(self.folder, {name: content for name, content in files.items() if self.files.get(name) != content})
        self.files = dict(files)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return Copy(tmp_path_factory.mktemp("mcp"))


@pytest.fixture
def mcp(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> Lint:
    """Lint the copy of the clean fixture with these files in it, and no others."""
    monkeypatch.chdir(copy.folder)

    def run(files: Files) -> Report:
        copy.become(files)
        runner = LintSession(copy.configuration if "planlint.toml" in files else Configuration())
        runner.add_path(".")
        report = runner.lint()
        assert not runner.problems
        return report

    return run


def check(mcp: Lint, changes: list[Change], expected: list[Expected]) -> Report:
    """Lint the changed fixture; what is reported is what is expected, and nothing else."""
    files = changed(changes)
    report = mcp(dict(files))
    allowed = wanted(files, [item for item in expected if item.may])
    output = [row for row in found(report) if row not in allowed]
    assert output == wanted(files, [item for item in expected if not item.may])
    return report


def fixed(report: Report, files: dict[str, str], file: str, *, safe: bool = True) -> str:
    """The text of *file* after the fixes of its violations, each of which must be as *safe* as that."""
    fixes = [violation.fix for violation in report.violations if violation.path == file]
    assert fixes and all(fix is not None and fix.safe == safe for fix in fixes)
    return apply(files[file], [edit for fix in fixes if fix for edit in fix.edits])


def part(start: str, end: str, text: str = TEXT) -> str:
    """The text from *start* up to *end*."""
    assert text.count(start) == 1
    begin = text.index(start)
    return text[begin : text.index(end, begin)]


PHASE_STATUSES = ["pending", "in_progress", "complete", "blocked", "failed"]
TOOL_PHASES = ["pending", "in_progress", "complete", "blocked", "deferred"]
KEBAB = "^[a-z0-9]+(-[a-z0-9]+)*$"

LISTS = part("    tools_completed: [", "    current_batch:")
NUMBERS = part("    current_batch: 3\n", "    batch_history:")
HISTORY = part("    batch_history:\n", "\ntools_status:")
BUILDING = '  implementation:\n    status: "in_progress"\n'
FIRST = "«feature_name»: "  # where what is missing at the root is reported


def test_the_fixture_pleases_every_rule_that_is_on(tmp_path: Path) -> None:
    write(tmp_path, {**CLEAN})
    result = planlint("check", ".", "--preset", "default", "--fail-on", "warning", cwd=tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def path_of(name: str) -> str:
    """The file of the fixture; the folder of the service need not be named."""
    return name if name in CLEAN else FOLDER + name


def entries_of(path: Path) -> Iterator[Any]:
    """The cases of one row: what is changed in the clean fixture, and all that is reported then."""
    for title, group in yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER).items():
        for entry in group:
            changes = [
                Change(change.get("old"), change.get("new", ""), path_of(change.get("file", "MANIFEST.yaml")))
                for change in entry["changes"]
            ]
            expected = [
                Expected(
                    report.get(ERROR) or report[WARNING],
                    ERROR if ERROR in report else WARNING,
                    report["where"],
                    report.get("data", {}),
                    path_of(report.get("file", "MANIFEST.yaml")),
                    report.get("optional", False),
                )
                for report in entry["reports"]
            ]
            id = " ".join(filter(None, [path.stem, title, entry.get("case", "")]))
            yield pytest.param(changes, expected, id=id.replace(" ", "-"))


LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
ROWS = sorted((FIXTURES / "constraints").glob("row-*.yaml"))


@cases(("changes", "expected"), [entry for row in ROWS for entry in entries_of(row)])
def test_a_change_is_reported_as_its_row_reports(mcp: Lint, changes: list[Change], expected: list[Expected]) -> None:
    check(mcp, changes, expected)


@cases(("ends", "mark"), [("\r\n", ""), ("\n", "\ufeff"), ("\r\n", "\ufeff")])
def test_the_fixture_is_clean_with_other_line_ends_and_a_mark_too(mcp: Lint, ends: str, mark: str) -> None:
    files = {**CLEAN, **{path: mark + CLEAN[path].replace("\n", ends) for path in (MANIFEST, TOOLS)}}
    assert found(mcp({**files})) == []


def test_row_02_what_a_tool_lacks_is_reported_without_a_manifest_too(lint: Lint) -> None:
    text = CLEAN[TOOLS].replace('      "name": "list-stations",\n', "")
    expected = missing('«"description"»: "Stations of a region"', "/tools/6", "name", at=TOOLS)
    assert found(lint({TOOLS: text})) == wanted({TOOLS: text}, [expected])
    text = CLEAN[TOOLS].replace('"name": "list-stations"', '"name": 7')
    expected = wrong('"name": «7»', "/tools/6/name", "string", "integer", at=TOOLS)
    assert found(lint({TOOLS: text})) == wanted({TOOLS: text}, [expected])


@cases(
    "name",
    ["getStation", "Get-station", "get_station", "get station", "-get-station", "get-station-", "get--station", "gét"],
)
def test_row_03_a_tool_is_named_in_kebab_case(mcp: Lint, name: str) -> None:
    files = {path: text.replace('"get-station"', f'"{name}"') for path, text in CLEAN.items()}
    files[MANIFEST] = files[MANIFEST].replace("\n  get-station:", f'\n  "{name}":')
    expected = invalid(f'"name": «"{name}"»', "/tools/7/name", name, KEBAB, at=TOOLS)
    assert found(mcp({**files})) == wanted(files, [expected])


@cases("number", [9, 11, 0])
def test_row_04_total_tools_is_the_number_of_tools(mcp: Lint, number: int) -> None:
    changes = [j('"total_tools": 10', f'"total_tools": {number}')]
    first = error("count-mismatch", f'"total_tools": «{number}»', TOOLS, field="total_tools", found=number, expected=10)
    row_28 = error("count-mismatch", "tools_discovered: «10»", field="tools_discovered", found=10, expected=number)
    report = check(mcp, changes, [first, may(row_28)])
    assert fixed(report, changed(changes), TOOLS) == CLEAN[TOOLS]


def test_row_04_a_tools_manifest_alone_is_enough(lint: Lint) -> None:
    files = {TOOLS: CLEAN[TOOLS].replace('"total_tools": 10', '"total_tools": 11')}
    expected = error("count-mismatch", '"total_tools": «11»', TOOLS, field="total_tools", found=11, expected=10)
    assert found(lint({**files})) == wanted(files, [expected])


def reported_once(mcp: Lint, change: Change, where: str) -> list[str]:
    """The rules that speak at *where* once the *change* is made; what follows elsewhere is not looked at."""
    files = changed([change])
    start, end = place(files[change.file], where)
    violations = mcp({**files}).violations
    return [v.rule for v in violations if (v.path, v.start, v.end) == (change.file, start, end)]


def test_row_04_a_number_below_zero_is_one_violation(mcp: Lint) -> None:
    output = reported_once(mcp, j('"total_tools": 10', '"total_tools": -1'), '"total_tools": «-1»')
    assert output == ["invalid-value"]


def test_row_05_each_repetition_is_reported_and_points_at_the_first(lint: Lint) -> None:
    text = CLEAN[TOOLS].replace('"get-station"', '"list-alerts"').replace('"get-uv-index"', '"list-alerts"')
    report = lint({TOOLS: text})
    lines = [line for _, line, *_ in found(report)]
    assert lines == ['46:       "name": «"list-alerts"»,', '52:       "name": «"list-alerts"»,']
    assert [violation.rule for violation in report.violations] == ["duplicate-tool"] * 2
    first = text.index('"list-alerts"')
    assert {place.start for violation in report.violations for place in violation.related} == {first}


BUILD_PATH = "/phases/implementation"
STATUS_OF_BUILD = '  implementation:\n    «status»: "in_progress"'
BATCH_FIELDS = ["tools_completed", "tools_in_progress", "tools_remaining", "current_batch", "total_batches"]
BATCH_FIELDS.append("batch_size")
BATCH_LINES = {field: part(f"    {field}: ", "\n") + "\n" for field in BATCH_FIELDS}


@cases("field", BATCH_FIELDS)
def test_row_10_a_single_field_of_the_batches_asks_for_all_others(mcp: Lint, field: str) -> None:
    others = [name for name in BATCH_FIELDS if name != field]
    changes = [m(LISTS + NUMBERS + HISTORY, BATCH_LINES[field])]
    files = changed(changes)
    report = mcp({**files})
    (violation,) = report.violations
    assert (violation.rule, violation.severity) == ("missing-field", ERROR)
    assert (violation.start, violation.end) == place(files[MANIFEST], STATUS_OF_BUILD)
    assert violation.data["path"] == BUILD_PATH and sorted(violation.data["fields"]) == sorted(others)


def current(number: int, total: int = 4) -> Expected:
    return error("current-batch", f"current_batch: «{number}»", current=number, total=total)


# the service as it was on its first day: one phase runs, the others wait


# nothing else in the manifest contains the status of a tool


TIMES = re.findall(r'(\w+): "(2026-[^"]*Z)"', TEXT)


def retimed(time: str, form: str) -> str:
    """*time* in another form: T and Z of the *form* mean its part before T, and its part between T and Z."""
    day, clock = time[:10], time[11:19]
    return form.replace("D", day).replace("C", clock).replace("H", clock[:5])


def test_row_21_each_time_is_written_as_one_format_has_it(mcp: Lint) -> None:
    changes, expected = [], []
    for field, time in TIMES:
        other = time.replace("T", " ")
        changes.append(m(f'"{time}"', f'"{other}"'))
        expected.append(error("timestamp-format", f'{field}: «"{other}"»', field=field, found=other))
    assert len(set(TIMES)) == 17 == TEXT.count(':00Z"')
    report = check(mcp, changes, expected)
    assert fixed(report, changed(changes), MANIFEST) == TEXT


FORMS = [
    ("DTC+00:00", True),
    ("DtCz", True),
    ("DTC", False),
    ("D C", False),
    ("DTHZ", False),
    ("DTC.000Z", False),
    ("DTC+0000", True),
]


@cases(("form", "safe"), FORMS)
def test_row_21_the_fix_is_safe_where_nothing_is_made_up_or_lost(mcp: Lint, form: str, safe: bool) -> None:
    files = {**CLEAN}
    for _, time in TIMES:
        files[MANIFEST] = files[MANIFEST].replace(f'"{time}"', f'"{retimed(time, form)}"')
    report = mcp({**files})
    assert Counter((v.rule, v.severity) for v in report.violations) == {("timestamp-format", ERROR): 17}
    assert fixed(report, files, MANIFEST, safe=safe) == TEXT


@cases("form", ["D", "C", "D C +01:00 or so", "monday", "D/C"])
def test_row_21_what_is_no_time_is_not_fixed(mcp: Lint, form: str) -> None:
    files = {**CLEAN}
    for _, time in TIMES:
        files[MANIFEST] = files[MANIFEST].replace(f'"{time}"', f'"{retimed(time, form)}"')
    report = mcp({**files})
    assert Counter((v.rule, v.severity) for v in report.violations) == {("timestamp-format", ERROR): 17}
    assert not any(violation.fix for violation in report.violations)


BUILDING_STATUS = '  implementation:\n    status: «"{}"»'
# a manifest without an MCP service
ORCHESTRATED = """\
feature_name: Tides
feature_slug: tides
created_at: "2026-01-12T09:00:00Z"
created_by: planner
description: Reads tide tables
status: in-progress
current_phase: {current}
agents_contributed: []
artifacts: []
phases:
  1_setup:
    status: complete
  2_brainstorming:
    status: skipped
  8_implementation:
    status: in_progress
  9_completion:
    status: pending
"""


@cases("status", PHASE_STATUSES)
def test_row_22_the_statuses_of_a_phase(mcp: Lint, status: str) -> None:
    files = {**CLEAN, MANIFEST: TEXT.replace(BUILDING, BUILDING.replace("in_progress", status))}
    assert found(mcp({**files})) == []


@cases(
    ("status", "expected"),
    [("in-progress", "in_progress"), ("In Progress", "in_progress"), ("completed", "complete"), ("done", "complete")],
)
def test_row_22_another_spelling_is_put_right(mcp: Lint, status: str, expected: str) -> None:
    changes = [m(BUILDING, BUILDING.replace("in_progress", status))]
    where = BUILDING_STATUS.format(status)
    report = check(mcp, changes, [warning("status-spelling", where, found=status, expected=expected)])
    assert fixed(report, changed(changes), MANIFEST) == TEXT.replace(
        BUILDING, BUILDING.replace("in_progress", expected)
    )


@cases("status", ["in_progress", "in-progress", "pending", "blocked", "aborted", "needs_review"])
def test_row_22_the_status_of_the_manifest_has_both_spellings(mcp: Lint, status: str) -> None:
    files = {**CLEAN, MANIFEST: TEXT.replace('\nstatus: "in_progress"', f"\nstatus: {status}")}
    assert found(mcp({**files})) == []


def test_row_22_without_a_service_a_phase_may_be_skipped(lint: Lint) -> None:
    files = {"tides/MANIFEST.yaml": ORCHESTRATED.format(current=8)}
    assert found(lint({**files})) == []
    files["tides/MANIFEST.yaml"] = files["tides/MANIFEST.yaml"].replace("skipped", "left out")
    expected = error(
        "invalid-value",
        "status: «left out»",
        "tides/MANIFEST.yaml",
        field="status",
        path="/phases/2_brainstorming/status",
        value="left out",
        expected=[*PHASE_STATUSES, "skipped"],
    )
    first = [violation for violation in found(lint({**files})) if violation[2] != "status-mismatch"]
    assert first == wanted(files, [expected])


NORMALS = '"get-climate-normals"]'


def test_row_23_the_name_that_was_meant_is_proposed(mcp: Lint) -> None:
    report = mcp({**changed([m(NORMALS, '"get-climate-normal"]')])})
    helps = {violation.rule: violation.help for violation in report.violations}
    assert helps == {"unknown-tool": "did you mean `get-climate-normals`?", "missing-tool": None}


NO_TOOLS = warning("missing-reference", '- path: «"tools_manifest.json"»', field="path", target="tools_manifest.json")


def test_row_24_a_tools_manifest_that_cannot_be_read_is_all_that_is_reported(mcp: Lint) -> None:
    report = mcp({**CLEAN, TOOLS: CLEAN[TOOLS].replace("10,", "10,,")})
    assert [(violation.rule, violation.path) for violation in report.violations] == [("syntax-error", TOOLS)]


FITTING = {
    "completed": ["complete"],
    "in_progress": ["in_progress", "blocked"],
    "remaining": ["pending", "blocked", "deferred"],
}
UV = "  get-uv-index:\n    phase: "


@cases("phase", TOOL_PHASES)
@cases("where", FITTING)
def test_row_26_the_phase_of_a_tool_fits_its_list(mcp: Lint, where: str, phase: str) -> None:
    lists = LISTS.replace(', "get-uv-index"', "").replace(f"tools_{where}: [", f'tools_{where}: ["get-uv-index", ')
    text = TEXT.replace(LISTS, lists).replace(UV + '"pending"', f'{UV}"{phase}"')
    files = {**CLEAN, MANIFEST: text}
    report = mcp({**files})
    expected = error(
        "tool-status-mismatch",
        f'{UV}«"{phase}"»',
        tool="get-uv-index",
        phase=phase,
        list=f"tools_{where}",
    )
    assert found(report) == wanted(files, [] if phase in FITTING[where] else [expected])


@cases("number", [9, 11, 0])
def test_row_28_what_was_discovered_is_the_total(mcp: Lint, number: int) -> None:
    changes = [m("tools_discovered: 10", f"tools_discovered: {number}")]
    where = f"tools_discovered: «{number}»"
    report = check(mcp, changes, [error("count-mismatch", where, field="tools_discovered", found=number, expected=10)])
    assert fixed(report, changed(changes), MANIFEST) == TEXT


def test_row_28_a_number_below_zero_is_one_violation(mcp: Lint) -> None:
    output = reported_once(mcp, m("tools_discovered: 10", "tools_discovered: -1"), "tools_discovered: «-1»")
    assert output == ["invalid-value"]


def sized(where: str, batch: str, size: int, expected: int) -> Expected:
    return warning("batch-size", where, batch=batch, size=size, expected=expected)


CURRENT = 'current_phase: "implementation"'
KEYS = "schema_discovery, architecture, implementation"


def no_phase(current: str, expected: str = KEYS) -> Expected:
    return error("current-phase", f"current_phase: «{current}»", current=current.strip('"'), expected=expected)


def over(current: str, expected: str = "implementation") -> Expected:
    return warning("current-phase", f"current_phase: «{current}»", current=current.strip('"'), expected=expected)


def test_row_32_the_phase_that_was_meant_is_proposed(mcp: Lint) -> None:
    (violation,) = mcp({**changed([m(CURRENT, "current_phase: implementaton")])}).violations
    assert violation.help == "did you mean `implementation`?"


TIDES_MANIFEST = "tides/MANIFEST.yaml"
TIDES_KEYS = "1_setup, 2_brainstorming, 8_implementation, 9_completion"


@cases(
    ("current", "expected"),
    [
        ("8", None),
        ('"08"', None),
        ("8_implementation", None),
        ("implementation", None),
        ("deploy\ncurrent_phase_name: deploy", None),
        ("19", no_phase("19", TIDES_KEYS)),
        ("19\ncurrent_phase_name: complete", no_phase("19", TIDES_KEYS)),
        ("0", no_phase("0", TIDES_KEYS)),
        ("complete", no_phase("complete", "8_implementation")),
        ("1", over("1", "8_implementation")),
    ],
)
def test_row_32_phases_with_numbers(lint: Lint, current: str, expected: Expected | None) -> None:
    files = {TIDES_MANIFEST: ORCHESTRATED.format(current=current)}
    at = [expected._replace(file=TIDES_MANIFEST)] if expected else []
    assert found(lint({**files})) == wanted(files, at)


def left(status: str, phase: str, where: str) -> Expected:
    return error("status-mismatch", where, found=status, expected="complete", open=[phase])


def test_row_33_a_phase_may_be_skipped_without_a_service(lint: Lint) -> None:
    files = {TIDES_MANIFEST: ORCHESTRATED.format(current=9)}
    expected = left("in_progress", "8_implementation", "  8_implementation:\n    status: «in_progress»")
    assert found(lint({**files})) == wanted(files, [expected._replace(file=TIDES_MANIFEST)])


def order(make: Any, where: str, earlier: str, later: str) -> Expected:
    expected: Expected = make("time-order", where, earlier=earlier, later=later)
    return expected


def clock(old: str, new: str) -> Change:
    return m(f'"2026-01-12T{old}Z"', f'"2026-01-12T{new}Z"')


def at(time: str) -> str:
    return f'«"2026-01-12T{time}Z"»'


def lasts(found: int, expected: int) -> Expected:
    return warning("duration-mismatch", f"duration_minutes: «{found}»", found=found, expected=expected)


@cases("minutes", [0, 18, 22, 1200])
def test_row_36_a_duration_is_the_time_from_start_to_end(mcp: Lint, minutes: int) -> None:
    changes = [m("duration_minutes: 20", f"duration_minutes: {minutes}")]
    report = check(mcp, changes, [lasts(minutes, 20)])
    assert fixed(report, changed(changes), MANIFEST) == TEXT


def test_row_36_a_duration_below_zero_is_one_violation(mcp: Lint) -> None:
    output = reported_once(mcp, m("duration_minutes: 45", "duration_minutes: -45"), "duration_minutes: «-45»")
    assert output == ["invalid-value"]


def test_row_37_the_last_part_of_an_artifact_is_enough(mcp: Lint) -> None:
    entry = "artifacts:\n  - {path: notes/review.md, type: review, agent: tool-lead}\n"
    text = TEXT.replace("artifacts:\n", entry).replace('artifact: "search-locations.ts"', "artifact: review.md")
    assert found(mcp({**CLEAN, MANIFEST: text, FOLDER + "notes/review.md": "Good.\n"})) == []


def unfound(where: str, field: str, target: str) -> Expected:
    return warning("missing-reference", where, field=field, target=target)


def test_row_38_an_artifact_lies_beside_the_manifest_and_not_at_the_root(mcp: Lint) -> None:
    files = {**CLEAN, "architecture.md": CLEAN[FOLDER + "architecture.md"]}
    del files[FOLDER + "architecture.md"]
    expected = unfound('- path: «"architecture.md"»', "path", "architecture.md")
    assert found(mcp({**files})) == wanted(files, [expected])


@cases(
    ("folder", "agrees"), [("weather", True), ("2026-01-12-090000-weather", True), ("Weather", True), ("meteo", False)]
)
def test_row_39_the_directory_may_begin_with_a_time(lint: Lint, folder: str, agrees: bool) -> None:
    files = {path.replace("services/weather", f"services/{folder}"): text for path, text in CLEAN.items()}
    report = lint({**files})
    assert [(v.rule, v.severity) for v in report.violations] == ([] if agrees else [("slug-mismatch", WARNING)])
    assert [v.data["expected"] for v in report.violations] == ([] if agrees else [folder])


BROKEN = """\
MANIFEST.yaml:9 warning slug-mismatch
MANIFEST.yaml:12 warning current-phase
MANIFEST.yaml:17 error count-mismatch
MANIFEST.yaml:21 warning duration-mismatch
MANIFEST.yaml:23 warning status-spelling
MANIFEST.yaml:25 warning missing-reference
MANIFEST.yaml:28 error time-order
MANIFEST.yaml:35 error tool-in-two-lists
MANIFEST.yaml:36 error missing-tool
MANIFEST.yaml:36 error unknown-tool
MANIFEST.yaml:38 warning batch-size
MANIFEST.yaml:47 error batch-numbering
MANIFEST.yaml:58 error invalid-value
MANIFEST.yaml:59 error failed-verification
MANIFEST.yaml:64 warning missing-reference
MANIFEST.yaml:67 error tool-status-mismatch
MANIFEST.yaml:78 warning agent-artifact-mismatch
tools_manifest.json:13 error wrong-type
tools_manifest.json:28 error missing-field
tools_manifest.json:34 error timestamp-format
"""


def test_the_broken_sibling_has_each_of_its_faults_reported_once(lint: Lint) -> None:
    report = lint({**files_of("mcp-broken")})
    lines = [
        f"{v.path.rpartition('/')[2]}:{report.sources[v.path].position(v.start)[0]} {v.severity} {v.rule}"
        for v in report.violations
    ]
    assert lines == BROKEN.splitlines()


def in_a_larger_repository(folder: Path) -> Path:
    """The clean fixture below the root of a git repository that contains other plans too."""
    project = folder / "fixtures" / "mcp"
    write(project, {**CLEAN})
    write(folder, {"plans/a.md": "---\ntype: progress\nprd: plans\ntasks:\n- id: T1\n  status: lost\n---\n"})
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True, capture_output=True)
    return project


def test_what_is_not_below_the_working_directory_is_not_linted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(in_a_larger_repository(tmp_path))
    runner = LintSession(Configuration())
    runner.add_path(".")
    assert [violation.path for violation in runner.lint().violations if violation.path.startswith("..")] == []


def test_a_configured_root_is_the_root_inside_of_a_larger_repository_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(in_a_larger_repository(tmp_path))
    runner = LintSession(Configuration())
    runner.add_path("services")
    assert [violation.message for violation in runner.lint().violations] == []


seeded = pytest.mark.skipif(not SEED.exists(), reason="the seed documents are not here")
SEED_MANIFEST, SEED_TOOLS = "linear/MANIFEST.yaml", "linear/tools_manifest.json"


def blocks() -> list[str]:
    """The fenced blocks of the specification, in order."""
    return re.findall(r"^```\w+\n(.*?)^```", SEED.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def example() -> str:
    """The complete example of the specification."""
    match = re.search(r"^## Complete Example\n+```yaml\n(.*?)^```", SEED.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert match
    return match[1]


def block(start: str) -> str:
    """The one fragment of the specification that begins with *start*."""
    (found,) = [text for text in blocks() if text.startswith(start)]
    return found


def tools_manifest(names: list[str]) -> str:
    tools = [{"name": name, "description": name, "input_schema": {}, "token_estimate": 1} for name in names]
    return json.dumps(
        {"tools": tools, "total_tools": len(tools), "discovery_timestamp": "2025-01-11T10:45:00Z"}, indent=2
    )


SEVEN = "get-issue list-issues create-issue update-issue search-issues list-projects get-project".split()
OTHERS = [f"other-tool-{number}" for number in range(1, 22)]


def service(manifest: str, names: list[str]) -> dict[str, str]:
    """The files that the example names, in a folder whose root is known."""
    built = ["get-issue", "list-issues", "create-issue"]
    sources = {f".claude/tools/linear/{name}{end}": "" for name in built for end in (".ts", ".test.ts")}
    files = {"planlint.toml": "", SEED_MANIFEST: manifest, **sources}
    files |= {f"linear/{name}.md": f"# {name}\n" for name in ("schema-discovery", "architecture")}
    return {**files, SEED_TOOLS: tools_manifest(names)} if names else files


def of_the_seed(expected: Expected) -> Expected:
    return expected._replace(file=SEED_MANIFEST)


NO_MAKER = warning("missing-field", FIRST, fields=["created_by"], path="")


@seeded
def test_the_complete_example_of_the_seed_contradicts_itself_in_four_places(lint: Lint) -> None:
    files = service(example(), [*SEVEN, *OTHERS])
    expected = [
        NO_MAKER,
        error("tool-count", "«tools_completed»", found=7, expected=28),
        error("missing-tool", "«tools_remaining»", tools=OTHERS),
        sized("total_batches: «3»", "total_batches", 3, 10),
    ]
    assert found(lint({**files})) == wanted(files, [of_the_seed(item) for item in expected])


@seeded
def test_the_complete_example_of_the_seed_without_a_tools_manifest(lint: Lint) -> None:
    files = service(example(), [])
    assert found(lint({**files})) == wanted(files, [of_the_seed(item) for item in (NO_MAKER, NO_TOOLS)])


def replaced(text: str, key: str, fragment: str, indent: str = "") -> str:
    """*text* with *fragment* in place of the mapping under *key*."""
    pattern = rf"^{indent}{key}:\n(?:{indent} .*\n|\n(?={indent} ))*"
    assert len(re.findall(pattern, text, re.MULTILINE)) == 1
    return re.sub(pattern, lambda _: textwrap.indent(fragment, indent), text, flags=re.MULTILINE)


def whole() -> str:
    """The completed example: it has its author, and 28 tools are discovered, none of which is built yet."""
    text = example().replace("status:", "created_by: tool-lead\nstatus:", 1)
    return re.sub(r"^    (?:tools_\w+(?<!discovered)|\w+_batch\w*|batch_size): .*\n", "", text, flags=re.MULTILINE)


def of_seven() -> str:
    """The example made whole with its seven tools for all."""
    text = example().replace("status:", "created_by: tool-lead\nstatus:", 1)
    return text.replace("tools_discovered: 28", "tools_discovered: 7")


@seeded
@cases("make", [whole, of_seven])
def test_the_example_can_be_made_whole(lint: Lint, make: Any) -> None:
    names = SEVEN if make is of_seven else [*SEVEN, *OTHERS]
    assert found(lint({**service(make(), names)})) == []


@seeded
@cases(
    ("key", "indent"),
    [("tools_status", ""), ("schema_discovery", "  "), ("architecture", "  "), ("implementation", "  ")],
)
def test_the_fragments_of_the_seed_pass_in_a_whole_manifest(lint: Lint, key: str, indent: str) -> None:
    text = replaced(whole(), key, block(f"{key}:\n"), indent)
    assert found(lint({**service(text, [*SEVEN, *OTHERS])})) == []


@seeded
def test_the_json_example_of_the_seed_has_one_tool_and_reports_28(lint: Lint) -> None:
    files = {SEED_TOOLS: block("{\n")}
    expected = error("count-mismatch", '"total_tools": «28»', SEED_TOOLS, field="total_tools", found=28, expected=1)
    assert found(lint({**files})) == wanted(files, [expected])


@seeded
def test_the_batches_of_the_seed_pass_but_for_the_start_of_their_phase(lint: Lint) -> None:
    fragment = textwrap.dedent(block("phases:\n").removeprefix("phases:\n"))
    files = service(replaced(of_seven(), "implementation", fragment, "  "), SEVEN)
    expected = missing(STATUS_OF_BUILD, BUILD_PATH, "started_at")
    assert found(lint({**files})) == wanted(files, [of_the_seed(expected)])
    started = fragment.replace("tools_completed:", 'started_at: "2025-01-11T11:15:00Z"\n  tools_completed:', 1)
    assert found(lint({**service(replaced(of_seven(), "implementation", started, "  "), SEVEN)})) == []


@seeded
def test_the_history_of_the_seed_passes(lint: Lint) -> None:
    history = re.sub(r"  +#.*", "", block("batch_history:\n"))
    text = of_seven().replace("    batch_size: 3\n", "    batch_size: 3\n" + textwrap.indent(history, "    "))
    assert text != of_seven()
    assert found(lint({**service(text, SEVEN)})) == []


REAL = {
    "nerva-1920d623-.fingerprintx-development": [no_phase("19", "")],
    "nerva-239a497d-.fingerprintx-development": [no_phase("19", "")],
    "nerva-19c4f531-.codesys-development": [over("10", "11_code_quality")],
    "nerva-19c4f531-.dnp3-development": [],
}


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
@cases("name", REAL)
def test_real_orchestrated_manifests_are_read_and_their_pointers_checked(lint: Lint, name: str) -> None:
    path = f"{name}/MANIFEST.yaml"
    text = (CORPUS / path).read_text(encoding="utf-8")
    report = lint({path: text})
    assert (report.documents, report.plans) == (1, 1)
    assert not {violation.rule for violation in report.violations} & {"syntax-error", "internal-error"}
    about = [violation for violation in report.violations if violation.rule == "current-phase"]
    assert [(v.severity, (v.start, v.end), v.data["current"]) for v in about] == [
        (e.severity, place(text, e.where), e.data["current"]) for e in REAL[name]
    ]
    for violation, expected in zip(about, REAL[name], strict=True):
        assert expected.data["expected"] in violation.data["expected"]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
def test_every_real_manifest_is_read(lint: Lint) -> None:
    files = {path.relative_to(CORPUS).as_posix(): path.read_bytes() for path in CORPUS.glob("*/MANIFEST.yaml")}
    report = lint({**files})
    assert report.plans == len(files) >= 8
    errors = Counter((v.rule, v.path.rpartition("/")[0]) for v in report.violations if v.severity == ERROR)
    names = [name for name, expected in REAL.items() if any(item.severity == ERROR for item in expected)]
    assert errors == {(rule, name): 1 for rule in ("missing-field", "current-phase") for name in names}


def test_the_table_of_constraints_is_fresh_and_whole() -> None:
    assert (ROOT / "docs" / "constraints.md").read_text(encoding="utf-8") == constraints()
    assert [row.number for row in CONSTRAINTS] == list(range(1, 40))
    assert {rule for row in CONSTRAINTS for rule in row.rules} <= FAMILY.keys()
