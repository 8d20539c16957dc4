"""The project for ClusterFuzzLite and OSS-Fuzz: its build makes a fuzzer with a corpus for each target, and each runs.

``.clusterfuzzlite/try.sh`` builds the fuzzers with atheris and PyInstaller. Both are replaced here.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from fuzz.seeds import seeds
from fuzz.targets import TARGETS
from tests.conftest import ROOT, write

PROJECT = ROOT / ".clusterfuzzlite"
BASH = shutil.which("bash")
ATHERIS = '''
"""Runs the target over a few inputs, in place of coverage-guided ones."""
import contextlib, os, sys
target = None
@contextlib.contextmanager
def instrument_imports(include):
    before = {name for name in sys.modules if name.partition(".")[0] in include}
    yield
    assert {name for name in sys.modules if name.partition(".")[0] in include} > before == set()
def Setup(arguments, function):
    global target
    target = function
def Fuzz():
    for data in (b"", b"\\0", b"---\\ntype: progress\\n---\\n", b"\\1feature_name: a\\n", b"{}", b"\\xff"):
        target(data)
    with open(os.path.join(os.environ["OUT"], os.path.basename(sys.argv[0]) + ".ran"), "w"):
        pass
'''
TOOLS = {
    "python3": '#!/bin/sh\nexec "$PYTHON" "$@"\n',
    "pip3": '#!/bin/sh\necho "$@" >>"$OUT/installed"\n',
    "zip": '#!/bin/sh\nexec "$PYTHON" -m zipfile -c "$2" .\n',
    "compile_python_fuzzer": (
        '#!/bin/sh -eu\necho "$@" >>"$OUT/compiled"\n'
        'PYTHONPATH="$STUBS:." "$PYTHON" "$1" >"$OUT/log" 2>&1 || { cat "$OUT/log" >&2; exit 1; }\n'
    ),
}


def context(folder: Path) -> None:
    """Copy the context of a build with Docker to *folder*."""
    for name in re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            write(folder, {name: source.read_bytes()})


@pytest.mark.skipif(not BASH or os.name == "nt", reason="bash is not installed")
def test_the_build_makes_a_fuzzer_with_a_corpus_for_each_target(tmp_path: Path) -> None:
    source, out, tools = tmp_path / "planlint", tmp_path / "out", tmp_path / "tools"
    out.mkdir()
    context(source)
    write(tmp_path, {"stubs/atheris.py": ATHERIS})
    write(tools, dict(TOOLS))
    for tool in tools.iterdir():
        tool.chmod(0o755)
    variables = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    variables |= {"PYTHON": sys.executable, "OUT": str(out), "SRC": str(tmp_path), "STUBS": str(tmp_path / "stubs")}
    variables["PATH"] = f"{tools}{os.pathsep}{os.environ['PATH']}"
    run = subprocess.run(
        [str(BASH), "-eu", ".clusterfuzzlite/build.sh"], cwd=source, env=variables, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr[-3000:]
    names = {f"fuzz_{target.replace('-', '_')}": target for target in TARGETS}
    assert [line.split(".py ")[0] for line in (out / "compiled").read_text().splitlines()] == list(names)
    for name, target in names.items():
        assert (out / f"{name}.py.ran").exists()
        seeds(target, tmp_path / "seeds" / target)
        with zipfile.ZipFile(out / f"{name}_seed_corpus.zip") as corpus:
            found = {Path(entry).name for entry in corpus.namelist() if not entry.endswith("/")}
        assert found == set(os.listdir(tmp_path / "seeds" / target)) != set()
    assert "--require-hashes" in (out / "installed").read_text()


def test_the_project_is_complete() -> None:
    project = yaml.safe_load((PROJECT / "project.yaml").read_text(encoding="utf-8"))
    assert project["language"] == "python" and project["fuzzing_engines"] == ["libfuzzer"]
    recipe = (PROJECT / "Dockerfile").read_text(encoding="utf-8")
    assert recipe.startswith("FROM gcr.io/oss-fuzz-base/base-builder-python\n")
    for source in re.findall(r"^COPY (\S+) ", recipe, re.MULTILINE):
        assert (ROOT / source).exists()
