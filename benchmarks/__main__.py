"""``python -m benchmarks``: measure planlint, other tools and the lower bounds in turn; print a table of medians."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import peers
from benchmarks.cases import cases
from benchmarks.measure import interleaved

if TYPE_CHECKING:
    from benchmarks.cases import Case
    from benchmarks.measure import Figures

_HEADER = """\
| input | tool | wall | of the floor | CPU | of the floor | memory |
|---|---|--:|--:|--:|--:|--:|"""


def main() -> int:
    """Measure, and print the table as Markdown."""
    options = _options()
    if options.corpus is not None and not options.corpus.is_dir():
        print(f"no corpus at {options.corpus}", file=sys.stderr)
        return 2
    chosen = [case for case in cases(options.corpus) if not options.only or case.name in options.only]
    for case in chosen:
        _apart(case, options.work)
    if options.profile:
        from benchmarks import steps

        for case in chosen:
            print(f"\n{case.title}, milliseconds of CPU, the least of {options.runs} runs in one process\n")
            print(steps.table(str(case.folder), case.target, options.runs))
        return 0
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, medians of {options.runs} runs in turn.\n")
    if chosen:
        print(_HEADER, flush=True)
    for case in chosen:
        for line in _rows(case, _measured(case, options)):
            print(line, flush=True)
    if not options.only or "editor" in options.only:
        from benchmarks import editor

        print(f"\n{editor.table(options.work, options.runs)}", flush=True)
    if not options.only or "projects" in options.only:
        from benchmarks import projects

        print(f"\n{projects.table(options.work, options.runs)}", flush=True)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    corpus = os.environ.get("PLANLINT_CORPUS")
    parser.add_argument("--runs", type=int, default=9, help="runs of each command (default: 9)")
    parser.add_argument("--only", action="append", metavar="CASE", help="only this case; repeatable")
    parser.add_argument("--no-peers", action="store_true", help="install and run no other tool")
    parser.add_argument("--profile", action="store_true", help="print what each step of planlint takes instead")
    parser.add_argument(
        "--corpus",
        type=lambda text: Path(text).resolve(),
        default=Path(corpus).resolve() if corpus else None,
        metavar="FOLDER",
        help="real plans to read too (default: the variable PLANLINT_CORPUS)",
    )
    parser.add_argument(
        "--work",
        type=lambda text: Path(text).resolve(),
        default=Path(tempfile.gettempdir()) / "planlint-benchmarks",
        metavar="FOLDER",
        help="where inputs and the peers' environment are kept (default: %(default)s)",
    )
    return parser.parse_args()


def _apart(case: Case, work: Path) -> None:
    """Write the input in another process, because the memory of this one counts in the measurements."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            case.prepare(work)
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if status:
        raise SystemExit(f"the input {case.name!r} could not be written")
    case.prepare(work)


def _measured(case: Case, options: argparse.Namespace) -> dict[str, Figures]:
    commands = {"floor": case.floor(), **case.planlint(options.work / "planlint.txt")}
    commands |= case.others()
    if case.peers and not options.no_peers:
        schema = options.work / "progress.json"
        planlint = Path(sys.executable).with_name("planlint")
        schema.write_bytes(subprocess.run([planlint, "schema", "progress"], check=True, capture_output=True).stdout)
        commands |= peers.commands(peers.install(options.work / "peers"), schema, str(case.yaml), case.target)
    return interleaved(commands, str(case.folder), options.runs, _progress)


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[2K{text}", end="\r", file=sys.stderr, flush=True)


def _rows(case: Case, figures: dict[str, Figures]) -> list[str]:
    floor = figures["floor"]
    rows = []
    for name, one in figures.items():
        if name == "floor":
            name = f"floor: {case.lower_bound}"
        size = f"{case.title}, {case.size / 1e6:.1f} MB" if one is floor and case.name != "one" else ""
        rows.append(
            f"| {size or (case.title if one is floor else '')} | {name} "
            f"| {one.wall * 1e3:,.0f} ms | {one.wall / floor.wall:.2f} "
            f"| {one.cpu * 1e3:,.0f} ms | {one.cpu / floor.cpu:.2f} | {one.peak / 2**20:,.0f} MiB |"
        )
    return rows


sys.exit(main())
