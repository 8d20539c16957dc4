"""Every output on one shared report, hostile text in it, against golden files (``--update-goldens`` rewrites them)."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from linter.engine import Report
from linter.outputs.escape import harmless
from linter.settings import OUTPUT_FORMATS
from tests.conftest import ROOT, Lint

GOLDENS = ROOT / "fixtures" / "outputs"

LONG = "x" * 300
HOSTILE = f"""---
type: progress
prd: a
tasks:
- id: "::error file=x::owned"
  status: pending
  dependencies: ["##[stop-commands]x", "\x1b[31mred", "50%,a:b", "\u202ereversed"]
- id: 计划一
  status: pending
  dependencies: [计划一]
- {{id: {LONG}, status: pending, dependencies: [{LONG}]}}
- {{id:\tT4, status: done, dependencies: [T5]}}
- {{id: T5, status: pending, dependencies: []}}
- {{id: "two\\nlines", status: pending, dependencies: ["no\\nsuch"]}}
total_tasks: 7
---
"""
CYCLE = "---\ntype: progress\nprd: b\ntasks:\n- id: A\n  status: pending\n  dependencies: [B]\n---\n"
FILES: dict[str, str | bytes] = {
    "hostile/phase-1-progress.md": HOSTILE.replace("\x1b[31m", "\\e[31m").encode(),
    "cycle/phase-1-progress.md": CYCLE,
    "cycle/phase-2-progress.md": CYCLE.replace("A", "C").replace("B", "A").replace("C", "B", 1),
    "crlf/plan.md": CYCLE.replace("\n", "\r\n").replace("[B]", "[A]"),
    "odd, name %41:1.md": CYCLE.replace("[B]", "[X]"),
}


@pytest.fixture
def report(lint: Lint) -> Report:
    return lint(FILES, ignore=["shape", "references"])


def render(report: Report, name: str, color: bool = False) -> str:
    text: str = __import__(f"linter.outputs.{name}", fromlist=["render"]).render(report, color)
    return text


@pytest.mark.parametrize("name", [*OUTPUT_FORMATS, "text-color"])
def test_golden(report: Report, name: str, request: pytest.FixtureRequest) -> None:
    text = render(report, name.removesuffix("-color"), color=name.endswith("-color"))
    golden = GOLDENS / f"{name}.txt"
    if request.config.getoption("--update-goldens"):
        assert not os.environ.get("CI"), "goldens are not rewritten in CI"
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(text.encode())
    assert text.encode() == golden.read_bytes()


@pytest.mark.parametrize("name", OUTPUT_FORMATS)
def test_no_control_character_is_live_in_any_output(report: Report, name: str) -> None:
    text = render(report, name)
    live = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
    assert live.search(text) is None
    assert text.encode()


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """The commands that a GitHub runner finds in a log, by its rules: ``::`` at a line's start, ``##[`` anywhere."""
    found = []
    for line in re.split(r"\r\n|\r|\n", text):
        modern = re.match(r"\s*::([^ :]+)(?: ([^:]*(?::(?!:)[^:]*)*))?::(.*)", line)
        if modern:
            properties = dict(part.split("=", 1) for part in (modern[2] or "").split(",") if "=" in part)
            found.append((modern[1], properties, modern[3]))
        elif "##[" in line:
            found.append(("legacy", {}, line))
    return found


@pytest.mark.parametrize("name", [name for name in OUTPUT_FORMATS if name != "github"])
def test_a_runner_finds_no_command_in_what_is_not_meant_for_it(report: Report, name: str) -> None:
    assert commands(render(report, name)) == []


def test_a_runner_finds_exactly_the_annotations(report: Report) -> None:
    def unescape(text: str) -> str:
        for escape, plain in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
            text = text.replace(escape, plain)
        return text

    found = commands(render(report, "github"))
    assert len(found) == len(report.violations)
    for (command, properties, message), violation in zip(found, report.violations, strict=True):
        line, column = report.sources[violation.path].position(violation.start)
        assert command == violation.severity
        assert unescape(properties["file"]) == harmless(violation.path)
        assert (properties["line"], properties["col"]) == (str(line), str(column))
        assert int(properties["endColumn"]) >= column and properties["endLine"] == str(line)
        assert unescape(properties["title"]) == f"planlint: {violation.rule}"
        assert unescape(message).startswith(harmless(violation.message)) and len(message) < 4096


def test_github_names_files_from_the_workspace(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(Path.cwd().parent))
    files = {properties["file"] for _, properties, _ in commands(render(report, "github"))}
    assert f"{Path.cwd().name}/crlf/plan.md" in files


def test_json_says_what_the_contract_promises(report: Report) -> None:
    found = json.loads(render(report, "json"))
    assert found["version"] == 1 and set(found) == {"version", "tool", "violations", "summary"}
    assert set(found["summary"]) == {
        "files", "plans", "errors", "warnings", "fixable", "fixable_safely", "suppressed", "baselined",
    }  # fmt: skip
    for shown, violation in zip(found["violations"], report.violations, strict=True):
        assert set(shown) == {
            "rule", "family", "severity", "url", "path", "start", "end", "message", "data", "related", "fix",
        }  # fmt: skip
        text = report.sources[violation.path].text
        for place in (shown, *(p for p in shown["related"] if p["path"] == shown["path"])):
            for end in ("start", "end"):
                offset = place[end]["offset"]
                assert place[end]["line"] == text.count("\n", 0, offset) + 1
                assert place[end]["column"] == offset - (text.rfind("\n", 0, offset) + 1) + 1
        if shown["fix"]:
            assert {"title", "safe", "edits"} == set(shown["fix"])


def test_a_caret_stands_under_every_character_of_the_span(lint: Lint) -> None:
    for before in ("", "\t", "计划", "e\u0301"):
        text = CYCLE.replace("- id: A", f"- {{x: '{before}', id: A, dependencies: [A], status: pending}}\n- id: B")
        text = text.replace("\n  dependencies: [B]", "")
        block = render(lint({"p.md": text}, select=["self-dependency"]), "text").split("\n")
        index = next(i for i, line in enumerate(block) if line.strip("| ") == "^")
        cells = "".join(c * (2 if ord(c) > 0x2000 else 0 if ord(c) == 0x301 else 1) for c in block[index - 1])
        assert cells[block[index].index("^")] == "A"


def test_text_says_nothing_when_all_is_well(lint: Lint) -> None:
    report = lint({"p.md": CYCLE.replace("[B]", "[]").replace("- id", "- assigned_to: [me]\n  id")})
    assert [render(report, name) for name in ("text", "concise", "github")] == ["", "", ""]


def test_a_bom_takes_no_column(lint: Lint) -> None:
    report = lint({"p.md": "\ufeff---\ntype: progress\n"})
    line = render(report, "concise")
    assert line.startswith("p.md:1:1: error[unclosed-frontmatter]")
