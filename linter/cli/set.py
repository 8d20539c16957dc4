"""``planlint set``: set statuses of tasks and update everything that follows from them."""

from __future__ import annotations

import os

from linter.cli.configuration import configuration, set_time
from linter.cli.exit_codes import OK, usage_error
from linter.cli.fix import changes, print_diff
from linter.cli.output_targets import print_message
from linter.engine.session import LintSession
from linter.fixes.set_status import Refused, set_statuses
from linter.model.plan import Plan
from linter.outputs.escape import escape_controls
from linter.system.locking import ProjectLock
from linter.system.paths import display_path
from linter.system.writing import WriteError, write_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from linter.fixes.set_status import Update


def run_set(options: Namespace) -> int:
    """Set the statuses; if any cannot be set, nothing is written. Raises ConfigError."""
    try:
        if options.dry_run:
            run, update = _prepare(options)
            print_diff(update)
        else:
            with ProjectLock([options.file]):
                run, update = _prepare(options)
                write_all(changes(run, update))
    except (Refused, WriteError) as error:
        return usage_error([str(error)])
    if not options.dry_run and not options.quiet:
        for line in update.changes or ["nothing to change"]:
            print(escape_controls(line))
    for line in update.left:
        print_message(f"not updated: {line}")
    for line in update.warnings:
        print_message(f"warning: {line}")
    return OK


def _prepare(options: Namespace) -> tuple[LintSession, Update]:
    """Read the file; return what is to be written. Raises ConfigError and Refused."""
    run, path = _read(options)
    return run, _setter(run, path)(run, path, _wanted(options.statuses), force=options.force)


def _read(options: Namespace) -> tuple[LintSession, str]:
    set_time(options)
    if not os.path.isfile(options.file):
        raise Refused(f"{options.file}: no such file")
    run = LintSession(configuration(options))
    name = run.behind(options.file)
    run.add_path(name)
    path = display_path(name)
    if run.problems:
        raise Refused(run.problems[0])
    if path in run.unclaimed:
        raise Refused(f"{path} is not a recognized plan file")
    document = run.document(path)
    if document.root is None:
        read_errors = "; ".join(error.message for error in document.read_errors)
        raise Refused(f"cannot read {path}: {read_errors}")
    if not isinstance(document, Plan):
        raise Refused(f"{path} is a {document.kind}, which has no tasks")
    return run, path


def _setter(run: LintSession, path: str) -> Callable[..., Update]:
    if run.document(path).kind == Plan.kind:
        return set_statuses
    from linter.fixes.set_status_boards import set_on_board

    return set_on_board


def _wanted(texts: list[str]) -> dict[str, str]:
    wanted: dict[str, str] = {}
    for text in texts:
        name, separator, status = text.rpartition("=")
        if not separator or not name or not status:
            raise Refused(f"invalid value '{text}': expected TASK=STATUS")
        if wanted.get(name, status) != status:
            raise Refused(f"{name} is set twice: to {wanted[name]} and to {status}")
        wanted[name] = status
    return wanted
