"""Output only for terminals: progress, links, pages. Some tests use a real pseudo-terminal."""

from __future__ import annotations

import os
import re
import sys
import time
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from linter.cli import progress
from linter.cli.progress import is_wanted, stage
from linter.cli.terminal_markdown import Page
from linter.engine.report import Report
from linter.outputs import concise, text
from linter.outputs.escape import width
from linter.outputs.hyperlinks import can_link, file_url, link
from linter.rules.docs import path_of
from linter.rules.registry import FAMILY
from linter.rules.violation import Related, Violation
from linter.syntax.fix import Fix
from linter.syntax.source import Source
from linter.system.terminal import MAX_COLUMNS
from tests.conftest import ROOT, planlint, write

BROKEN = "---\ntype: progress\nprd: p\ntasks:\n- id: T1\n  status: pending\n  dependencies: [T1]\n---\n"
MARKDOWN = """\
# a-rule

What it finds, in more words than
fit in a line of `thirty columns`.

## Bad

- one item that is longer than a line is
- two

```yaml
id: T1
needs: «T1», and what is longer than a line stays one
```
"""
LINK = re.compile(r"\x1b]8;;(.*?)\x1b\\(.*?)\x1b]8;;\x1b\\")


def on_a_terminal(folder: Path, *arguments: str, **environment: str) -> str:
    """The output of the command on a terminal of 80 columns, both streams."""
    pty = pytest.importorskip("pty")
    pid, descriptor = pty.fork()
    if pid == 0:
        os.chdir(folder)
        kept = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
        command = [sys.executable, "-m", "linter", *arguments]
        os.execve(sys.executable, command, {**kept, **environment})
    written = b""
    try:
        while chunk := os.read(descriptor, 65536):
            written += chunk
    except OSError:  # Linux's word for the end
        pass
    os.waitpid(pid, 0)
    os.close(descriptor)
    return written.decode().replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7402"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "5000"}, False),  # crashes on them
        ({"TERM": "tmux-256color", "VTE_VERSION": "7402"}, False),
        ({"TERM": "tmux-256color", "TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "3.4"}, True),
        ({"TERM": "tmux-256color", "TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "3.3a"}, False),
        ({"TERM_PROGRAM": "iTerm.app", "TERM_PROGRAM_VERSION": "3.0.15"}, False),
        ({"TERM_PROGRAM": "iTerm.app", "TERM_PROGRAM_VERSION": "3.5.0"}, True),
        ({"TERM_PROGRAM": "vscode", "TERM_PROGRAM_VERSION": "1.96.2"}, True),
        ({"TERM_PROGRAM": "Apple_Terminal", "TERM": "xterm-256color"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "xterm-kitty", "CI": "true"}, False),
        ({"TERM": "xterm-kitty", "FORCE_HYPERLINK": "0"}, False),
        ({"TERM": "xterm", "FORCE_HYPERLINK": "1"}, True),
        ({"WT_SESSION": "x"}, True),
        ({}, False),
    ],
)
def test_which_terminals_get_links(environment: dict[str, str], expected: bool) -> None:
    assert can_link(environment) is expected


def test_nothing_of_a_name_is_live_in_a_link() -> None:
    path = "a\x1b]8;;http://evil\x1b\\b c\n;é.md"
    violations = [Violation("self-dependency", path, 0, 1, "m\x1b[31m", {})]
    report = Report(violations, sources={path: Source(path, "text")})
    for output in (concise, text):
        plain = output.render(report)
        linked = output.render(report, links=True)
        assert LINK.sub(lambda match: match[2], linked) == plain
        assert "\x1b" not in LINK.sub("", linked)
        targets = [match[1] for match in LINK.finditer(linked)]
        assert len(targets) == (2 if output is concise else 3)
        assert all(re.fullmatch(r"(file|https)://[\w./%:~-]+", target, re.ASCII) for target in targets)
    assert file_url("a b.md").endswith("/a%20b.md")
    assert link("x", "http://a b") == link("x", "") == "x"


def test_links_on_a_terminal_that_shows_them_and_on_no_other(tmp_path: Path) -> None:
    write(tmp_path, {"plan.md": BROKEN})
    shown = on_a_terminal(tmp_path, "plan.md", TERM="xterm-kitty")
    targets = {match[1] for match in LINK.finditer(shown)}
    assert any(target.endswith("/plan.md") and target.startswith("file://") for target in targets)
    assert any(target.endswith("/rules/self-dependency") for target in targets)
    assert "\x1b]8" not in on_a_terminal(tmp_path, "plan.md")
    assert "\x1b]8" not in on_a_terminal(tmp_path, "plan.md", TERM="xterm-kitty", NO_COLOR="1")


def _options(**values: bool) -> Namespace:
    return Namespace(**{"no_progress": False, "quiet": False, **values})


def test_progress_is_for_somebody_who_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_wanted(_options())
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    assert is_wanted(_options())
    assert not is_wanted(_options(no_progress=True))
    assert not is_wanted(_options(quiet=True))
    for name, value in (("CI", "true"), ("PRE_COMMIT", "1"), ("TERM", "dumb")):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            assert not is_wanted(_options())


def test_progress_of_a_long_run_is_drawn_and_erased(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "DELAY", 0.0)
    run: Any = Namespace(files=1234, linting=0, paths=["a.md"])
    with progress.Progress(_options()) as shown:
        shown.run = run
        drawn, end = "", time.monotonic() + 10
        while "reading: 1,234 files, 1 plans" not in drawn and time.monotonic() < end:
            drawn += capsys.readouterr().err
    assert "reading: 1,234 files, 1 plans" in drawn
    assert drawn.startswith("\r\x1b[K")
    assert capsys.readouterr().err.endswith("\r\x1b[K")
    run.linting = 7
    assert stage(run) == "linting 7 plans"
    run.linting, run.paths, run.share, run.linted = 0, [], 600, 200
    assert stage(run) == "linting 1,234 files, 33 %"
    assert stage(None) == "looking for plans"


def test_a_short_run_on_a_terminal_shows_no_progress(tmp_path: Path) -> None:
    write(tmp_path, {"plan.md": BROKEN.replace("[T1]", "[]")})
    assert on_a_terminal(tmp_path, "check", "plan.md", "--select", "dependencies") == ""


def test_a_page_reads_as_one() -> None:
    lines = list(Page(30, color=False).lines(MARKDOWN))
    assert lines == [
        "a-rule",
        "",
        "  What it finds, in more words",
        "  than fit in a line of",
        "  `thirty columns`.",
        "",
        "Bad",
        "",
        "  - one item that is longer",
        "    than a line is",
        "  - two",
        "",
        "  | id: T1",
        "  | needs: T1, and what is longer than a line stays one",
        "  |        ^^",
    ]
    colored = list(Page(30, color=True).lines(MARKDOWN))
    assert "\x1b[1mthirty columns\x1b[0m" in colored[4]
    assert [re.sub(r"\x1b\[[\d;]*m", "", line) for line in colored[5:]] == lines[5:]


def test_explain_is_a_page_on_a_terminal_and_markdown_elsewhere(tmp_path: Path) -> None:
    shown = on_a_terminal(tmp_path, "explain", "batch-order")
    assert shown.startswith("\x1b[1mbatch-order\x1b[0m\n") and "```" not in shown
    plain = re.sub(r"\x1b\[[\d;]*m", "", shown)
    assert "  |   batch_1: [T2]\n  |             ^^\n" in plain
    assert "```markdown\n" in planlint("explain", "batch-order", cwd=tmp_path).stdout


@pytest.mark.parametrize("id", FAMILY)
def test_no_word_of_a_page_is_lost(id: str) -> None:
    source = re.sub("[«»]", "", path_of(id).read_text(encoding="utf-8"))
    lines = Page(80, color=True).lines(path_of(id).read_text(encoding="utf-8"))
    shown = re.sub(r"\x1b\[[\d;]*m", "", " ".join(lines))
    assert set(re.findall(r"\w+", re.sub(r"^```.*$", "", source, flags=re.MULTILINE))) <= set(re.findall(r"\w+", shown))


def test_a_patch_moves_nothing_on_a_terminal(tmp_path: Path) -> None:
    text = BROKEN.replace("T1]\n---", "T1]\ntotal_tasks: 5\n---") + "\x1b[31mred\x07\n"
    write(tmp_path, {"a-progress.md": text})
    written = on_a_terminal(tmp_path, "check", "--diff", "--color", "never", "--no-progress")
    assert "-total_tasks: 5" in written and r"\x1b[31mred\x07" in written
    assert "\x1b" not in written and "\x07" not in written
    assert text.splitlines()[-1] in planlint("check", "--diff", cwd=tmp_path).stdout


CELLS = {  # text and its cells, as wcwidth counts them
    "latin": ("abc", 3),
    "wide": ("漢字", 4),
    "half-width": ("ｶﾅ", 2),
    "combining marks": ("e\u0301a\u0308", 2),
    "jamo": ("\u1112\u1161\u11ab", 2),
    "thai": ("ที่นี่", 2),
    "hindi": ("हिन्दी", 4),
    "pointed hebrew": ("שָׁלוֹם", 4),
    "emoji presentation": ("⚠️", 7),  # variation selectors are escaped: \\ufe0f
    "keycap": ("1️⃣", 7),
    "flag": ("🇯🇵", 2),
    "skin tone": ("👍🏽", 2),
}


@pytest.mark.parametrize("name", CELLS)
def test_carets_are_below_their_span_for_every_script(name: str) -> None:
    pytest.importorskip("wcwidth")
    shown, cells = CELLS[name]
    line = f'- {{title: "{shown}", status: pendng}}'
    start = line.index("pendng")
    violation = Violation("invalid-value", "a.md", start, start + 6, "m", {})
    lines = text.render(Report([violation], sources={"a.md": Source("a.md", line)})).split("\n")
    assert lines[3] == "1 | " + line.replace("\ufe0f", r"\ufe0f")
    assert lines[4] == "  | " + " " * (start - len(shown) + cells) + "^^^^^^"


def _report(source: str, *marks: str, main: str) -> Report:
    """A violation at *main*, a string of *source* that is there once, with related places at *marks*."""
    places = [Related("a.md", source.index(mark), source.index(mark) + len(mark), f"label {mark}") for mark in marks]
    start = source.index(main)
    violation = Violation("batch-order", "a.md", start, start + len(main), "m", {}, related=places)
    return Report([violation], sources={"a.md": Source("a.md", source)})


def test_source_lines_are_in_ascending_order_with_gaps() -> None:
    source = "\n".join(f"line{n}: word{n} other{n}." for n in range(1, 13))
    lines = text.render(_report(source, "word7", "word1 ", "word2", "other7", main="word10")).split("\n")
    shown = [re.sub(r" \|.*", "", line).strip() for line in lines[2:-4]]
    assert shown == ["", "1", "", "2", "", "...", "7", "", "", "...", "10", ""]
    assert lines[1] == "  --> a.md:10:9"
    assert [line for line in lines if line.endswith("^^^^^^")] == ["   |         ^^^^^^"]


def test_after_many_violations_only_their_places_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "MAX_EXCERPTS", 2)
    report = _report("word1\nword2", "word1", main="word2")
    report.violations = [*report.violations] * 3
    blocks = text.render(report).split("error[batch-order]: m\n")[1:]
    assert blocks[0] == blocks[1]
    assert "word2" in blocks[0]
    assert "--> a.md:2:1" in blocks[2]
    assert "word2" not in blocks[2]


MARKS = {"first": "-----", "second": "^^^^^^", "third": "-----"}


@pytest.mark.parametrize("columns", [24, 40, 80, 100])
@pytest.mark.parametrize("filler", ["word ", "漢字", "e\u0301", "\u0301", "👍🏽", "\u200b", "\t"])
def test_the_excerpt_fits_the_terminal(columns: int, filler: str) -> None:
    pytest.importorskip("wcwidth")
    source = f"{filler * 90}first {filler * 30}second{filler * 200}third{filler * 90}"
    output = text.render(_report(source, "first", "third", main="second"), columns=columns)
    shown = [line for line in output.split("\n") if re.match(r"[\d ]+ \| ", line)]
    assert all(width(line) <= columns for line in shown)
    marks, line = set(), ""
    for text_line in shown:
        line = text_line if text_line.startswith("1") else line
        if mark := re.match(r" *\| +([-^]+)", text_line):
            marks |= {(word, mark[1]) for word in MARKS if word in line and width(line.split(word)[0]) == mark.start(1)}
    assert marks == set(MARKS.items()), output


def test_a_terminal_limits_the_excerpt_and_a_pipe_does_not(tmp_path: Path) -> None:
    task = f"- {{id: T1, title: '{'word ' * 40}', status: pending, dependencies: [T1]}}"
    write(tmp_path, {"plan.md": f"---\ntype: progress\nprd: p\ntasks:\n{task}\n---\n"})
    arguments = ("check", "--color", "never")
    for columns in (80, 50):
        shown = on_a_terminal(tmp_path, *arguments, COLUMNS=str(columns))
        assert max(len(line) for line in shown.split("\n") if " | " in line) in range(columns - 1, columns + 1)
    piped = planlint(*arguments, cwd=tmp_path).stdout
    assert max(len(line) for line in piped.split("\n") if " | " in line) > 80


@pytest.mark.parametrize("columns", ["9" * 12, "9" * 5000, "²"])
@pytest.mark.parametrize("command", ["rules", "check --help"])
def test_any_value_of_columns_is_survived(tmp_path: Path, command: str, columns: str) -> None:
    shown = on_a_terminal(tmp_path, *command.split(), COLUMNS=columns)
    assert "Traceback" not in shown and max(map(len, shown.splitlines() or [""])) <= MAX_COLUMNS


def test_the_summary_reports_the_next_command() -> None:
    def summary(*violations: Violation) -> str:
        source = Source("a.md", "text")
        return text.summary_line(Report(list(violations), sources={"a.md": source}, documents=1))

    def found(rule: str, fix: Fix | None = None) -> Violation:
        return Violation(rule, "a.md", 0, 1, "m", {}, fix=fix)

    safe, unsafe = Fix("Do it", (), safe=True), Fix("Do it", (), safe=False)
    assert summary(found("a"), found("a")).endswith("; `planlint explain a` describes the rule.")
    assert summary(found("a"), found("b")).endswith("; `planlint explain RULE` describes a rule.")
    assert summary(found("a", safe), found("b")).endswith("; `planlint check --fix` fixes 1.")
    assert summary(found("a", safe), found("b", unsafe)).endswith("fixes 1, `--unsafe-fixes` 1 more.")
    assert summary(found("b", unsafe)).endswith("; `planlint check --fix --unsafe-fixes` fixes 1.")
