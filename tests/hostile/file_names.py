"""Names of files and the depth of directories."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.hostile.cases import Case, Step
from tests.hostile.git_repository import repository, repository_case, walks
from tests.hostile.project import PLAN


def cases() -> Iterator[Case]:
    """Yield repositories with odd, deep and many names."""

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
        yield repository_case(name, partial(named, names), steps, _ran)

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

    yield repository_case("a path of 6,000 characters", deep, walks(), _forget_deep)

    def many(folder: Path) -> None:
        repository(folder)
        for number in range(3000):
            (folder / f"f{number}" / "g").mkdir(parents=True)
            (folder / f"f{number}" / "g" / "x.md").write_text("# nothing\n")

    yield repository_case("6,000 folders", many, walks())


def _forget_deep(folder: Path) -> str:
    subprocess.run(["rm", "-rf", folder], check=False)
    return ""


def _ran(folder: Path) -> str:
    return "a name was run as a command" if (folder / "ran").exists() else ""
