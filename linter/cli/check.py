"""``planlint check``."""

from __future__ import annotations

import os

from linter.cli.arguments import version_text
from linter.cli.configuration import configuration, set_time
from linter.cli.exit_codes import INTERNAL, OK, USAGE, VIOLATIONS, usage_error
from linter.cli.output_targets import print_message, sinks, write
from linter.cli.progress import Progress
from linter.config.loader import ConfigError
from linter.system.paths import display_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from linter.cli.output_targets import Sink
    from linter.engine.reading import DocumentSource
    from linter.engine.session import LintSession


def run_check(options: Namespace, source: DocumentSource | None = None) -> int:
    """Lint and print, and return the exit code. Raises ConfigError.

    Files are read from *source*, or the disk if None.
    """
    if options.version:
        print(version_text("json" in (options.output_format or [])))
        return OK
    if options.show_settings:
        from linter.cli.show_settings import run_show_settings

        return run_show_settings(options)
    if options.hook:
        from linter.cli.hook import run_hook

        return run_hook(options, _check)
    if options.watch:
        from linter.cli.watch import run_watch

        return run_watch(options, run_check)
    return _check(options, source)


def _check(options: Namespace, source: DocumentSource | None = None) -> int:
    """Lint and print; a run that writes to plans locks the project. Raises ConfigError."""
    if not (options.fix or options.fix_only or options.add_ignore) or options.diff:
        return _report(options, source)
    from linter.system.locking import ProjectLock
    from linter.system.writing import WriteError

    try:
        with ProjectLock(options.paths or ["."]):
            return _report(options, source)
    except WriteError as error:
        raise ConfigError([str(error)]) from None


def _report(options: Namespace, source: DocumentSource | None) -> int:
    with Progress(options) as progress:
        run = _lint(options, source, progress)
    if options.show_files:
        return _show_files(run)
    outputs = sinks(options, run.workspace.settings("").values.get("output-format"))
    fails, written = _fix_or_report(run, outputs, options)
    usage_error(run.problems + run.crashes)
    _notes(run, options)
    if run.problems or not written:
        return USAGE
    if run.report.has_internal_errors:
        return INTERNAL
    return VIOLATIONS if fails and not options.exit_zero else OK


def _fix_or_report(run: LintSession, outputs: list[Sink], options: Namespace) -> tuple[bool, bool]:
    """Fix and print as requested; return whether the run fails, and whether all outputs were written."""
    if not (options.fix or options.fix_only or options.diff or options.add_ignore):
        return run.report.fails, _write(run, outputs, options)
    from linter.cli.fix import fix_run, print_diff, summary

    fixed = fix_run(run, options)
    if options.diff:
        print_diff(fixed)
        return bool(fixed.changed), True
    run.notes += summary(fixed, show=options.show_fixes)
    if options.fix_only:
        return False, True
    return run.report.fails, _write(run, outputs, options)


def _write(run: LintSession, outputs: list[Sink], options: Namespace) -> bool:
    report = run.report.replace(wants_statistics=options.statistics)
    inputs = [*run.workspace.configuration.files, *run.matches]
    return write(report, outputs, options.color, run.workspace.named, inputs)


def _lint(options: Namespace, source: DocumentSource | None, progress: Progress) -> LintSession:
    from linter.cli.session_choice import run_for

    set_time(options)
    if options.hook:
        from linter.cli.hook import lint_hook

        return lint_hook(options, configuration(options))
    if options.staged or options.since is not None:
        from linter.cli.git_changes import lint_states

        return lint_states(options, configuration(options))
    run = run_for(options, configuration(options), source)
    progress.run = run
    for path in options.paths or ["."]:
        if path == "-":
            if (options.fix or options.fix_only or options.add_ignore) and not options.diff:
                raise ConfigError(["--fix cannot write stdin; use --diff"])
            name = options.stdin_filename or "stdin.md"
            if not (options.force_exclude and run.is_excluded(display_path(name))):
                from linter.cli.stdin import read_stdin

                run.add_bytes(name, read_stdin(run.workspace.settings(display_path(name)).limits.max_file_size + 1))
        else:
            run.add_path(run.behind(path))
    if not options.show_files:
        run.lint()
    return run


def _show_files(run: LintSession) -> int:
    """Print the paths of the files that were read, one per line."""
    from linter.outputs.escape import escape_controls

    for path in sorted(run.paths):
        print(escape_controls(path))
    return usage_error(run.problems) if run.problems else OK


def _notes(run: LintSession, options: Namespace) -> None:
    if options.quiet:
        return
    found = (*run.workspace.configuration.notes, *run.workspace.all_notes(), *run.notes, *run.format_notes())
    for note in (*found, *run.closed_notes()):
        print_message(note)
    if run.matches:
        from linter.cli.baseline import stale_notes

        for match in run.matches.values():
            for note in stale_notes(match):
                print_message(note)
    _note_skipped(run, options)
    if options.verbose:
        print_message(_read(run))


def _note_skipped(run: LintSession, options: Namespace) -> None:
    """Print why named files are not plans, and with ``--verbose`` why others with front matter are not."""
    is_silent = os.environ.get("PRE_COMMIT") and not options.verbose  # a hook gets all Markdown files
    if options.verbose or (run.unclaimed and not is_silent):
        from linter.engine.skipped import find_missing, with_front_matter

        for path in (*run.unclaimed, *(with_front_matter(run) if options.verbose else ())):
            print_message(f"{path} is not a plan: {find_missing(run, path)}")


def _read(run: LintSession) -> str:
    """Return the totals, ``466 files read: 386 plans (2 unreadable), 80 skipped``, and the number of excluded files."""
    from linter.system.words import plural

    report = run.report
    unreadable, skipped = report.documents - report.plans, report.files - report.documents
    excluded = run.skipped - skipped
    line = f"{plural(report.files, 'file')} read: {plural(report.documents, 'plan')}"
    line += f" ({unreadable:,} unreadable)" if unreadable else ""
    line += f", {skipped:,} skipped"
    return line + (f"; {excluded} excluded" if excluded > 0 else "")
