"""Git configurations that try to run a program."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.hostile.cases import Case, Step, write
from tests.hostile.git_repository import CHECK, git, repository, submodule, walks
from tests.hostile.project import PLAN


def cases() -> Iterator[Case]:
    """Yield cases with settings that name a program, which would create a file ``ran`` next to the repository."""
    program = "touch {}/ran"
    settings = {
        "fsmonitor": [("core.fsmonitor", program)],
        "fsmonitor in an included file": [("include.path", "../evil.config")],
        "fsmonitor included under a condition": [("includeIf.gitdir:**.path", "../evil.config")],
        "hooks": [("core.hooksPath", "hooks")],
        "pager": [("core.pager", program), ("pager.ls-files", program), ("pager.check", "true")],
        "aliases": [
            ("alias.ls-files", "!" + program),
            ("alias.cat-file", "!" + program),
            ("alias.diff", "!" + program),
        ],
        "external diff": [("diff.external", program), ("diff.md.command", program), ("diff.md.textconv", program)],
        "filters": [("filter.md.clean", program), ("filter.md.smudge", program), ("filter.md.process", program)],
        "merge driver": [("merge.md.driver", program)],
        "ssh and proxies": [("core.sshCommand", program), ("core.gitProxy", program), ("core.askPass", program)],
        "credentials": [("credential.helper", "!" + program), ("gpg.program", program), ("gpg.ssh.program", program)],
        "editor": [("core.editor", program), ("sequence.editor", program)],
        "alternate references": [("core.alternateRefsCommand", program)],
        "a remote that is a program": [
            ("extensions.partialClone", "origin"),
            ("core.repositoryFormatVersion", "1"),
            ("remote.origin.url", "ext::sh -c 'touch {}/ran'"),
            ("remote.origin.promisor", "true"),
            ("protocol.ext.allow", "always"),
        ],
        "a remote whose server is a program": [
            ("extensions.partialClone", "origin"),
            ("core.repositoryFormatVersion", "1"),
            ("remote.origin.url", "."),
            ("remote.origin.promisor", "true"),
            ("remote.origin.uploadpack", program + ";"),
        ],
        "a work tree elsewhere": [("core.worktree", "/etc")],
        "a work tree at the top": [("core.worktree", "/")],
        "an excludes file that never ends": [("core.excludesFile", "/dev/null")],
    }
    for name, pairs in settings.items():
        yield Case("git programs", name, partial(_armed, pairs), walks(*_asking()), _beside)
    yield Case(
        "git programs",
        "a bare repository inside",
        _embedded,
        [
            *walks(Step([*CHECK, "inner"], (0, 1))),
            Step(["check", "inner/docs"], (0, 1)),
        ],
        _beside,
    )
    yield Case(
        "git programs", "a submodule with a monitor", _armed_submodule, walks(Step([*CHECK, "sub"], (0, 1))), _beside
    )


def _asking() -> list[Step]:
    """Return commands that make git read more than names."""
    return [
        Step([*CHECK, "docs"], (0, 1)),
        Step([*CHECK, "--select", "unknown-commit,all"], (0, 1)),
        Step([*CHECK, "--staged"], (0, 1, 2)),
        Step([*CHECK, "--since", "HEAD"], (0, 1, 2)),
        Step([*CHECK, "--since", "main"], (0, 1, 2)),
    ]


def _armed(pairs: list[tuple[str, str]], folder: Path) -> None:
    commits = "    commits: [1234567, 89abcdef0123]\n"
    repository(
        folder,
        {
            "docs/c-progress.md": PLAN.replace("    dependencies", f"{commits}    dependencies"),
            ".gitattributes": "*.md diff=md filter=md merge=md text\n*.toml filter=md\n",
        },
    )
    base = str(folder.parent)
    script = f"#!/bin/sh\ntouch {base}/ran\n"
    for name in ("post-index-change", "post-checkout", "pre-commit", "reference-transaction", "fsmonitor-watchman"):
        for where in (folder / ".git" / "hooks", folder / "hooks"):
            where.mkdir(exist_ok=True)
            (where / name).write_text(script)
            (where / name).chmod(0o755)
    (folder / "evil.config").write_text(f"[core]\n\tfsmonitor = touch {base}/ran\n")
    write(folder, {"docs/a-progress.md": PLAN.replace("pending", "blocked"), "docs/new-progress.md": PLAN})
    git(folder, "add", "docs/new-progress.md")
    for key, value in pairs:
        git(folder, "config", key, value.format(base))
    (folder.parent / "ran").unlink(missing_ok=True)


def _embedded(folder: Path) -> None:
    """Create a directory that git takes for a bare repository, with a monitor, as a clone may contain it."""
    repository(folder)
    inner = folder / "inner"
    inner.mkdir()
    git(inner, "init", "-q", "--bare", ".")
    write(inner, {"docs/b-progress.md": PLAN})
    for key, value in (
        ("core.bare", "false"),
        ("core.worktree", "docs"),
        ("core.fsmonitor", f"touch {folder.parent}/ran"),
    ):
        git(inner, "--git-dir=.", "config", key, value)
    (folder.parent / "ran").unlink(missing_ok=True)


def _armed_submodule(folder: Path) -> None:
    submodule(folder)
    git(folder / "sub", "config", "core.fsmonitor", f"touch {folder.parent}/ran")
    (folder.parent / "ran").unlink(missing_ok=True)


def _beside(folder: Path) -> str:
    return "the repository ran a program" if (folder.parent / "ran").exists() else ""
