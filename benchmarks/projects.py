"""The cost of one key in an editor, in a small and in a large project, with and without an unknown id."""

from __future__ import annotations

import gc
import os
import subprocess
from time import process_time
from typing import TYPE_CHECKING, Any

from benchmarks import inputs

if TYPE_CHECKING:
    from pathlib import Path

SIZES = (10, 2_000)  # plans
_PLAN = ".claude/progress/feature-1/phase-1-progress.md"


def table(work: Path, runs: int) -> str:
    """Return a Markdown table of the CPU time of a key with its diagnostics, by the size of the project."""
    head = "| one key: read, lint, diagnostics, CPU | " + " | ".join(f"{size:,} plans" for size in SIZES) + " | ratio |"
    found = [_keys(work / "inputs" / f"project-{size}", size, runs) for size in SIZES]
    rows = [head, "|---|" + "--:|" * (len(SIZES) + 1)]
    for name in found[0]:
        times = [one[name] for one in found]
        cells = " | ".join(f"{time * 1e3:.1f} ms" for time in times)
        rows.append(f"| {name} | {cells} | {times[-1] / times[0]:.2f} |")
    return "\n".join(rows)


def _keys(folder: Path, size: int, runs: int) -> dict[str, float]:
    """Return the median seconds of a key in a project of *size* plans at *folder*."""
    if not folder.is_dir():
        folder.mkdir(parents=True)
        inputs.write_repository(folder, size)
        subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    text = (folder / _PLAN).read_text(encoding="utf-8")
    before, dependencies, after = text.rpartition("dependencies: [")
    before_directory = os.getcwd()
    os.chdir(folder)
    try:
        return {
            "no violation": _median(_timed(lambda number: f"{text}{'x' * number}", runs, 0)),
            "an unknown id": _median(_timed(lambda number: f"{before}{dependencies}T-{number}.99, {after}", runs, 1)),
        }
    finally:
        os.chdir(before_directory)


def _timed(typed: Any, runs: int, expected: int) -> list[float]:
    """Return the seconds of each key after which the text is *typed*, and check the number of diagnostics."""
    from linter.lsp.server import make_server
    from linter.lsp.uris import path_of, uri_of

    server, uri = make_server(), uri_of(_PLAN)
    published: list[Any] = []
    server.text_document_publish_diagnostics = published.append  # type: ignore[method-assign, assignment]
    server.protocol._workspace = _Workspace()  # type: ignore[assignment]
    times = []
    for number in range(runs + 2):
        start = process_time()
        server.session.open(path_of(uri), typed(number))
        server.publish(uri)
        if number > 1:
            times.append(process_time() - start)
        assert len(published.pop().diagnostics) == expected
        gc.collect()  # the server does so when there is no typing
    gc.enable()
    return times


class _Workspace:
    position_encoding = "utf-16"


def _median(times: list[float]) -> float:
    return sorted(times)[len(times) // 2]
