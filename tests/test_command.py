"""The installed command starts whatever a repository has on Python's path, and exits at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path

import pytest

from _planlint import trusted_first
from tests.conftest import ROOT, write

TASK = "- id: T1\n  status: pending\n  assigned_to: [me]\n  dependencies: [T9]\n"
PLAN = f"---\ntype: progress\nprd: p\ntasks:\n{TASK}---\n"
TRAP = "raise SystemExit('the repository is imported')\n"
WINDOWS = os.name == "nt"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command in a separate environment, as installed by pip; libraries come from the environment of the tests."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, symlinks=not WINDOWS)
    site = Path(sysconfig.get_path("purelib", "venv", vars={"base": str(folder), "platbase": str(folder)}))
    shutil.copytree(ROOT / "linter", site / "linter", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "_planlint.py", site)
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    module, _, function = scripts["planlint"].partition(":")
    script = folder / ("Scripts" if WINDOWS else "bin") / "planlint.py"
    script.write_text(f"import sys\nfrom {module} import {function}\nsys.exit({function}())\n", encoding="utf-8")
    return script


def run(installed: Path, cwd: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    python = installed.parent / ("python.exe" if WINDOWS else "python")
    return subprocess.run(
        [python, installed, *arguments],
        cwd=cwd,
        env={**{key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}, **environment},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


@pytest.mark.parametrize(
    ("file", "path"),
    [
        ("linter/__init__.py", "."),
        ("linter/__init__.py", ""),
        ("linter/cli/main.py", "."),
        ("linter.py", f".{os.pathsep}nowhere"),
        ("src/linter.py", f"nowhere{os.pathsep}src"),
        ("src/linter/__init__.py", os.path.join("..", "work", "src")),
        ("src/yaml.py", "src"),
        ("src/bisect.py", "src"),
    ],
)
def test_it_starts_whatever_is_on_the_path(installed: Path, tmp_path: Path, file: str, path: str) -> None:
    work = tmp_path / "work"
    write(work, {file: TRAP, "p.md": PLAN.replace("prd: p", "prd: &a p"), "q/p.md": PLAN.replace("T1", "T2")})
    for arguments in (("p.md",), ("--jobs", "2", ".")):
        result = run(installed, work, *arguments, "--output-format", "concise", PYTHONPATH=path)
        assert (result.returncode, result.stderr) == (1, ""), result.stdout
        assert "error[unknown-dependency]" in result.stdout


def test_a_plugin_on_the_path_is_found_beside_a_package_of_that_name(installed: Path, tmp_path: Path) -> None:
    plugin = (
        "from linter.rules.base import Rule\n\nclass R(Rule):\n    id = 'mine'\n    family = 'house'\n\nRULES = [R]\n"
    )
    files = {"linter/__init__.py": TRAP, "house_plugin.py": plugin, "planlint.toml": "plugins = ['house_plugin']\n"}
    write(tmp_path, {**files, "p.md": PLAN})
    result = run(installed, tmp_path, "check", "--show-settings", PYTHONPATH=".")
    assert (result.returncode, result.stderr) == (0, "") and "  mine" in result.stdout


def test_only_what_comes_before_ours_or_is_named_goes_to_the_end(tmp_path: Path) -> None:
    write(tmp_path, {"a/linter/x.py": "", "b/other.py": "", "c/linter.py": ""})
    a, b, c, ours = (str(tmp_path / "a"), str(tmp_path / "b"), str(tmp_path / "c"), str(ROOT))
    assert trusted_first([a, b, ours, c], "") == [b, ours, a, c]
    assert trusted_first([b, ours], b) == [ours, b]
    assert trusted_first([ours, b], f"{ours}{os.pathsep}nowhere") == [ours, b]


def test_nothing_is_left_in_the_installation(installed: Path, tmp_path: Path) -> None:
    write(tmp_path, {"p.md": PLAN})
    assert run(installed, tmp_path, "p.md").returncode == 1
    package = next(installed.parent.parent.rglob("_planlint.py")).parent / "linter"
    assert {path.suffix for path in package.rglob("__pycache__/*")} == {".pyc"}


EXIT = """
import atexit, sys, threading
from linter.system.exit import exit_fast
class Loud:
    def __del__(self):
        print("freed")
kept = Loud()
atexit.register(print, "handled")
print("printed", end=" ")
{}
exit_fast(3)
"""


@pytest.mark.parametrize(
    ("before", "output"),
    [("", "printed handled"), ("threading.Thread(target=threading.Event().wait, args=[0.3]).start()", "freed")],
)
def test_exit_fast_runs_handlers_and_flushes_and_frees_nothing(before: str, output: str) -> None:
    command = [sys.executable, "-c", EXIT.format(before)]
    result = subprocess.run(command, cwd=ROOT, input="\n", capture_output=True, check=False, encoding="utf-8")
    assert result.returncode == 3 and output in result.stdout
    assert ("freed" in result.stdout) == bool(before)


WITHOUT = """
import sys
sys.modules[{!r}] = None
from linter.cli.main import console
console()
"""
QUOTED = PLAN.replace("id: T1", 'id: "T\\x31"')


@pytest.mark.parametrize(
    ("missing", "output"),
    [
        ("yaml._yaml", "PyYAML is installed without libyaml\nplanlint: tip: pip install "),
        ("linter.engine.session", "the installation is incomplete: import of linter.engine.session"),
    ],
)
def test_an_incomplete_installation_is_one_line(tmp_path: Path, missing: str, output: str) -> None:
    write(tmp_path, {"p.md": QUOTED})
    command = [sys.executable, "-c", WITHOUT.format(missing), "p.md", "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 3 and result.stdout == ""
    assert result.stderr.startswith(f"planlint: error: {output}") and "Traceback" not in result.stderr


def test_an_unexpected_error_has_an_exit_code_of_its_own(tmp_path: Path) -> None:
    code = "import linter.cli.main as m\nm._dispatch = lambda arguments: 1 / 0\nm.console()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 3
    assert "ZeroDivisionError" in result.stderr and "/issues\n" in result.stderr


INTERRUPTED = """
import sys
import _planlint
import linter.cli.main as main

def interrupt(*_):
    raise KeyboardInterrupt

setattr(main, sys.argv[1], interrupt)
sys.argv[1:] = ["rules"]
_planlint.console()
"""


@pytest.mark.parametrize("moment", ["main", "exit_fast", "console", "_set_up_streams"])
def test_an_interrupt_at_the_start_or_at_the_end_is_no_traceback(tmp_path: Path, moment: str) -> None:
    command = [sys.executable, "-c", INTERRUPTED, moment]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert (run.returncode, run.stderr) == (130, "")
