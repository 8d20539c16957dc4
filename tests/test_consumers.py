"""Outputs for other tools: valid by the schema or library of their readers, and with the content of ``json``."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from junitparser import Error, Failure, JUnitXml

from linter.engine.report import Report
from linter.syntax.fix import apply
from tests.conftest import ROOT, Lint, write
from tests.test_corpus import CORPUS
from tests.test_outputs import CYCLE, FILES, render

SCHEMAS = {"sarif": "sarif-2.1.0.json", "gitlab": "gitlab.json", "rdjson": "rdjson.json"}


@pytest.fixture
def report(lint: Lint) -> Report:
    return lint(FILES, ignore=["shape", "references"])


def read(report: Report, name: str) -> Any:
    """The content of the output, after validation by its schema."""
    found = json.loads(render(report, name))
    schema = json.loads((ROOT / "tests" / "schemas" / SCHEMAS[name]).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(found)
    return found


def results_of(report: Report) -> list[dict[str, Any]]:
    return [result for run in read(report, "sarif")["runs"] for result in run["results"]]


def check_counts(report: Report) -> None:
    """Every output has each violation that json has, at its place."""
    found = json.loads(render(report, "json"))["violations"]
    wanted = [(one["path"], one["start"]["line"], one["rule"]) for one in found]
    lines = [json.loads(line) for line in render(report, "json-lines").splitlines()]
    assert [(line["path"], line["start"]["line"], line["rule"]) for line in lines] == wanted
    gitlab = read(report, "gitlab")
    assert [(e["location"]["path"], e["location"]["lines"]["begin"], e["check_name"]) for e in gitlab] == wanted
    assert len({entry["fingerprint"] for entry in gitlab}) == len(wanted)
    assert [
        (d["location"]["path"], d["location"]["range"]["start"]["line"], d["code"]["value"])
        for d in read(report, "rdjson")["diagnostics"]
    ] == wanted
    open_results = [result for result in results_of(report) if "suppressions" not in result]
    assert [(place(result)[0], place(result)[1]["startLine"], result["ruleId"]) for result in open_results] == wanted
    suites = list(JUnitXml.fromstring(render(report, "junit").encode()))
    failed = [case for suite in suites for case in suite if case.result]
    assert len(failed) == len(wanted) == sum(suite.failures + suite.errors for suite in suites)
    assert {case.name for case in failed} == {case.name for suite in suites for case in suite} - {"org.planlint"}
    assert len(suites) == report.documents


def place(result: dict[str, Any]) -> tuple[str, dict[str, int]]:
    from urllib.parse import unquote

    physical = result["locations"][0]["physicalLocation"]
    return unquote(physical["artifactLocation"]["uri"]), physical["region"]


def test_every_output_is_valid_and_counts_what_json_counts(report: Report) -> None:
    check_counts(report)


def test_nothing_found_is_valid_too(lint: Lint) -> None:
    report = lint({"p.md": CYCLE.replace("[B]", "[]").replace("- id", "- assigned_to: [me]\n  id")})
    assert not report.violations
    check_counts(report)
    assert render(report, "gitlab") == "[]\n"
    (case,) = next(iter(JUnitXml.fromstring(render(report, "junit").encode())))
    assert case.is_passed


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
def test_real_files_count_the_same(lint: Lint, monkeypatch: pytest.MonkeyPatch) -> None:
    from linter.config.loader import Configuration
    from linter.engine.session import LintSession

    monkeypatch.chdir(CORPUS)
    run = LintSession(Configuration())
    run.add_path(".")
    assert len(run.lint().violations) > 250
    check_counts(run.report)


def test_junit_knows_cases_by_unique_names_and_reports_a_crash_from_a_failure(lint: Lint) -> None:
    task = "- {id: A, status: pending, dependencies: [A]}\n"
    report = lint({"p.md": f"---\ntype: progress\nprd: b\ntasks:\n{task}{task}---\n"}, select=["self-dependency"])
    report.violations[1].rule = "internal-error"
    cases = list(next(iter(JUnitXml.fromstring(render(report, "junit").encode()))))
    assert [type(case.result[0]) for case in cases] == [Failure, Error]
    report.violations[1].rule = "self-dependency"
    names = [case.name for case in next(iter(JUnitXml.fromstring(render(report, "junit").encode())))]
    assert names[1] == names[0] + " (2)"


def test_columns_of_rdjson_count_bytes_and_its_suggestions_are_the_fixes(report: Report) -> None:
    def offset(text: bytes, position: dict[str, int]) -> int:
        before = text.split(b"\n")[: position["line"] - 1]
        return sum(len(line) + 1 for line in before) + position["column"] - 1

    suggested = 0
    for diagnostic, violation in zip(read(report, "rdjson")["diagnostics"], report.violations, strict=True):
        text = report.sources[violation.path].text
        start, end = (offset(text.encode(), diagnostic["location"]["range"][key]) for key in ("start", "end"))
        assert text.encode()[start:end].decode() == text[violation.start : violation.end]
        for suggestion in diagnostic.get("suggestions", ()):
            assert violation.fix is not None
            start, end = (offset(text.encode(), suggestion["range"][key]) for key in ("start", "end"))
            new = text.encode()[:start] + suggestion["text"].encode() + text.encode()[end:]
            assert new.decode() == apply(text, violation.fix.edits)
            suggested += 1
    assert suggested >= 4


def test_sarif_places_are_the_violations(report: Report) -> None:
    for result, violation in zip(results_of(report), report.violations, strict=False):
        path, region = place(result)
        source = report.sources[violation.path]
        assert path == violation.path
        assert (region["startLine"], region["startColumn"]) == source.position(violation.start)
        assert (region["endLine"], region["endColumn"]) == source.position(violation.end)
        related = [one["physicalLocation"]["region"]["startLine"] for one in result.get("relatedLocations", ())]
        assert related == [source.position(one.start)[0] for one in violation.related]
        assert len(result.get("fixes", ())) == (violation.fix is not None)


def test_a_span_of_several_lines_is_cut_for_github(lint: Lint) -> None:
    report = lint({"p.md": CYCLE}, select=["unknown-dependency"])
    violation = report.violations[0]
    violation.end = len(report.sources["p.md"].text)
    _, region = place(results_of(report)[0])
    assert region == {"startLine": 7, "startColumn": 18, "endLine": 7, "endColumn": 20}


def test_sarif_describes_each_rule_within_githubs_limits(report: Report) -> None:
    (run,) = read(report, "sarif")["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({result["ruleId"] for result in run["results"]})
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert run["columnKind"] == "unicodeCodePoints"
    for rule in rules:
        assert rule["helpUri"].endswith(rule["id"]) and "## Bad" in rule["help"]["markdown"]
        assert len(rule["fullDescription"]["text"]) <= 1024 and len(rule["properties"]["tags"]) <= 10
        assert rule["defaultConfiguration"]["level"] in ("error", "warning")


def test_sarif_marks_what_comments_suppress_but_not_where_alerts_would_be_made_of_it(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    (hidden,) = [result for result in results_of(report) if "suppressions" in result]
    assert hidden["ruleId"] == "self-dependency" and report.suppressed == 1
    (suppression,) = hidden["suppressions"]
    assert suppression["kind"] == "inSource" and "planlint: ignore[self-dependency]" in suppression["justification"]
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert len(results_of(report)) == len(report.violations)


def test_sarif_marks_what_the_baseline_holds(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    known, *others = report.violations
    report = report.replace(violations=others, baselined=[known])
    results = results_of(report)
    unchanged = [result for result in results if result.get("baselineState") == "unchanged"]
    assert [result["suppressions"][0]["kind"] for result in unchanged] == ["external"]
    assert [result.get("baselineState") for result in results].count("new") == len(report.violations)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert len(results_of(report)) == len(report.violations)


def test_no_sarif_message_is_a_link_or_a_placeholder(report: Report) -> None:
    texts = [result["message"]["text"] for result in results_of(report)]
    assert any("{{0}}" in text for text in texts) and any("[x] (https" in text for text in texts)
    assert not any("](" in text for text in texts)


def test_many_results_are_more_runs_and_too_many_bytes_leave_out_the_least(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    from linter.outputs import sarif

    monkeypatch.setattr(sarif, "MAX_RESULTS", 10)
    runs = read(report, "sarif")["runs"]
    assert [len(run["results"]) for run in runs] == [10, 10, len(report.violations) + report.suppressed - 20]
    assert len({run["automationDetails"]["id"] for run in runs}) == 3  # one category may be uploaded once
    whole = len(sarif.render(report))
    monkeypatch.setattr(sarif, "MAX_RESULTS", 25_000)
    monkeypatch.setattr(sarif, "MAX_COMPRESSED_BYTES", 8000)
    monkeypatch.setattr(sarif, "_compressed", len)
    monkeypatch.setattr(sarif, "descriptor", lambda id, report: {"id": id})
    assert len(sarif.render(report)) <= 8000 < whole
    (run,) = read(report, "sarif")["runs"]
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].endswith("json output")
    assert {result["level"] for result in run["results"]} == {"error"}
    assert not any("fixes" in result for result in run["results"])


PLAN = """---
type: progress
prd: a
tasks:
- id: T1
  status: pending
  dependencies: [T8]
- id: T2
  status: pending
  dependencies: [T2, T9]
total_tasks: 7
---
"""


@pytest.mark.parametrize(
    "edit",
    [
        ("prd: a\n", "title: more\nprd: a\n\n\n"),
        ("- id: T1\n", "- id: T0\n  status: pending\n- id: T1\n"),
        ("[T8]", "[T2, T8]"),
        ("total_tasks: 7", "total_tasks: 8"),
    ],
)
def test_fingerprints_survive_what_moves_or_reworks_the_lines(lint: Lint, edit: tuple[str, str]) -> None:
    def fingerprints(text: str) -> list[set[str]]:
        report = lint({"p/plan.md": text}, select=["dependencies", "counts"])
        gitlab = {entry["fingerprint"] for entry in read(report, "gitlab")}
        sarif = {result["partialFingerprints"]["planlintViolation/v1"] for result in results_of(report)}
        assert gitlab == sarif and len(gitlab) == len(report.violations) == 4
        return [gitlab]

    assert fingerprints(PLAN) == fingerprints(PLAN.replace(*edit))


def test_paths_are_named_from_the_checkout_where_that_is_asked_for(
    lint: Lint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"in/p.md": PLAN})
    lint({})
    monkeypatch.chdir(tmp_path / "in")
    report = lint({}, "p.md")
    for variable in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.setenv(variable, str(tmp_path))
        assert {place(result)[0] for result in results_of(report)} == {"in/p.md"}
        assert {entry["location"]["path"] for entry in read(report, "gitlab")} == {"in/p.md"}
        monkeypatch.setenv(variable, os.fspath(tmp_path / "elsewhere"))
        assert {place(result)[0] for result in results_of(report)} == {"p.md"}
        monkeypatch.delenv(variable)
