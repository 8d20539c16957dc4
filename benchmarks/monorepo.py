"""A large repository in which few files are plans: 90,000 files, 30,000 of them Markdown, 500 plans."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from benchmarks import inputs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PLANS = 500
PACKAGES, NOTES, SOURCES = 5_900, 5, 10  # and the files of each
TOOLS = 1_000
UNKNOWN = "TASK-404"
FOLDER = ".claude/progress"  # of the plans
STAGED = ".claude/progress/feature-1/phase-1-progress.md"
KNOWN = ".claude/progress/feature-1/phase-2-progress.md"
_WORDS = (
    "build cache client deploy error index queue release report retry schema server session status test token".split()
)
_FRONT = "---\ntitle: {title}\ntags: [{first}, {second}]\nowner: team-{team}\n---\n\n"
_SOURCE = "export function {first}{number}(value: number): number {{\n  return value + {number}; // {second}\n}}\n"


def write_monorepo(folder: Path) -> None:
    """Write the repository to *folder*, committed, with one staged change: a plan depends on an unknown id."""
    _commit(folder, _files())
    _stage_unknown(folder)


def write_alone(folder: Path) -> None:
    """Write a repository of the plans of the monorepo alone, with the same staged change, to *folder*."""
    _commit(folder, inputs.repository(PLANS))
    _stage_unknown(folder)


def _files() -> Iterator[tuple[str, str]]:
    yield from inputs.repository(PLANS)
    for number in range(PACKAGES):
        package = f"packages/group-{number % 60}/package-{number}"
        for note in range(NOTES):
            yield f"{package}/{f'note-{note}' if note else 'README'}.md", _note(number, note)
        for source in range(SOURCES):
            first, second = _word(number, source), _word(source, number)
            text = _SOURCE.format(first=first, second=second, number=number * SOURCES + source)
            yield f"{package}/src/{first}-{source}.ts", text
    for number in range(TOOLS):
        yield f"tools/tool-{number}.ts", _SOURCE.format(first="tool", second="", number=number)


def _note(number: int, note: int) -> str:
    """Return one of the notes of a package: a third have front matter, a few the words by which plans are found."""
    title = f"{_word(number, note)} {_word(note, number)} {number}"
    front = _FRONT.format(title=title, first=_word(number, 1), second=_word(number, 2), team=number % 40)
    lines = [
        f"The {_word(number, line)} of the {_word(line, note)} comes before the {_word(note, number + line)}."
        for line in range(10 + (number * 7 + note * 3) % 30)
    ]
    if number % 10 == 0:
        lines.append("Its tasks are in progress.")
    return front * (number % 3 == 0) + f"# {title}\n\n" + "\n".join(lines) + "\n"


def _word(first: int, second: int) -> str:
    return _WORDS[(first * 31 + second * 17 + first * second) % len(_WORDS)]


def _commit(folder: Path, files: Iterator[tuple[str, str]]) -> None:
    """Make *folder* a repository with one commit of *files*, in one pack as a clone has it."""
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(folder)], check=True)
    command = ["git", "-C", str(folder), "fast-import", "--quiet"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.write(b"commit refs/heads/main\ncommitter B <b@example.org> 1767225600 +0000\ndata 1\nx\n")
        for path, text in files:
            data = text.encode()
            process.stdin.write(b"M 100644 inline %b\ndata %d\n%b\n" % (path.encode(), len(data), data))
    if process.returncode:
        raise SystemExit("git fast-import failed")
    subprocess.run(["git", "-C", str(folder), "reset", "--quiet", "--hard"], check=True)


def _stage_unknown(folder: Path) -> None:
    plan = folder / STAGED
    before, dependencies, after = plan.read_text(encoding="utf-8").rpartition("dependencies: [")  # of an open task
    plan.write_text(f"{before}{dependencies}{UNKNOWN}, {after}", encoding="utf-8")
    subprocess.run(["git", "-C", str(folder), "add", STAGED], check=True)
