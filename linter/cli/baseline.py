"""``planlint baseline``: record existing violations, or remove stale entries."""

from __future__ import annotations

import os
import sys

from linter.cli.configuration import configuration
from linter.cli.exit_codes import OK
from linter.config.loader import ConfigError
from linter.config.sources import near_path
from linter.engine.baseline import DEFAULT_NAME, is_baseline, keyed, load, written
from linter.engine.session import LintSession
from linter.outputs.escape import escape_controls
from linter.rules.registry import ALWAYS_REPORTED
from linter.system.words import plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from linter.engine.baseline import Match

STALE_SHOWN = 10


def run_baseline(options: Namespace) -> int:
    """Create or prune the baseline, and return the exit code. Raises ConfigError."""
    from linter.system.locking import ProjectLock
    from linter.system.writing import WriteError

    try:
        with ProjectLock([*options.paths, options.baseline or "."]):
            return _update(options)
    except WriteError as error:
        raise ConfigError([str(error)]) from None


def _update(options: Namespace) -> int:
    run = LintSession(configuration(options), baseline="")
    settings = run.workspace.settings("")
    configured = settings.baseline
    path = os.path.abspath(options.baseline) if options.baseline else configured
    path = path or os.path.join(settings.folder or run.workspace.repository("") or os.getcwd(), DEFAULT_NAME)
    for name in options.paths or ["."]:
        run.add_path(run.behind(name))
    act = _create if options.action == "create" else _prune
    text, messages = act(run, path)
    if run.problems:
        raise ConfigError(run.problems)
    _write(path, text, run)
    for line in [*run.workspace.all_notes(), *run.notes, *run.closed_notes(), *messages]:
        _print_message(line)
    if path != configured:
        _print_message(
            f'use it: baseline = "{os.path.basename(path)}" in planlint.toml, or --baseline {near_path(path)}'
        )
    return OK


def _create(run: LintSession, path: str) -> tuple[str, list[str]]:
    report = run.lint()
    unread = sorted({violation.path for violation in report.violations if violation.rule in ALWAYS_REPORTED})
    accepted = [violation for violation in report.violations if violation.rule not in ALWAYS_REPORTED]
    messages = [f"{name} cannot be parsed, so it is not in the baseline; fix or exclude it" for name in unread]
    files = len({violation.path for violation in accepted})
    entries = [key for _, keys in keyed(accepted, run.document, path) for key in keys]
    recorded = f"{plural(len(accepted), 'violation')} in {plural(files, 'file')}"
    more = f" ({plural(len(entries), 'entry')})" if len(entries) != len(accepted) else ""
    messages.append(f"{near_path(path)}: {recorded}{more}")
    return written(entries), messages


def _prune(run: LintSession, path: str) -> tuple[str, list[str]]:
    run.baseline = path
    run.lint()
    baseline = load(path)
    match = run.matches.get(path)
    gone = set(match.stale() if match else ())
    kept = [key for place, key in enumerate(baseline.keys) if place not in gone]
    return written(kept), [f"{near_path(path)}: removed {plural(len(gone), 'stale entry')} ({len(kept)} remain)"]


def _write(path: str, text: str, run: LintSession) -> None:
    from linter.system.writing import WriteError, write_new_or_replace

    try:
        write_new_or_replace(path, text.encode(), linted=run.paths, replaces=is_baseline)
    except WriteError as error:
        raise ConfigError([f"{near_path(path)} {error}"]) from None


def stale_notes(match: Match) -> list[str]:
    """Return notes about entries of the baseline that no longer occur."""
    baseline, stale = match.baseline, match.stale()
    name = near_path(baseline.path)
    notes = []
    for place in stale[:STALE_SHOWN]:
        key = baseline.keys[place]
        what = ", ".join(part for part in (key.place, key.about) if part)
        note = f"{name}:{baseline.lines[place]}: no longer occurs: {key.rule} in {key.path}"
        notes.append(note + (what and f" ({what})"))
    if stale:
        rest = len(stale) - STALE_SHOWN
        notes.append((f"and {rest} more: " if rest > 0 else "") + "run 'planlint baseline prune' to remove them")
    return notes


def _print_message(line: str) -> None:
    print(escape_controls(line), file=sys.stderr)
