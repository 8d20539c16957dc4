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
    """A violation; *where* is a piece of the file with the flagged text «marked»."""

    rule: str
    severity: str
    where: str
    data: dict[str, Any]
    file: str = MANIFEST


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


def check(lint: Lint, changes: list[Change], expected: list[Expected]) -> Report:
    """Lint the changed fixture; what is reported is what is expected, and nothing else."""
    files = changed(changes)
    report = lint(dict(files))
    assert found(report) == wanted(files, expected)
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
    lint: Lint, changes: list[Change], expected: list[Expected]
) -> None:
    check(lint, changes, expected)


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
    lint: Lint, changes: list[Change], expected: list[Expected]
) -> None:
    check(lint, changes, expected)


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
def test_row_03_a_tool_is_named_in_kebab_case(lint: Lint, name: str) -> None:
    files = {path: text.replace('"get-station"', f'"{name}"') for path, text in CLEAN.items()}
    files[MANIFEST] = files[MANIFEST].replace("\n  get-station:", f'\n  "{name}":')
    expected = invalid(f'"name": «"{name}"»', "/tools/7/name", name, KEBAB, at=TOOLS)
    assert found(lint({**files})) == wanted(files, [expected])


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
    lint: Lint, changes: list[Change], expected: list[Expected]
) -> None:
    check(lint, changes, expected)


@cases("number", [9, 11, 0])
def test_row_04_total_tools_is_the_number_of_tools(lint: Lint, number: int) -> None:
    changes = [j('"total_tools": 10', f'"total_tools": {number}')]
    first = error("count-mismatch", f'"total_tools": «{number}»', TOOLS, field="total_tools", found=number, expected=10)
    row_28 = error("count-mismatch", "tools_discovered: «10»", field="tools_discovered", found=10, expected=number)
    report = check(lint, changes, [first, row_28])
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
            error("count-mismatch", "tools_discovered: «10»", field="tools_discovered", found=10, expected=-1),
        )
    ],
)
def test_row_04_one_number_is_one_violation(lint: Lint, changes: list[Change], expected: list[Expected]) -> None:
    check(lint, changes, expected)


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
def test_row_05_names_of_tools_are_unique(lint: Lint, changes: list[Change], expected: list[Expected]) -> None:
    check(lint, changes, expected)


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
def test_row_06_the_time_of_discovery_is_written_as_one_format_has_it(lint: Lint, time: str) -> None:
    expected = error(
        "timestamp-format", f'"discovery_timestamp": «"{time}"»', TOOLS, field="discovery_timestamp", found=time
    )
    check(lint, [j('"2026-01-12T09:18:00Z"', f'"{time}"')], [expected])


@cases("time", ["2026-02-30T09:18:00Z", "2026-01-12T24:18:00Z", "2026-13-12T09:18:00Z"])
def test_row_06_the_time_of_discovery_is_one_that_exists(lint: Lint, time: str) -> None:
    where = f'"discovery_timestamp": «"{time}"»'
    expected = error("impossible-date", where, TOOLS, field="discovery_timestamp", found=time)
    check(lint, [j('"2026-01-12T09:18:00Z"', f'"{time}"')], [expected])


FORECAST = "  get-forecast:\n    phase: "
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
def test_row_07_a_tool_has_a_phase_that_is_known(lint: Lint, changes: list[Change], expected: list[Expected]) -> None:
    check(lint, changes, expected)


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
        case("no wrapper", m(FORECAST_WRAPPER, ""), missing(f"{FORECAST[:-7]}«phase»", FORECAST_PATH, "wrapper_file")),
        case("no test", m(FORECAST_TEST, ""), missing(f"{FORECAST[:-7]}«phase»", FORECAST_PATH, "test_file")),
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
        bug(
            "a number, complete",
            REFERENCED,
            m(FORECAST_WRAPPER, "    wrapper_file: 7\n"),
            wrong("wrapper_file: «7»", f"{FORECAST_PATH}/wrapper_file", "string", "integer"),
        ),
    ],
)
def test_row_08_a_tool_names_its_wrapper_and_its_test(
    lint: Lint, changes: list[Change], expected: list[Expected]
) -> None:
    check(lint, changes, expected)


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
        case("no retries", m("    retries: 3\n", ""), missing(f"{FORECAST[:-7]}«phase»", FORECAST_PATH, "retries")),
        case("retries null", m("retries: 3", "retries:"), missing(f"{FORECAST[:-7]}«phase»", FORECAST_PATH, "retries")),
        case("retries 0", m("retries: 3", "retries: 0")),
        case("retries -1", m("retries: 3", "retries: -1"), invalid("«-1»", f"{FORECAST_PATH}/retries", "-1", 0)),
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
    lint: Lint, changes: list[Change], expected: list[Expected]
) -> None:
    check(lint, changes, expected)


BUILD_PATH = "/phases/implementation"
STATUS_OF_BUILD = '  implementation:\n    «status»: "in_progress"'
BATCH_FIELDS = ["tools_completed", "tools_in_progress", "tools_remaining", "current_batch", "total_batches"]
BATCH_FIELDS.append("batch_size")
BATCH_LINES = {field: part(f"    {field}: ", "\n") + "\n" for field in BATCH_FIELDS}


@cases("field", BATCH_FIELDS)
def test_row_10_with_one_field_of_the_batches_the_others_are_there(lint: Lint, field: str) -> None:
    check(lint, [m(BATCH_LINES[field], "")], [missing(STATUS_OF_BUILD, BUILD_PATH, field)])


@cases("field", BATCH_FIELDS)
def test_row_10_a_single_field_of_the_batches_asks_for_all_others(lint: Lint, field: str) -> None:
    others = [name for name in BATCH_FIELDS if name != field]
    changes = [m(LISTS + NUMBERS + HISTORY, BATCH_LINES[field])]
    files = changed(changes)
    report = lint({**files})
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
            m(BATCH_LINES["tools_in_progress"], "    tools_in_progress: no\n    x: 1\n".replace("no", "true")),
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
    lint: Lint, changes: list[Change], expected: list[Expected]
) -> None:
    check(lint, changes, expected)


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
        bug(
            "one too many, with a history",
            "a current_batch that is none makes the running batch a finished one: missing-field completed_at and "
            "batch-history-tools for its tools follow",
            m("current_batch: 3", "current_batch: 5"),
            current(5),
            warning("batch-history-tools", "    «batch_history»:", tool=None, batch="4"),
        ),
    ],
)
def test_row_11_the_current_batch_is_one_of_the_batches(
    lint: Lint, changes: list[Change], expected: list[Expected]
) -> None:
    check(lint, changes, expected)


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
            m("        issues_encountered: 0\n        retries: 2\n", "").__class__(
                '        started_at: "2026-01-12T14:55:00Z"\n        issues_encountered: 0\n        retries: 2\n', ""
            ),
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
def test_row_12_a_batch_of_the_history_is_whole(lint: Lint, changes: list[Change], expected: list[Expected]) -> None:
    check(lint, changes, expected)
