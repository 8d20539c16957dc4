"""``--fix``, ``--diff`` and ``--add-ignore``, and their output."""

from __future__ import annotations

import os
import sys
from collections import Counter

from linter.fixes.fixer import Fixed, fix
from linter.outputs.escape import escape_controls
from linter.system.words import plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from linter.engine.session import LintSession
    from linter.fixes.fixer import Texts
    from linter.system.writing import Change


def fix_run(run: LintSession, options: Namespace) -> Fixed:
    """Fix what *run* reports in memory and, without ``--diff``, on disk; problems are added to *run*."""
    is_fixing = options.fix or options.fix_only or not options.add_ignore
    fixed = fix(run, unsafe=options.unsafe_fixes) if is_fixing else Fixed()
    if options.add_ignore:
        from linter.fixes.add_ignores import add_ignores

        fixed.hidden = add_ignores(run, fixed)
    for path, reason in sorted(fixed.refused.items()):
        run.notes.append(f"{path} was not fixed: {reason}")
    if not options.diff:
        _write_all(run, fixed)
    return fixed


def _write_all(run: LintSession, fixed: Fixed) -> None:
    """Write all files or none; on failure *run* gets the contents on disk again."""
    from linter.system.writing import WriteError, write_all

    try:
        write_all(changes(run, fixed))
    except WriteError as error:
        run.problems.append(str(error))
        for path in fixed.changed:
            run.reread(path, fixed.before[path])
            fixed.after[path] = fixed.before[path]
        run.lint()


def changes(run: LintSession, texts: Texts) -> list[Change]:
    """Return the files to write, for ``write_all``."""
    return [
        (path, texts.before[path].encode(), texts.after[path].encode(), run.workspace.top_of(path))
        for path in texts.changed
    ]


def summary(fixed: Fixed, *, show: bool) -> list[str]:
    """Return a line about what was fixed, with *show* also one for each file and rule."""
    done = [violation for violation in fixed.reported if violation.path in fixed.changed]
    lines = []
    if fixed.hidden and fixed.changed:
        lines.append(f"added suppressions for {plural(fixed.hidden, 'violation')}; add a reason to each")
    if not done:
        return lines
    files = len({violation.path for violation in done})
    lines.insert(0, f"fixed {plural(len(done), 'violation')} in {plural(files, 'file')}")
    if show:
        counts = Counter((violation.path, violation.rule) for violation in done)
        lines += [f"  {path}: {count} x {rule}" for (path, rule), count in sorted(counts.items())]
    return lines


def print_diff(texts: Texts) -> None:
    """Print a patch for ``git apply`` with the line ends of the files; on a terminal control characters are escaped."""
    from linter.fixes.unified_diff import patch

    sys.stdout.flush()
    text = "".join(line for path in texts.changed for line in patch(path, texts.before[path], texts.after[path]))
    if sys.stdout.isatty():
        text = "\n".join(escape_controls(line.rstrip("\r").expandtabs()) for line in text.split("\n"))
    elif os.environ.get("GITHUB_ACTIONS") == "true":
        text = _inert(text)
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(text)
    else:
        stream.write(text.encode("utf-8", "surrogateescape"))


def _inert(text: str) -> str:
    """Return *text* between lines that stop GitHub's runner from executing commands in it; ``git apply`` skips them."""
    from hashlib import sha256

    token = sha256(text.encode("utf-8", "surrogateescape")).hexdigest()  # a file cannot contain its own hash
    return f"::stop-commands::{token}\n{text}::{token}::\n" if text else ""
