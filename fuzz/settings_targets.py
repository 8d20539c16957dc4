"""Configurations, path patterns, baselines and the cache."""

from __future__ import annotations

import os
import re
from pathlib import Path

from fuzz.assertions import assert_sound, lint_bytes, rendered
from fuzz.inputs import LARGEST, path_of, split
from linter.config.globs import matches
from linter.config.loader import ConfigError, Configuration
from linter.engine.cached_session import CachedLintSession
from linter.engine.session import LintSession


def configuration(data: bytes) -> None:
    """A configuration is read, or rejected with reasons."""
    choice, data = split(data)
    name = ("planlint.toml", "pyproject.toml")[choice % 2]
    for other in ("planlint.toml", "pyproject.toml"):
        Path(other).unlink(missing_ok=True)
    Path(name).write_bytes(data)
    try:
        found = Configuration().for_folder(os.getcwd(), os.getcwd())
        for path in ("a/b/x-progress.md", "x.md", "", "a/" * 40 + "x.md"):
            found.is_excluded(path)
            found.kind_of(path)
            found.is_ignored("batch-order", path)
        for id in found.selected:
            found.severity(id, "error")
        run = LintSession(Configuration())
        run.add_bytes("a/x-progress.md", b"---\ntype: progress\ntasks:\n- id: T1\n---\n")
        assert_sound(run.lint())
    except ConfigError as error:
        assert error.problems and all(problem.strip() for problem in error.problems)


def patterns(data: bytes) -> None:
    """A path pattern matches or does not, in short time."""
    pattern, _, path = data[:2000].decode("utf-8", "replace").partition("\n")
    matches(path, (pattern,))
    if pattern and not re.search(r"[][*?/\\]", pattern) and path.split("/")[-1:] == [pattern]:
        assert matches(path, (pattern,)), "a plain name does not match itself"


def baseline(data: bytes) -> None:
    """A baseline is read or rejected; a new one hides everything that it can."""
    from linter.engine.baseline import Match, keyed, load, written
    from linter.rules.registry import ALWAYS_REPORTED

    choice, data = split(data)
    file = os.path.join(os.getcwd(), "b.json")
    if choice < 64:
        Path(file).write_bytes(data)
        try:
            match = Match(load(file), os.path.exists)
            match.stale()
        except ConfigError as error:
            assert error.problems
        return
    path = path_of(choice)
    run = lint_bytes(path, data)
    accepted = [violation for violation in run.report.violations if violation.rule not in ALWAYS_REPORTED]
    text = written(key for _, keys in keyed(accepted, run.document, file) for key in keys)
    Path(file).write_text(text, encoding="utf-8")
    match = Match(load(file), os.path.exists)
    settings = run.workspace.settings(path)
    new, _ = match.divide(list(run.report.violations), run.project(), settings)
    assert [v.rule for v in new if v.rule not in ALWAYS_REPORTED] == [], "what was accepted is new"
    assert match.stale() == []


def cached(data: bytes) -> None:
    """Cached results and those of two processes equal those of one process without a cache."""
    written: list[Path] = []
    parts = data[:LARGEST].split(b"\f")[:4]
    try:
        for index, part in enumerate(parts):
            choice, text = split(part)
            path = Path(f"p{index % 2}", path_of(choice))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
            written.append(path)
            folder = os.path.join(os.getcwd(), ".cache")
            plain = _walked(LintSession(_strict()))
            assert _walked(CachedLintSession(_strict(), folder=folder)) == plain, "what was kept says something else"
            assert _walked(CachedLintSession(_strict(), folder=folder)) == plain, "what is known says something else"
        assert _walked(CachedLintSession(_strict(), jobs=2)) == plain, "two processes say something else"
    finally:
        for path in written:
            path.unlink(missing_ok=True)


def _strict() -> Configuration:
    return Configuration({"preset": "strict"}, isolated=True)


def _walked(run: LintSession) -> str:
    run.add_path(".")
    return rendered(run.lint(), "json") + "".join(run.notes)
