"""Links and pipes in a repository."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.hostile.cases import Case, Step, write
from tests.hostile.git_repository import CHECK, SECRET, repository, repository_case, walks
from tests.hostile.project import PLAN


def cases() -> Iterator[Case]:
    """Yield repositories whose links lead outside, to themselves, or to devices."""
    out = "outside of the"

    def linked(target: str, at: str, folder: Path, files: dict[str, str | bytes] | None = None) -> None:
        write(folder.parent, {"outside/x-progress.md": SECRET, "outside/planlint.toml": "x = 1"})
        path = folder / at
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(target)
        repository(folder, files)

    def untouched(folder: Path) -> str:
        outside = folder.parent / "outside"
        changed = (outside / "x-progress.md").read_text() != SECRET or len(list(outside.iterdir())) != 2
        return "something outside of the repository was changed" if changed else ""

    yield repository_case(
        "a plan links out",
        partial(linked, "../../outside/x-progress.md", "docs/x-progress.md"),
        walks(
            Step([*CHECK, "docs/x-progress.md"], (1, 2), (out,)),
            Step(["check", "--fix", "docs/x-progress.md"], (1, 2), (out,)),
            Step(["set", "docs/x-progress.md", "SECRET=done"], (2,), (out,)),
        ),
        untouched,
    )
    yield repository_case(
        "a folder links out",
        partial(linked, "../../outside", "docs/out"),
        walks(
            Step([*CHECK, "docs/out"], (2,), (out,)),
            Step([*CHECK, "docs/out/x-progress.md"], (1, 2), (out,)),
            Step(["set", "docs/out/x-progress.md", "SECRET=done"], (2,), (out,)),
            Step(["baseline", "create", "--baseline", "docs/out/b.json"], (2,), ("points elsewhere",)),
        ),
        untouched,
    )
    yield repository_case(
        "everything is a plan, and a password file is linked",
        partial(linked, "/etc/passwd", "docs/x.md", files={"planlint.toml": "kinds = {progress = ['docs/x.md']}"}),
        walks(Step(["check", "docs/x.md"], (1, 2), (out,))),
        lambda folder: "",
    )
    yield repository_case(
        "a plan links to itself",
        partial(linked, "x-progress.md", "docs/x-progress.md"),
        walks(
            Step([*CHECK, "docs/x-progress.md"], (1, 2)),
        ),
    )
    yield repository_case(
        "a folder links to its parent",
        partial(linked, "..", "docs/up"),
        walks(
            Step([*CHECK, "docs/up/docs/up/docs/a-progress.md"], (0, 1)),
        ),
    )
    yield repository_case(
        "a folder links to the root",
        partial(linked, "/", "docs/root"),
        walks(
            Step([*CHECK, "docs/root"], (2,), (out,)),
        ),
    )
    yield repository_case(
        "a plan links to an endless device",
        partial(linked, "/dev/zero", "docs/x-progress.md"),
        walks(
            Step([*CHECK, "docs/x-progress.md"], (1, 2)),
        ),
    )
    yield repository_case(
        "a plan links to nothing",
        partial(linked, "nothing", "docs/x-progress.md"),
        walks(
            Step([*CHECK, "docs/x-progress.md"], (1, 2)),
        ),
    )
    yield repository_case(
        "the baseline links out",
        partial(linked, "../outside/b.json", "planlint-baseline.json"),
        [Step(["baseline", "create"], (2,), ("a symbolic link in its path",))],
        untouched,
    )
    yield repository_case(
        "the workflows link out", partial(linked, "../outside", ".github"), [Step(["init"], (0, 2))], untouched
    )
    yield repository_case(
        "the hook file links out",
        partial(linked, "../outside/.pre-commit-config.yaml", ".pre-commit-config.yaml"),
        [Step(["init"], (0, 2))],
        untouched,
    )

    def pipe(folder: Path) -> None:
        repository(folder)
        os.mkfifo(folder / "docs" / "x-progress.md")
        os.mkfifo(folder / "planlint.toml")
        os.mkfifo(folder / "planlint-baseline.json")

    yield repository_case(
        "pipes instead of files",
        pipe,
        [
            Step(list(CHECK), (0, 1)),
            Step([*CHECK, "docs/x-progress.md"], (1, 2)),
            Step(["check", "--baseline", "planlint-baseline.json"], (2,)),
            Step(["check", "--config", "planlint.toml"], (2,)),
            Step(["baseline", "create"], (2,)),
            Step(["init", "--dry-run"], (0,)),
            Step(["set", "docs/x-progress.md", "T1=done"], (2,)),
        ],
    )

    def archive(folder: Path) -> None:
        write(folder.parent, {"outside/x-progress.md": SECRET, "outside/planlint.toml": "x = 1"})
        write(folder, {"planlint.toml": "", "docs/a-progress.md": PLAN})
        (folder / "out").symlink_to("../outside/x-progress.md")
        os.mkfifo(folder / "pipe")

    elsewhere = ("points elsewhere",)
    yield repository_case(
        "an archive without a repository, and outputs to its links and pipes",
        archive,
        [
            *(
                Step(["check", "docs", "-o", f"{top}out"], (2,), elsewhere)
                for top in ("", "docs/../", "/proc/self/cwd/")
            ),
            Step(["graph", "docs", "-o", "docs/../out"], (2,), elsewhere),
            Step(["check", "docs", "-o", "pipe"], (2,), ("no process reads it",)),
            Step(["check", "docs", "--output-format", "github"], (0, 1), environment={"GITHUB_STEP_SUMMARY": "pipe"}),
        ],
        untouched,
    )
    yield repository_case(
        "the baseline is a hook",
        partial(repository, files={"planlint.toml": "baseline = '.git/hooks/pre-commit'"}),
        [Step(["baseline", "create"], (2,), ("in the directory of git",)), Step(["check"], (2,), ("of git",))],
    )
    yield repository_case(
        "the baseline is another file",
        partial(repository, files={"planlint.toml": "baseline = 'README.md'", "README.md": "mine"}),
        [
            Step(["baseline", "create"], (2,), ("is not overwritten",)),
            Step(["baseline", "prune"], (2,), ("README.md:1",)),
        ],
        lambda folder: "" if (folder / "README.md").read_text() == "mine" else "README.md was changed",
    )

    def references(folder: Path) -> None:
        (folder / "loop").symlink_to("loop")
        (folder / "out").symlink_to("/etc")
        names = [
            "loop/x.md",
            "out/passwd",
            "out/../etc/passwd",
            "docs/../../../../etc/passwd",
            "/etc/passwd",
            "a/" * 400,
        ]
        lines = "".join(f"  - {name}\n" for name in names)
        repository(folder, {"docs/b-progress.md": PLAN.replace("tasks:\n", f"context_files:\n{lines}tasks:\n")})

    yield repository_case("references through links", references, walks())
