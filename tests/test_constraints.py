"""Every row of the constraints of seed 002, by its number (``docs/constraints.md`` lists them).

Each test changes the clean fixture ``fixtures/mcp`` and says exactly what is reported then: the row's rule, where, how
bad, with which data, and nothing else. One value that is wrong is one violation, but for what follows from it by
another row: 4 -> 28, 29; 11 -> 31; 13 -> 31; 23 -> its missing or unknown tools; 25 -> 23; 32 -> 33; 35 -> 36.
"""

from __future__ import annotations

import ast
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
from linter.config import Configuration
from linter.edits import apply
from linter.engine import Report
from linter.registry import FAMILY
from linter.runner import Run
from linter.violation import ERROR, WARNING
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
    """A violation; *where* is a piece of the file with the flagged text «marked». What only *may* be said may be missing."""

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


def bug(id: str, reason: str, *parts: Change | Expected) -> Any:
    """A case in which the linter is not yet as the constraints have it."""
    values = case(id, *parts).values
    return pytest.param(*values, id=id, marks=pytest.mark.xfail(strict=True, reason=reason))


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
        runner = Run(Configuration())
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
UNNAMED = "a tool of tools_manifest.json whose name is missing or no text is reported again as unknown-tool"


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
        bug(
            "no name",
            UNNAMED,
            j('      "name": "list-stations",\n', ""),
            missing('«"description"»: "Stations of a region"', "/tools/6", "name", at=TOOLS),
        ),
        bug(
            "name a number",
            UNNAMED,
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
        bug(
            "in the tools manifest alone",
            "a tool that only tools_manifest.json does not spell in kebab-case is reported three times: invalid-value, "
            "missing-tool, unknown-tool",
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


@cases(
    ("changes", "expected"),
    [
        bug(
            "below zero",
            "total_tools below zero is reported twice at one place: invalid-value and count-mismatch",
            j('"total_tools": 10', '"total_tools": -1'),
            error("count-mismatch", '"total_tools": «-1»', TOOLS, field="total_tools", found=-1, expected=10),
            may(error("count-mismatch", "tools_discovered: «10»", field="tools_discovered", found=10, expected=-1)),
        )
    ],
)
def test_row_04_one_number_is_one_violation(mcp: Lint, changes: list[Change], expected: list[Expected]) -> None:
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
        bug(
            "tools are listed",
            "a tool that is declared twice is counted twice: tool-count says that the lists have one tool too few",
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
UNJUDGED = "a tool of a finished batch whose phase is missing or unknown is reported again as batch-history-tools"


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
        bug(
            "missing, batch finished",
            UNJUDGED,
            m(AIR + '"deferred"\n', "  get-air-quality:\n"),
            missing(
                '«wrapper_file»: ".claude/tools/weather/get-air-quality.ts"', "/tools_status/get-air-quality", "phase"
            ),
        ),
        bug(
            "unknown, batch finished",
            UNJUDGED,
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
SEARCH_WRAPPER, SEARCH_TEST = files_of_tool("search-locations")
UV_WRAPPER, UV_TEST = files_of_tool("get-uv-index")
NAMELESS = "what an agent contributed is reported as agent-artifact-mismatch because the field that names it is missing"
REFERENCED = "a value of the wrong type is reported again as missing-reference"


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
        bug(
            "no wrapper, contributed",
            NAMELESS,
            m(SEARCH_WRAPPER, ""),
            missing("  search-locations:\n    «phase»", "/tools_status/search-locations", "wrapper_file"),
        ),
        case(
            "a number, complete",
            m(FORECAST_WRAPPER, "    wrapper_file: 7\n"),
            wrong("wrapper_file: «7»", f"{FORECAST_PATH}/wrapper_file", "string", "integer"),
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
            for value, found in (('"3"', "string"), ("3.5", "number"), ("[3]", "array"))
        ),
        bug(
            "a list is a boolean",
            "one value is reported twice: wrong-type, and as ambiguous-scalar because text is meant",
            m(BATCH_LINES["tools_in_progress"], "    tools_in_progress: true\n"),
            wrong("tools_in_progress: «true»", f"{BUILD_PATH}/tools_in_progress", "array", "boolean"),
        ),
        bug(
            "an item is a mapping",
            "an item that is no text is left out of the lists, so tool-count and missing-tool speak as well",
            m('["list-stations", "get-station"]', '["list-stations", {name: get-station}]'),
            wrong("«{name: get-station}»", f"{BUILD_PATH}/tools_in_progress/1", "string or number", "object"),
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
NUMBERLESS = "a batch without a usable batch_number is reported again as absent from the history (batch-history-tools)"


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
        bug(
            "no number",
            NUMBERLESS,
            m('- batch_number: 1\n        tools: ["get-cur', '- tools: ["get-cur'),
            missing('- «tools»: ["get-cur', f"{HISTORY_PATH}/0", "batch_number"),
        ),
        bug(
            "number quoted",
            NUMBERLESS,
            m("batch_number: 2\n", 'batch_number: "2"\n'),
            wrong('batch_number: «"2"»', f"{HISTORY_PATH}/1/batch_number", "integer", "string"),
        ),
        bug(
            "end a list",
            "a completed_at that is a list or mapping is reported as wrong-type and as missing-field",
            m('completed_at: "2026-01-12T12:30:00Z"', "completed_at: [noon]"),
            wrong("completed_at: «[noon]»", f"{HISTORY_PATH}/0/completed_at", "string", "array"),
        ),
    ],
)
def test_row_12_a_batch_of_the_history_is_whole(mcp: Lint, changes: list[Change], expected: list[Expected]) -> None:
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
NEGATIVE = "a number below zero is reported twice at one place: invalid-value, and the rule that compares it"
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
        bug(
            "fewer than none",
            NEGATIVE,
            value_in(DISCOVERY, "tools_discovered", "-1"),
            error("count-mismatch", "tools_discovered: «-1»", field="tools_discovered", found=-1, expected=10),
        ),
        case(
            "file a number",
            value_in(DISCOVERY, "schema_file", "7"),
            wrong("schema_file: «7»", f"{DISCOVERY_PATH}/schema_file", "string", "integer"),
        ),
        bug(
            "file a list of files",
            REFERENCED,
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
UNKNOWN_AGENT = (
    "who made an artifact is called unknown (agent-artifact-mismatch) because a contribution lacks its agent"
)


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
        bug(
            "contribution without agent, who made an artifact",
            UNKNOWN_AGENT,
            m('  - agent: "tool-architect"\n    artifact', "  - artifact"),
            missing('  - «artifact»: "architecture.md"', "/agents_contributed/1", "agent"),
        ),
        bug(
            "artifact without path, contributed",
            NAMELESS,
            m('  - path: "architecture.md"\n    type', "  - type"),
            missing('  - «type»: "architecture"', "/artifacts/1", "path"),
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
        bug(
            "service a number",
            "a service name of the wrong type is reported again as slug-mismatch",
            m('mcp_service_name: "weather"', "mcp_service_name: 7"),
            wrong("mcp_service_name: «7»", "/mcp_service_name", "string", "integer"),
        ),
        bug(
            "current phase a boolean",
            "a current phase of the wrong type is reported again as current-phase",
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
        bug(
            "no tool, though files of tools were contributed",
            "an empty tools_status is reported again as agent-artifact-mismatch and batch-history-tools",
            m(STATUS, "tools_status: {}\n"),
            invalid("tools_status: «{}»", "/tools_status", "", 1),
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


@cases(("field", "time"), [pytest.param(*pair, id=f"{pair[0]} {pair[1]}") for pair in TIMES])
def test_row_21_each_time_is_written_as_one_format_has_it(mcp: Lint, field: str, time: str) -> None:
    other = time.replace("T", " ")
    expected = error("timestamp-format", f'{field}: «"{other}"»', field=field, found=other)
    report = check(mcp, [m(f'"{time}"', f'"{other}"')], [expected])
    assert fixed(report, changed([m(f'"{time}"', f'"{other}"')]), MANIFEST) == TEXT


FORMS = [
    ("D CZ", True),
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
    assert len(TIMES) == len(set(TIMES)) == 17
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
