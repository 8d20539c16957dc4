"""The completion scripts, in the shells that are installed."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from linter.cli.arguments import COMMANDS
from linter.cli.command_arguments import SHELLS, parser_of
from linter.cli.completion import script, selectors
from linter.config.settings import OUTPUT_FORMATS
from linter.rules.links import install_command
from linter.rules.registry import FAMILY
from tests.conftest import planlint

pytest.importorskip("shtab")
SCRIPTS = {shell: script(shell) for shell in SHELLS}
OPTIONS = {
    command: {name for action in parser_of(command)._actions for name in action.option_strings} for command in COMMANDS
}
BASH = shutil.which("bash") or ""


def completed(*words: str) -> list[str]:
    """Return what bash offers for the last of *words*, which are split as by readline."""
    quoted = " ".join(map(shlex.quote, words))
    script = f"{SCRIPTS['bash']}\nCOMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; _planlint\n"
    script += 'printf "%s\\n" ${COMPREPLY[@]+"${COMPREPLY[@]}"}\n'
    command = [BASH, "--norc", "-c", script]
    run = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    assert not run.stderr, run.stderr
    return run.stdout.split()


needs_bash = pytest.mark.skipif(not BASH, reason="bash is not installed")


@needs_bash
@pytest.mark.parametrize("command", COMMANDS)
def test_bash_offers_every_option_of_every_command(command: str) -> None:
    assert set(completed("planlint", command, "-")) == OPTIONS[command]


@needs_bash
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["expl"], ["explain"]),
        (["--sel"], ["--select"]),
        (["check", "--select", "batch-o"], ["batch-order"]),
        (["--ignore", "counts,batch-o"], ["counts,batch-order"]),
        (["check", "--severity", "batch-order", "=", "w"], ["warning"]),
        (["check", "--severity", "batch-order", "="], ["error", "warning"]),
        (["check", "--output-format", "="], list(OUTPUT_FORMATS)),
        (["check", "--output-format", "=", "sa"], ["sarif"]),
        (["check", "--output-format", "sarif", "=", "sa"], []),
        (["rules", "--output-format", ""], ["text", "json"]),
        (["check", "--preset", "s"], ["strict"]),
        (["explain", "batch-or"], ["batch-order"]),
        (["schema", "o"], ["output"]),
        (["baseline", ""], ["create", "prune"]),
        (["completion", "z"], ["zsh"]),
        (["check", "--now", ""], []),
        (["docs/"], []),
    ],
)
def test_bash_offers_the_values_of_options_and_arguments(words: list[str], offered: list[str]) -> None:
    assert completed("planlint", *words) == offered


def test_every_rule_and_family_is_offered() -> None:
    assert set(selectors()) == {*FAMILY, *FAMILY.values(), "all"}


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_other_scripts_name_all_options(shell: str) -> None:
    script = SCRIPTS[shell]
    for command, options in OPTIONS.items():
        if shell == "zsh":
            own = script.split(f"_shtab_planlint_{command}_options=(")[1].split("\n)")[0]
            assert all(re.search(rf"[\"{{,*]{name}[\",}}\[]", own) for name in options), command
        else:
            own = "\n".join(line for line in script.splitlines() if f"'_shtab_planlint_using {command}'" in line)
            names = {f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in options}
            assert all(f" {name} " in f"{own} ".replace("\n", " ") for name in names), (command, own[:300])


@pytest.mark.skipif(not shutil.which("zsh"), reason="zsh is not installed")
def test_zsh_parses_the_script(tmp_path: Path) -> None:
    (tmp_path / "_planlint").write_text(SCRIPTS["zsh"])
    load = f"fpath=({tmp_path} $fpath); autoload -Uz compinit; compinit -u -D; autoload +X _planlint; print ok"
    subprocess.run(["zsh", "-n", str(tmp_path / "_planlint")], check=True)
    assert subprocess.run(["zsh", "-fc", load], capture_output=True, check=True, text=True).stdout.strip() == "ok"


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
def test_fish_completes() -> None:
    script = (
        SCRIPTS["fish"] + "\ncomplete -C 'planlint check --output-format sar'\ncomplete -C 'planlint explain batch-o'"
    )
    run = subprocess.run(["fish", "--no-config", "-c", script], capture_output=True, check=True, text=True)
    assert "sarif" in run.stdout and "batch-order" in run.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_command_prints_the_script(shell: str, tmp_path: Path) -> None:
    assert planlint("completion", shell, cwd=tmp_path, COLUMNS="110").stdout == SCRIPTS[shell]


def test_without_shtab_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "shtab", None)
    result = planlint("completion", "bash", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert f"tip: {install_command('completion')}" in result.stderr


def test_an_unknown_shell_is_a_usage_error(tmp_path: Path) -> None:
    assert planlint("completion", "tcsh", cwd=tmp_path).returncode == 2
