"""Hostile repositories: links, names, permissions, and git configurations that try to run a program."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tests.hostile.cases import Case, Step, write
from tests.hostile.folders import PLAN

SECRET = "---\ntype: progress\nprd: a\ntasks:\n- {id: SECRET, status: pending}\n---\n"
CHECK = ["check", "--output-format", "json", "--preset", "strict"]


def git(folder: Path, *arguments: str, environment: dict[str, str] | None = None) -> None:
    """Run git in *folder* with a name and an address. Raises CalledProcessError."""
    identity = ("-c", "user.name=t", "-c", "user.email=t@t", "-c", "protocol.file.allow=always")
    variables = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    subprocess.run(
        ["git", *identity, *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
        env={**variables, **(environment or {})},
    )


def repository(folder: Path, files: dict[str, str | bytes] | None = None) -> None:
    """Create a repository at *folder* with *files* and a plan, committed."""
    git(folder, "init", "-q", "-b", "main")
    write(folder, {"docs/a-progress.md": PLAN, **(files or {})})
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "first")


def cases() -> Iterator[Case]:
    """Yield every hostile repository."""
    yield from _links()
    yield from _names()
    yield from _states()
    yield from _programs()


def _case(
    name: str, make: Callable[[Path], None], steps: list[Step], after: Callable[[Path], str] | None = None
) -> Case:
    return Case("repository", name, make, steps, after or (lambda folder: ""))


def walks(*more: Step) -> list[Step]:
    """Return the commands that read the whole repository, and those that write to it."""
    return [
        Step(list(CHECK), (0, 1)),
        Step([*CHECK, "--no-gitignore"], (0, 1)),
        Step(["check", "--fix", "--unsafe-fixes"], (0, 1)),
        Step(["check", "--add-ignore"], (0, 1)),
        Step(["baseline", "create"], (0,)),
        Step(["init"], (0, 2)),
        *more,
    ]


def _links() -> Iterator[Case]:
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

    yield _case(
        "a plan links out",
        partial(linked, "../../outside/x-progress.md", "docs/x-progress.md"),
        walks(
            Step([*CHECK, "docs/x-progress.md"], (1, 2), (out,)),
            Step(["check", "--fix", "docs/x-progress.md"], (1, 2), (out,)),
            Step(["set", "docs/x-progress.md", "SECRET=done"], (2,), (out,)),
        ),
        untouched,
    )
    yield _case(
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
    yield _case(
        "everything is a plan, and a password file is linked",
        partial(linked, "/etc/passwd", "docs/x.md", files={"planlint.toml": "kinds = {progress = ['docs/x.md']}"}),
        walks(Step(["check", "docs/x.md"], (1, 2), (out,))),
        lambda folder: "",
    )
    yield _case(
        "a plan links to itself",
        partial(linked, "x-progress.md", "docs/x-progress.md"),
        walks(
            Step([*CHECK, "docs/x-progress.md"], (1, 2)),
        ),
    )
    yield _case(
        "a folder links to its parent",
        partial(linked, "..", "docs/up"),
        walks(
            Step([*CHECK, "docs/up/docs/up/docs/a-progress.md"], (0, 1)),
        ),
    )
    yield _case(
        "a folder links to the root",
        partial(linked, "/", "docs/root"),
        walks(
            Step([*CHECK, "docs/root"], (2,), (out,)),
        ),
    )
    yield _case(
        "a plan links to an endless device",
        partial(linked, "/dev/zero", "docs/x-progress.md"),
        walks(
            Step([*CHECK, "docs/x-progress.md"], (1, 2)),
        ),
    )
    yield _case(
        "a plan links to nothing",
        partial(linked, "nothing", "docs/x-progress.md"),
        walks(
            Step([*CHECK, "docs/x-progress.md"], (1, 2)),
        ),
    )
    yield _case(
        "the baseline links out",
        partial(linked, "../outside/b.json", "planlint-baseline.json"),
        [Step(["baseline", "create"], (2,), ("a symbolic link in its path",))],
        untouched,
    )
    yield _case("the workflows link out", partial(linked, "../outside", ".github"), [Step(["init"], (0, 2))], untouched)
    yield _case(
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

    yield _case(
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

    yield _case("references through links", references, walks())


def _names() -> Iterator[Case]:
    def named(names: list[bytes], folder: Path) -> None:
        for name in names:
            path = os.fsencode(folder) + b"/" + name
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(PLAN.encode())
        repository(folder)

    odd = {
        "newlines": [b"a\nb-progress.md", b"d\n\n/x-progress.md", b"\n.md"],
        "quotes": [b"'\".md", b"a'b\"c-progress.md", b'"docs"/x.md', b"\\.md", b"a\\nb.md"],
        "bytes that are not UTF-8": [b"\xff\xfe-progress.md", b"d\xe9j\xe0/x-progress.md", b"\xed\xa0\x80.md"],
        "control characters": [b"\x1b[31m-progress.md", b"\x07\x08.md", b"a\rb.md", b"\x7f.md"],
        "commands": [b"::error::x.md", b"##[stop-commands]x.md", b"a,line=99.md", b"a%0Ab.md", b"$(touch ran).md"],
        "options": [b"--fix.md", b"-.md", b"-o.md", b"--output-format=x/y.md", b"@options.md", b"--/x.md"],
        "blanks and dots": [b" .md", b"  a  .md", b"...md", b".md", b"..x/...y/z.md", b"a .md", b"~.md"],
        "right to left": ["\u202egpj.md".encode(), "a\u2028b.md".encode(), "\ufeff.md".encode(), "e\u0301.md".encode()],
        "twins": [b"docs/A-progress.md", b"docs/a-PROGRESS.md", b"DOCS/a-progress.md", b"docs/manifest.YAML"],
        "patterns": [b"*.md", b"[a].md", b"{a,b}.md", b"**/x.md", b"?.md", b"!x.md", b"#x.md"],
        "names of 250 bytes": [b"x" * 247 + b".md", (b"d" * 250 + b"/") * 3 + b"x.md"],
    }
    for name, names in odd.items():
        step = Step(["check", "--output-format", "github"], (0, 1))
        steps = [step, *walks(Step(["check", "--fix", "--diff"], (0, 1)))]
        yield _case(name, partial(named, names), steps, _ran)

    def deep(folder: Path) -> None:
        repository(folder)
        here = os.getcwd()
        handle = os.open(folder, os.O_RDONLY)
        for _ in range(30):  # 30 x 201: longer than any path may be
            os.mkdir("d" * 200, dir_fd=handle)
            below = os.open("d" * 200, os.O_RDONLY, dir_fd=handle)
            os.close(handle)
            handle = below
        file = os.open("x-progress.md", os.O_WRONLY | os.O_CREAT, dir_fd=handle)
        os.write(file, PLAN.encode())
        os.close(file)
        os.close(handle)
        assert os.getcwd() == here

    yield _case("a path of 6,000 characters", deep, walks(), _forget_deep)

    def many(folder: Path) -> None:
        repository(folder)
        for number in range(3000):
            (folder / f"f{number}" / "g").mkdir(parents=True)
            (folder / f"f{number}" / "g" / "x.md").write_text("# nothing\n")

    yield _case("6,000 folders", many, walks())


def _forget_deep(folder: Path) -> str:
    subprocess.run(["rm", "-rf", folder], check=False)
    return ""


def _states() -> Iterator[Case]:
    def unreadable(folder: Path) -> None:
        repository(folder, {"closed/x-progress.md": PLAN, "docs/b-progress.md": PLAN, "docs/MANIFEST.yaml": "x: 1"})
        write(folder, {"barred/y-progress.md": PLAN})
        (folder / "barred").chmod(0)
        (folder / "docs" / "b-progress.md").chmod(0)
        (folder / "docs" / "MANIFEST.yaml").chmod(0)
        (folder / "closed").chmod(0)

    yield _case(
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

    yield _case(
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

    yield _case("no git", plain, walks())
    yield _case("no git program", partial(repository), [Step(list(CHECK), (0, 1), environment={"PATH": "/nothing"})])

    def foreign(folder: Path) -> None:
        repository(folder)
        git(folder, "config", "core.repositoryformatversion", "99")

    yield _case("a git of the future", foreign, walks())

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
        yield _case(name, partial(broken, content), walks())

    def link_of_git(folder: Path) -> None:
        write(folder, {"docs/a-progress.md": PLAN})
        (folder / ".git").symlink_to(".git")

    yield _case(".git links to itself", link_of_git, walks())

    def broken_index(folder: Path) -> None:
        repository(folder)
        (folder / ".git" / "index").write_bytes(b"DIRC" + bytes(range(256)))

    yield _case("a broken index", broken_index, walks())

    def broken_config(folder: Path) -> None:
        repository(folder)
        (folder / ".git" / "config").write_bytes(b"[core\n\0")

    yield _case("a broken git configuration", broken_config, walks())

    def waiting(name: str, folder: Path) -> None:
        repository(folder)
        (folder / name).unlink(missing_ok=True)
        os.mkfifo(folder / name)

    seen = [Step(list(CHECK), (0, 1), ("a-progress.md",))]
    yield _case("what git ignores is a pipe", partial(waiting, ".gitignore"), seen)

    def elsewhere(folder: Path) -> None:
        write(folder, {"docs/a-progress.md": PLAN})
        (folder.parent / "empty").mkdir()
        git(folder, "init", "-q", "-b", "main")
        git(folder, "config", "core.worktree", str(folder.parent / "empty"))

    yield _case("a working tree elsewhere, and nothing tracked", elsewhere, seen)

    def removed(folder: Path) -> None:
        repository(folder, {f"docs/{n}-progress.md": PLAN for n in range(20)})
        for number in range(10):
            (folder / "docs" / f"{number}-progress.md").unlink()
        shutil.rmtree(folder / ".git" / "objects")

    yield _case("files and objects are gone", removed, walks())

    def replaced(folder: Path) -> None:
        write(folder.parent, {"outside/x-progress.md": SECRET})
        repository(folder, {"sub/x-progress.md": PLAN, "file": ""})
        shutil.rmtree(folder / "sub")
        (folder / "sub").symlink_to("../outside")  # the file that git lists as sub/x-progress.md is outside
        (folder / "file").unlink()
        (folder / "file").mkdir()

    yield _case(
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

    yield _case("a sparse checkout", sparse, walks())

    def worktree(folder: Path) -> None:
        main = folder.parent / "main"
        main.mkdir()
        repository(main)
        git(main, "worktree", "add", "-q", str(folder / "tree"))

    yield _case("a worktree", worktree, walks(Step([*CHECK, "tree"], (0, 1))))

    def submodule(folder: Path) -> None:
        inner = folder.parent / "inner"
        inner.mkdir()
        repository(inner)
        repository(folder)
        git(folder, "submodule", "add", "-q", "../inner", "sub")

    yield _case("a submodule", submodule, walks(Step([*CHECK, "sub"], (0, 1))))

    def bare(folder: Path) -> None:
        git(folder, "init", "-q", "--bare", ".")
        write(folder, {"docs/a-progress.md": PLAN})

    yield _case("a bare repository", bare, walks())

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
        yield _case(name, partial(hook), steps)
    refused = {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}
    steps = [Step(step.arguments, step.codes, environment=refused) for step in walks()]
    yield _case("of another owner", partial(repository), steps)


def _programs() -> Iterator[Case]:
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
    inner = folder.parent / "inner"
    inner.mkdir()
    repository(inner)
    repository(folder)
    git(folder, "submodule", "add", "-q", "../inner", "sub")
    git(folder / "sub", "config", "core.fsmonitor", f"touch {folder.parent}/ran")
    (folder.parent / "ran").unlink(missing_ok=True)


def _beside(folder: Path) -> str:
    return "the repository ran a program" if (folder.parent / "ran").exists() else ""


def _ran(folder: Path) -> str:
    return "a name was run as a command" if (folder / "ran").exists() else ""
