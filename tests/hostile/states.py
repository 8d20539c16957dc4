"""States of a repository: permissions, broken git files, worktrees, and the variables of hooks."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.hostile.cases import Case, Step, write
from tests.hostile.git_repository import CHECK, SECRET, git, repository, repository_case, submodule, walks
from tests.hostile.project import PLAN


def cases() -> Iterator[Case]:
    """Yield repositories in each state."""

    def unreadable(folder: Path) -> None:
        repository(folder, {"closed/x-progress.md": PLAN, "docs/b-progress.md": PLAN, "docs/MANIFEST.yaml": "x: 1"})
        write(folder, {"barred/y-progress.md": PLAN})
        (folder / "barred").chmod(0)
        (folder / "docs" / "b-progress.md").chmod(0)
        (folder / "docs" / "MANIFEST.yaml").chmod(0)
        (folder / "closed").chmod(0)

    yield repository_case(
        "no permissions",
        unreadable,
        [
            Step([*CHECK, "docs/b-progress.md"], (1,), ("unreadable-file",), as_mortal=True),
            Step([*CHECK, "--no-gitignore"], (1,), ("unreadable-file", "cannot list barred"), as_mortal=True),
            Step(list(CHECK), (1,), ("unreadable-file", "cannot list barred"), as_mortal=True),
            Step([*CHECK, "closed"], (2,), as_mortal=True),
            Step([*CHECK, "barred"], (2,), ("cannot read barred",), as_mortal=True),
            Step([*CHECK, "barred", "--no-gitignore"], (2,), ("cannot read barred",), as_mortal=True),
            Step(["check", "--fix"], (0, 1, 2), as_mortal=True),
            Step(["set", "docs/b-progress.md", "T1=done"], (2,), as_mortal=True),
        ],
    )

    def read_only(folder: Path) -> None:
        repository(folder)
        (folder / "docs").chmod(0o500)
        folder.chmod(0o500)

    yield repository_case(
        "nothing can be written",
        read_only,
        [
            Step(["check", "--fix", "--unsafe-fixes"], (0, 1, 2), as_mortal=True),
            Step(["check", "--add-ignore"], (0, 1, 2), as_mortal=True),
            Step(["baseline", "create"], (0, 2), as_mortal=True),
            Step(["init"], (0, 2), as_mortal=True),
            Step(["set", "docs/a-progress.md", "T1=done"], (0, 2), as_mortal=True),
        ],
    )

    def plain(folder: Path) -> None:
        write(folder, {"docs/a-progress.md": PLAN})

    yield repository_case("no git", plain, walks())
    yield repository_case(
        "no git program", partial(repository), [Step(list(CHECK), (0, 1), environment={"PATH": "/nothing"})]
    )

    def foreign(folder: Path) -> None:
        repository(folder)
        git(folder, "config", "core.repositoryformatversion", "99")

    yield repository_case("a git of the future", foreign, walks())

    def broken(content: bytes | None, folder: Path) -> None:
        write(folder, {"docs/a-progress.md": PLAN})
        if content is None:
            (folder / ".git").mkdir()
        else:
            (folder / ".git").write_bytes(content)

    for name, content in (
        ("an empty .git folder", None),
        ("an empty .git file", b""),
        (".git of bytes", bytes(range(256)) * 100),
        (".git leads out", b"gitdir: /etc\n"),
        (".git leads to itself", b"gitdir: .git\n"),
        (".git of 50 MB", b"gitdir: " + b"x" * 50_000_000),
    ):
        yield repository_case(name, partial(broken, content), walks())

    def link_of_git(folder: Path) -> None:
        write(folder, {"docs/a-progress.md": PLAN})
        (folder / ".git").symlink_to(".git")

    yield repository_case(".git links to itself", link_of_git, walks())

    def broken_index(folder: Path) -> None:
        repository(folder)
        (folder / ".git" / "index").write_bytes(b"DIRC" + bytes(range(256)))

    yield repository_case("a broken index", broken_index, walks())

    def broken_config(folder: Path) -> None:
        repository(folder)
        (folder / ".git" / "config").write_bytes(b"[core\n\0")

    yield repository_case("a broken git configuration", broken_config, walks())

    def waiting(name: str, folder: Path) -> None:
        repository(folder)
        (folder / name).unlink(missing_ok=True)
        os.mkfifo(folder / name)

    seen = [Step(list(CHECK), (0, 1), ("a-progress.md",))]
    yield repository_case("what git ignores is a pipe", partial(waiting, ".gitignore"), seen)

    def elsewhere(folder: Path) -> None:
        write(folder, {"docs/a-progress.md": PLAN})
        (folder.parent / "empty").mkdir()
        git(folder, "init", "-q", "-b", "main")
        git(folder, "config", "core.worktree", str(folder.parent / "empty"))

    yield repository_case("a working tree elsewhere, and nothing tracked", elsewhere, seen)

    def removed(folder: Path) -> None:
        repository(folder, {f"docs/{n}-progress.md": PLAN for n in range(20)})
        for number in range(10):
            (folder / "docs" / f"{number}-progress.md").unlink()
        shutil.rmtree(folder / ".git" / "objects")

    yield repository_case("files and objects are gone", removed, walks())

    def replaced(folder: Path) -> None:
        write(folder.parent, {"outside/x-progress.md": SECRET})
        repository(folder, {"sub/x-progress.md": PLAN, "file": ""})
        shutil.rmtree(folder / "sub")
        (folder / "sub").symlink_to("../outside")  # the file that git lists as sub/x-progress.md is outside
        (folder / "file").unlink()
        (folder / "file").mkdir()

    yield repository_case(
        "a tracked folder became a link",
        replaced,
        walks(),
        lambda folder: (
            "a plan outside was changed" if (folder.parent / "outside" / "x-progress.md").read_text() != SECRET else ""
        ),
    )

    def sparse(folder: Path) -> None:
        repository(folder, {"kept/b-progress.md": PLAN, "gone/c-progress.md": PLAN})
        git(folder, "sparse-checkout", "set", "kept")

    yield repository_case("a sparse checkout", sparse, walks())

    def worktree(folder: Path) -> None:
        main = folder.parent / "main"
        main.mkdir()
        repository(main)
        git(main, "worktree", "add", "-q", str(folder / "tree"))

    yield repository_case("a worktree", worktree, walks(Step([*CHECK, "tree"], (0, 1))))

    yield repository_case("a submodule", submodule, walks(Step([*CHECK, "sub"], (0, 1))))

    def bare(folder: Path) -> None:
        git(folder, "init", "-q", "--bare", ".")
        write(folder, {"docs/a-progress.md": PLAN})

    yield repository_case("a bare repository", bare, walks())

    def hook(folder: Path) -> None:
        repository(folder)
        other = folder.parent / "other"
        other.mkdir()
        repository(other, {"docs/z-progress.md": PLAN})

    for name, environment in (
        ("GIT_DIR of a hook", {"GIT_DIR": ".git", "GIT_INDEX_FILE": ".git/index"}),
        ("GIT_DIR of another repository", {"GIT_DIR": "../other/.git", "GIT_WORK_TREE": "../other"}),
        ("GIT_DIR of nothing", {"GIT_DIR": "/nothing", "GIT_INDEX_FILE": "/nothing/index"}),
        ("a lock of the index", {"GIT_INDEX_FILE": ".git/next-index-1.lock"}),
        ("GIT_DIR is a text", {"GIT_DIR": "\n", "GIT_WORK_TREE": ""}),
    ):
        steps = [Step(step.arguments, step.codes, environment=environment) for step in walks()]
        yield repository_case(name, partial(hook), steps)
    refused = {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}
    steps = [Step(step.arguments, step.codes, environment=refused) for step in walks()]
    yield repository_case("of another owner", partial(repository), steps)
