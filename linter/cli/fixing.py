"""``--fix``, ``--diff`` and what they say."""

from __future__ import annotations

import sys

from linter.fixer import Fixed, fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from linter.runner import Run


def fix_run(run: Run, options: Namespace) -> Fixed:
    """Fix what *run* found, in memory, and unless ``--diff`` asks otherwise on disk; problems are added to *run*."""
    fixed = fix(run, unsafe=options.unsafe_fixes)
    for path, reason in sorted(fixed.refused.items()):
        run.notes.append(f"{path} is left as it was: {reason}")
    if not options.diff:
        _write_all(run, fixed)
    return fixed


def _write_all(run: Run, fixed: Fixed) -> None:
    from linter.writer import WriteError, write

    failed = []
    for path in fixed.changed:
        try:
            write(path, fixed.before[path].encode(), fixed.after[path].encode(), run.workspace.top_of(path))
        except WriteError as error:
            run.problems.append(f"{path} {error}")
            failed.append(path)
    for path in failed:
        run.reread(path, fixed.before[path])
        fixed.after[path] = fixed.before[path]
    if failed:
        run.lint()


def summary(fixed: Fixed, *, show: bool) -> list[str]:
    """What was fixed, for stderr: one line, and with *show* one for each file and rule."""
    done = [violation for violation in fixed.applied if violation.path in fixed.changed]
    if not done:
        return []
    files = len({violation.path for violation in done})
    lines = [f"fixed {len(done)} violation{'s' * (len(done) > 1)} in {files} file{'s' * (files > 1)}"]
    if show:
        counts: dict[tuple[str, str], int] = {}
        for violation in done:
            counts[violation.path, violation.rule] = counts.get((violation.path, violation.rule), 0) + 1
        lines += [f"  {path}: {count} x {rule}" for (path, rule), count in sorted(counts.items())]
    return lines


def print_diff(fixed: Fixed) -> None:
    """A patch that ``git apply`` takes; the files' own line ends are in it."""
    sys.stdout.flush()
    stream = getattr(sys.stdout, "buffer", None)
    for path in fixed.changed:
        text = "".join(patch(path, fixed.before[path], fixed.after[path]))
        if stream is None:
            sys.stdout.write(text)
        else:
            stream.write(text.encode("utf-8", "surrogateescape"))


def patch(path: str, before: str, after: str) -> list[str]:
    """The unified diff of one file."""
    from difflib import unified_diff

    lines = []
    for line in unified_diff(_lines(before), _lines(after), _quoted(f"a/{path}"), _quoted(f"b/{path}")):
        lines.append(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n")
    return lines


def _lines(text: str) -> list[str]:
    """The lines with their ends; only ``\\n`` ends one, as in git."""
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _quoted(path: str) -> str:
    """*path* as git writes it in a patch: in C quotes where it has more than plain characters."""
    if not any(character in '"\\' or ord(character) < 32 for character in path):
        return path
    escaped = "".join(f"\\{c}" if c in '"\\' else f"\\{ord(c):03o}" if ord(c) < 32 else c for c in path)
    return f'"{escaped}"'
