"""The benchmark cases: an input, its lower bound, and the tools that read it."""

from __future__ import annotations

import functools
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import inputs, monorepo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FLOOR = Path(__file__).with_name("floor.py")


class Case:
    """An input below ``folder``; ``peers`` if other tools read it too, ``title`` is its name in the table."""

    def __init__(self, name: str, title: str, make: Callable[[Path], None], *, peers: bool = False) -> None:
        self.name = name
        self.title = title
        self.peers = peers
        self._make = make
        self.folder = Path()
        self.target = "."
        self.lower_bound = "`import yaml`" if name == "one" else "read, every event"

    def prepare(self, work: Path) -> None:
        """Write the input to the directory *work*, unless an earlier run left it there."""
        self.folder = work / "inputs" / self.name
        if not self.folder.is_dir():
            self.folder.mkdir(parents=True)
            self._make(self.folder)

    def others(self) -> dict[str, list[str]]:
        """Return the commands of other programs to compare with."""
        return {"import yaml": [sys.executable, "-c", "import yaml"]} if self.is_many else {}

    @property
    def is_many(self) -> bool:
        """Whether the input is more than one file."""
        return self.name == "corpus" or self.name.startswith("plans-")

    @property
    def size(self) -> int:
        """The size of the input in bytes."""
        top = self.folder / self.target
        files = (
            [top] if top.is_file() else [path for path in top.rglob("*") if path.is_file() and ".git" not in path.parts]
        )
        return sum(path.stat().st_size for path in files)

    @property
    def yaml(self) -> Path:
        """The same YAML without Markdown around it."""
        target = self.folder.parent / f"{self.name}-yaml"
        if not target.is_dir():
            top = self.folder / self.target
            inputs.front_matters([top] if top.is_file() else top.rglob("*.md"), target)
        return target

    def floor(self) -> list[str]:
        """Return the command of the lower bound: for one file only the import, else also reading and parsing."""
        if self.name == "one":
            return [sys.executable, "-c", "import yaml"]
        return [sys.executable, str(FLOOR), self.target]

    def planlint(self, output: Path) -> dict[str, list[str]]:
        """Return the commands of planlint, ``concise`` to a file: without a cache, and for many files in more ways."""
        command = Path(sys.executable).with_name("planlint")
        plain = [str(command), "check", "--isolated", f"--output-format=concise={output}"]
        found = {"planlint": [*plain, "--no-cache", "--jobs", "1", self.target]}
        if self.is_many:
            found["planlint, two processes"] = [*plain, "--no-cache", "--jobs", "2", self.target]
            found["planlint, warm"] = [*plain, "--cache-dir", f"{output}-{self.name}.cache", self.target]
        return found


class Corpus(Case):
    """Real plans, if available, which are only read."""

    def __init__(self, folder: Path) -> None:
        super().__init__("corpus", f"real plans ({folder.name})", lambda _: None, peers=True)
        self.corpus = folder

    def prepare(self, work: Path) -> None:
        """See ``Case.prepare``."""
        super().prepare(work)
        self.target = str(self.corpus)


class Monorepo(Case):
    """A large repository in which few files are plans; the lower bound is ``git status``."""

    def __init__(self) -> None:
        super().__init__("monorepo", "90,000 files, 30,000 Markdown, 500 plans", monorepo.write_monorepo)
        self._plans = Case("monorepo-plans", "", monorepo.write_alone)
        self.lower_bound = "`git status`"

    def prepare(self, work: Path) -> None:
        """See ``Case.prepare``."""
        super().prepare(work)
        self._plans.prepare(work)

    def floor(self) -> list[str]:
        """See ``Case.floor``."""
        return ["git", "status"]

    def others(self) -> dict[str, list[str]]:
        """See ``Case.others``."""
        return {
            "git ls-files": ["git", "ls-files"],
            "git grep -lF": ["git", "grep", "-lF", "progress", "--", "*.md"],
        }

    def planlint(self, output: Path) -> dict[str, list[str]]:
        """See ``Case.planlint``."""
        command = str(Path(sys.executable).with_name("planlint"))
        plain = [command, "check", f"--output-format=concise={output}"]
        cached = [*plain, "--cache-dir", f"{output}-{self.name}.cache"]
        return {
            "planlint --staged": [*cached, "--staged"],
            "planlint, plan with an unknown id": [*cached, monorepo.STAGED],
            "planlint, plan with known ids": [*cached, monorepo.KNOWN],
            "planlint": [*plain, "--no-cache", "."],
            "planlint, warm": [*cached, "."],
            "planlint, its 500 plans": [*plain, "--no-cache", "--jobs", "1", monorepo.FOLDER],
            "planlint, the same 500 plans alone": [
                *("env", "-C", str(self._plans.folder), *plain, "--no-cache", "--jobs", "1", monorepo.FOLDER)
            ],
        }


class Graph(Case):
    """The graph of all plans of a project, whose time grows as their number."""

    def __init__(self, plans: int) -> None:
        write = functools.partial(inputs.write_repository, plans=plans)
        super().__init__(f"graph-{plans}", f"graph of {plans:,} plans", write)

    def planlint(self, output: Path) -> dict[str, list[str]]:
        """See ``Case.planlint``."""
        command = str(Path(sys.executable).with_name("planlint"))
        return {"planlint graph": [command, "graph", "--isolated", "--format=mermaid", f"-o{output}", self.target]}


def cases(corpus: Path | None) -> Iterator[Case]:
    """Yield all cases, smallest first."""
    yield Case("one", "1 plan", lambda folder: inputs.write_repository(folder, 1), peers=True)
    if corpus is not None:
        yield Corpus(corpus)
    yield Case("plans-500", "500 plans", lambda folder: inputs.write_repository(folder, 500), peers=True)
    yield Case("plans-10000", "10,000 plans", lambda folder: inputs.write_repository(folder, 10_000))
    yield Monorepo()
    for plans in (1_000, 2_000, 4_000, 10_000):
        yield Graph(plans)
    for tasks in (1_000, 10_000, 100_000):
        yield Case(f"tasks-{tasks}", f"1 plan of {tasks:,} tasks", _one_plan(tasks))
    yield Case("edges-100000", "1 plan, 100,000 dependencies", _one_plan(1_050, waits_for=100))
    yield Case("violations-10000", "1 plan, 10,000 violations", _one_plan(10_000, created="2026-02-30"))


def _one_plan(tasks: int, *, waits_for: int = 2, created: str = "2026-01-06") -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        text = inputs.plan("huge", 1, tasks, waits_for=waits_for, created=created)
        (folder / "phase-1-progress.md").write_text(text, encoding="utf-8")

    return make
