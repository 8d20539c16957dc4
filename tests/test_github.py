"""``github``: ten annotations of each severity, and the summary of the job."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from linter.engine.report import Report
from linter.outputs.markdown import document
from tests import runner
from tests.conftest import Lint, planlint, write
from tests.test_outputs import CYCLE, FILES, render

WANTS = "- {id: T%d, status: pending, dependencies: [GONE%d]}\n"
WARNS = "- {id: W%d, status: pending, dependencies: [W1, W1]}\n"
SERVER = {"GITHUB_SERVER_URL": "https://github.test", "GITHUB_REPOSITORY": "o/r", "GITHUB_SHA": "c0ffee"}


def plan(tasks: str) -> str:
    return f"---\ntype: progress\nprd: p\ntasks:\n{tasks}---\n"


def many(files: int = 5, each: int = 60, warnings: int = 40) -> dict[str, str | bytes]:
    """*each* errors and *warnings* warnings in each of so many files."""
    tasks = "".join(WANTS % (n, n) for n in range(each))
    tasks += "- {id: W1, status: pending}\n" + "".join(WARNS % n for n in range(2, warnings + 2))
    return {f"p{number}/phase-1-progress.md": plan(tasks) for number in range(files)}


@pytest.fixture
def report(lint: Lint) -> Report:
    return lint(FILES, ignore=["shape", "references"])


def test_five_hundred_violations_are_ten_annotations_of_each_severity(lint: Lint) -> None:
    files = many() | {"p5/phase-1-progress.md": "---\ntype: progress\nprd: [\n---\n"}
    report = lint(files, select=["dependencies", "syntax"])
    assert len(report.violations) == 501 and report.errors == 301
    log = render(report, "github")
    shown = runner.shown(log)
    assert [len(shown[severity]) for severity in ("error", "warning", "notice")] == [10, 10, 0]
    assert len(runner.commands(log)) == 20
    errors = shown["error"]
    assert errors[0].properties["title"] == "planlint: syntax-error"  # the worst first
    firsts = [(one.properties["file"], one.properties["title"]) for one in errors[:6]]
    assert len(set(firsts)) == 6  # one of each file and rule before the repeats
    assert "56 more unknown-dependency in this file: lines" in errors[1].data
    pointer = errors[-1]
    assert "file" not in pointer.properties
    assert pointer.properties["title"] == "planlint: 292 more errors in 5 files"
    assert pointer.data == "292 unknown-dependency: see the log of the step"
    for severity, found in shown.items():
        hidden = sum(int(n) for one in found[:-1] for n in re.findall(r"^(\d+) more", one.data, re.MULTILINE))
        if found:
            assert len(found) - 1 + hidden == sum(v.severity == severity for v in report.violations)


def test_one_of_each_rule_and_file_comes_before_its_repeats(lint: Lint) -> None:
    tasks = "".join(WANTS % (n, n) for n in range(20)) + "- {id: S, status: pending, dependencies: [S]}\n"
    files = {f"p{number}/plan.md": plan(tasks).replace("prd: p", "prd: p\ntotal_tasks: 9") for number in range(12)}
    report = lint(files, select=["dependencies", "counts"])
    *shown, _ = runner.shown(render(report, "github"))["error"]
    kinds = [command.properties["title"].removeprefix("planlint: ") for command in shown]
    assert kinds == ["unknown-dependency", "self-dependency", "count-mismatch"] * 3
    assert len({command.properties["file"] for command in shown}) == 9


def test_ten_are_shown_as_they_are_and_the_eleventh_makes_the_tenth_a_pointer(lint: Lint) -> None:
    def errors(count: int) -> list[runner.Command]:
        tasks = "".join(WANTS % (n, n) for n in range(count))
        report = lint({"p.md": plan(tasks)}, select=["unknown-dependency"])
        return runner.commands(render(report, "github"))

    assert [command.properties["line"] for command in errors(10)] == [str(line) for line in range(5, 15)]
    assert [command.properties.get("line") for command in errors(11)] == [*map(str, range(5, 14)), None]


def test_the_readable_log_stays(lint: Lint) -> None:
    report = lint(many(1, 20, 0), select=["dependencies"])
    assert render(report, "github").startswith(render(report, "text"))


def rows(tokens: list[Token], head: str) -> list[list[str]]:
    """The cells of the table whose first row begins with *head*, as text."""
    tables: list[list[list[str]]] = []
    for token in tokens:
        if token.type == "table_open":
            tables.append([])
        elif token.type == "tr_open":
            tables[-1].append([])
        elif token.type == "inline" and tables and token.level >= 3:
            tables[-1][-1].append("".join(child.content or "\n" for child in token.children or ()))
    return next(table[1:] for table in tables if table[0][0] == head)


def test_markdown_shows_hostile_text_and_does_nothing_else(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SERVER.items():
        monkeypatch.setenv(name, value)
    tokens = MarkdownIt("commonmark").enable("table").parse(render(report, "markdown"))
    shown = rows(tokens, "")
    assert len(shown) == len(report.violations)
    assert [row[0] for row in shown] == ["error"] * report.errors + ["warning"] * 2
    assert any("`[x](https:\u200b//evil.test)`" in row[3] for row in shown)
    assert any("@\u200bme/#\u200b1" in row[3] for row in shown)
    children = [child for token in tokens for child in token.children or ()]
    assert {child.content for child in children if child.type == "html_inline"} == {"<br>"}
    assert not any(child.type == "image" for child in children)
    code = {child.content for child in children if child.type == "code_inline"}
    assert code <= {"planlint check --fix", "--unsafe-fixes"}, "only the summary has some"
    assert not any(token.type == "html_block" for token in tokens)
    links = [str(child.attrs["href"]) for child in children if child.type == "link_open"]
    ours = ("https://github.test/o/r/blob/c0ffee/", "https://planlint.readthedocs.io/")
    assert links and all(link.startswith(ours) for link in links)
    assert "https://github.test/o/r/blob/c0ffee/cycle/phase-1-progress.md?plain=1#L7" in links


def test_a_cycle_is_a_graph_whose_names_are_only_names(report: Report) -> None:
    tokens = MarkdownIt().parse(render(report, "markdown"))
    (graph,) = [token.content for token in tokens if token.type == "fence" and token.info == "mermaid"]
    nodes = [line for line in graph.splitlines() if "[" in line]
    assert len(nodes) == 4 and graph.count(" --> ") == 4
    assert all(re.fullmatch(r'  c\dt\d\["(?:[\w ./…-]|#\d+;)+"\]', node) for node in nodes)


def test_a_cycle_of_very_many_is_drawn_in_part(lint: Lint) -> None:
    count = 500
    tasks = "".join(
        f"- {{id: T{n}, status: pending, dependencies: [T{(n + 1) % count}]}}\n" for n in range(count)
    )  # fmt: skip
    text = render(lint({"p.md": plan(tasks)}, select=["dependency-cycle"]), "markdown")
    assert text.count(" --> ") == text.count('["') == 40
    assert "… 461 more …" in text


def test_the_summary_fits_beside_what_is_there_and_counts_what_does_not_fit(lint: Lint) -> None:
    report = lint(many(), select=["dependencies"])
    whole = document(report)
    for room in (len(whole.encode()) + 200, 20_000, 2_000, 600, 100, 10, 0, -5):
        text = document(report, room)
        assert len(text.encode()) <= max(room, 0)
        hidden = re.search(r"^… and ([\d,]+) more: see the log", text, re.MULTILINE)
        listed = len(re.findall(r"^\| (?:error|warning) \|", text, re.MULTILINE))
        if room >= 2_000:
            assert listed + int(hidden[1] if hidden else 0) == 500
    assert document(report, len(whole.encode()) + 200) == whole


@pytest.mark.parametrize("there", [b"", b"| a table |", b"x" * 1_000_000, b"x" * (1024 * 1024 - 50)])
def test_the_run_appends_to_the_summary(tmp_path: Path, there: bytes) -> None:
    write(tmp_path, many(8, 300, 100))
    summary = tmp_path / "summary.md"
    summary.write_bytes(there)
    environment = {**SERVER, "GITHUB_STEP_SUMMARY": str(summary), "GITHUB_ACTIONS": "true"}
    environment["GITHUB_WORKSPACE"] = str(tmp_path)
    run = planlint("check", "--output-format", "github", cwd=tmp_path, stdin=None, **environment)
    assert "see the job summary" in run.stdout
    text = summary.read_bytes()
    assert text.startswith(there) and len(text) <= 1024 * 1024
    if len(there) < 1_000_001:
        assert b"\n### planlint\n" in b"\n" + text
        assert b"](https://github.test/o/r/blob/c0ffee/p0/phase-1-progress.md?plain=1#L5)" in text
    else:
        assert text == there and "the job summary is full" in run.stderr


def test_a_summary_that_cannot_be_written_fails_no_run(tmp_path: Path) -> None:
    write(tmp_path, {"p.md": CYCLE.replace("[B]", "[]").replace("- id", "- assigned_to: [me]\n  id")})
    run = planlint(
        "check", "--output-format", "github", cwd=tmp_path, stdin=None, GITHUB_STEP_SUMMARY=str(tmp_path / "no" / "s")
    )
    assert run.returncode == 0 and "the job summary cannot be written" in run.stderr
    planlint("check", "--output-format", "github", cwd=tmp_path, stdin=None, GITHUB_STEP_SUMMARY="s.md")
    assert (tmp_path / "s.md").read_text() == "### planlint: no violations in 1 plan\n"
