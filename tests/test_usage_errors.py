"""Errors of commands that cannot run: printed once, on stderr, with exit code 2 and escaped text."""

from __future__ import annotations

import os
from pathlib import Path
from time import monotonic

import pytest

from linter.cli.arguments import COMMANDS
from tests.conftest import planlint, process, write

PLAN = (
    "---\ntype: progress\nprd: p\ntasks:\n- id: T1\n  status: pending\n  assigned_to: [me]\n  dependencies: []\n---\n"
)
READING = {  # every command that reads a configuration
    "": ("a.md",),
    "check": ("--show-settings",),
    "rules": (),
    "explain": ("batch-order",),
    "why": ("a.md:2",),
    "graph": ("a.md",),
    "schema": ("config",),
    "baseline": ("create",),
    "set": ("a.md", "T1=completed"),
    "clean": (),
}
ISOLATED = ("init", "server", "completion")
LIVE = "x\\u001b[31m\\n::error::owned\\n##[group]\\u202e"  # as TOML writes it


def test_every_command_is_tried() -> None:
    assert {name for name in READING if name} | set(ISOLATED) == set(COMMANDS)


@pytest.mark.parametrize("command", READING)
@pytest.mark.parametrize(
    "setting",
    [
        f'extend = "{LIVE}.toml"',
        f'"{LIVE}" = 1',
        f'select = ["{LIVE}"]',
        f'plugins = ["{LIVE}"]',
        f'required-version = "{LIVE}"',
        f'root = "../{LIVE}"',
        f'[severity]\n"{LIVE}" = "error"',
        f'[rules."{LIVE}"]\nx = 1',
        f'[per-file-ignores]\n"{LIVE}" = ["{LIVE}"]',
        f'baseline = "../{LIVE}"\nbaseline = "\x1b[31m"',
    ],
)
def test_a_hostile_configuration_is_reported_once_and_harmlessly(tmp_path: Path, command: str, setting: str) -> None:
    write(tmp_path, {"planlint.toml": setting + "\n", "a.md": PLAN, ".git/HEAD": ""})
    result = planlint(*filter(None, [command]), *READING[command], cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    lines = result.stderr.splitlines()
    assert lines and len(set(lines)) == len(lines)
    assert all(line.startswith(("planlint: error: ", "planlint: tip: ")) for line in lines)
    assert all(line.isprintable() for line in lines) and "##[" not in result.stderr
    assert (tmp_path / "a.md").read_text() == PLAN and not (tmp_path / "planlint-baseline.json").exists()


def test_a_path_with_control_characters_is_reported_harmlessly(tmp_path: Path) -> None:
    for arguments in (("check",), ("graph",), ("set", "T1=done"), ("why",), ("baseline", "create")):
        name = "\x1b[31m\n::error::owned.md"
        words = (arguments[0], name, *arguments[1:]) if arguments[0] == "set" else (*arguments, name)
        result = planlint(*words, cwd=tmp_path)
        assert result.returncode == 2 and result.stderr.startswith("planlint: error: ")
        assert result.stderr.count("\n") == 1 and "\x1b" not in result.stderr


@pytest.mark.parametrize(
    ("arguments", "error", "tip"),
    [
        ("--selct counts", "unknown option '--selct'", "a similar option exists: '--select'"),
        ("check --fixx", "unknown option '--fixx'", "a similar option exists: '--fix'"),
        ("set --dryrun", "unknown option '--dryrun'", "a similar option exists: '--dry-run'"),
        ("check --zzzzzz", "unknown option '--zzzzzz'", "for the options, see 'planlint check --help'"),
        ("-z", "unknown option '-z'", "for the options, see 'planlint check --help'"),
        ("chekc", "unknown command or path 'chekc'", "a similar command exists: 'check'"),
        ("rule --isolated", "unknown command or path 'rule'", "a similar command exists: 'rules'"),
        ("help", "unknown command 'help'", "use 'planlint --help'"),
        ("help set", "unknown command 'help'", "use 'planlint set --help'"),
        ("version", "unknown command 'version'", "use 'planlint --version'"),
        ("--color alway", "invalid value 'alway' for '--color': expected one of auto, always, never", "'always'"),
        ("--preset strickt", "invalid value 'strickt' for '--preset': expected one of default", "'strict'"),
        ("schema outputs", "invalid value 'outputs' for 'KIND': expected one of", "'output'"),
        ("--output-format jsn", "invalid value 'jsn' for '--output-format': expected one of text", "'json'"),
        ("explain batch-oder", "unknown rule, family or format 'batch-oder'", "'batch-order'"),
        ("--jobs 0", "invalid value '0' for '--jobs': expected a positive integer or 'auto'", ""),
        ("--now soon", "invalid value 'soon' for '--now': expected a date or an RFC 3339 timestamp", ""),
        ("--select", "a value is required for '--select'", "planlint check --help"),
        ("check -o", "a value is required for '--output-file'", "planlint check --help"),
        ("--fix=1", "no value is allowed for '--fix'", "planlint check --help"),
        ("graph", "missing argument: PATH", "planlint graph --help"),
        ("set a.md", "missing argument: TASK=STATUS", "planlint set --help"),
        ("rules foo", "unexpected argument 'foo'", "planlint rules --help"),
        ("@nowhere.txt", "cannot read the arguments in @nowhere.txt: No such file or directory", ""),
        ("@loop.txt", "@loop.txt: argument files name each other more than 10 times", ""),
    ],
)
def test_a_usage_error_is_short_and_names_the_nearest(tmp_path: Path, arguments: str, error: str, tip: str) -> None:
    write(tmp_path, {"a.md": PLAN, "loop.txt": "@loop.txt\n"})
    result = planlint(*arguments.split(), cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    first, *rest = result.stderr.splitlines()
    assert first.startswith(f"planlint: error: {error}")
    assert len(rest) == bool(tip) and all(line.startswith("planlint: tip: ") and tip in line for line in rest)


def test_what_is_a_path_is_not_taken_for_a_command_or_an_option(tmp_path: Path) -> None:
    broken = PLAN.replace("dependencies: []", "dependencies: [T9]")
    names = ("chekc", "@a/p.md", "-x.md", "@args.md")
    write(
        tmp_path, {**{f"{name}/q.md" if "." not in name else name: broken for name in names}, "args.md": "--no-such\n"}
    )
    for name in names:
        for arguments in ((name,), ("check", name), ("--", name), ("--isolated", "--", name), (name, "--isolated")):
            result = planlint(*arguments, cwd=tmp_path, PLANLINT_OUTPUT_FORMAT="json")
            assert (result.returncode, "unknown-dependency" in result.stdout) == (1, True), (arguments, result.stderr)


@pytest.mark.parametrize("option", ["--fail-on=warning", "--fix", "-q"])
def test_a_file_with_the_name_of_an_option_does_not_switch_it_off(tmp_path: Path, option: str) -> None:
    write(tmp_path, {"p.md": WARNED, option: WARNED})
    as_option = planlint(option, "p.md", cwd=tmp_path)
    (tmp_path / option).unlink()
    write(tmp_path, {"p.md": WARNED})
    assert as_option.stdout == planlint(option, "p.md", cwd=tmp_path).stdout
    write(tmp_path, {option: WARNED})
    assert f"{option} is not a plan" in planlint("--", option, cwd=tmp_path).stderr


WARNED = "---\ntype: progress\nprd: p\ntasks:\n- {id: T1, status: Completed, assigned_to: [a], dependencies: []}\n---\n"


def test_arguments_from_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    write(
        tmp_path, {"a.md": PLAN, "args.txt": b"\xef\xbb\xbf--select\r\ncounts\r\n\r\n@more.txt\n", "more.txt": "a.md"}
    )
    assert planlint("check", "@args.txt", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_a_help_of_its_own(tmp_path: Path, command: str) -> None:
    listed = planlint("--help", cwd=tmp_path)
    assert (listed.returncode, listed.stderr) == (0, "")
    assert f"\n    {command} " in listed.stdout
    for option in ("-h", "--help"):
        result = planlint(command, option, cwd=tmp_path)
        assert (result.returncode, result.stderr) == (0, "")
        assert result.stdout.startswith(f"usage: planlint {command} [OPTIONS]")


@pytest.mark.parametrize("columns", [60, 80, 100])
@pytest.mark.parametrize("command", [(), ("check",), ("baseline",), ("set",)])
def test_help_fits_the_terminal(command: tuple[str, ...], columns: int, tmp_path: Path) -> None:
    shown = planlint(*command, "--help", cwd=tmp_path, COLUMNS=str(columns)).stdout
    assert max(len(line) for line in shown.splitlines() if " " in line.strip()) <= columns


@pytest.mark.parametrize(("word", "command"), [("lint", "check"), ("run", "check"), ("fix", "check --fix")])
def test_commands_of_other_linters_lead_to_ours(word: str, command: str, tmp_path: Path) -> None:
    result = planlint(word, cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.endswith(f"tip: use 'planlint {command}'\n")


def test_argument_files_have_a_limit_together(tmp_path: Path) -> None:
    wide = {f"a{number}": f"@a{number + 1}\n" * 50 for number in range(9)}
    write(tmp_path, {**wide, "a9": "-q\n" * 10_000, "large": b"x\n" * (9 << 20)})
    for name in ("a0", "large"):
        started = monotonic()
        run = planlint(f"@{name}", cwd=tmp_path)
        assert (run.returncode, run.stdout) == (2, "") and monotonic() - started < 20
        assert run.stderr.startswith("planlint: error: cannot read the arguments in @") and run.stderr.count("\n") == 1
        assert "argument files have more than 16 MiB" in run.stderr


@pytest.mark.skipif(os.name == "nt", reason="pipes and devices")
def test_only_a_regular_file_or_a_pipe_of_the_shell_has_arguments(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": WARNED})
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/dev/zero")
    for name in ("pipe", "link", "/dev/zero", "."):
        run = planlint(f"@{name}", cwd=tmp_path)
        assert run.returncode == 2 and run.stderr.startswith(f"planlint: error: cannot read the arguments in @{name}: ")
    stdin = process("@/dev/stdin", cwd=tmp_path, stdin=b"a.md\n--fail-on=warning\n")
    assert (stdin.returncode, stdin.stderr) == (1, "")
