"""What a command that cannot run says: once, on stderr, exit code 2, whatever a repository puts into it."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.cli.main import COMMANDS
from tests.conftest import planlint, write

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
def test_a_hostile_configuration_is_told_once_and_harmlessly(tmp_path: Path, command: str, setting: str) -> None:
    write(tmp_path, {"planlint.toml": setting + "\n", "a.md": PLAN, ".git/HEAD": ""})
    result = planlint(*filter(None, [command]), *READING[command], cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    lines = result.stderr.splitlines()
    assert lines and len(set(lines)) == len(lines)
    assert all(line.startswith(("planlint: error: ", "planlint: tip: ")) for line in lines)
    assert all(line.isprintable() for line in lines) and "##[" not in result.stderr
    assert (tmp_path / "a.md").read_text() == PLAN and not (tmp_path / "planlint-baseline.json").exists()


def test_a_path_with_control_characters_is_told_harmlessly(tmp_path: Path) -> None:
    for arguments in (("check",), ("graph",), ("set", "T1=done"), ("why",), ("baseline", "create")):
        name = "\x1b[31m\n::error::owned.md"
        words = (arguments[0], name, *arguments[1:]) if arguments[0] == "set" else (*arguments, name)
        result = planlint(*words, cwd=tmp_path)
        assert result.returncode == 2 and result.stderr.startswith("planlint: error: ")
        assert result.stderr.count("\n") == 1 and "\x1b" not in result.stderr
