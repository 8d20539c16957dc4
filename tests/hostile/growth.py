"""Check that work grows no faster than its input: ``python -m tests.hostile.growth [TEXT…] [--scale N] [--all]``.

For each family of input, each command, output and request of an editor is counted (lines and calls, not seconds) at n,
2n and 4n. TEXT selects families. ``tests/test_growth.py`` runs a small form.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import re
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from linter.config.loader import Configuration
from linter.config.settings import OUTPUT_FORMATS
from linter.engine.session import LintSession
from tests.conftest import planlint, write
from tests.hostile.counting import MAX_EXPONENT, events, exponent
from tests.hostile.editor import editing, requests
from tests.hostile.families import FAMILIES
from tests.hostile.family_texts import Files

COMMANDS = {  # name: arguments; FILE is the first file
    "check": "check --no-cache --jobs 1",
    "strict": "check --no-cache --jobs 1 --preset strict",
    "cache, new": "check --jobs 1",
    "cache, used": "check --jobs 1",
    "one file": "check --no-cache FILE",
    "show-files": "check --show-files",
    "show-settings": "check --show-settings FILE",
    "statistics": "check --no-cache --statistics",
    "diff": "check --no-cache --diff --unsafe-fixes",
    "baseline create": "baseline create",
    "baseline used": "check --no-cache --baseline planlint-baseline.json",
    "baseline prune": "baseline prune --baseline planlint-baseline.json",
    "svg": "graph . -o g.svg",
    "html graph": "graph . -o g.html",
    "mermaid": "graph .",
    "dot": "graph . --format dot",
    "why": "why FILE:8",
    "set": "set FILE T1=completed --quiet",
    "set all": "set FILE TASKS --quiet",
    "fix": "check --no-cache --fix --unsafe-fixes",
    "add-ignore": "check --no-cache --add-ignore",
}
GROUPS = ("command", "output", "editor")
Works = dict[str, Callable[[], Any]]


def command_works(folder: Path, files: Files) -> Works:
    """Return each command over *files* as a function; those that write come last."""
    first = next(name for name in files if not name.endswith(".toml"))
    numbers = re.findall(r"id: T(\d+)\n", str(files[first]))
    ids = " ".join(f"T{number}=in_progress" for number in dict.fromkeys(numbers))
    names = {"FILE": first, "TASKS": ids or "T1=completed"}

    def work(arguments: str) -> Callable[[], Any]:
        for name, value in names.items():
            arguments = arguments.replace(name, value)
        return lambda: planlint(*arguments.split(), cwd=folder, PLANLINT_NO_CACHE="")

    return {name: work(arguments) for name, arguments in COMMANDS.items()}


def output_works() -> Works:
    """Return each output of one report on the working directory as a function."""
    session = LintSession(Configuration({}))
    session.add_path(".")
    report = session.lint()

    def work(name: str) -> Callable[[], Any]:
        render = __import__(f"linter.outputs.{name.replace('-', '_')}", fromlist=["render"]).render
        return lambda: render(report, True)

    return {name: work(name) for name in OUTPUT_FORMATS}


def counts_of(
    family: str, n: int, count: Callable[[Callable[[], Any]], int], only: Collection[str] = ()
) -> dict[str, int]:
    """Return the work of everything that planlint does with *n* of a family, by name; *only* that, if given."""
    files = FAMILIES[family][0](n)
    found: dict[str, int] = {}
    with tempfile.TemporaryDirectory(prefix="growth-") as name, contextlib.chdir(name):
        write(Path(name), files)
        (Path(name) / ".git").mkdir()
        os.environ["XDG_CACHE_HOME"] = f"{name}/.user"
        for group, works in _works(Path(name), files, {name.partition(" ")[0] for name in only or GROUPS}):
            for what, work in works.items():
                if not only or f"{group} {what}" in only:
                    found[f"{group} {what}"] = count(work)
        gc.collect()
    return found


def _works(folder: Path, files: Files, groups: Collection[str]) -> Iterator[tuple[str, Works]]:
    """Yield the work of *groups*; commands come last, because some of them write."""
    if "output" in groups:
        yield "output", output_works()
    if "editor" in groups:
        path = next(path for path in files if not path.endswith(".toml"))
        with editing(path) as editor:
            yield "editor", {name: partial(work, editor) for name, work in requests(path).items()}
    if "command" in groups:
        yield "command", command_works(folder, files)


def exponents(family: str, scale: int, count: Callable[[Callable[[], Any]], int] = events) -> dict[str, float]:
    """Return the exponents of everything that planlint does with a family, at n, 2n and 4n."""
    n = FAMILIES[family][1] * scale
    counted = {size: counts_of(family, size, count) for size in (n, 2 * n, 4 * n)}
    return {name: exponent({size: found[name] for size, found in counted.items()}) for name in counted[n]}


def _cells(found: dict[str, float]) -> Iterator[str]:
    for group in GROUPS:
        of_group = {name.partition(" ")[2]: value for name, value in found.items() if name.startswith(group)}
        worst = max(of_group, key=lambda name: of_group[name])
        yield f"{of_group[worst]:.2f} ({worst})"


def main() -> int:
    """Print a table of the largest exponents; return 1 if anything grows faster than its input."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile.growth", description=__doc__)
    parser.add_argument("families", nargs="*", metavar="TEXT")
    parser.add_argument("--scale", type=int, default=1, help="multiply the size of each family")
    parser.add_argument("--all", action="store_true", help="a line for each command, output and request")
    options = parser.parse_args()
    os.environ["PLANLINT_NO_CACHE"] = ""
    wrong = 0
    print("| what grows | n | commands | outputs | editor | above the limit |\n|---|---|---|---|---|---|")
    for family in FAMILIES:
        if not any(text in family for text in options.families or [""]):
            continue
        found = exponents(family, options.scale)
        above = [f"{name} {value:.2f}" for name, value in found.items() if value > MAX_EXPONENT]
        wrong += len(above)
        cells = [family, str(FAMILIES[family][1] * options.scale), *_cells(found), ", ".join(above)]
        print("| " + " | ".join(cells) + " |", flush=True)
        if options.all:
            print(*(f"    {name}: {value:.2f}" for name, value in sorted(found.items())), sep="\n", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
