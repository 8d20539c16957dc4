"""All outputs of one report with hostile text, against golden files (``--update-goldens`` rewrites them)."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from linter.config.settings import OUTPUT_FORMATS
from linter.engine.report import Report
from linter.outputs.escape import escape_controls
from tests import runner
from tests.conftest import ROOT, Lint, planlint, write
from tests.runner import commands

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
- {{id: "%0A::error::x", status: pending, dependencies: ["\\r::warning::y", "\\e]0;title\\a", "###[group]z##[echo]"]}}
- {{id: "<b>&]]>", status: pending, dependencies: ["[x](https://evil.test)", "<img/src>", "`a`|b", "@me/#1", "{{0}}"]}}
- id: T6  # planlint: ignore[self-dependency] ::error::and ##[group]so on
  status: pending
  dependencies: [T6]  # planlint: ignore[self-dependency] ::error::and ##[group]so on
- {{id: 'c"];A-->B', status: pending, dependencies: ["</text>`c"]}}
- {{id: "</text>`c", status: pending, dependencies: ['c"];A-->B']}}
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
    "::error::x/##[group]y.md": CYCLE.replace("[B]", "[X]"),
    "clean.md": CYCLE.replace("[B]", "[]"),
}


@pytest.fixture
def report(lint: Lint) -> Report:
    return lint(FILES, ignore=["shape", "references"])


def render(report: Report, name: str, color: bool = False) -> str:
    module = __import__(f"linter.outputs.{name.replace('-', '_')}", fromlist=["render"])
    text: str = module.render(report, color)
    return text


@pytest.mark.parametrize("name", [*OUTPUT_FORMATS, "text-color"])
def test_golden(report: Report, name: str, request: pytest.FixtureRequest) -> None:
    text = render(report, name.removesuffix("-color"), color=name.endswith("-color"))
    text = re.sub(r'"markdown":"(?:[^"\\]|\\.)*"', '"markdown":"(the page of the rule)"', text)
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


@pytest.mark.parametrize("name", [name for name in OUTPUT_FORMATS if name != "github"])
def test_a_runner_finds_no_command_in_what_is_not_meant_for_it(report: Report, name: str) -> None:
    assert commands(render(report, name, color=True)) == []


@pytest.mark.parametrize("name", OUTPUT_FORMATS)
def test_a_whole_run_reports_no_command_that_is_not_meant(tmp_path: Path, name: str) -> None:
    write(tmp_path, FILES)
    variables = {"GITHUB_ACTIONS": "true", "FORCE_COLOR": "1", "GITHUB_STEP_SUMMARY": "summary.md"}
    run = planlint("check", "-v", "--output-format", name, cwd=tmp_path, stdin=None, **variables)
    assert run.returncode == 1
    found = [*commands(run.stdout), *commands(run.stderr)]
    assert {command.name for command in found} == ({"error", "warning"} if name == "github" else set())
    assert all(command.properties["title"].startswith("planlint: ") for command in found)
    assert len(found) <= 20
    if name == "github":
        assert commands((tmp_path / "summary.md").read_text()) == []


def test_a_patch_in_a_log_is_no_command_and_still_a_patch(tmp_path: Path) -> None:
    text = CYCLE.replace("status: pending", "status: done\n  note: |\n   ::error::x\n   ##[add-mask]y").replace(
        "[B]", "[]"
    )
    write(tmp_path, {"p.md": text.replace("prd: b", "prd: b\ntotal_tasks: 9")})
    arguments = ("check", "--diff", "--unsafe-fixes", "--preset", "strict")
    bare = planlint(*arguments, cwd=tmp_path)
    assert [command.name for command in commands(bare.stdout)] == ["error", "add-mask"]
    guarded = planlint(*arguments, cwd=tmp_path, stdin=None, GITHUB_ACTIONS="true")
    first, last = commands(guarded.stdout)
    assert (first.name, first.data) == ("stop-commands", last.name)
    for patch in (bare.stdout, guarded.stdout):
        subprocess.run(["git", "apply", "--check", "-"], cwd=tmp_path, input=patch.encode(), check=True)


@pytest.mark.parametrize(
    "line",
    [
        "::error::x",
        "  ::error file=a,line=1::x",
        "\u00a0::ERROR::x",
        "a ##[group]x",
        "###[stop-commands]x",
        "##[error a=b;c=d]x",
    ],
)
def test_the_runner_in_these_tests_knows_a_command(line: str) -> None:
    assert len(commands(line)) == 1
    assert commands(escape_controls(line)) == []


def test_a_runner_shows_exactly_these_annotations(report: Report) -> None:
    shown = runner.shown(render(report, "github"))
    assert [len(shown[severity]) for severity in ("error", "warning", "notice")] == [10, 2, 0]
    assert sum(len(some) for some in shown.values()) == len(commands(render(report, "github")))
    placed = {
        (one.path, report.sources[one.path].position(one.start), one.rule): one for one in report.violations
    }  # fmt: skip
    for severity, found in shown.items():
        for command, properties, message in found:
            if "file" not in properties:
                assert properties["title"].startswith(f"planlint: {report.errors - 9} more errors in ")
                continue
            place = int(properties["line"]), int(properties["col"])
            path = next(path for path in report.sources if escape_controls(path) == properties["file"])
            violation = placed[path, place, properties["title"].removeprefix("planlint: ")]
            assert command == severity == violation.severity
            assert int(properties["endColumn"]) >= place[1] and properties["endLine"] == properties["line"]
            assert message.startswith(escape_controls(violation.message)) and len(message) < 4096


def test_files_outside_of_git_are_named_from_the_workspace(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(Path.cwd().parent))
    files = {command.properties.get("file") for command in commands(render(report, "github"))}
    assert f"{Path.cwd().name}/crlf/plan.md" in files


def test_json_reports_what_the_contract_promises(report: Report) -> None:
    found = json.loads(render(report, "json"))
    assert found["version"] == 1 and set(found) == {"version", "tool", "violations", "summary"}
    assert set(found["summary"]) == {
        "files", "plans", "unreadable", "skipped", "errors", "warnings", "fixable", "fixable_safely", "suppressed",
        "baselined",
    }  # fmt: skip
    counted = found["summary"]
    assert counted["files"] == counted["plans"] + counted["unreadable"] + counted["skipped"]
    for shown, violation in zip(found["violations"], report.violations, strict=True):
        assert set(shown) == {
            "rule", "family", "severity", "url", "path", "start", "end", "message", "help", "data", "related", "fix",
        }  # fmt: skip
        text = report.sources[violation.path].text
        for place in (shown, *(p for p in shown["related"] if p["path"] == shown["path"])):
            for end in ("start", "end"):
                offset = place[end]["offset"]
                assert place[end]["line"] == text.count("\n", 0, offset) + 1
                assert place[end]["column"] == offset - (text.rfind("\n", 0, offset) + 1) + 1
        if shown["fix"]:
            assert {"title", "safe", "edits"} == set(shown["fix"])


def test_a_caret_is_under_every_character_of_the_span(lint: Lint) -> None:
    for before in ("", "\t", "计划", "e\u0301"):
        text = CYCLE.replace("- id: A", f"- {{x: '{before}', id: A, dependencies: [A], status: pending}}\n- id: B")
        text = text.replace("\n  dependencies: [B]", "")
        block = render(lint({"p.md": text}, select=["self-dependency"]), "text").split("\n")
        index = next(i for i, line in enumerate(block) if line.strip("| ") == "^")
        cells = "".join(c * (2 if ord(c) > 0x2000 else 0 if ord(c) == 0x301 else 1) for c in block[index - 1])
        assert cells[block[index].index("^")] == "A"


def test_text_reports_nothing_when_all_is_well(lint: Lint) -> None:
    report = lint({"p.md": CYCLE.replace("[B]", "[]").replace("- id", "- assigned_to: [me]\n  id")})
    assert {render(report, name) for name in ("text", "concise", "grouped", "json-lines", "github")} == {""}


def test_a_bom_takes_no_column(lint: Lint) -> None:
    report = lint({"p.md": "\ufeff---\ntype: progress\nprd: a\n"})
    line = render(report, "concise")
    assert line.startswith("p.md:1:1: error[unclosed-frontmatter]")
