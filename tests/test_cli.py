"""The command line interface: commands, exit codes, streams, stdin, environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from linter import __version__
from tests.conftest import ROOT, json_of, planlint, process, write

TASK = "- id: T1\n  status: pending\n  assigned_to: [me]\n  dependencies: []\n"
CLEAN = f"---\ntype: progress\nprd: p\ntasks:\n{TASK}---\n"
BROKEN = CLEAN.replace("dependencies: []", "dependencies: [T9]")
WARNS = CLEAN.replace("prd: p", "prd: p\nupdated: 2026-01-01 10:00:00+00:00")


def test_all_is_well_and_nothing_is_reported(tmp_path: Path) -> None:
    write(tmp_path, {"plan.md": CLEAN})
    result = process("check", "plan.md", cwd=tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_a_violation_is_exit_code_1_and_goes_to_stdout(tmp_path: Path) -> None:
    write(tmp_path, {"plan.md": BROKEN})
    result = process("plan.md", cwd=tmp_path)
    assert result.returncode == 1
    assert "unknown-dependency" in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 0),
        (("--fail-on", "warning"), 1),
        (("--fail-on", "never"), 0),
        (("--preset", "strict", "--select", "timestamp-format"), 1),
        (("--severity", "timestamp-format=error"), 1),
        (("--severity", "timestamps=error"), 1),
        (("--fail-on", "warning", "--exit-zero"), 0),
        (("--fail-on", "warning", "--ignore", "timestamps"), 0),
    ],
)
def test_what_fails_a_run(tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    write(tmp_path, {"plan.md": WARNS})
    assert planlint("check", "plan.md", *arguments, cwd=tmp_path).returncode == code


@pytest.mark.parametrize(
    "arguments",
    [
        ("--bogus",),
        ("nowhere.md",),
        ("--select", "no-such-rule", "plan.md"),
        ("--severity", "batch-order=fatal", "plan.md"),
        ("--severity", "batch-order", "plan.md"),
        ("--output-format", "xml", "plan.md"),
        ("--preset", "lax", "plan.md"),
        ("--fail-on", "info", "plan.md"),
        ("--config", "nowhere.toml", "plan.md"),
        ("--config", "preset = lax", "plan.md"),
        ("--now", "soon", "plan.md"),
        ("-o", "plan.md/out.txt", "plan.md"),
    ],
)
def test_usage_errors_are_exit_code_2_and_report_why_on_stderr(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    write(tmp_path, {"plan.md": CLEAN})
    result = planlint("check", *arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr.strip() and "Traceback" not in result.stderr
    assert result.stdout == ""


def test_a_path_that_does_not_exist_does_not_hide_what_the_others_have(tmp_path: Path) -> None:
    write(tmp_path, {"plan.md": BROKEN})
    result = process("check", "nowhere.md", "plan.md", cwd=tmp_path)
    assert result.returncode == 2
    assert "unknown-dependency" in result.stdout
    assert "nowhere.md: no such file or directory" in result.stderr


def test_a_named_file_that_is_no_plan_gets_a_line_on_stderr(tmp_path: Path) -> None:
    write(tmp_path, {"README.md": "# hello\n", "Jekyll.md": "---\nlayout: post\n---\n"})
    result = planlint("check", "README.md", "Jekyll.md", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (0, "")
    assert [line.split()[1] for line in result.stderr.splitlines()] == ["README.md", "Jekyll.md"]
    assert planlint("check", "-q", "README.md", cwd=tmp_path).stderr == ""
    assert planlint("check", "README.md", cwd=tmp_path, PRE_COMMIT="1").stderr == ""


def test_a_directory_without_a_plan_reports_it(tmp_path: Path) -> None:
    write(tmp_path, {"docs/README.md": "# hello\n"})
    result = planlint("docs", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (0, "")
    assert result.stderr.startswith("planlint: no plan file found in docs; looked for progress files, manifests, ")


def test_without_a_path_the_working_directory_is_linted(tmp_path: Path) -> None:
    write(tmp_path, {".claude/progress/plan.md": BROKEN, "node_modules/x/plan.md": BROKEN})
    assert [v["path"] for v in json_of(cwd=tmp_path)["violations"]] == [".claude/progress/plan.md"]


def test_stdin_is_linted_as_the_file_it_is_declared_to_be(tmp_path: Path) -> None:
    write(tmp_path, {"p/phase-1-progress.md": CLEAN, "p/phase-2-progress.md": CLEAN})
    text = CLEAN.replace("T1", "T2").replace("[]", "[T1]").encode()
    result = planlint("check", "-", "--stdin-filename", "p/phase-2-progress.md", cwd=tmp_path, stdin=text)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    arguments = ("-", "--stdin-filename", "q/p/x.md", "--output-format", "concise")
    result = process(*arguments, cwd=tmp_path, stdin=BROKEN.encode())
    assert result.stdout.startswith("q/p/x.md:8:18: error[unknown-dependency]")
    result = planlint("-", cwd=tmp_path, stdin=b"# no plan\n")
    assert (result.returncode, result.stdout) == (0, "")


def test_output_goes_to_files_and_to_stdout_at_once(tmp_path: Path) -> None:
    write(tmp_path, {"plan.md": BROKEN})
    result = planlint(
        "check", "--output-format", "concise", "--output-format", "json=out.json", "plan.md", cwd=tmp_path
    )
    assert result.returncode == 1
    assert result.stdout.startswith("plan.md:8:18:")
    assert json.loads((tmp_path / "out.json").read_text())["summary"]["errors"] == 1
    assert planlint("check", "--output-format", "json", "-o", "o.json", "plan.md", cwd=tmp_path).stdout == ""
    assert json.loads((tmp_path / "o.json").read_text())["version"] == 1


def test_the_environment_replaces_options_which_beat_it(tmp_path: Path) -> None:
    write(tmp_path, {"plan.md": BROKEN, "other.toml": "output-format = 'github'\nignore = ['dependencies']\n"})
    assert planlint("plan.md", cwd=tmp_path, PLANLINT_OUTPUT_FORMAT="concise").stdout.startswith("plan.md:8")
    both = planlint("plan.md", "--output-format", "json", cwd=tmp_path, PLANLINT_OUTPUT_FORMAT="concise")
    assert both.stdout.startswith('{"version": 1')
    assert planlint("plan.md", cwd=tmp_path, PLANLINT_CONFIG="other.toml").stdout == ""


@pytest.mark.parametrize(
    ("environment", "option", "colored"),
    [
        ({}, "auto", False),
        ({"FORCE_COLOR": "1"}, "auto", True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, "auto", False),
        ({"FORCE_COLOR": "1", "NO_COLOR": ""}, "auto", True),
        ({"NO_COLOR": "1"}, "always", True),
        ({"FORCE_COLOR": "1"}, "never", False),
    ],
)
def test_colour(tmp_path: Path, environment: dict[str, str], option: str, colored: bool) -> None:
    write(tmp_path, {"plan.md": BROKEN})
    result = planlint("plan.md", "--color", option, cwd=tmp_path, stdin=None, **environment)
    assert ("\x1b[" in result.stdout) == colored


def test_version(tmp_path: Path) -> None:
    assert planlint("--version", cwd=tmp_path).stdout == f"planlint {__version__}\n"
    as_json = planlint("--version", "--output-format", "json", cwd=tmp_path).stdout
    assert json.loads(as_json) == {"name": "planlint", "version": __version__}


def test_arguments_come_from_a_file(tmp_path: Path) -> None:
    write(tmp_path, {"plan.md": BROKEN, "args.txt": "--output-format\nconcise\n\nplan.md\n"})
    assert planlint("check", "@args.txt", cwd=tmp_path).stdout.startswith("plan.md:8:18:")


def test_rules_lists_every_rule_for_people_and_programs(tmp_path: Path) -> None:
    text = planlint("rules", cwd=tmp_path).stdout
    rules = json.loads(planlint("rules", "--output-format", "json", cwd=tmp_path).stdout)["rules"]
    assert all(rule["rule"] in text and rule["summary"] in text for rule in rules)
    order = next(rule for rule in rules if rule["rule"] == "batch-order")
    assert (order["family"], order["severity"], order["default"], order["fix"]) == ("batches", "error", True, "unsafe")


def test_explain_shows_a_page_with_carets_a_family_and_suggests(tmp_path: Path) -> None:
    page = planlint("explain", "batch-order", cwd=tmp_path).stdout
    assert page.startswith("# batch-order\n") and "«" not in page
    lines = page.splitlines()
    under = next(index for index, line in enumerate(lines) if line.strip() == "^^")
    start = lines[under].index("^")
    assert lines[under - 1][start : start + 2] == "T2"
    assert lines[2] == "Family: batches · Severity: error · Fix: unsafe · Since: 0.1.0"
    option = "- `done` (boolean, default `false`, `true` in the preset `strict`): report pairs of closed tasks too."
    assert option in planlint("explain", "same-batch-dependency", cwd=tmp_path).stdout.splitlines()
    assert planlint("explain", "counts", cwd=tmp_path).stdout.count("\n# ") == 7
    unknown = planlint("explain", "batch-oder", cwd=tmp_path)
    assert unknown.returncode == 2 and "tip: a similar rule, family or format exists: 'batch-order'" in unknown.stderr


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    tasks = "".join(f"- id: T{n}\n  status: pending\n  dependencies: [X{n}-no]\n" for n in range(3000))
    write(tmp_path, {"plan.md": f"---\ntype: progress\nprd: p\ntasks:\n{tasks}---\n"})
    process = subprocess.Popen(
        [sys.executable, "-m", "linter", "plan.md"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout and process.stderr
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() in (0, 1)


def test_same_input_same_bytes(tmp_path: Path) -> None:
    outputs = set()
    for seed in ("0", "1"):
        outputs.add(process("check", "fixtures/example", cwd=ROOT, PYTHONHASHSEED=seed).stdout)
    outputs.add(planlint("check", "fixtures/example", "fixtures/example/.claude", cwd=ROOT).stdout)
    assert len(outputs) == 1


def test_verbose_reports_what_was_skipped(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": CLEAN, "b.md": "# no plan\n"})
    assert planlint("-v", cwd=tmp_path).stderr == "planlint: 2 files read: 1 plan, 1 skipped\n"
    write(tmp_path, {"c-progress.md": CLEAN.replace("status:", "status: [", 1)})
    run = planlint("-v", cwd=tmp_path)
    assert run.stderr.endswith("planlint: 3 files read: 2 plans (1 unreadable), 1 skipped\n")
    assert "in 1 of 2 plans" in run.stdout


def test_what_force_exclude_leaves_out_is_left_out_on_stdin_too(tmp_path: Path) -> None:
    write(tmp_path, {"planlint.toml": "exclude = ['drafts/']\n", "drafts/a-progress.md": BROKEN})
    arguments = ("-", "--stdin-filename", "drafts/a-progress.md")
    assert planlint("check", *arguments, cwd=tmp_path, stdin=BROKEN.encode()).returncode == 1
    result = planlint("check", "--force-exclude", *arguments, cwd=tmp_path, stdin=BROKEN.encode())
    assert (result.returncode, result.stdout) == (0, "")


def test_a_dash_as_output_file_is_stdout(tmp_path: Path) -> None:
    write(tmp_path, {"plan.md": BROKEN})
    for arguments in (("-o", "-", "--output-format", "concise"), ("--output-format", "concise=-")):
        assert planlint("plan.md", *arguments, cwd=tmp_path).stdout.startswith("plan.md:8:18:")
    assert planlint("graph", "plan.md", "-o", "-", cwd=tmp_path).stdout
    assert not (tmp_path / "-").exists()


def in_shell(arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = ["sh", "-c", f"exec '{sys.executable}' -m linter {arguments}"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, check=False, encoding="utf-8")


WRITING = (
    "check",
    "rules",
    "explain batch-order",
    "graph plan.md",
    "schema progress",
    "--version",
    "--help",
    "set --help",
)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full device")
@pytest.mark.parametrize("command", WRITING)
def test_a_closed_or_full_stdout_is_exit_code_2(tmp_path: Path, command: str) -> None:
    write(tmp_path, {"plan.md": BROKEN})
    for target in (">&-", ">/dev/full"):
        result = in_shell(f"{command} {target}", tmp_path)
        assert result.returncode == 2, (target, result.stderr)
        assert result.stderr.startswith("planlint: error: stdout cannot be written: ")
        assert result.stderr.count("\n") == 1


@pytest.mark.skipif(os.name == "nt", reason="a shell closes the stream")
def test_a_closed_stdout_that_nothing_is_written_to_is_no_error(tmp_path: Path) -> None:
    write(tmp_path, {"plan.md": CLEAN})
    for arguments in ("check", "check --output-format json=o.json", "check 2>&-"):
        result = in_shell(f"{arguments} >&-", tmp_path)
        assert (result.returncode, result.stderr) == (0, "")
