"""The targets of the outputs of a run: stdout, files, and the summary of a GitHub Actions job."""

from __future__ import annotations

import os
import sys

from linter.config.loader import ConfigError
from linter.config.settings import OUTPUT_FORMATS
from linter.system.paths import WINDOWS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable
    from typing import Any

    from linter.engine.report import Report

Sink = tuple[str, str | None]  # output format and file (None: stdout)
FOR_PROGRAMS = ("json", "json-lines", "gitlab", "sarif", "junit", "rdjson")
FOR_PEOPLE = ("text", "concise", "grouped")  # on stdout; replaced by a table with --statistics
LINKED = ("text", "concise")  # formats with terminal links
MAX_SUMMARY_BYTES = 1024 * 1024  # GitHub does not show larger summaries


def sinks(options: Namespace, configured: str | None) -> list[Sink]:
    """Return the requested outputs. Raises ConfigError."""
    requested = options.output_format or [os.environ.get("PLANLINT_OUTPUT_FORMAT") or configured or "text"]
    found = [_sink(text) for text in requested]
    if options.output_file:
        plain = [index for index, (_, file) in enumerate(found) if file is None]
        if len(plain) != 1:
            raise ConfigError(["-o sets the file of one output format; write the others as NAME=FILE"])
        found[plain[0]] = found[plain[0]][0], target_file(options.output_file)
    _check(found)
    return found


def _sink(text: str) -> Sink:
    name, _, file = text.partition("=")
    if name not in OUTPUT_FORMATS:
        from linter.cli.argparse_setup import invalid_value

        raise invalid_value(name, "--output-format", OUTPUT_FORMATS)
    return name, target_file(file)


def target_file(name: str) -> str | None:
    """Return the file *name*, or None for stdout, which is ``-`` or ``/dev/stdout``."""
    return name if name not in ("", "-", "/dev/stdout") else None


def _check(found: list[Sink]) -> None:
    """Reject outputs with the same target. Raises ConfigError."""
    printed = [name for name, file in found if file is None]
    if len(printed) > 1 and any(name in FOR_PROGRAMS for name in printed):
        raise ConfigError([f"{' and '.join(printed)} cannot share stdout; write all but one as NAME=FILE"])
    files = [os.path.realpath(file) for _, file in found if file is not None]
    for _, file in found:
        if file is not None and files.count(os.path.realpath(file)) > 1:
            raise ConfigError([f"two outputs write to {file}"])


def write(report: Report, found: list[Sink], color: str, named: Iterable[str], inputs: Iterable[str] = ()) -> bool:
    """Print each output; return False if a file cannot be written.

    *named* are the files that the user named; the others, found in directories, are not links. *inputs* are the other
    files that the run has read, such as its configuration; no output replaces them.
    """
    written = True
    for name, file in found:
        render = __import__(f"linter.outputs.{name.replace('-', '_')}", fromlist=["render"]).render
        if file is None and report.wants_statistics and name in FOR_PEOPLE:
            from linter.outputs.statistics import table

            sys.stdout.write(table(report, wants_color(color), sys.stdout.encoding))
        elif file is None:
            is_colored = wants_color(color)
            extras: dict[str, Any] = {"links": True} if name in LINKED and is_colored and wants_links() else {}
            if name == "text":
                from linter.system.terminal import terminal_columns

                extras["columns"] = terminal_columns()
            sys.stdout.write(render(report, is_colored, **extras))
        else:
            written &= _write_file(file, render(report, color == "always"), [*report.named, *inputs], named)
        if name == "github":
            _summarize(report)
    return written


def _write_file(path: str, text: str, linted: list[str], named: Iterable[str]) -> bool:
    from linter.system.writing import WriteError, write_output

    try:
        write_output(path, text.encode("utf-8", "backslashreplace"), linted=linted, links=named)
    except WriteError as error:
        print_message(f"error: {path} {error}")
        return False
    return True


def _summarize(report: Report) -> None:
    """Append what fits to the job summary, after the output of other tools. Errors do not fail the run."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    from linter.outputs.markdown import document
    from linter.system.writing import WriteError, append_output

    def render(size: int) -> bytes:
        text = document(report, MAX_SUMMARY_BYTES - size - 2).encode("utf-8", "backslashreplace")
        if not text:
            print_message("the job summary is full; nothing was added")
        return text and b"\n" * (size > 0) + text

    try:
        append_output(path, render)
    except WriteError as error:
        print_message(f"the job summary {error}")


def wants_color(color: str) -> bool:
    """Whether to use color: ``--color``, then NO_COLOR, FORCE_COLOR, TERM=dumb, then whether stdout is a terminal."""
    if color != "auto":
        return color == "always"
    environment = os.environ
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    if environment.get("TERM") == "dumb" or not sys.stdout.isatty():
        return False
    if WINDOWS:
        os.system("")  # enables escape sequences in old consoles
    return True


def wants_links() -> bool:
    """Whether stdout is a terminal that supports hyperlinks (OSC 8)."""
    if not sys.stdout.isatty():
        return False
    from linter.outputs.hyperlinks import can_link

    return can_link(os.environ)


def print_message(text: str) -> None:
    """Print a line on stderr."""
    from linter.outputs.escape import escape_controls

    sys.stderr.write(f"planlint: {escape_controls(text)}\n")
