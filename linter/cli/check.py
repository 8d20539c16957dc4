"""``planlint check``."""

from __future__ import annotations

import os
import sys

from linter.cli.options import version_text
from linter.config import ConfigError, Configuration
from linter.config_check import hint
from linter.settings import OUTPUT_FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any

    from linter.engine import Report
    from linter.runner import Run

OK, VIOLATIONS, USAGE, INTERNAL = 0, 1, 2, 3
_kept: list[Run] = []  # the last run, to the end of the process: to take its documents apart takes long


def run_check(options: Namespace) -> int:
    """Lint, print, and say with the exit code how it went."""
    if options.version:
        print(version_text("json" in (options.output_format or [])))
        return OK
    try:
        run = _lint(options)
        _kept[:] = [run]
        sinks = _sinks(options, run.workspace.settings("").values.get("output-format"))
    except ConfigError as error:
        return _usage(error.problems)
    fails, written = _fix_or_report(run, sinks, options)
    for problem in run.problems:
        _say(f"error: {problem}")
    _notes(run, options)
    if run.problems or not written:
        return USAGE
    if run.report.has_internal_errors:
        return INTERNAL
    return VIOLATIONS if fails and not options.exit_zero else OK


def _fix_or_report(run: Run, sinks: list[tuple[str, str | None]], options: Namespace) -> tuple[bool, bool]:
    """Fix as the options ask, print what is to be printed; whether the run fails, and whether all was written."""
    if not (options.fix or options.fix_only or options.diff or options.add_ignore):
        return run.report.fails, _write(run.report, sinks, options.color)
    from linter.cli.fixing import fix_run, print_diff, summary

    fixed = fix_run(run, options)
    if options.diff:
        print_diff(fixed)
        return bool(fixed.changed), True
    run.notes += summary(fixed, show=options.show_fixes)
    if options.fix_only:
        return False, True
    return run.report.fails, _write(run.report, sinks, options.color)


def _lint(options: Namespace) -> Run:
    from linter.runner import Run

    if options.now is not None:
        from linter.clock import set_now

        if not set_now(options.now):
            raise ConfigError([f"--now {options.now!r} is no date and no date-time with a zone"])
    if options.staged or options.since is not None:
        from linter.cli.states import lint_states

        return lint_states(options, configuration(options))
    run = Run(configuration(options), force_exclude=options.force_exclude, gitignore=not options.no_gitignore)
    for path in options.paths or ["."]:
        if path == "-":
            if (options.fix or options.fix_only or options.add_ignore) and not options.diff:
                raise ConfigError(["there is no file to write for '-': use --diff"])
            run.add_bytes(options.stdin_filename or "stdin.md", sys.stdin.buffer.read())
        else:
            run.add_path(path)
    run.lint()
    return run


def configuration(options: Namespace) -> Configuration:
    """What ``--config``, ``--isolated`` and the options about rules say. Raises ConfigError."""
    file, inline = os.environ.get("PLANLINT_CONFIG") or None, []
    for text in getattr(options, "config", None) or ():
        if "=" in text and not os.path.exists(text):
            inline.append(text)
        else:
            file = text
    isolated = getattr(options, "isolated", False)
    if file is not None and not isolated and not os.path.isfile(file):
        raise ConfigError([f"configuration file {file} does not exist"])
    command_line = _command_line(options) if hasattr(options, "select") else {}
    return Configuration(command_line, file=file, inline=inline, isolated=isolated)


def _command_line(options: Namespace) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, given in (
        ("select", options.select),
        ("extend-select", options.extend_select),
        ("ignore", options.ignore),
    ):
        if given:
            values[key] = [name.strip() for text in given for name in text.split(",") if name.strip()]
    if options.severity:
        values["severity"] = dict(([*text.split("=", 1), ""])[:2] for text in options.severity)
    baseline = os.path.abspath(options.baseline) if options.baseline else None
    for key, value in (("preset", options.preset), ("fail-on", options.fail_on), ("baseline", baseline)):
        if value:
            values[key] = value
    return values


def _sinks(options: Namespace, configured: str | None) -> list[tuple[str, str | None]]:
    """The outputs asked for: name and file (None: stdout)."""
    asked = options.output_format or [os.environ.get("PLANLINT_OUTPUT_FORMAT") or configured or "text"]
    sinks: list[tuple[str, str | None]] = []
    for text in asked:
        name, _, file = text.partition("=")
        if name not in OUTPUT_FORMATS:
            known = ", ".join(OUTPUT_FORMATS)
            raise ConfigError([f"unknown output format {name!r}{hint(name, OUTPUT_FORMATS)}: one of {known}"])
        sinks.append((name, file or None))
    if options.output_file:
        plain = [index for index, (_, file) in enumerate(sinks) if file is None]
        if len(plain) != 1:
            raise ConfigError(["-o names the file of one output format: give the others as NAME=FILE"])
        sinks[plain[0]] = sinks[plain[0]][0], options.output_file
    return sinks


def _write(report: Report, sinks: list[tuple[str, str | None]], color: str) -> bool:
    """Print each output; False where a file cannot be written."""
    written = True
    for name, file in sinks:
        render = __import__(f"linter.outputs.{name.replace('-', '_')}", fromlist=["render"]).render
        if file is None:
            sys.stdout.write(render(report, wants_color(color)))
            continue
        try:
            with open(file, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
                stream.write(render(report, color == "always"))
        except OSError as error:
            _say(f"error: {file} cannot be written: {error.strerror or error}")
            written = False
    return written


def wants_color(color: str) -> bool:
    """``--color`` beats NO_COLOR beats FORCE_COLOR beats TERM=dumb beats whether stdout is a terminal."""
    if color != "auto":
        return color == "always"
    environment = os.environ
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return environment.get("TERM") != "dumb" and sys.stdout.isatty()


def _notes(run: Run, options: Namespace) -> None:
    if options.quiet:
        return
    for note in run.notes:
        _say(note)
    if run.matches:
        from linter.cli.baseline import stale_notes

        for match in run.matches.values():
            for note in stale_notes(match):
                _say(note)
    if not os.environ.get("PRE_COMMIT") or options.verbose:  # a hook is handed every Markdown file there is
        for path in run.unclaimed:
            _say(f"{path} is no plan: nothing to check in it")
    if options.verbose:
        report = run.report
        _say(f"{report.files} files read, {report.plans} of them plans, {run.skipped} skipped")


def _usage(problems: list[str]) -> int:
    for problem in problems:
        _say(f"error: {problem}")
    return USAGE


def _say(text: str) -> None:
    from linter.outputs.escape import harmless

    sys.stderr.write(f"planlint: {harmless(text)}\n")
