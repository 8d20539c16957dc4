"""Fixtures and helpers shared by test modules."""

from __future__ import annotations

import gc
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from linter.cli.main import main
from linter.config.loader import Configuration
from linter.engine.report import Report
from linter.engine.session import LintSession
from linter.model import clock
from linter.rules.base import Rule
from linter.rules.registry import FAMILY
from linter.system import git

ROOT = Path(__file__).parent.parent
_ADDING = (ROOT / "docs" / "formats" / "adding.md").read_text(encoding="utf-8")
TICKETS_FORMAT, TODO_FORMAT = re.findall(r"\n```python\n(.*?\n)```\n", _ADDING, re.DOTALL)  # the plugins it shows
ALLOWED_PLUGINS = "half,tickets_format,todo_format,evil,house,house_plugin,nowhere,planlint_house,no_such_plugin_a"
LONGEST = [
    *("test_hooks", "test_growth", "test_site", "test_harm_formats", "test_suppressions", "test_action"),
    *("test_streams", "test_untracked", "test_homes", "test_expressions", "test_fuzz_project", "test_hostile"),
]
Lint = Callable[..., Report]


@pytest.fixture(autouse=True)
def _fixed_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make tests independent of the environment variables and the clock of the machine."""
    for name in ("NO_COLOR", "FORCE_COLOR", "PRE_COMMIT", "CI", "PYTHONDONTWRITEBYTECODE"):
        monkeypatch.delenv(name, raising=False)
    for name in [name for name in os.environ if name.startswith(("PLANLINT_", "GIT_", "GITHUB_", "CI_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PLANLINT_NO_CACHE", "1")
    monkeypatch.setenv("PLANLINT_PLUGINS", ALLOWED_PLUGINS)
    clock.set_now("2026-01-31T12:00:00Z")
    git.unanswered.clear()
    yield


def write(folder: Path, files: dict[str, str | bytes]) -> None:
    """Write *files* below *folder*; strings as UTF-8 with their line ends."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def closed(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Refuse to list the directory *name*, and to tell what is in it; also for a user who may read everything."""

    def refusing(look: Callable[..., Any], is_inside: Callable[[str], bool]) -> Callable[..., Any]:
        def refused(path: Any, *arguments: Any, **options: Any) -> Any:
            if isinstance(path, str) and is_inside(os.path.abspath(path).replace(os.sep, "/")):
                raise PermissionError(13, "Permission denied")
            return look(path, *arguments, **options)

        return refused

    monkeypatch.setattr(os, "scandir", refusing(os.scandir, lambda path: path.endswith(f"/{name}")))
    monkeypatch.setattr(os, "lstat", refusing(os.lstat, lambda path: f"/{name}/" in path))


@pytest.fixture
def lint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lint:
    """Lint files in an empty directory: ``lint({"a.md": text}, "a.md", select=["all"])``; all files if none is named.

    Keyword arguments are configuration keys, with ``_`` for ``-``.
    """
    monkeypatch.chdir(tmp_path)

    def run(files: dict[str, str | bytes], *paths: str, rules: Iterable[type[Rule]] = (), **values: Any) -> Report:
        write(tmp_path, files)
        more = [rule for rule in rules if rule.id not in FAMILY]
        configuration = Configuration({key.replace("_", "-"): value for key, value in values.items()}, rules=more)
        runner = LintSession(configuration)
        for path in paths or (".",):
            runner.add_path(path)
        report = runner.lint()
        assert not runner.problems
        return report

    return run


def planlint(
    *arguments: str, cwd: Path, stdin: bytes | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command in this process, in the directory *cwd* and with more *environment*; ``process`` is much slower.

    Exceptions of the command are raised.
    """
    assert not any(name.startswith("PYTHON") for name in environment), "a process reads these when it starts"
    streams = [io.TextIOWrapper(io.BytesIO(content), encoding="utf-8") for content in (stdin or b"", b"", b"")]
    time = clock.state()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(cwd)
        for name, value in environment.items():
            patch.setenv(name, value)
        for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
            patch.setattr(sys, name, stream)
        try:
            code = main(arguments)
        finally:
            clock.restore(time)
            gc.enable()
    out, err = (_written(stream) for stream in streams[1:])
    return subprocess.CompletedProcess(["planlint", *arguments], code, out, err)


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()


def process(
    *arguments: str, cwd: Path, stdin: bytes | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command as a separate process."""
    result = subprocess.run(
        [sys.executable, "-m", "linter", *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )
    return subprocess.CompletedProcess(result.args, result.returncode, result.stdout.decode(), result.stderr.decode())


def json_of(*arguments: str, cwd: Path) -> dict[str, Any]:
    """Return the output of ``planlint check --output-format json``."""
    result = planlint("check", "--output-format", "json", *arguments, cwd=cwd)
    assert result.stdout, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start the modules that take longest first, so that no process is left with one of them at the end."""
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))


def pytest_collection_finish() -> None:
    """Keep what was imported and collected from being searched by each garbage collection."""
    gc.collect()
    gc.freeze()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="rewrite the golden files")
