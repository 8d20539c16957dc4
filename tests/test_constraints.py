"""Every row of the constraints of seed 002, by its number (``docs/constraints.md`` lists them).

Each test changes the clean fixture ``fixtures/mcp`` and says exactly what is reported then: the row's rule, where, how
bad, with which data, and nothing else. One value that is wrong is one violation, but for what follows from it by
another row: 4 -> 28, 29; 11 -> 31; 13 -> 31; 23 -> its missing or unknown tools; 25 -> 23; 32 -> 33; 35 -> 36.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import textwrap
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest

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
    """In *file* write *new* where *old* stands; without *old* there is no such file."""

    old: str | None
    new: str
    file: str = MANIFEST


class Expected(NamedTuple):
    """A violation; *where* is a piece of the file with the flagged text «marked». What *may* be said need not be."""

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


def gone(file: str) -> Change:
    return Change(None, "", file)


def error(rule: str, where: str, at: str = MANIFEST, **data: Any) -> Expected:
    return Expected(rule, ERROR, where, data, at)


def warning(rule: str, where: str, at: str = MANIFEST, **data: Any) -> Expected:
    return Expected(rule, WARNING, where, data, at)


def may(expected: Expected) -> Expected:
    """What follows by another row, and may be said too."""
    return expected._replace(may=True)


def missing(where: str, path: str, *fields: str, at: str = MANIFEST) -> Expected:
    return error("missing-field", where, at, fields=list(fields), path=path)


def wrong(where: str, path: str, expected: str, found: str, at: str = MANIFEST) -> Expected:
    return error("wrong-type", where, at, field=field_of(path), path=path, expected=expected, found=found)


def invalid(where: str, path: str, value: str, expected: Any, at: str = MANIFEST) -> Expected:
    return error("invalid-value", where, at, field=field_of(path), path=path, value=value, expected=expected)


def field_of(path: str) -> str:
    return next(step for step in reversed(path.split("/")) if not step.isdigit())


def case(id: str, *parts: Change | Expected) -> Any:
    """Changes, and what they must lead to: nothing where nothing is expected."""
    changes = [part for part in parts if isinstance(part, Change)]
    return pytest.param(changes, [part for part in parts if isinstance(part, Expected)], id=id)


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
    """Start and end of what is «marked» in *where*, a piece that stands once in *text*."""
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
    said = [row for row in found(report) if row not in allowed]
    assert said == wanted(files, [item for item in expected if not item.may])
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
AUDITS = ["pending", "passed", "failed"]
KEBAB = "^[a-z0-9]+(-[a-z0-9]+)*$"

DISCOVERY = part("  schema_discovery:\n", "\n  architecture:")
ARCHITECTURE = part("  architecture:\n", "\n  implementation:")
IMPLEMENTATION = part("  implementation:\n", "\ntools_status:")
LISTS = part("    tools_completed: [", "    current_batch:")
NUMBERS = part("    current_batch: 3\n", "    batch_history:")
HISTORY = part("    batch_history:\n", "\ntools_status:")
BATCH_1 = part("      - batch_number: 1\n", "      - batch_number: 2\n")
BATCH_2 = part("      - batch_number: 2\n", "      - batch_number: 3\n")
BATCH_3 = part("      - batch_number: 3\n", "\ntools_status:")
VERIFICATION = part("    verification:\n", "    tools_completed:")
STATUS = part("tools_status:\n", "\nagents_contributed:")
AGENTS = part("agents_contributed:\n", "\nartifacts:")
ARTIFACTS = TEXT[TEXT.index("\nartifacts:\n") + 1 :]
BUILDING = '  implementation:\n    status: "in_progress"\n'
BUILT = m(BUILDING, BUILDING.replace("in_progress", "complete"))
FIRST = "«feature_name»: "  # where what is missing at the root is reported
DISCOVERED = '  schema_discovery:\n    status: "complete"\n'
DESIGNED = '  architecture:\n    status: "complete"\n'


def test_the_fixture_pleases_every_rule_that_is_on(tmp_path: Path) -> None:
    write(tmp_path, {**CLEAN})
    result = planlint("check", ".", "--preset", "default", "--fail-on", "warning", cwd=tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@cases(("ends", "mark"), [("\r\n", ""), ("\n", "\ufeff"), ("\r\n", "\ufeff")])
def test_the_fixture_is_clean_with_other_line_ends_and_a_mark_too(mcp: Lint, ends: str, mark: str) -> None:
    files = {**CLEAN, **{path: mark + CLEAN[path].replace("\n", ends) for path in (MANIFEST, TOOLS)}}
    assert found(mcp({**files})) == []


@cases(
    ("changes", "expected"),
    [
        case(
            "no tools",
            j(part('  "tools": [', '  "total_tools"', CLEAN[TOOLS]), ""),
            missing('«"total_tools"»: 10', "", "tools", at=TOOLS),
        ),
        case("no total", j('  "total_tools": 10,\n', ""), missing('«"tools"»: [', "", "total_tools", at=TOOLS)),
        case(
            "no time",
            j(',\n  "discovery_timestamp": "2026-01-12T09:18:00Z"', ""),
            missing('«"tools"»: [', "", "discovery_timestamp", at=TOOLS),
        ),
        case("null", j('"total_tools": 10', '"total_tools": null'), missing('«"tools"»', "", "total_tools", at=TOOLS)),
        case(
            "blank",
            j('"2026-01-12T09:18:00Z"', '" "'),
            missing('«"tools"»', "", "discovery_timestamp", at=TOOLS),
        ),
        case(
            "two of them",
            j('  "total_tools": 10,\n  "discovery_timestamp": "2026-01-12T09:18:00Z"', '  "x": 1'),
            missing('«"tools"»', "", "total_tools", "discovery_timestamp", at=TOOLS),
        ),
        case(
            "tools no list",
            j(part('"tools": [', ',\n  "total_tools"', CLEAN[TOOLS]), '"tools": {"none": 1}'),
            wrong('"tools": «{"none": 1}»', "/tools", "array", "object", at=TOOLS),
        ),
        case(
            "total quoted",
            j('"total_tools": 10', '"total_tools": "10"'),
            wrong('"total_tools": «"10"»', "/total_tools", "integer", "string", at=TOOLS),
        ),
        case(
            "total no whole number",
            j('"total_tools": 10', '"total_tools": 10.5'),
            wrong('"total_tools": «10.5»', "/total_tools", "integer", "number", at=TOOLS),
        ),
        case(
            "time a number",
            j('"2026-01-12T09:18:00Z"', "1768209480"),
            wrong('"discovery_timestamp": «1768209480»', "/discovery_timestamp", "string", "integer", at=TOOLS),
        ),
        case(
            "time no time",
            j('"2026-01-12T09:18:00Z"', "false"),
            wrong('"discovery_timestamp": «false»', "/discovery_timestamp", "string", "boolean", at=TOOLS),
        ),
    ],
)
def test_row_01_a_tools_manifest_has_tools_their_number_and_a_time(
    mcp: Lint, changes: list[Change], expected: list[Expected]
) -> None:
    check(mcp, changes, expected)


SCHEMA = '"input_schema": {"type": "object", "properties": {"page": {"type": "integer"}}}'


@cases(
    ("changes", "expected"),
    [
        case(
            "no description",
            j('      "description": "Stations of a region",\n', ""),
            missing('«"name"»: "list-stations"', "/tools/6", "description", at=TOOLS),
        ),
        case(
            "no schema",
            j(f"      {SCHEMA},\n", ""),
            missing('«"name"»: "list-stations"', "/tools/6", "input_schema", at=TOOLS),
        ),
        case(
            "no estimate",
            j(SCHEMA + ',\n      "token_estimate": 900', SCHEMA),
            missing('«"name"»: "list-stations"', "/tools/6", "token_estimate", at=TOOLS),
        ),
        case(
            "description a list",
            j('"Stations of a region"', "[]"),
            wrong('"description": «[]»', "/tools/6/description", "string", "array", at=TOOLS),
        ),
        case(
            "schema a text",
            j(SCHEMA, '"input_schema": "z.object({})"'),
            wrong('"input_schema": «"z.object({})"»', "/tools/6/input_schema", "object", "string", at=TOOLS),
        ),
        case(
            "schema a list",
            j(SCHEMA, '"input_schema": []'),
            wrong('"input_schema": «[]»', "/tools/6/input_schema", "object", "array", at=TOOLS),
        ),
        case(
            "estimate quoted",
            j('"token_estimate": 900', '"token_estimate": "900"'),
            wrong('"token_estimate": «"900"»', "/tools/6/token_estimate", "number", "string", at=TOOLS),
        ),
        case(
            "estimate negative",
            j('"token_estimate": 900', '"token_estimate": -1'),
            invalid('"token_estimate": «-1»', "/tools/6/token_estimate", "-1", 0, at=TOOLS),
        ),
        case("estimate zero", j('"token_estimate": 900', '"token_estimate": 0.0')),
        case(
            "no name",
            j('      "name": "list-stations",\n', ""),
            missing('«"description"»: "Stations of a region"', "/tools/6", "name", at=TOOLS),
        ),
        case(
            "name a number",
            j('"name": "list-stations"', '"name": 7'),
            wrong('"name": «7»', "/tools/6/name", "string", "integer", at=TOOLS),
        ),
    ],
)
def test_row_02_a_tool_has_name_description_schema_and_estimate(
    mcp: Lint, changes: list[Change], expected: list[Expected]
) -> None:
    check(mcp, changes, expected)


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


@cases(
    ("changes", "expected"),
    [
        case(
            "in the tools manifest alone",
            j('"name": "get-station"', '"name": "Get_Station"'),
            invalid('"name": «"Get_Station"»', "/tools/7/name", "Get_Station", KEBAB, at=TOOLS),
        )
    ],
)
def test_row_03_a_name_in_another_case_is_one_violation(
    mcp: Lint, changes: list[Change], expected: list[Expected]
) -> None:
    check(mcp, changes, expected)


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


def said_once(mcp: Lint, change: Change, where: str) -> list[str]:
    """The rules that speak at *where* once the *change* is made; what follows elsewhere is not looked at."""
    files = changed([change])
    start, end = place(files[change.file], where)
    violations = mcp({**files}).violations
    return [v.rule for v in violations if (v.path, v.start, v.end) == (change.file, start, end)]


def test_row_04_a_number_below_zero_is_one_violation(mcp: Lint) -> None:
    said = said_once(mcp, j('"total_tools": 10', '"total_tools": -1'), '"total_tools": «-1»')
    assert said == ["invalid-value"]


@cases(
    ("changes", "expected"),
    [
        case(
            "nine",
            j('"total_tools": 10', '"total_tools": 9.0'),
            error("count-mismatch", '"total_tools": «9.0»', TOOLS, field="total_tools", found=9, expected=10),
            may(error("count-mismatch", "tools_discovered: «10»", field="tools_discovered", found=10, expected=9)),
        ),
        case("ten", j('"total_tools": 10', '"total_tools": 10.0')),
    ],
)
def test_row_04_a_whole_number_with_a_point_is_a_number(
    mcp: Lint, changes: list[Change], expected: list[Expected]
) -> None:
    check(mcp, changes, expected)


TWICE = j(
    '"token_estimate": 0\n    }\n',
    '"token_estimate": 0\n    },\n    {"name": "list-alerts", "description": "?", "input_schema": {}, '
    '"token_estimate": 1}\n',
)
ELEVEN = [
    j('"total_tools": 10', '"total_tools": 11'),
    m("tools_discovered: 10", "tools_discovered: 11"),
]
DUPLICATE = error("duplicate-tool", '{"name": «"list-alerts"»', TOOLS, tool="list-alerts")


@cases(
    ("changes", "expected"),
    [
        case("no tool is listed yet", TWICE, *ELEVEN, m(LISTS + NUMBERS, ""), DUPLICATE),
        case(
            "tools are listed",
            TWICE,
            *ELEVEN,
            DUPLICATE,
        ),
    ],
)
def test_row_05_names_of_tools_are_unique(mcp: Lint, changes: list[Change], expected: list[Expected]) -> None:
    check(mcp, changes, expected)


def test_row_05_each_repetition_is_reported_and_points_at_the_first(lint: Lint) -> None:
    text = CLEAN[TOOLS].replace('"get-station"', '"list-alerts"').replace('"get-uv-index"', '"list-alerts"')
    report = lint({TOOLS: text})
    lines = [line for _, line, *_ in found(report)]
    assert lines == ['46:       "name": «"list-alerts"»,', '52:       "name": «"list-alerts"»,']
    assert [violation.rule for violation in report.violations] == ["duplicate-tool"] * 2
    first = text.index('"list-alerts"')
    assert {place.start for violation in report.violations for place in violation.related} == {first}


BAD_TIMES = [
    "2026-01-12 09:18:00Z",
    "2026-01-12T09:18:00",
    "2026-01-12T09:18Z",
    "2026-01-12T09:18:00+00:00",
    "2026-01-12T09:18:00.000Z",
    "2026-01-12t09:18:00z",
    "20260112T091800Z",
    "2026-01-12",
    "12.01.2026 09:18",
    "this morning",
]


@cases("time", BAD_TIMES)
def test_row_06_the_time_of_discovery_is_written_as_one_format_has_it(mcp: Lint, time: str) -> None:
    expected = error(
        "timestamp-format", f'"discovery_timestamp": «"{time}"»', TOOLS, field="discovery_timestamp", found=time
    )
    check(mcp, [j('"2026-01-12T09:18:00Z"', f'"{time}"')], [expected])


@cases("time", ["2026-02-30T09:18:00Z", "2026-01-12T24:18:00Z", "2026-13-12T09:18:00Z"])
def test_row_06_the_time_of_discovery_is_one_that_exists(mcp: Lint, time: str) -> None:
    where = f'"discovery_timestamp": «"{time}"»'
    expected = error("impossible-date", where, TOOLS, field="discovery_timestamp", found=time)
    check(mcp, [j('"2026-01-12T09:18:00Z"', f'"{time}"')], [expected])


FORECAST = "  get-forecast:\n    phase: "
PHASE_OF_FORECAST = "  get-forecast:\n    «phase»"
FORECAST_PATH = "/tools_status/get-forecast"
AIR = "  get-air-quality:\n    phase: "


@cases(
    ("changes", "expected"),
    [
        case(
            "missing",
            m(FORECAST + '"complete"\n', "  get-forecast:\n"),
            missing('«wrapper_file»: ".claude/tools/weather/get-forecast.ts"', FORECAST_PATH, "phase"),
        ),
        case("null", m(FORECAST + '"complete"', FORECAST + "~"), missing("«phase»: ~", FORECAST_PATH, "phase")),
        case("blank", m(FORECAST + '"complete"', FORECAST + '""'), missing('«phase»: ""', FORECAST_PATH, "phase")),
        *(
            case(
                status,
                m(FORECAST + '"complete"', FORECAST + f'"{status}"'),
                invalid(f'phase: «"{status}"»', f"{FORECAST_PATH}/phase", status, TOOL_PHASES),
            )
            for status in ("failed", "skipped", "ready", "finished")
        ),
        case(
            "a list",
            m(FORECAST + '"complete"', FORECAST + "[complete]"),
            wrong("phase: «[complete]»", f"{FORECAST_PATH}/phase", "string", "array"),
        ),
        *(
            case(
                f"spelled {status}",
                m(FORECAST + '"complete"', FORECAST + f'"{status}"'),
                warning("status-spelling", f'phase: «"{status}"»', found=status, expected="complete"),
            )
            for status in ("completed", "done", "Complete")
        ),
        case(
            "missing, batch finished",
            m(AIR + '"deferred"\n', "  get-air-quality:\n"),
            missing(
                '«wrapper_file»: ".claude/tools/weather/get-air-quality.ts"', "/tools_status/get-air-quality", "phase"
            ),
        ),
        case(
            "unknown, batch finished",
            m(AIR + '"deferred"', AIR + '"postponed"'),
            invalid('phase: «"postponed"»', "/tools_status/get-air-quality/phase", "postponed", TOOL_PHASES),
        ),
    ],
)
def test_row_07_a_tool_has_a_phase_that_is_known(mcp: Lint, changes: list[Change], expected: list[Expected]) -> None:
    check(mcp, changes, expected)


def files_of_tool(tool: str) -> tuple[str, str]:
    path = f".claude/tools/weather/{tool}"
    return f'    wrapper_file: "{path}.ts"\n', f'    test_file: "{path}.test.ts"\n'


FORECAST_WRAPPER, FORECAST_TEST = files_of_tool("get-forecast")
UNTYPED = "an unquoted number or boolean where a text is meant is reported again as agent-artifact-mismatch"
SEARCH_WRAPPER, SEARCH_TEST = files_of_tool("search-locations")
UV_WRAPPER, UV_TEST = files_of_tool("get-uv-index")


@cases(
    ("changes", "expected"),
    [
        case("no wrapper", m(FORECAST_WRAPPER, ""), missing(PHASE_OF_FORECAST, FORECAST_PATH, "wrapper_file")),
        case("no test", m(FORECAST_TEST, ""), missing(PHASE_OF_FORECAST, FORECAST_PATH, "test_file")),
        case(
            "neither",
            m(UV_WRAPPER + UV_TEST, ""),
            missing("  get-uv-index:\n    «phase»", "/tools_status/get-uv-index", "wrapper_file", "test_file"),
        ),
        case(
            "null",
            m(UV_TEST, "    test_file: null\n"),
            missing("  get-uv-index:\n    «phase»", "/tools_status/get-uv-index", "test_file"),
        ),
        case(
            "a number",
            m(UV_WRAPPER, "    wrapper_file: 7\n"),
            wrong("wrapper_file: «7»", "/tools_status/get-uv-index/wrapper_file", "string", "integer"),
        ),
        case(
            "a list",
            m(UV_TEST, '    test_file: ["a.test.ts"]\n'),
            wrong('test_file: «["a.test.ts"]»', "/tools_status/get-uv-index/test_file", "string", "array"),
        ),
        case(
            "a mapping",
            m(UV_TEST, "    test_file: {path: a}\n"),
            wrong("test_file: «{path: a}»", "/tools_status/get-uv-index/test_file", "string", "object"),
        ),
        case(
            "no wrapper, contributed",
            m(SEARCH_WRAPPER, ""),
            missing("  search-locations:\n    «phase»", "/tools_status/search-locations", "wrapper_file"),
        ),
        case(
            "a number, complete",
            m(FORECAST_WRAPPER, "    wrapper_file: 7\n"),
            wrong("wrapper_file: «7»", f"{FORECAST_PATH}/wrapper_file", "string", "integer"),
        ),
        case(
            "a number, contributed",
            m(SEARCH_WRAPPER, "    wrapper_file: 7\n"),
            wrong("wrapper_file: «7»", "/tools_status/search-locations/wrapper_file", "string", "integer"),
        ),
    ],
)
def test_row_08_a_tool_names_its_wrapper_and_its_test(
    mcp: Lint, changes: list[Change], expected: list[Expected]
) -> None:
    check(mcp, changes, expected)


COVERAGE, AUDIT = f"{FORECAST_PATH}/coverage_percent", f"{FORECAST_PATH}/audit_status"
FORECAST_AUDIT = '88.5\n    audit_status: "passed"'


@cases(
    ("changes", "expected"),
    [
        *(case(f"coverage {value}", m("88.5", value)) for value in ("0", "100", "99.99", "null", "")),
        case("coverage 101", m("88.5", "101"), invalid("coverage_percent: «101»", COVERAGE, "101", 100)),
        case("coverage 100.1", m("88.5", "100.1"), invalid("coverage_percent: «100.1»", COVERAGE, "100.1", 100)),
        case("coverage -1", m("88.5", "-1"), invalid("coverage_percent: «-1»", COVERAGE, "-1", 0)),
        case(
            "coverage quoted",
            m("88.5", '"88"'),
            wrong('coverage_percent: «"88"»', COVERAGE, "number or null", "string"),
        ),
        case("coverage with sign", m("88.5", "88%"), wrong("«88%»", COVERAGE, "number or null", "string")),
        case("coverage yes", m("88.5", "true"), wrong("«true»\n    audit", COVERAGE, "number or null", "boolean")),
        case("no audit", m(FORECAST_AUDIT, "88.5")),
        *(case(f"audit {value}", m(FORECAST_AUDIT, f"88.5\n    audit_status: {value}")) for value in ("pending", "~")),
        *(
            case(
                f"audit {value}",
                m(FORECAST_AUDIT, f'88.5\n    audit_status: "{value}"'),
                invalid(f'audit_status: «"{value}"»', AUDIT, value, AUDITS),
            )
            for value in ("ok", "Passed", "complete", "skipped")
        ),
        case(
            "audit a boolean",
            m(FORECAST_AUDIT, "88.5\n    audit_status: true"),
            wrong("audit_status: «true»", AUDIT, "string", "boolean"),
        ),
        case("no retries", m("    retries: 3\n", ""), missing(PHASE_OF_FORECAST, FORECAST_PATH, "retries")),
        case("retries null", m("retries: 3", "retries:"), missing(PHASE_OF_FORECAST, FORECAST_PATH, "retries")),
        case("retries 0", m("retries: 3", "retries: 0")),
        case(
            "retries -1", m("retries: 3", "retries: -1"), invalid("retries: «-1»", f"{FORECAST_PATH}/retries", "-1", 0)
        ),
        case(
            "retries 1.5",
            m("retries: 3", "retries: 1.5"),
            wrong("retries: «1.5»", f"{FORECAST_PATH}/retries", "integer", "number"),
        ),
        case(
            "retries quoted",
            m("retries: 3", 'retries: "3"'),
            wrong('retries: «"3"»', f"{FORECAST_PATH}/retries", "integer", "string"),
        ),
        case(
            "retries a list",
            m("retries: 3", "retries: [3]"),
            wrong("retries: «[3]»", f"{FORECAST_PATH}/retries", "integer", "array"),
        ),
        case("no issues", m('    issues:\n      - "Answers came in two shapes"\n', "")),
        case(
            "issues a text",
            m('issues:\n      - "Answers came in two shapes"', 'issues: "Answers came in two shapes"'),
            wrong('issues: «"Answers came in two shapes"»', f"{FORECAST_PATH}/issues", "array", "string"),
        ),
        case(
            "an issue is a mapping",
            m('- "Answers came in two shapes"', "- {text: two shapes}"),
            wrong("- «{text: two shapes}»", f"{FORECAST_PATH}/issues/0", "string or number", "object"),
        ),
        case(
            "an issue is a list",
            m('["The key is paid for"]', '["The key is paid for", [no]]'),
            wrong("«[no]»", "/tools_status/get-air-quality/issues/1", "string or number", "array"),
        ),
    ],
)
def test_row_09_coverage_audit_retries_and_issues_are_what_they_should_be(
    mcp: Lint, changes: list[Change], expected: list[Expected]
) -> None:
    check(mcp, changes, expected)


BUILD_PATH = "/phases/implementation"
STATUS_OF_BUILD = '  implementation:\n    «status»: "in_progress"'
BATCH_FIELDS = ["tools_completed", "tools_in_progress", "tools_remaining", "current_batch", "total_batches"]
BATCH_FIELDS.append("batch_size")
BATCH_LINES = {field: part(f"    {field}: ", "\n") + "\n" for field in BATCH_FIELDS}


@cases("field", BATCH_FIELDS)
def test_row_10_with_one_field_of_the_batches_the_others_are_there(mcp: Lint, field: str) -> None:
    check(mcp, [m(BATCH_LINES[field], "")], [missing(STATUS_OF_BUILD, BUILD_PATH, field)])


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


@cases(
    ("changes", "expected"),
    [
        case("none of them", m(LISTS + NUMBERS, "")),
        case("none of them, no history", m(LISTS + NUMBERS + HISTORY, "")),
        *(
            case(
                f"{field} a text",
                m(BATCH_LINES[field], f'    {field}: "get-forecast"\n'),
                wrong(f'{field}: «"get-forecast"»', f"{BUILD_PATH}/{field}", "array", "string"),
            )
            for field in BATCH_FIELDS[:3]
        ),
        *(
            case(
                f"{field} {value}",
                m(BATCH_LINES[field], f"    {field}: {value}\n"),
                wrong(f"{field}: «{value}»", f"{BUILD_PATH}/{field}", "integer", found),
            )
            for field in BATCH_FIELDS[3:]
            for value, found in (('"3"', "string"), ("3.5", "number"))
        ),
        case(
            "a list is a boolean",
            m(BATCH_LINES["tools_in_progress"], "    tools_in_progress: true\n"),
            wrong("tools_in_progress: «true»", f"{BUILD_PATH}/tools_in_progress", "array", "boolean"),
        ),
        case(
            "an item is a mapping",
            m('["list-stations", "get-station"]', '["list-stations", {name: get-station}]'),
            wrong("«{name: get-station}»", f"{BUILD_PATH}/tools_in_progress/1", "string or number", "object"),
        ),
        case(
            "batch_size 0",
            m("batch_size: 3", "batch_size: 0"),
            invalid("batch_size: «0»", f"{BUILD_PATH}/batch_size", "0", 1),
        ),
        case(
            "total_batches -4",
            m("total_batches: 4", "total_batches: -4"),
            invalid("total_batches: «-4»", f"{BUILD_PATH}/total_batches", "-4", 0),
        ),
    ],
)
def test_row_10_the_fields_of_the_batches_have_their_types(
    mcp: Lint, changes: list[Change], expected: list[Expected]
) -> None:
    check(mcp, changes, expected)


def current(number: int, total: int = 4) -> Expected:
    return error("current-batch", f"current_batch: «{number}»", current=number, total=total)


@cases(
    ("changes", "expected"),
    [
        case("0", m("current_batch: 3", "current_batch: 0"), current(0)),
        case("-1", m("current_batch: 3", "current_batch: -1"), current(-1)),
        case("one too many", m("current_batch: 3", "current_batch: 5"), m(HISTORY, ""), current(5)),
        case("the last", m("current_batch: 3", "current_batch: 4"), m(HISTORY, "")),
        case("the first", m("current_batch: 3", "current_batch: 1")),
        case(
            "fewer batches",
            m("total_batches: 4\n    batch_size: 3", "total_batches: 2\n    batch_size: 5"),
            current(3, 2),
        ),
        case(
            "one too many, with a history",
            m("current_batch: 3", "current_batch: 5"),
            current(5),
            may(warning("batch-history-tools", "    «batch_history»:", tool=None, batch="4")),
        ),
    ],
)
def test_row_11_the_current_batch_is_one_of_the_batches(
    mcp: Lint, changes: list[Change], expected: list[Expected]
) -> None:
    check(mcp, changes, expected)


HISTORY_PATH = f"{BUILD_PATH}/batch_history"
FIRST_BATCH = '- «batch_number»: 1\n        tools: ["get-current'


@cases(
    ("changes", "expected"),
    [
        case(
            "no tools",
            m('        tools: ["get-current-weather", "get-forecast", "list-alerts"]\n', ""),
            missing("- «batch_number»: 1\n", f"{HISTORY_PATH}/0", "tools"),
        ),
        case(
            "no start",
            m('        started_at: "2026-01-12T10:20:00Z"\n', ""),
            missing(FIRST_BATCH, f"{HISTORY_PATH}/0", "started_at"),
        ),
        case(
            "no end",
            m('        completed_at: "2026-01-12T12:30:00Z"\n', ""),
            missing(FIRST_BATCH, f"{HISTORY_PATH}/0", "completed_at"),
        ),
        case(
            "end null",
            m('completed_at: "2026-01-12T12:30:00Z"', "completed_at: null"),
            missing(FIRST_BATCH, f"{HISTORY_PATH}/0", "completed_at"),
        ),
        case(
            "no issues",
            m("        issues_encountered: 1\n", ""),
            missing(FIRST_BATCH, f"{HISTORY_PATH}/0", "issues_encountered"),
        ),
        case("no retries", m("        retries: 1\n", ""), missing(FIRST_BATCH, f"{HISTORY_PATH}/0", "retries")),
        case(
            "three at once",
            m('        started_at: "2026-01-12T14:55:00Z"\n        issues_encountered: 0\n        retries: 2\n', ""),
            missing("- «batch_number»: 3", f"{HISTORY_PATH}/2", "started_at", "issues_encountered", "retries"),
        ),
        case(
            "no number, running",
            m('      - batch_number: 3\n        tools: ["list-st', '      - tools: ["list-st'),
            missing('- «tools»: ["list-st', f"{HISTORY_PATH}/2", "batch_number"),
        ),
        case(
            "not behind: the running batch has no end yet",
            m("current_batch: 3", "current_batch: 2"),
            m("issues_encountered: 0", "issues_encountered: 9"),
        ),
        case(
            "number a text",
            m("batch_number: 3", "batch_number: three"),
            wrong("«three»", f"{HISTORY_PATH}/2/batch_number", "integer", "string"),
        ),
        case(
            "tools a text",
            m('tools: ["list-stations", "get-station", "get-uv-index"]', 'tools: "list-stations"'),
            wrong('tools: «"list-stations"»', f"{HISTORY_PATH}/2/tools", "array", "string"),
        ),
        case(
            "start a number",
            m('"2026-01-12T10:20:00Z"', "1020"),
            wrong("«1020»", f"{HISTORY_PATH}/0/started_at", "string", "integer"),
        ),
        case(
            "end a number",
            m('"2026-01-12T12:30:00Z"', "1230"),
            wrong("«1230»", f"{HISTORY_PATH}/0/completed_at", "string", "integer"),
        ),
        case(
            "issues a list",
            m("issues_encountered: 4", "issues_encountered: []"),
            wrong("issues_encountered: «[]»", f"{HISTORY_PATH}/1/issues_encountered", "integer", "array"),
        ),
        case(
            "issues negative",
            m("issues_encountered: 4", "issues_encountered: -4"),
            invalid("«-4»", f"{HISTORY_PATH}/1/issues_encountered", "-4", 0),
        ),
        case(
            "retries quoted",
            m("retries: 6", 'retries: "6"'),
            wrong('retries: «"6"»', f"{HISTORY_PATH}/1/retries", "integer", "string"),
        ),
        case(
            "retries a half",
            m("retries: 6", "retries: 0.5"),
            wrong("retries: «0.5»", f"{HISTORY_PATH}/1/retries", "integer", "number"),
        ),
        case(
            "a batch is a text",
            m(BATCH_3, "      - later\n"),
            wrong("- «later»", f"{HISTORY_PATH}/2", "object", "string"),
        ),
        case(
            "history a mapping",
            m(HISTORY, "    batch_history: {1: done}\n"),
            wrong("batch_history: «{1: done}»", HISTORY_PATH, "array", "object"),
        ),
        case(
            "no number",
            m('- batch_number: 1\n        tools: ["get-cur', '- tools: ["get-cur'),
            missing('- «tools»: ["get-cur', f"{HISTORY_PATH}/0", "batch_number"),
        ),
        case(
            "number quoted",
            m("batch_number: 2\n", 'batch_number: "2"\n'),
            wrong('batch_number: «"2"»', f"{HISTORY_PATH}/1/batch_number", "integer", "string"),
        ),
        case(
            "end a list",
            m('completed_at: "2026-01-12T12:30:00Z"', "completed_at: [noon]"),
            wrong("completed_at: «[noon]»", f"{HISTORY_PATH}/0/completed_at", "string", "array"),
        ),
    ],
)
def test_row_12_a_batch_of_the_history_is_whole(mcp: Lint, changes: list[Change], expected: list[Expected]) -> None:
    check(mcp, changes, expected)


def numbered(*numbers: int) -> Change:
    """The batches of the history with other numbers."""
    text = HISTORY
    for number, other in zip((1, 2, 3), numbers, strict=True):
        text = text.replace(f"batch_number: {number}\n", f"batch_number: #{other}\n")
    return m(HISTORY, text.replace("#", ""))


def absent(number: int) -> Expected:
    """Row 31: a batch behind the current one is not in the history."""
    return warning("batch-history-tools", "    «batch_history»:", tool=None, batch=str(number))


@cases(
    ("changes", "expected"),
    [
        case("a gap", numbered(1, 2, 4), error("batch-numbering", "batch_number: «4»", found=4, expected=3)),
        case(
            "a gap before",
            numbered(1, 3, 4),
            error("batch-numbering", "batch_number: «3»", found=3, expected=2),
            may(absent(2)),
        ),
        case(
            "from another number on",
            numbered(2, 3, 4),
            error("batch-numbering", "batch_number: «2»", found=2, expected=1),
            may(absent(1)),
        ),
        case(
            "the wrong way round",
            numbered(2, 1, 3),
            error("batch-numbering", "batch_number: «2»", found=2, expected=1),
        ),
        case(
            "one twice",
            numbered(1, 1, 3),
            error(
                "batch-numbering",
                'batch_number: «1»\n        tools: ["search',
                found=1,
                expected=2,
            ),
            may(absent(2)),
        ),
        case(
            "the last one twice",
            numbered(1, 2, 2),
            error("batch-numbering", 'batch_number: «2»\n        tools: ["list-st', found=2, expected=3),
        ),
        case(
            "from 0",
            numbered(0, 1, 2),
            error("batch-numbering", "batch_number: «0»", found=0, expected=1),
        ),
    ],
)
def test_row_13_batches_are_numbered_in_order(mcp: Lint, changes: list[Change], expected: list[Expected]) -> None:
    check(mcp, changes, expected)


DISCOVERY_PATH, DESIGN_PATH = "/phases/schema_discovery", "/phases/architecture"
STATUS_OF_DISCOVERY = "  schema_discovery:\n    «status»"
STATUS_OF_DESIGN = "  architecture:\n    «status»"
# the service as it was on its first day: one phase runs, the others wait
YOUNG = [
    m('current_phase: "implementation"', 'current_phase: "schema_discovery"'),
    m(DISCOVERY, '  schema_discovery:\n    status: "in_progress"\n'),
    m(ARCHITECTURE, '  architecture:\n    status: "pending"\n'),
]
DISCOVERY_FIELDS = ["tools_discovered", "schema_file", "started_at", "completed_at", "duration_minutes"]


def line_in(block: str, field: str) -> str:
    """The line of *field* in *block* of the manifest."""
    (line,) = re.findall(rf"^    {field}: .*\n", block, re.MULTILINE)
    return str(line)


def without(block: str, field: str) -> Change:
    """The manifest without the line of *field* in *block*."""
    return m(block, block.replace(line_in(block, field), ""))


def value_in(block: str, field: str, value: str) -> Change:
    """The manifest with another *value* of *field* in *block*."""
    return m(block, block.replace(line_in(block, field), f"    {field}: {value}\n"))


@cases("field", DISCOVERY_FIELDS)
def test_row_14_a_complete_discovery_is_whole(mcp: Lint, field: str) -> None:
    check(mcp, [without(DISCOVERY, field)], [missing(STATUS_OF_DISCOVERY, DISCOVERY_PATH, field)])


@cases(
    ("changes", "expected"),
    [
        case("not yet complete", *YOUNG),
        case(
            "complete, nothing else",
            m(DISCOVERY, DISCOVERED),
            missing(STATUS_OF_DISCOVERY, DISCOVERY_PATH, *DISCOVERY_FIELDS),
        ),
        case(
            "no status",
            m(DISCOVERED, "  schema_discovery:\n"),
            missing("  schema_discovery:\n    «tools_discovered»", DISCOVERY_PATH, "status"),
        ),
        case(
            "no status, not yet complete",
            *YOUNG[:1],
            m(DISCOVERY, '  schema_discovery:\n    started_at: "2026-01-12T09:01:00Z"\n'),
            YOUNG[2],
            missing("  schema_discovery:\n    «started_at»", DISCOVERY_PATH, "status"),
        ),
        case(
            "number quoted",
            value_in(DISCOVERY, "tools_discovered", '"10"'),
            wrong('tools_discovered: «"10"»', f"{DISCOVERY_PATH}/tools_discovered", "integer", "string"),
        ),
        case(
            "file a list",
            value_in(DISCOVERY, "schema_file", "[]"),
            wrong("schema_file: «[]»", f"{DISCOVERY_PATH}/schema_file", "string", "array"),
        ),
        case(
            "start a number",
            value_in(DISCOVERY, "started_at", "901"),
            wrong("started_at: «901»", f"{DISCOVERY_PATH}/started_at", "string", "integer"),
        ),
        case(
            "end a boolean",
            value_in(DISCOVERY, "completed_at", "true"),
            wrong("completed_at: «true»", f"{DISCOVERY_PATH}/completed_at", "string", "boolean"),
        ),
        case(
            "duration quoted",
            value_in(DISCOVERY, "duration_minutes", '"20"'),
            wrong('duration_minutes: «"20"»', f"{DISCOVERY_PATH}/duration_minutes", "number", "string"),
        ),
        case("duration with a fraction", value_in(DISCOVERY, "duration_minutes", "20.5")),
        case(
            "a phase is a text",
            m(DISCOVERY, '  schema_discovery: "done"\n'),
            wrong('schema_discovery: «"done"»', DISCOVERY_PATH, "object", "string"),
        ),
        case(
            "file a number",
            value_in(DISCOVERY, "schema_file", "7"),
            wrong("schema_file: «7»", f"{DISCOVERY_PATH}/schema_file", "string", "integer"),
        ),
        case(
            "file a list of files",
            value_in(DISCOVERY, "schema_file", "[a.md]"),
            wrong("schema_file: «[a.md]»", f"{DISCOVERY_PATH}/schema_file", "string", "array"),
        ),
    ],
)
def test_row_14_a_discovery_has_its_fields_of_their_types(
    mcp: Lint, changes: list[Change], expected: list[Expected]
) -> None:
    check(mcp, changes, expected)


DECISIONS = '    shared_decisions:\n      - "One client for all tools"\n      - "Errors are values"\n'
DESIGN_FIELDS = ["approved", "architecture_file", "agent_used", "started_at", "completed_at", "duration_minutes"]


@cases("field", DESIGN_FIELDS)
def test_row_15_a_complete_architecture_is_whole(mcp: Lint, field: str) -> None:
    check(mcp, [without(ARCHITECTURE, field)], [missing(STATUS_OF_DESIGN, DESIGN_PATH, field)])


@cases(
    ("changes", "expected"),
    [
        case("no decisions", m(DECISIONS, ""), missing(STATUS_OF_DESIGN, DESIGN_PATH, "shared_decisions")),
        case("an empty list of decisions", m(DECISIONS, "    shared_decisions: []\n")),
        case("not yet complete", *YOUNG),
        case(
            "no status",
            m(DESIGNED, "  architecture:\n"),
            missing("  architecture:\n    «approved»", DESIGN_PATH, "status"),
        ),
        case("not approved", value_in(ARCHITECTURE, "approved", "false")),
        case(
            "complete, nothing else",
            m(ARCHITECTURE, DESIGNED),
            missing(STATUS_OF_DESIGN, DESIGN_PATH, *DESIGN_FIELDS[:3], "shared_decisions", *DESIGN_FIELDS[3:]),
        ),
        *(
            case(
                f"approved {value}",
                value_in(ARCHITECTURE, "approved", value),
                wrong(f"approved: «{value}»", f"{DESIGN_PATH}/approved", "boolean", found),
            )
            for value, found in (('"true"', "string"), ("yes", "string"), ("1", "integer"), ("[true]", "array"))
        ),
        case(
            "file a mapping",
            value_in(ARCHITECTURE, "architecture_file", "{a: b}"),
            wrong("architecture_file: «{a: b}»", f"{DESIGN_PATH}/architecture_file", "string", "object"),
        ),
        case(
            "agent a list",
            value_in(ARCHITECTURE, "agent_used", "[tool-architect]"),
            wrong("agent_used: «[tool-architect]»", f"{DESIGN_PATH}/agent_used", "string", "array"),
        ),
        case(
            "decisions a text",
            m(DECISIONS, '    shared_decisions: "Errors are values"\n'),
            wrong('shared_decisions: «"Errors are values"»', f"{DESIGN_PATH}/shared_decisions", "array", "string"),
        ),
        case(
            "a decision is a mapping",
            m('- "Errors are values"', "- {errors: values}"),
            wrong("- «{errors: values}»", f"{DESIGN_PATH}/shared_decisions/1", "string or number", "object"),
        ),
        case(
            "start a number",
            value_in(ARCHITECTURE, "started_at", "925"),
            wrong("started_at: «925»", f"{DESIGN_PATH}/started_at", "string", "integer"),
        ),
        case(
            "end a list",
            value_in(ARCHITECTURE, "completed_at", "[]"),
            wrong("completed_at: «[]»", f"{DESIGN_PATH}/completed_at", "string", "array"),
        ),
        case(
            "duration quoted",
            value_in(ARCHITECTURE, "duration_minutes", '"45 min"'),
            wrong('duration_minutes: «"45 min"»', f"{DESIGN_PATH}/duration_minutes", "number", "string"),
        ),
    ],
)
def test_row_15_an_architecture_has_its_fields_of_their_types(
    mcp: Lint, changes: list[Change], expected: list[Expected]
) -> None:
    check(mcp, changes, expected)


AGENTS_USED = line_in(IMPLEMENTATION, "agents_used")
MODIFIED = part("    files_modified:\n", "    verification:")
STATUS_OF_BUILT = STATUS_OF_BUILD.replace("in_progress", "complete")


@cases(
    ("changes", "expected"),
    [
        case("complete and whole", BUILT),
        case("running: agents, files and verification may come later", m(AGENTS_USED + MODIFIED + VERIFICATION, "")),
        case("no start", without(IMPLEMENTATION, "started_at"), missing(STATUS_OF_BUILD, BUILD_PATH, "started_at")),
        case(
            "no status",
            m(BUILDING, "  implementation:\n"),
            missing("  implementation:\n    «started_at»", BUILD_PATH, "status"),
        ),
        case("complete, no agents", BUILT, m(AGENTS_USED, ""), missing(STATUS_OF_BUILT, BUILD_PATH, "agents_used")),
        case("complete, no files", BUILT, m(MODIFIED, ""), missing(STATUS_OF_BUILT, BUILD_PATH, "files_modified")),
        case(
            "complete, not verified",
            BUILT,
            m(VERIFICATION, ""),
            missing(STATUS_OF_BUILT, BUILD_PATH, "verification"),
        ),
        case(
            "complete, nothing else",
            m(IMPLEMENTATION, BUILDING.replace("in_progress", "complete")),
            missing(STATUS_OF_BUILT, BUILD_PATH, "started_at", "agents_used", "files_modified", "verification"),
        ),
        case(
            "agents a text",
            m(AGENTS_USED, "    agents_used: tool-developer\n"),
            wrong("agents_used: «tool-developer»", f"{BUILD_PATH}/agents_used", "array", "string"),
        ),
        case(
            "files a text",
            m(MODIFIED, "    files_modified: all\n"),
            wrong("files_modified: «all»", f"{BUILD_PATH}/files_modified", "array", "string"),
        ),
        case(
            "an agent is a mapping",
            m('"tool-tester"]', "{name: tester}]"),
            wrong("«{name: tester}»", f"{BUILD_PATH}/agents_used/1", "string or number", "object"),
        ),
        case(
            "verification a text",
            m(VERIFICATION, '    verification: "passed"\n'),
            wrong('verification: «"passed"»', f"{BUILD_PATH}/verification", "object", "string"),
        ),
        case(
            "start a number",
            value_in(IMPLEMENTATION, "started_at", "1015"),
            wrong("started_at: «1015»", f"{BUILD_PATH}/started_at", "string", "integer"),
        ),
    ],
)
def test_row_16_an_implementation_has_a_start_and_in_the_end_all_its_fields(
    mcp: Lint, changes: list[Change], expected: list[Expected]
) -> None:
    check(mcp, changes, expected)


VERIFIED_PATH = f"{BUILD_PATH}/verification"
VERIFIED = "    verification:\n      «build_passed»: true\n"


@cases(
    ("changes", "expected"),
    [
        *(
            case(field, m(line, ""), missing(VERIFIED, VERIFIED_PATH, field))
            for field, line in (
                ("tests_passed", "      tests_passed: true\n"),
                ("coverage_percent", "      coverage_percent: 84.5\n"),
                ("timestamp", '      timestamp: "2026-01-12T15:05:00Z"\n'),
            )
        ),
        case(
            "build_passed",
            m("      build_passed: true\n", ""),
            missing("    verification:\n      «tests_passed»", VERIFIED_PATH, "build_passed"),
        ),
        case(
            "nothing but the build",
            m(VERIFICATION, "    verification: {build_passed: true}\n"),
            missing("{«build_passed»", VERIFIED_PATH, "tests_passed", "coverage_percent", "timestamp"),
        ),
        *(
            case(
                f"{field} {value}",
                m(f"{field}: true", f"{field}: {value}"),
                wrong(f"{field}: «{value}»", f"{VERIFIED_PATH}/{field}", "boolean", found),
            )
            for field in ("build_passed", "tests_passed")
            for value, found in (('"yes"', "string"), ("1", "integer"))
        ),
        case(
            "coverage quoted",
            m("84.5", '"84.5"'),
            wrong('«"84.5"»', f"{VERIFIED_PATH}/coverage_percent", "number", "string"),
        ),
        case(
            "coverage above", m("84.5", "100.5"), invalid("«100.5»", f"{VERIFIED_PATH}/coverage_percent", "100.5", 100)
        ),
        case("coverage below", m("84.5", "-0.5"), invalid("«-0.5»", f"{VERIFIED_PATH}/coverage_percent", "-0.5", 0)),
        case("coverage 0", m("84.5", "0")),
        case("coverage 100", m("84.5", "100")),
        case(
            "time a number",
            m('"2026-01-12T15:05:00Z"', "1505"),
            wrong("timestamp: «1505»", f"{VERIFIED_PATH}/timestamp", "string", "integer"),
        ),
        case(
            "time in words",
            m('"2026-01-12T15:05:00Z"', '"at noon"'),
            error("timestamp-format", 'timestamp: «"at noon"»', field="timestamp", found="at noon"),
        ),
    ],
)
def test_row_17_a_verification_is_whole(mcp: Lint, changes: list[Change], expected: list[Expected]) -> None:
    check(mcp, changes, expected)


BASE = {
    "feature_name": 'feature_name: "Weather MCP wrappers"\n',
    "feature_slug": 'feature_slug: "weather"\n',
    "created_at": 'created_at: "2026-01-12T09:00:00Z"\n',
    "description": part("description: |\n", 'status: "in_progress"'),
    "status": 'status: "in_progress"\n\n',
    "agents_contributed": AGENTS,
    "artifacts": ARTIFACTS,
}
CONTRIBUTION = part('  - agent: "tool-tester"', "\nartifacts:")


@cases("field", BASE)
def test_row_18_the_base_fields_are_there(mcp: Lint, field: str) -> None:
    where = "«feature_slug»: " if field == "feature_name" else FIRST
    check(mcp, [m(BASE[field], "")], [missing(where, "", field)])


@cases(
    ("changes", "expected"),
    [
        case(
            "no maker",
            m('created_by: "tool-lead"\n', ""),
            warning("missing-field", FIRST, fields=["created_by"], path=""),
        ),
        case("null", m('"2026-01-12T09:00:00Z"', "null"), missing(FIRST, "", "created_at")),
        case("blank", m('feature_slug: "weather"', 'feature_slug: ""'), missing(FIRST, "", "feature_slug")),
        case("empty lists are values", m(AGENTS, "agents_contributed: []\n"), m(ARTIFACTS, "artifacts: []\n")),
        *(
            case(
                f"{kind} for feature",
                m("feature_name: ", f"{kind}_name: "),
                m("feature_slug: ", f"{kind}_slug: "),
            )
            for kind in ("protocol", "capability")
        ),
        *(
            case(
                f"contribution without {field}",
                m(CONTRIBUTION, CONTRIBUTION.replace(line, "")),
                missing('  - «agent»: "tool-tester"', "/agents_contributed/3", field),
            )
            for field, line in (
                ("artifact", '    artifact: ".claude/tools/weather/search-locations.test.ts"\n'),
                ("timestamp", '    timestamp: "2026-01-12T14:49:00Z"\n'),
                ("status", '    status: "in-progress"\n'),
            )
        ),
        case(
            "contribution without agent",
            m('  - agent: "tool-tester"\n    artifact', "  - artifact"),
            missing('  - «artifact»: ".claude', "/agents_contributed/3", "agent"),
        ),
        case(
            "artifact without path",
            m('  - path: "tools_manifest.json"\n    type', "  - type"),
            missing('  - «type»: "tools-manifest"', "/artifacts/2", "path"),
        ),
        case(
            "artifact without type",
            m('    type: "tools-manifest"\n', ""),
            missing('  - «path»: "tools_manifest.json"', "/artifacts/2", "type"),
        ),
        case(
            "artifact without agent",
            m('    type: "architecture"\n    agent: "tool-architect"', '    type: "architecture"'),
            warning("missing-field", '- «path»: "architecture.md"', fields=["agent"], path="/artifacts/1"),
        ),
        case(
            "contribution without agent, who made an artifact",
            m('  - agent: "tool-architect"\n    artifact', "  - artifact"),
            missing('  - «artifact»: "architecture.md"', "/agents_contributed/1", "agent"),
        ),
        case(
            "artifact without path, contributed",
            m('  - path: "architecture.md"\n    type', "  - type"),
            missing('  - «type»: "architecture"', "/artifacts/1", "path"),
        ),
        *(
            case(f"{path} {value}", m(old, new.format(value)), wrong(where.format(value), path, "string", found))
            for path, old, new, where in (
                ("/agents_contributed/1/artifact", 'artifact: "architecture.md"', "artifact: {}", "artifact: «{}»"),
                ("/agents_contributed/1/agent", '- agent: "tool-architect"', "- agent: {}", "- agent: «{}»"),
                ("/artifacts/1/path", '- path: "architecture.md"', "- path: {}", "- path: «{}»"),
                ("/artifacts/1/agent", '\n    agent: "tool-architect"', "\n    agent: {}", "\n    agent: «{}»"),
            )
            for value, found in (("7", "integer"), ("true", "boolean"))
        ),
    ],
)
def test_row_18_contributions_and_artifacts_are_whole(
    mcp: Lint, changes: list[Change], expected: list[Expected]
) -> None:
    check(mcp, changes, expected)


@cases(
    ("changes", "expected"),
    [
        case("service", m('mcp_service_name: "weather"\n', ""), missing(FIRST, "", "mcp_service_name")),
        case("title", m('service_display_name: "Weather"\n', ""), missing(FIRST, "", "service_display_name")),
        case("current", m('current_phase: "implementation"\n', ""), missing(FIRST, "", "current_phase")),
        case("null", m('current_phase: "implementation"', "current_phase: null"), missing(FIRST, "", "current_phase")),
        case(
            "all three",
            m(part("mcp_service_name", "updated"), ""),
            m('current_phase: "implementation"\n', ""),
            missing(FIRST, "", "mcp_service_name", "service_display_name", "current_phase"),
        ),
        case(
            "service a number",
            m('mcp_service_name: "weather"', "mcp_service_name: 7"),
            wrong("mcp_service_name: «7»", "/mcp_service_name", "string", "integer"),
        ),
        case(
            "current phase a boolean",
            m('current_phase: "implementation"', "current_phase: true"),
            wrong("current_phase: «true»", "/current_phase", "string or integer", "boolean"),
        ),
    ],
)
def test_row_19_the_service_and_the_current_phase_are_named(
    mcp: Lint, changes: list[Change], expected: list[Expected]
) -> None:
    check(mcp, changes, expected)


PHASES = part("phases:\n", "\ntools_status:")
# nothing else in the manifest speaks of the status of a tool
UNSPOKEN = [
    m('artifact: "search-locations.ts"', 'artifact: "architecture.md"'),
    m('artifact: ".claude/tools/weather/search-locations.test.ts"', 'artifact: "architecture.md"'),
    m('tools: ["search-locations", "get-air-quality", ', 'tools: ["search-locations", '),
]


@cases(
    ("changes", "expected"),
    [
        case("no phase", m(PHASES, "phases: {}\n"), invalid("phases: «{}»", "/phases", "", 1)),
        case("phases null", m(PHASES, "phases:\n"), missing(FIRST, "", "phases")),
        case("no phases", m(PHASES, ""), missing(FIRST, "", "phases")),
        case("phases a list", m(PHASES, "phases: []\n"), wrong("phases: «[]»", "/phases", "object", "array")),
        case(
            "no tool",
            m(STATUS, "tools_status: {}\n"),
            *UNSPOKEN,
            invalid("tools_status: «{}»", "/tools_status", "", 1),
        ),
        case("tools null", m(STATUS, "tools_status: null\n"), *UNSPOKEN, missing(FIRST, "", "tools_status")),
        case("no tools", m(STATUS, ""), *UNSPOKEN, missing(FIRST, "", "tools_status")),
        case(
            "tools a list",
            m(STATUS, "tools_status: [get-forecast]\n"),
            *UNSPOKEN,
            wrong("tools_status: «[get-forecast]»", "/tools_status", "object", "array"),
        ),
        case("one tool", m(STATUS, STATUS[: STATUS.index("  get-forecast:")]), *UNSPOKEN),
        case(
            "no tool, though files of tools were contributed",
            m(STATUS, "tools_status: {}\n"),
            invalid("tools_status: «{}»", "/tools_status", "", 1),
        ),
        case(
            "no tools_status, though files of tools were contributed",
            m(STATUS, ""),
            missing(FIRST, "", "tools_status"),
        ),
    ],
)
def test_row_20_there_is_a_phase_and_a_tool(mcp: Lint, changes: list[Change], expected: list[Expected]) -> None:
    check(mcp, changes, expected)


TIMES = re.findall(r'(\w+): "(2026-[^"]*Z)"', TEXT)


def retimed(time: str, form: str) -> str:
    """*time* in another form: T and Z of the *form* stand for what it says before T, and between T and Z."""
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


@cases("index", [0, 2, 7, 16])
def test_row_21_one_time_that_is_written_otherwise_is_one_violation(mcp: Lint, index: int) -> None:
    field, time = TIMES[index]
    other = time.replace("T", " ")
    expected = error("timestamp-format", f'{field}: «"{other}"»', field=field, found=other)
    check(mcp, [m(f'"{time}"', f'"{other}"')], [expected])


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


@cases(
    ("changes", "expected"),
    [
        case("without quotes", m('updated: "2026-01-12T15:40:00Z"', "updated: 2026-01-12T15:40:00Z")),
        case("null", m('"2026-01-12T15:40:00Z"', "null")),
        case(
            "in a field that no schema knows",
            m("    retries: 3\n", "    retries: 3\n    review:\n      - {reviewed_at: 12/01/2026}\n"),
            error("timestamp-format", "reviewed_at: «12/01/2026»", field="reviewed_at", found="12/01/2026"),
        ),
        case(
            "a day that does not exist",
            m('updated: "2026-01-12T15:40:00Z"', 'updated: "2026-02-30T15:40:00Z"'),
            error(
                "impossible-date", 'updated: «"2026-02-30T15:40:00Z"»', field="updated", found="2026-02-30T15:40:00Z"
            ),
        ),
        case(
            "another zone",
            m('updated: "2026-01-12T15:40:00Z"', 'updated: "2026-01-12T16:40:00+01:00"'),
            error(
                "timestamp-format",
                'updated: «"2026-01-12T16:40:00+01:00"»',
                field="updated",
                found="2026-01-12T16:40:00+01:00",
            ),
        ),
    ],
)
def test_row_21_wherever_a_time_stands(mcp: Lint, changes: list[Change], expected: list[Expected]) -> None:
    check(mcp, changes, expected)


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


@cases("status", ["skipped", "finished", "started", "deferred", "needs_review"])
def test_row_22_another_status_is_none(mcp: Lint, status: str) -> None:
    where = BUILDING_STATUS.format(status)
    expected = invalid(where, f"{BUILD_PATH}/status", status, PHASE_STATUSES)
    check(mcp, [m(BUILDING, BUILDING.replace("in_progress", status))], [expected])


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


@cases("status", ["completed", "done", "COMPLETE"])
def test_row_22_a_phase_that_is_over_is_over_in_every_spelling(mcp: Lint, status: str) -> None:
    changes = [m(DISCOVERED, DISCOVERED.replace("complete", status))]
    where = DISCOVERED.replace('"complete"\n', f'«"{status}"»')
    check(mcp, changes, [warning("status-spelling", where, found=status, expected="complete")])


@cases(
    ("changes", "expected"),
    [
        case(
            "a phase before the current one",
            m(DISCOVERED, DISCOVERED.replace("complete", "finished")),
            invalid(
                DISCOVERED.replace('"complete"\n', '«"finished"»'),
                f"{DISCOVERY_PATH}/status",
                "finished",
                PHASE_STATUSES,
            ),
        )
    ],
)
def test_row_22_an_unknown_status_is_judged_once(mcp: Lint, changes: list[Change], expected: list[Expected]) -> None:
    check(mcp, changes, expected)


@cases(
    ("changes", "expected"),
    [
        case(
            "true",
            m(BUILDING, BUILDING.replace('"in_progress"', "true")),
            wrong("  implementation:\n    status: «true»", f"{BUILD_PATH}/status", "string", "boolean"),
        ),
        case(
            "a number",
            m(BUILDING, BUILDING.replace('"in_progress"', "1")),
            wrong("  implementation:\n    status: «1»", f"{BUILD_PATH}/status", "string", "integer"),
        ),
        case(
            "a list",
            m(BUILDING, BUILDING.replace('"in_progress"', "[complete]")),
            wrong("status: «[complete]»", f"{BUILD_PATH}/status", "string", "array"),
        ),
    ],
)
def test_row_22_a_status_is_a_text(mcp: Lint, changes: list[Change], expected: list[Expected]) -> None:
    check(mcp, changes, expected)


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


def counted(number: int, total: int = 10) -> Expected:
    return error("tool-count", "    «tools_completed»:", found=number, expected=total)


def unlisted(*tools: str) -> Expected:
    return error("missing-tool", "    «tools_remaining»:", tools=list(tools))


TIDES = j(
    '"token_estimate": 0\n    }\n',
    '"token_estimate": 0\n    },\n    {"name": "get-tides", "description": "?", "input_schema": {}, '
    '"token_estimate": 1}\n',
)
ALL_TOOLS = re.findall(r'"name": "([\w-]+)"', CLEAN[TOOLS])
REMAINING = BATCH_LINES["tools_remaining"]
NORMALS = '"get-climate-normals"]'


@cases(
    ("changes", "expected"),
    [
        case("one too few", m(f", {NORMALS}", "]"), counted(9), unlisted("get-climate-normals")),
        case(
            "one too many",
            m(NORMALS, f'{NORMALS[:-1]}, "get-tides"]'),
            counted(11),
            error("unknown-tool", '«"get-tides"»', tool="get-tides"),
        ),
        case(
            "another one",
            m(NORMALS, '"get-tides"]'),
            error("unknown-tool", '«"get-tides"»', tool="get-tides"),
            unlisted("get-climate-normals"),
        ),
        case("one more was discovered", TIDES, *ELEVEN, counted(10, 11), unlisted("get-tides")),
        case(
            "none is listed",
            m(LISTS, "    tools_completed: []\n    tools_in_progress: []\n    tools_remaining: []\n"),
            counted(0),
            unlisted(*ALL_TOOLS),
        ),
        case(
            "a whole list is gone",
            m(REMAINING, "    tools_remaining: []\n"),
            counted(7),
            unlisted("get-air-quality", "get-uv-index", "get-climate-normals"),
        ),
    ],
)
def test_row_23_the_three_lists_are_the_tools_of_the_tools_manifest(
    mcp: Lint, changes: list[Change], expected: list[Expected]
) -> None:
    check(mcp, changes, expected)


def test_row_23_the_name_that_was_meant_is_proposed(mcp: Lint) -> None:
    report = mcp({**changed([m(NORMALS, '"get-climate-normal"]')])})
    messages = {violation.rule: violation.message for violation in report.violations}
    assert messages.keys() == {"unknown-tool", "missing-tool"}
    assert messages["unknown-tool"].endswith("did you mean 'get-climate-normals'?")


ARTIFACT_OF_TOOLS = part('  - path: "tools_manifest.json"', "\n    type") + ARTIFACTS[ARTIFACTS.rindex("\n    type") :]
NO_TOOLS = warning("missing-reference", '- path: «"tools_manifest.json"»', field="path", target="tools_manifest.json")


@cases(
    ("changes", "expected"),
    [
        case("an artifact names it", gone(TOOLS), NO_TOOLS),
        case("nothing is said of the total", gone(TOOLS), m(f", {NORMALS}", "]"), NO_TOOLS),
        case("nothing is said of names", gone(TOOLS), m(NORMALS, '"get-tides"]'), NO_TOOLS),
        case("nothing is said of the number of batches", gone(TOOLS), m("batches: 4", "batches: 9"), NO_TOOLS),
        case("nothing is said of what was discovered", gone(TOOLS), m("discovered: 10", "discovered: 99"), NO_TOOLS),
        case(
            "no artifact names it",
            gone(TOOLS),
            m(ARTIFACT_OF_TOOLS, ""),
            warning(
                "missing-reference",
                'mcp_service_name: «"weather"»',
                field="mcp_service_name",
                target="tools_manifest.json",
            ),
        ),
        case("no artifact names it, though it is there", m(ARTIFACT_OF_TOOLS, "")),
    ],
)
def test_row_24_without_a_tools_manifest_nothing_is_claimed(
    mcp: Lint, changes: list[Change], expected: list[Expected]
) -> None:
    check(mcp, changes, expected)


def test_row_24_a_tools_manifest_that_cannot_be_read_is_all_that_is_said(mcp: Lint) -> None:
    report = mcp({**CLEAN, TOOLS: CLEAN[TOOLS].replace("10,", "10,,")})
    assert [(violation.rule, violation.path) for violation in report.violations] == [("syntax-error", TOOLS)]


def twice(tool: str, where: str, *lists: str) -> Expected:
    return error("tool-in-two-lists", where, tool=tool, lists=[f"tools_{name}" for name in lists])


@cases(
    ("changes", "expected"),
    [
        case(
            "completed and running",
            m('"get-station"]', '"get-station", "get-forecast"]'),
            twice("get-forecast", '"get-station", «"get-forecast"»]', "completed", "in_progress"),
            may(counted(11)),
        ),
        case(
            "running and remaining",
            m(NORMALS, f'{NORMALS[:-1]}, "get-station"]'),
            twice("get-station", '"get-climate-normals", «"get-station"»]', "in_progress", "remaining"),
            may(counted(11)),
        ),
        case(
            "twice in one list",
            m(NORMALS, f'{NORMALS[:-1]}, "get-uv-index"]'),
            twice("get-uv-index", '"get-climate-normals", «"get-uv-index"»]', "remaining", "remaining"),
            may(counted(11)),
        ),
        case(
            "in all three",
            m('"get-station"]', '"get-station", "get-radar-image"]'),
            m(NORMALS, f'{NORMALS[:-1]}, "get-radar-image"]'),
            twice(
                "get-radar-image",
                '"get-station", «"get-radar-image"»]',
                "completed",
                "in_progress",
                "remaining",
            ),
            may(counted(12)),
        ),
        case(
            "in the place of another",
            m(NORMALS, '"get-forecast"]'),
            twice("get-forecast", '"get-uv-index", «"get-forecast"»]', "completed", "remaining"),
            may(unlisted("get-climate-normals")),
        ),
        case(
            "of a finished batch, without a status",
            m('"get-station"]', '"get-station", "list-alerts"]'),
            twice("list-alerts", '"get-station", «"list-alerts"»]', "completed", "in_progress"),
            may(counted(11)),
        ),
        case(
            "running, said to be completed too",
            m('"search-locations", "get-radar-image"]', '"search-locations", "get-radar-image", "list-stations"]'),
            twice("list-stations", 'progress: [«"list-stations"»', "completed", "in_progress"),
            may(counted(11)),
        ),
    ],
)
def test_row_25_a_tool_stands_in_one_list_once(mcp: Lint, changes: list[Change], expected: list[Expected]) -> None:
    check(mcp, changes, expected)


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


@cases(
    ("changes", "expected"),
    [
        case(
            "in the running batch",
            m('"get-station", "get-uv-index"]', '"get-station", "get-tides"]'),
            error("unknown-tool", '«"get-tides"»', tool="get-tides"),
        ),
        case(
            "in a finished batch",
            m('["get-current-weather", "get-forecast", "list-alerts"]', '["get-current-weather", "get-tides"]'),
            error("unknown-tool", '«"get-tides"»', tool="get-tides"),
        ),
        case(
            "without a tools manifest",
            gone(TOOLS),
            m('"get-station", "get-uv-index"]', '"get-station", "get-tides"]'),
            error("unknown-tool", '«"get-tides"»', tool="get-tides"),
            NO_TOOLS,
        ),
        case(
            "without a tools manifest a status is enough",
            gone(TOOLS),
            m('["get-air-quality", "get-uv-index", ', '["get-air-quality", '),
            NO_TOOLS,
        ),
        case(
            "without a tools manifest a list is enough",
            gone(TOOLS),
            m(part("  get-uv-index:\n", "\nagents_contributed"), ""),
            NO_TOOLS,
        ),
        case(
            "without a tools manifest, neither",
            gone(TOOLS),
            m('["get-air-quality", "get-uv-index", ', '["get-air-quality", '),
            m(part("  get-uv-index:\n", "\nagents_contributed"), ""),
            error("unknown-tool", '"get-station", «"get-uv-index"»', tool="get-uv-index"),
            NO_TOOLS,
        ),
    ],
)
def test_row_27_the_history_names_tools_that_are_known(
    mcp: Lint, changes: list[Change], expected: list[Expected]
) -> None:
    check(mcp, changes, expected)


@cases("number", [9, 11, 0])
def test_row_28_what_was_discovered_is_the_total(mcp: Lint, number: int) -> None:
    changes = [m("tools_discovered: 10", f"tools_discovered: {number}")]
    where = f"tools_discovered: «{number}»"
    report = check(mcp, changes, [error("count-mismatch", where, field="tools_discovered", found=number, expected=10)])
    assert fixed(report, changed(changes), MANIFEST) == TEXT


def test_row_28_a_number_below_zero_is_one_violation(mcp: Lint) -> None:
    said = said_once(mcp, m("tools_discovered: 10", "tools_discovered: -1"), "tools_discovered: «-1»")
    assert said == ["invalid-value"]


def sized(where: str, batch: str, size: int, expected: int) -> Expected:
    return warning("batch-size", where, batch=batch, size=size, expected=expected)


SIZES = "current_batch: 3\n    total_batches: 4\n    batch_size: 3"


@cases(
    ("changes", "expected"),
    [
        case(
            "one batch too few",
            m("total_batches: 4", "total_batches: 3"),
            sized("total_batches: «3»", "total_batches", 3, 4),
        ),
        case(
            "one too many",
            m("total_batches: 4", "total_batches: 5"),
            sized("total_batches: «5»", "total_batches", 5, 4),
        ),
        case("larger batches", m("batch_size: 3", "batch_size: 4"), sized("batches: «4»", "total_batches", 4, 3)),
        case("without a rest", m(SIZES, "current_batch: 2\n    total_batches: 2\n    batch_size: 5")),
        case("all at once", m(SIZES, "current_batch: 1\n    total_batches: 1\n    batch_size: 99")),
        case(
            "smaller batches",
            m("total_batches: 4\n    batch_size: 3", "total_batches: 5\n    batch_size: 2"),
            sized('«tools»: ["get-current', "1", 3, 2),
            sized('«tools»: ["search', "2", 3, 2),
            sized('«tools»: ["list-st', "3", 3, 2),
        ),
        case(
            "a batch that is larger",
            m('"get-station", "get-uv-index"]', '"get-station", "get-uv-index", "get-climate-normals"]'),
            sized('«tools»: ["list-st', "3", 4, 3),
        ),
        case("a batch that is smaller", m('"get-station", "get-uv-index"]', '"get-station"]')),
        case("an empty batch", m('["list-stations", "get-station", "get-uv-index"]', "[]")),
    ],
)
def test_row_29_batches_are_as_many_and_as_large_as_they_should_be(
    mcp: Lint, changes: list[Change], expected: list[Expected]
) -> None:
    check(mcp, changes, expected)


def unfinished(where: str, tool: str, batch: int) -> Expected:
    return warning("batch-history-tools", where, tool=tool, batch=str(batch))


IN_BATCH_1, IN_BATCH_2 = '"get-forecast", «"list-alerts"»]', '"search-locations", «"get-air-quality"»'
NOT_COMPLETED = m('"get-forecast", "list-alerts", "search-locations"', '"get-forecast", "search-locations"')


@cases(
    ("changes", "expected"),
    [
        case(
            "running",
            NOT_COMPLETED,
            m('"get-station"]', '"get-station", "list-alerts"]'),
            unfinished(IN_BATCH_1, "list-alerts", 1),
        ),
        case(
            "remaining",
            NOT_COMPLETED,
            m(NORMALS, f'{NORMALS[:-1]}, "list-alerts"]'),
            unfinished(IN_BATCH_1, "list-alerts", 1),
        ),
        case("pending", m(AIR + '"deferred"', AIR + '"pending"'), unfinished(IN_BATCH_2, "get-air-quality", 2)),
        case("blocked", m(AIR + '"deferred"', AIR + '"blocked"')),
        case(
            "blocked, running",
            m(AIR + '"deferred"', AIR + '"blocked"'),
            m('["get-air-quality", ', "["),
            m('"get-station"]', '"get-station", "get-air-quality"]'),
        ),
        case(
            "in progress",
            m(AIR + '"deferred"', AIR + '"in_progress"'),
            m('["get-air-quality", ', "["),
            m('"get-station"]', '"get-station", "get-air-quality"]'),
            unfinished(IN_BATCH_2, "get-air-quality", 2),
        ),
        case(
            "the running batch has ended",
            m(
                "        issues_encountered: 0",
                '        completed_at: "2026-01-12T15:30:00Z"\n        issues_encountered: 0',
            ),
            unfinished('«"list-stations"», "get-station", "get-uv-index"', "list-stations", 3),
            unfinished('"get-station", «"get-uv-index"»', "get-uv-index", 3),
        ),
        case(
            "in two batches",
            m('"get-station", "get-uv-index"]', '"get-station", "get-forecast"]'),
            unfinished('"get-station", «"get-forecast"»', "get-forecast", 3),
        ),
        case(
            "twice in one batch",
            m('"get-air-quality", "get-radar-image"]', '"get-air-quality", "search-locations"]'),
            unfinished('"get-air-quality", «"search-locations"»', "search-locations", 2),
        ),
        case("not listed, deferred", m(LISTS + NUMBERS, "")),
        case(
            "not listed, pending",
            m(LISTS + NUMBERS, ""),
            m(AIR + '"deferred"', AIR + '"pending"'),
            unfinished(IN_BATCH_2, "get-air-quality", 2),
        ),
    ],
)
def test_row_30_the_tools_of_a_finished_batch_are_finished_and_in_no_other(
    mcp: Lint, changes: list[Change], expected: list[Expected]
) -> None:
    check(mcp, changes, expected)


@cases(
    ("changes", "expected"),
    [
        case("one is not there", m(BATCH_2 + BATCH_3, ""), absent(2)),
        case("the current one need not be there", m(BATCH_3, "")),
        case("the one before the current one", m(BATCH_3, ""), m("current_batch: 3", "current_batch: 4"), absent(3)),
        case(
            "the first",
            m(BATCH_1, ""),
            error("batch-numbering", "batch_number: «2»", found=2, expected=1),
            absent(1),
        ),
        case("there is no history", m(HISTORY, "")),
        case(
            "an empty history",
            m(HISTORY, "    batch_history: []\n"),
            absent(1),
        ),
    ],
)
def test_row_31_what_is_behind_the_current_batch_is_in_the_history(
    mcp: Lint, changes: list[Change], expected: list[Expected]
) -> None:
    check(mcp, changes, expected)


CURRENT = 'current_phase: "implementation"'
KEYS = "schema_discovery, architecture, implementation"


def no_phase(current: str, expected: str = KEYS) -> Expected:
    return error("current-phase", f"current_phase: «{current}»", current=current.strip('"'), expected=expected)


def over(current: str, expected: str = "implementation") -> Expected:
    return warning("current-phase", f"current_phase: «{current}»", current=current.strip('"'), expected=expected)


@cases(
    ("changes", "expected"),
    [
        case("none of them", m(CURRENT, 'current_phase: "deployment"'), no_phase('"deployment"')),
        case("in another case", m(CURRENT, "current_phase: Implementation"), no_phase("Implementation")),
        case("a number without numbers", m(CURRENT, "current_phase: 3"), no_phase("3")),
        case("complete too early", m(CURRENT, "current_phase: complete"), no_phase("complete", "implementation")),
        case("complete at the end", BUILT, m(CURRENT, "current_phase: complete")),
        case("a complete one", m(CURRENT, "current_phase: architecture"), over("architecture")),
        case("the first", m(CURRENT, 'current_phase: "schema_discovery"'), over('"schema_discovery"')),
        case("a complete one, none is open", BUILT, m(CURRENT, "current_phase: architecture")),
        case("by its name", m(CURRENT, "current_phase: deploy\ncurrent_phase_name: deploy")),
    ],
)
def test_row_32_the_current_phase_is_one_of_the_phases(
    mcp: Lint, changes: list[Change], expected: list[Expected]
) -> None:
    check(mcp, changes, expected)


def test_row_32_the_phase_that_was_meant_is_proposed(mcp: Lint) -> None:
    (violation,) = mcp({**changed([m(CURRENT, "current_phase: implementaton")])}).violations
    assert violation.message.endswith("did you mean 'implementation'?")


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


@cases("status", ["pending", "in_progress", "blocked"])
@cases(
    ("phase", "head"),
    [("schema_discovery", DISCOVERED), ("architecture", DESIGNED)],
    ids=["schema_discovery", "architecture"],
)
def test_row_33_what_comes_before_the_current_phase_is_over(mcp: Lint, phase: str, head: str, status: str) -> None:
    where = head.replace('"complete"\n', f'«"{status}"»')
    check(mcp, [m(head, head.replace("complete", status))], [left(status, phase, where)])


WHOLE = 'status: "in_progress"\n\nmcp_service_name'


@cases(
    ("changes", "expected"),
    [
        case("a phase has failed", m(DISCOVERED, DISCOVERED.replace("complete", "failed"))),
        case(
            "complete, and a phase runs",
            m(WHOLE, WHOLE.replace("in_progress", "complete")),
            error(
                "status-mismatch",
                '\nstatus: «"complete"»',
                found="complete",
                expected="in_progress",
                open=["implementation"],
            ),
        ),
        case("complete with all its phases", BUILT, m(WHOLE, WHOLE.replace("in_progress", "complete"))),
        case("all phases are complete, the manifest not yet", BUILT),
        case(
            "two phases are left behind",
            m(DISCOVERED, DISCOVERED.replace("complete", "blocked")),
            m(DESIGNED, DESIGNED.replace("complete", "pending")),
            left("blocked", "schema_discovery", '«"blocked"»\n    tools_discovered'),
            left("pending", "architecture", '«"pending"»\n    approved'),
        ),
    ],
)
def test_row_33_the_manifest_is_complete_when_its_phases_are(
    mcp: Lint, changes: list[Change], expected: list[Expected]
) -> None:
    check(mcp, changes, expected)


def test_row_33_a_phase_may_be_skipped_without_a_service(lint: Lint) -> None:
    files = {TIDES_MANIFEST: ORCHESTRATED.format(current=9)}
    expected = left("in_progress", "8_implementation", "  8_implementation:\n    status: «in_progress»")
    assert found(lint({**files})) == wanted(files, [expected._replace(file=TIDES_MANIFEST)])


def failed(field: str, where: str) -> Expected:
    return error("failed-verification", where, field=field)


@cases(
    ("changes", "expected"),
    [
        *(
            case(
                f"{field} {value}",
                BUILT,
                m(f"{field}: true", f"{field}: {value}"),
                failed(field, f"{field}: «{value}»"),
            )
            for field in ("build_passed", "tests_passed")
            for value in ("false", "False")
        ),
        case(
            "both",
            BUILT,
            m("build_passed: true", "build_passed: false"),
            m("tests_passed: true", "tests_passed: false"),
            failed("build_passed", "build_passed: «false»"),
            failed("tests_passed", "tests_passed: «false»"),
        ),
        case("still running", m("build_passed: true", "build_passed: false")),
        case(
            "a complete tool",
            m(FORECAST_AUDIT, '88.5\n    audit_status: "failed"'),
            failed("audit_status", '88.5\n    audit_status: «"failed"»'),
        ),
        case("a complete tool, not yet audited", m(FORECAST_AUDIT, '88.5\n    audit_status: "pending"')),
        case("a blocked tool", m("    retries: 8\n", "    audit_status: failed\n    retries: 8\n")),
    ],
)
def test_row_34_what_is_complete_has_passed(mcp: Lint, changes: list[Change], expected: list[Expected]) -> None:
    check(mcp, changes, expected)


def order(make: Any, where: str, earlier: str, later: str) -> Expected:
    expected: Expected = make("time-order", where, earlier=earlier, later=later)
    return expected


def clock(old: str, new: str) -> Change:
    return m(f'"2026-01-12T{old}Z"', f'"2026-01-12T{new}Z"')


def at(time: str) -> str:
    return f'«"2026-01-12T{time}Z"»'


def lasts(found: int, expected: int) -> Expected:
    return warning("duration-mismatch", f"duration_minutes: «{found}»", found=found, expected=expected)


@cases(
    ("changes", "expected"),
    [
        case(
            "a phase ends before it starts",
            clock("09:21:00", "09:00:30"),
            order(error, at("09:00:30"), "started_at", "completed_at"),
            may(lasts(20, -1)),
        ),
        case(
            "a batch ends before it starts",
            clock("12:30:00", "10:19:59"),
            order(error, at("10:19:59"), "started_at", "completed_at"),
        ),
        case(
            "a batch starts before the one before it ends",
            clock("12:35:00", "12:29:59"),
            order(error, at("12:29:59"), "completed_at", "started_at"),
        ),
        case(
            "a batch starts when the one before it ends",
            clock("12:35:00", "12:30:00"),
        ),
        case(
            "the running batch starts before the one before it ends",
            clock("14:55:00", "14:49:59"),
            order(error, at("14:49:59"), "completed_at", "started_at"),
        ),
        case(
            "a phase starts before the one before it ends",
            clock("09:25:00", "09:20:59"),
            order(error, at("09:20:59"), "completed_at", "started_at"),
            may(lasts(45, 49)),
        ),
        case(
            "the last phase starts before the one before it ends",
            clock("10:15:00", "10:09:59"),
            order(error, at("10:09:59"), "completed_at", "started_at"),
        ),
        case("a phase starts when the one before it ends", clock("10:15:00", "10:10:00")),
        case(
            "contributions stand in the wrong order",
            clock("10:09:00", "09:19:00"),
            order(warning, at("09:19:00"), "timestamp", "timestamp"),
        ),
        case("two contributions at once", clock("10:09:00", "09:20:00")),
        case(
            "created after the last update",
            clock("09:00:00", "15:40:01"),
            order(error, at("15:40:00"), "created_at", "updated"),
        ),
        case(
            "created after the first phase began",
            clock("09:00:00", "09:01:01"),
            order(warning, at("09:01:00"), "created_at", "started_at"),
        ),
        case("created when the first phase began", clock("09:00:00", "09:01:00")),
        case(
            "updated before the last thing that happened",
            clock("15:40:00", "15:04:59"),
            order(warning, at("15:04:59"), "timestamp", "updated"),
        ),
        case("updated with the last thing that happened", clock("15:40:00", "15:05:00")),
        case("never updated", m('updated: "2026-01-12T15:40:00Z"\n', "")),
    ],
)
def test_row_35_time_runs_forwards(mcp: Lint, changes: list[Change], expected: list[Expected]) -> None:
    check(mcp, changes, expected)


@cases("minutes", [0, 18, 22, 1200])
def test_row_36_a_duration_is_the_time_from_start_to_end(mcp: Lint, minutes: int) -> None:
    changes = [m("duration_minutes: 20", f"duration_minutes: {minutes}")]
    report = check(mcp, changes, [lasts(minutes, 20)])
    assert fixed(report, changed(changes), MANIFEST) == TEXT


@cases(
    ("changes", "expected"),
    [
        *(
            case(f"{minutes} minutes", m("duration_minutes: 45", f"duration_minutes: {minutes}"))
            for minutes in ("44", "44.0", "45.5", "46")
        ),
        case("an hour", m("duration_minutes: 45", "duration_minutes: 60"), lasts(60, 45)),
        case("the end moved", clock("09:21:00", "09:23:00"), lasts(20, 22)),
        case("the start moved", clock("09:25:00", "09:35:00"), lasts(45, 35)),
        case("within a minute", clock("09:21:00", "09:22:00")),
        case("a second more", clock("09:21:00", "09:22:01"), lasts(20, 21)),
    ],
)
def test_row_36_within_a_minute(mcp: Lint, changes: list[Change], expected: list[Expected]) -> None:
    check(mcp, changes, expected)


def test_row_36_a_duration_below_zero_is_one_violation(mcp: Lint) -> None:
    said = said_once(mcp, m("duration_minutes: 45", "duration_minutes: -45"), "duration_minutes: «-45»")
    assert said == ["invalid-value"]


def stranger(where: str, agent: str, artifact: str) -> Expected:
    return warning("agent-artifact-mismatch", where, agent=agent, artifact=artifact)


@cases(
    ("changes", "expected"),
    [
        case(
            "no artifact",
            m('artifact: "architecture.md"', 'artifact: "review.md"'),
            stranger('artifact: «"review.md"»', "tool-architect", "review.md"),
        ),
        case(
            "no file of a tool",
            m('artifact: "search-locations.ts"', 'artifact: "list-alerts.ts"'),
            stranger('artifact: «"list-alerts.ts"»', "tool-developer", "list-alerts.ts"),
        ),
        case("a whole path", m('artifact: "search-locations.ts"', 'artifact: ".claude/tools/weather/get-forecast.ts"')),
        case("its last part", m('artifact: "search-locations.ts"', 'artifact: "get-station.test.ts"')),
        case(
            "some part",
            m('artifact: "search-locations.ts"', 'artifact: "weather/get-forecast.ts"'),
            stranger('artifact: «"weather/get-forecast.ts"»', "tool-developer", "weather/get-forecast.ts"),
        ),
        case(
            "who has not contributed",
            m('    type: "architecture"\n    agent: "tool-architect"', '    type: "architecture"\n    agent: "nobody"'),
            stranger('agent: «"nobody"»', "nobody", "architecture.md"),
        ),
        case(
            "under another name",
            m('- agent: "tool-architect"', '- agent: "architect"'),
            stranger('type: "architecture"\n    agent: «"tool-architect"»', "tool-architect", "architecture.md"),
        ),
    ],
)
def test_row_37_agents_and_artifacts_know_each_other(
    mcp: Lint, changes: list[Change], expected: list[Expected]
) -> None:
    check(mcp, changes, expected)


def test_row_37_the_last_part_of_an_artifact_is_enough(mcp: Lint) -> None:
    entry = "artifacts:\n  - {path: notes/review.md, type: review, agent: tool-lead}\n"
    text = TEXT.replace("artifacts:\n", entry).replace('artifact: "search-locations.ts"', "artifact: review.md")
    assert found(mcp({**CLEAN, MANIFEST: text, FOLDER + "notes/review.md": "Good.\n"})) == []


def unfound(where: str, field: str, target: str) -> Expected:
    return warning("missing-reference", where, field=field, target=target)


NAMED = "\nartifacts:\n"


def source_of(tool: str) -> str:
    return f".claude/tools/weather/{tool}.ts"


@cases(
    ("changes", "expected"),
    [
        *(
            case(f"no {name}", gone(FOLDER + name), unfound(f'- path: «"{name}"»', "path", name))
            for name in ("schema-discovery.md", "architecture.md")
        ),
        *(
            case(
                f"another {field}",
                m(f'{field}: "{name}"', f'{field}: "docs/{name}"'),
                unfound(f'«"docs/{name}"»', field, f"docs/{name}"),
            )
            for field, name in (("schema_file", "schema-discovery.md"), ("architecture_file", "architecture.md"))
        ),
        case(
            "no wrapper of a complete tool",
            gone(source_of("get-forecast")),
            unfound(f'wrapper_file: «"{source_of("get-forecast")}"»', "wrapper_file", source_of("get-forecast")),
        ),
        case(
            "no test of a complete tool",
            gone(source_of("get-forecast.test")),
            unfound(f'test_file: «"{source_of("get-forecast.test")}"»', "test_file", source_of("get-forecast.test")),
        ),
        case("no wrapper of a running tool", gone(source_of("list-stations"))),
        case("nor of a pending one", gone(source_of("get-uv-index")), gone(source_of("get-uv-index.test"))),
        case("modified by a running phase", gone(source_of("list-alerts"))),
        case(
            "modified by a complete phase",
            BUILT,
            gone(source_of("list-alerts")),
            unfound(f'- «"{source_of("list-alerts")}"»', "files_modified", source_of("list-alerts")),
        ),
        case(
            "one violation for a file that two fields name",
            BUILT,
            gone(source_of("get-current-weather")),
            unfound(f'- «"{source_of("get-current-weather")}"»', "files_modified", source_of("get-current-weather")),
        ),
        case("no root is known", gone("planlint.toml"), gone(source_of("get-forecast"))),
        case(
            "beside the manifest, without a root",
            gone("planlint.toml"),
            gone(FOLDER + "architecture.md"),
            unfound('- path: «"architecture.md"»', "path", "architecture.md"),
        ),
        *(
            case(
                f"an artifact {name}",
                m(NAMED, f'{NAMED}  - path: "{name}"\n    type: "notes"\n    agent: "tool-lead"\n'),
                unfound(f'path: «"{name}"»', "path", name),
            )
            for name in ("NOTES", "my notes.md")
        ),
    ],
)
def test_row_38_files_that_are_named_are_there(mcp: Lint, changes: list[Change], expected: list[Expected]) -> None:
    check(mcp, changes, expected)


def test_row_38_an_artifact_lies_beside_the_manifest_and_not_at_the_root(mcp: Lint) -> None:
    files = {**CLEAN, "architecture.md": CLEAN[FOLDER + "architecture.md"]}
    del files[FOLDER + "architecture.md"]
    expected = unfound('- path: «"architecture.md"»', "path", "architecture.md")
    assert found(mcp({**files})) == wanted(files, [expected])


def misnamed(where: str, field: str, found: str, expected: str) -> Expected:
    return warning("slug-mismatch", where, field=field, found=found, expected=expected)


@cases(
    ("changes", "expected"),
    [
        case(
            "the service",
            m('mcp_service_name: "weather"', 'mcp_service_name: "meteo"'),
            misnamed('mcp_service_name: «"meteo"»', "mcp_service_name", "meteo", "weather"),
        ),
        case(
            "the slug",
            m('feature_slug: "weather"', 'feature_slug: "meteo"'),
            misnamed('mcp_service_name: «"weather"»', "mcp_service_name", "weather", "meteo"),
        ),
        case(
            "the directory",
            m('feature_slug: "weather"', 'feature_slug: "meteo"'),
            m('mcp_service_name: "weather"', 'mcp_service_name: "meteo"'),
            misnamed('feature_slug: «"meteo"»', "feature_slug", "meteo", "weather"),
        ),
        case("another case", m('mcp_service_name: "weather"', 'mcp_service_name: "Weather"')),
        case("a version", m('mcp_service_name: "weather"', 'mcp_service_name: "weather_v2"')),
    ],
)
def test_row_39_slug_service_and_directory_agree(mcp: Lint, changes: list[Change], expected: list[Expected]) -> None:
    check(mcp, changes, expected)


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
    """The clean fixture below the root of a git repository that holds other plans too."""
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
    """The fenced blocks of the seed, in order."""
    return re.findall(r"^```\w+\n(.*?)^```", SEED.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def example() -> str:
    """The seed's own complete example."""
    match = re.search(r"^## Complete Example\n+```yaml\n(.*?)^```", SEED.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert match
    return match[1]


def block(start: str) -> str:
    """The one fragment of the seed that begins with *start*."""
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
    """The example made whole: who made it is said, and 28 tools are discovered, of which none is built yet."""
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
def test_the_json_example_of_the_seed_has_one_tool_and_says_28(lint: Lint) -> None:
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
def test_real_orchestrated_manifests_are_read_and_their_pointers_judged(lint: Lint, name: str) -> None:
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
    told = [name for name, expected in REAL.items() if any(item.severity == ERROR for item in expected)]
    assert errors == {(rule, name): 1 for rule in ("missing-field", "current-phase") for name in told}


def test_the_table_of_constraints_is_fresh_and_whole() -> None:
    assert (ROOT / "docs" / "constraints.md").read_text(encoding="utf-8") == constraints()
    assert [row.number for row in CONSTRAINTS] == list(range(1, 40))
    assert {rule for row in CONSTRAINTS for rule in row.rules} <= FAMILY.keys()
