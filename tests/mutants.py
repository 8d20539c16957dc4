"""Mutation testing: ``python -m tests.mutants [PATH…]`` changes the code and checks that a test fails.

mutmut makes the mutants. They run here, because its own runner needs a copy of the project, which the tests of the
repository's structure reject. pytest collects once; each mutant is a forked process with the changed functions, in
which only tests that run them are repeated, the fastest first.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import itertools
import os
import sys
import tempfile
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import Phase, settings

ROOT = Path(__file__).parent.parent
TESTS = "rules corners corners_across constraints edits fix fixer verify plan_formats references identity".split()
TESTS += ["shape", "graph"]
SECONDS = 10  # of processor time for one mutant; who takes longer is in a loop and counts as noticed
BUDGET = 1.5  # seconds of tests, as they took unchanged, for one mutant
DULL = ("TYPE_CHECKING", "@", "assert ")  # lines that no test could notice


class Mutant:
    """One change: its location, and the changed source."""

    def __init__(self, path: Path, before: str, after: str) -> None:
        self.path = path
        self.source = after
        lines = zip(before.split("\n"), after.split("\n"), strict=False)
        self.line = next(number for number, (old, new) in enumerate(lines, 1) if old != new)
        self.old, self.new = (text.split("\n")[self.line - 1].strip() for text in (before, after))

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}\n    - {self.old}\n    + {self.new}"

    @property
    def group(self) -> str:
        """The family of a rule, or the name of another module."""
        return self.path.parent.name if "rules" in self.path.parts else self.path.stem


def mutants_of(paths: list[Path], every: int, first: int) -> Iterator[Mutant]:
    """Yield every *every*-th mutant of the files, from the one numbered *first*."""
    from mutmut.file_mutation import create_mutations

    counted = itertools.count()
    for path in paths:
        source = path.read_text(encoding="utf-8")
        module, mutations = create_mutations(source)
        chosen = [mutation for mutation in mutations if next(counted) % every == first % every]
        yield from _made(path, source, module, chosen)


def _made(path: Path, source: str, module: Any, mutations: list[Any]) -> Iterator[Mutant]:
    for mutation in mutations:
        changed = module.deep_replace(mutation.original_node, mutation.mutated_node).code
        if changed == source:
            continue
        mutant = Mutant(path, source, changed)
        if mutant.old.startswith(DULL):
            continue
        try:
            compile(changed, str(path), "exec")
        except SyntaxError:
            continue
        yield mutant


class Functions:
    """The function of each line of a file, by first line as in its code object; 0 for none."""

    def __init__(self, path: Path) -> None:
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        found = [node for node in nodes if isinstance(node, ast.FunctionDef)]
        firsts = {min([node.lineno, *(d.lineno for d in node.decorator_list)]): node.end_lineno or 0 for node in found}
        self.firsts = sorted(firsts)
        self.lasts = firsts

    def around(self, line: int) -> int:
        place = bisect_right(self.firsts, line)
        for first in reversed(self.firsts[:place]):
            if line <= self.lasts[first]:
                return first
        return 0


class Trial:
    """A pytest plugin that runs the tests once unchanged, and then against each mutant."""

    def __init__(self, mutants: list[Mutant], jobs: int) -> None:
        self.mutants = mutants
        self.jobs = jobs
        self.survived: list[Mutant] = []
        self.files = {str(mutant.path): Functions(mutant.path) for mutant in mutants}
        self.seconds: dict[pytest.Item, float] = {}
        self.running: dict[tuple[str, int], set[pytest.Item]] = {}  # by file and function, 0 for any of the file

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for item in session.items:
            self._watch(item)
        print(
            f"{len(self.mutants)} mutants, {len(session.items)} tests of {sum(self.seconds.values()):.0f} s", flush=True
        )
        children: dict[int, Mutant] = {}
        for number, mutant in enumerate(self.mutants):
            if len(children) >= self.jobs:
                self._wait(children)
            children[self._start(mutant)] = mutant
            if number % 200 == 199:
                print(f"{number + 1} tried, {len(self.survived)} survived", flush=True)
        while children:
            self._wait(children)
        return True

    def _watch(self, item: pytest.Item) -> None:
        """Run *item*, and record its functions and its duration."""
        seen: set[tuple[str, int]] = set()
        files = self.files

        def profile(frame: FrameType, event: str, argument: object) -> None:
            if event == "call" and frame.f_code.co_filename in files:
                seen.add((frame.f_code.co_filename, frame.f_code.co_firstlineno))

        begun = time.process_time()
        sys.setprofile(profile)
        try:
            reports = runtestprotocol(item, log=False)
        finally:
            sys.setprofile(None)
        if any(report.failed for report in reports):
            raise pytest.UsageError(f"{item.nodeid} fails without a mutant")
        self.seconds[item] = time.process_time() - begun
        for file, line in seen:
            self.running.setdefault((file, line), set()).add(item)
            self.running.setdefault((file, 0), set()).add(item)

    def _tests(self, mutant: Mutant) -> list[pytest.Item]:
        file = str(mutant.path)
        name = mutant.path.stem.replace("_", "-")
        found = self.running.get((file, self.files[file].around(mutant.line)), set())
        own = {item for item in self.seconds if f"[{name}" in item.name}
        chosen = sorted(found | own, key=lambda item: (item not in own, self.seconds[item], item.nodeid))
        total = 0.0
        for number, item in enumerate(chosen):
            total += self.seconds[item]
            if total > BUDGET:
                return chosen[: number + 1]
        return chosen

    def _start(self, mutant: Mutant) -> int:
        tests = self._tests(mutant)
        pid = os.fork()
        if pid:
            return pid
        try:
            import resource

            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
            nothing = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nothing, 1)
            os.dup2(nothing, 2)
            put_in(mutant)
            for item in tests:
                if any(report.failed for report in runtestprotocol(item, log=False)):
                    os._exit(1)
            os._exit(0)
        except BaseException:
            os._exit(1)

    def _wait(self, children: dict[int, Mutant]) -> None:
        pid, status = os.wait()
        mutant = children.pop(pid, None)
        if mutant is not None and status == 0:
            self.survived.append(mutant)


def put_in(mutant: Mutant) -> None:
    """Change the functions of the module in place, so that all references see the change."""
    module = importlib.import_module(".".join(mutant.path.relative_to(ROOT).with_suffix("").parts))
    changed = ModuleType(module.__name__)
    changed.__file__ = module.__file__
    changed.__package__ = module.__package__
    exec(compile(mutant.source, str(mutant.path), "exec"), changed.__dict__)
    _transplant(module, vars(changed), module.__name__)


def _transplant(owner: Any, changed: dict[str, Any], module: str) -> None:
    for name, new in changed.items():
        if name.startswith("__") and code_of(new) is None:
            continue
        old = vars(owner).get(name)
        if isinstance(old, type) and isinstance(new, type) and new.__module__ == module:
            _transplant(old, dict(vars(new)), module)
        elif code_of(old) is not None and code_of(new) is not None:
            _plain(old).__code__ = code_of(new)
            _plain(old).__defaults__ = _plain(new).__defaults__
            _plain(old).__kwdefaults__ = _plain(new).__kwdefaults__
            if hasattr(old, "cache_clear"):
                old.cache_clear()
        elif not isinstance(new, ModuleType | type):
            setattr(owner, name, new)


def _plain(value: Any) -> Any:
    """Return the function in a method, property or cache."""
    for attribute in ("__func__", "fget", "func", "__wrapped__"):
        value = getattr(value, attribute, value)
    return value


def code_of(value: Any) -> CodeType | None:
    function = _plain(value)
    return function.__code__ if isinstance(function, FunctionType) else None


def tell(mutants: list[Mutant], survivors: list[Mutant]) -> None:
    """Print the survivors, and the score of each group."""
    for mutant in survivors:
        print(mutant, flush=True)
    made, survived = (Counter(mutant.group for mutant in some) for some in (mutants, survivors))
    print("\n| of | mutants | noticed | survived | score |\n|---|---|---|---|---|")
    for group in [*made, ""]:
        all_, left = (made[group], survived[group]) if group else (made.total(), survived.total())
        print(f"| {group or 'all'} | {all_} | {all_ - left} | {left} | {(all_ - left) / all_:.1%} |", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("paths", nargs="*", metavar="PATH", default=["linter/rules"])
    parser.add_argument("--every", type=int, default=1, metavar="K", help="only each K-th mutant")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="the first of them (default: 0)")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--tests", nargs="*", metavar="NAME", default=TESTS, help="of tests/test_NAME.py")
    options = parser.parse_args()
    paths = [ROOT / path for path in options.paths]
    files = sorted(file for path in paths for file in ([path] if path.is_file() else path.rglob("*.py")))
    mutants = list(mutants_of(files, options.every, options.first))
    settings.register_profile("mutants", phases=[Phase.explicit, Phase.generate], database=None)
    settings.load_profile("mutants")
    trial = Trial(mutants, options.jobs)
    with tempfile.TemporaryDirectory() as folder:
        tests = [f"tests/test_{name}.py" for name in options.tests]
        plain = ["-p", "no:xdist", "-o", "addopts=", "-p", "no:cacheprovider", "-o", "tmp_path_retention_policy=none"]
        code = pytest.main([*plain, "-q", f"--basetemp={folder}/tests", *tests], plugins=[trial])
        tell(mutants, trial.survived)  # before the directory is emptied, which takes minutes
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
