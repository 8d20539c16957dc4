"""The time of a run by step and by rule, in one process, without imports."""

from __future__ import annotations

import gc
import os
from collections import defaultdict
from time import process_time
from typing import TYPE_CHECKING, Any

from linter.config.loader import Configuration
from linter.engine import checker as engine
from linter.engine.session import LintSession
from linter.formats import manifest, progress
from linter.outputs import concise
from linter.schema import validator as shape
from linter.syntax import json_reader as json_tree
from linter.syntax import yaml_reader as tree

if TYPE_CHECKING:
    from collections.abc import Callable

# functions that are called by their module's name, and the step that they are
_STEPS: tuple[tuple[Any, str, str], ...] = (
    (tree, "parse_yaml", "read: tree"),
    (json_tree, "parse_json", "read: tree"),
    (progress, "_fill", "read: model"),
    (manifest, "_fill", "read: model"),
    (shape, "validate", "lint: shape"),
)


def table(folder: str, target: str, runs: int) -> str:
    """Return a Markdown table of the steps, the longest first."""
    before = os.getcwd()
    os.chdir(folder)
    gc.disable()
    try:
        best: dict[str, float] = {}
        for _ in range(runs):
            for step, seconds in _run(target).items():
                best[step] = min(seconds, best.get(step, seconds))
    finally:
        gc.enable()
        os.chdir(before)
    rows = sorted(best.items(), key=lambda item: -item[1])
    return "\n".join(["| step | ms |", "|---|--:|", *(f"| {step} | {seconds * 1e3:.1f} |" for step, seconds in rows)])


def _run(target: str) -> dict[str, float]:
    spent: dict[str, float] = defaultdict(float)
    timed = [(module, name, getattr(module, name), step) for module, name, step in _STEPS]
    run_rule = engine._run

    def timed_rule(rule: Any, *arguments: Any, **keywords: Any) -> None:
        _clocked(run_rule, spent, f"rule: {rule.id}")(rule, *arguments, **keywords)

    for module, name, function, step in timed:
        setattr(module, name, _clocked(function, spent, step))
    setattr(engine, "_run", timed_rule)  # noqa: B010
    try:
        run = LintSession(Configuration(isolated=True))
        _clocked(run.add_path, spent, "read")(target)
        _clocked(run.lint, spent, "lint")()
        _clocked(concise.render, spent, "output: concise")(run.report)
    finally:
        setattr(engine, "_run", run_rule)  # noqa: B010
        for module, name, function, _ in timed:
            setattr(module, name, function)
    return spent


def _clocked(function: Callable[..., Any], spent: dict[str, float], step: str) -> Callable[..., Any]:
    def wrapper(*arguments: Any, **keywords: Any) -> Any:
        start = process_time()
        try:
            return function(*arguments, **keywords)
        finally:
            spent[step] += process_time() - start

    return wrapper
