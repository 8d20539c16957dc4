"""Run the hostile cases and print a table: ``python -m tests.hostile [GROUP…] [--name TEXT] [-v]``."""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.hostile import (
    baselines,
    caches,
    command_lines,
    configurations,
    file_names,
    files,
    formats,
    graphs,
    links,
    plugins,
    programs,
    states,
)
from tests.hostile.cases import Case, faults
from tests.hostile.process import MEMORY, SECONDS, run


class Row:
    """The result of one case."""

    def __init__(self, case: Case) -> None:
        self.group = case.group
        self.name = case.name
        self.runs = 0
        self.seconds = 0.0
        self.memory = 0
        self.faults: list[str] = []


def play(case: Case, steps: int | None = None) -> Row:
    """Create the directory of the case, run its steps, and check the result."""
    row = Row(case)
    base = Path(tempfile.mkdtemp(prefix="hostile-"))
    base.chmod(0o755)
    folder = base / "repo"
    folder.mkdir()
    try:
        case.make(folder)
        for step in case.steps[:steps]:
            ended = run(step.arguments, folder, step.stdin, step.environment, as_mortal=step.as_mortal)
            row.runs += 1
            row.seconds = max(row.seconds, ended.seconds)
            row.memory = max(row.memory, ended.memory)
            wrong = faults(step, ended, folder)
            row.faults += [f"planlint {' '.join(step.arguments)[:80]}: {what}" for what in wrong]
        left = case.after(folder)
        if left:
            row.faults.append(left)
    finally:
        _remove(base)
    return row


def _remove(folder: Path) -> None:
    for root, names, _ in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            if not os.path.islink(path):
                os.chmod(path, stat.S_IRWXU)
    shutil.rmtree(folder, ignore_errors=True)


def all_cases() -> Iterator[Case]:
    """Yield every hostile case."""
    yield from files.cases()
    for module in (configurations, baselines, plugins, command_lines, graphs):  # around one plan
        yield from module.cases()
    for module in (links, file_names, states, programs):  # of git
        yield from module.cases()
    yield from formats.cases()
    yield from caches.cases()


def main() -> int:
    """Run the cases that the command line selects."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("groups", nargs="*", metavar="GROUP")
    parser.add_argument("--name", default="", help="only the cases with this text in their name")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--steps", type=int, default=None, help="only the first steps of each case")
    parser.add_argument("-v", "--verbose", action="store_true", help="a line for each case")
    options = parser.parse_args()
    cases = (case for case in all_cases() if not options.groups or case.group in options.groups)
    cases = (case for case in cases if options.name in case.name)
    rows: list[Row] = []
    with ThreadPoolExecutor(options.jobs) as pool:
        for batch in _batches(cases, options.jobs):
            for row in pool.map(lambda case: play(case, options.steps), batch):
                rows.append(row)
                if options.verbose or row.faults:
                    facts = f"{row.runs} runs, {row.seconds:.2f} s, {row.memory >> 20} MiB"
                    print(f"{row.group}: {row.name} ({facts})", *row.faults, sep="\n    ", flush=True)
    _print(rows)
    return 1 if any(row.faults for row in rows) else 0


def _batches(cases: Iterator[Case], size: int) -> Iterator[list[Case]]:
    """Yield a few cases at a time, because each keeps its input in memory."""
    while batch := list(itertools.islice(cases, size)):
        yield batch


def _print(rows: list[Row]) -> None:
    print(f"\nmemory {MEMORY >> 20} MiB, processor time {SECONDS} s\n")
    print("| group | inputs | runs | signals | time-outs | tracebacks | other faults | most s | most MiB |")
    print("|---|---|---|---|---|---|---|---|---|")
    groups = list(dict.fromkeys(row.group for row in rows))
    for group in [*groups, "all"]:
        chosen = [row for row in rows if group in (row.group, "all")]
        faults = [fault for row in chosen for fault in row.faults]
        counts = [sum(f": {word}" in fault for fault in faults) for word in ("signal", "time-out", "traceback")]
        cells = [group, len(chosen), sum(row.runs for row in chosen), *counts, len(faults) - sum(counts)]
        cells += [f"{max(row.seconds for row in chosen):.2f}", max(row.memory for row in chosen) >> 20]
        print("| " + " | ".join(str(cell) for cell in cells) + " |")


if __name__ == "__main__":
    sys.exit(main())
