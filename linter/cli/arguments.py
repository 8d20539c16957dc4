"""The command line of each subcommand (``cli.md``)."""

from __future__ import annotations

import os
import sys

from linter import __version__
from linter.cli.fast_arguments import FastArgumentParser
from linter.config.settings import KINDS, OUTPUT_FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

_DESCRIPTION = """\
The linter for plans kept in git.

commands:
  check [PATH...]    lint files and directories (the default: 'planlint docs/' is 'planlint check docs/')
  rules              list every rule
  explain RULE       show a rule's page
  why FILE:LINE      say what showed or hid what stands there
  graph PATH...      draw the tasks of plans and what waits for what
  schema KIND        print the JSON Schema of a document kind, 'config' or 'output', for editors
  init               propose a configuration, a pre-commit hook and a workflow for this repository
  set FILE T1=done   change statuses, and all that follows from them
  clean              delete what earlier runs found, and later ones would use again
  server             the language server, for editors
  baseline create    accept today's violations, so that only new ones are reported; 'baseline prune' forgets old ones
  completion SHELL   print a script that completes in bash, zsh or fish"""

_EXIT_CODES = """\
exit codes:
  0  nothing at or over --fail-on
  1  violations
  2  usage, configuration, a path that does not exist, a file that cannot be written
  3  a rule failed (the run still finishes)"""


def parse(command: str, arguments: list[str]) -> Namespace | int:
    """The options of *command* (empty: no command was named, so ``check``), or an exit code where argparse ended."""
    if command in ("", "check"):
        quick = FastArgumentParser()
        describe_check(quick)
        options = quick.parse(arguments)
        if options is not None:
            return options
    parser = parser_of(command)
    if not command:
        parser.prog = "planlint"
        parser.description = _DESCRIPTION
    try:
        return parser.parse_intermixed_args(arguments)
    except SystemExit as end:
        return int(end.code or 0)
    except (RecursionError, ValueError) as error:
        reason = "it names itself" if isinstance(error, RecursionError) else str(error)
        parser.print_usage(sys.stderr)
        print(f"{parser.prog}: error: an @FILE cannot be read: {reason}", file=sys.stderr)
        return 2


def parser_of(command: str) -> ArgumentParser:
    """The parser of *command*; of ``check`` for one that there is not."""
    return _PARSERS.get(command, _check)()


def _new(name: str, description: str, epilog: str = "") -> ArgumentParser:
    from linter.cli.argparse_setup import new_parser

    return new_parser(name, description, epilog)


def _check() -> ArgumentParser:
    parser = _new("check", "Lint files and directories.", _EXIT_CODES)
    describe_check(parser)
    return parser


def describe_check(parser: ArgumentParser | FastArgumentParser) -> None:
    """Add the options of ``planlint check`` to *parser*."""
    add = parser.add_argument
    add(
        "paths",
        nargs="*",
        metavar="PATH",
        help="files and directories (default: .), '-' for stdin, @FILE for arguments",
    )
    add("--version", action="store_true", help="print the version")
    group = parser.add_argument_group("output")
    add = group.add_argument
    add("--output-format", action="append", metavar="NAME[=FILE]", help=f"{', '.join(OUTPUT_FORMATS)}; repeatable")
    add("-o", "--output-file", metavar="FILE", help="write to FILE instead of stdout")
    add("--color", choices=("auto", "always", "never"), default="auto", help="colours (default: auto)")
    add("-q", "--quiet", action="store_true", help="no notes on stderr")
    add("-v", "--verbose", action="store_true", help="say what was read and skipped")
    add("--statistics", action="store_true", help="count the violations of each rule instead of listing them")
    add("--no-progress", action="store_true", help="no progress display")
    group = parser.add_argument_group("rules")
    add = group.add_argument
    add("--select", action="append", metavar="RULE", help="only these rules, families, or 'all'; comma separated")
    add("--extend-select", action="append", metavar="RULE", help="these rules as well")
    add("--ignore", action="append", metavar="RULE", help="not these rules")
    add("--preset", metavar="NAME", help="default, strict or minimal")
    add("--severity", action="append", metavar="RULE=LEVEL", help="report RULE as error or warning; repeatable")
    add("--fail-on", metavar="LEVEL", help="exit 1 from this severity on: error (default), warning, never")
    add("--exit-zero", action="store_true", help="exit 0 although there are violations")
    add("--now", metavar="TIMESTAMP", help="the time of the run, for future-timestamp")
    group = parser.add_argument_group("fixes")
    add = group.add_argument
    add("--fix", action="store_true", help="mend what can be mended safely; what remains is reported")
    add("--unsafe-fixes", action="store_true", help="with --fix or --diff: judgements too, so look at the result")
    add("--fix-only", action="store_true", help="fix, and report nothing that remains")
    add("--diff", action="store_true", help="print what --fix would change as a patch, write nothing")
    add("--add-ignore", action="store_true", help="write a suppressing comment for each violation that remains")
    add("--show-fixes", action="store_true", help="list the fixes that were made")
    group = parser.add_argument_group("files and configuration")
    add = group.add_argument
    add("--config", action="append", metavar="FILE|'KEY = VALUE'", help="a configuration file, or one TOML setting")
    add("--isolated", action="store_true", help="read no configuration file")
    add("--baseline", metavar="FILE", help="hide the violations that FILE lists ('planlint baseline create')")
    add("--force-exclude", action="store_true", help="leave out what 'exclude' names even when it is named here")
    add("--no-gitignore", action="store_true", help="look at what git ignores too")
    add(
        "--staged",
        action="store_true",
        help="what is staged in git, and what it breaks elsewhere; not the working copy",
    )
    add("--since", metavar="REF", help="only what was introduced since the branch parted from REF")
    add("--jobs", metavar="N", help="processes (default: auto, as many as pay)")
    add("--no-cache", action="store_true", help="neither use nor keep what earlier runs found")
    add("--cache-dir", metavar="DIR", help="where that is kept (default: .planlint_cache beside the configuration)")
    add("--show-files", action="store_true", help="list the plans that would be linted, and lint nothing")
    add("--show-settings", action="store_true", help="print what is in force for PATH and where it comes from")
    add("--watch", action="store_true", help="lint again when something changes, until Ctrl-C (extra 'watch')")
    add("--stdin-filename", metavar="FILE", help="what the text on stdin is a file of")


def _rules() -> ArgumentParser:
    parser = _new(
        "rules", "List every rule: id, family, severity, whether it is on by default, its fix, what it finds."
    )
    parser.add_argument("--output-format", choices=("text", "json"), default=_environment_format(("text", "json")))
    _configuration(parser)
    return parser


def _explain() -> ArgumentParser:
    parser = _new("explain", "Show the page of a rule, or of every rule of a family.")
    parser.add_argument("names", nargs="+", metavar="RULE|FAMILY")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colours (default: auto)")
    _configuration(parser)
    return parser


def _why() -> ArgumentParser:
    parser = _new("why", "Say what showed or hid what stands on a line: preset, setting, comment, baseline entry.")
    add = parser.add_argument
    add("places", nargs="+", metavar="FILE:LINE", help="a plan and a line of it; FILE alone is all of its lines")
    for name in ("--select", "--extend-select", "--ignore", "--severity"):
        add(name, action="append", metavar="RULE" + "=LEVEL" * (name == "--severity"), help="as for check")
    for name in ("--preset", "--baseline", "--now"):
        add(name, metavar=name[2:].upper(), help="as for check")
    _configuration(parser)
    return parser


def _graph() -> ArgumentParser:
    parser = _new("graph", "Draw the tasks of plans, batches as columns, and what waits for what; violations in red.")
    add = parser.add_argument
    add("paths", nargs="+", metavar="PATH", help="a plan, or a directory: all the files of its plans")
    add("--format", choices=("mermaid", "dot", "svg", "html"), help="default: by FILE's ending, else mermaid")
    add("-o", "--output-file", metavar="FILE", help="write to FILE instead of stdout")
    add("--no-gitignore", action="store_true", help="look at what git ignores too")
    _configuration(parser)
    return parser


def _schema() -> ArgumentParser:
    parser = _new("schema", "Print the JSON Schema of a document kind, the configuration, or the json output.")
    kinds = (*KINDS, "config", "output")
    parser.add_argument("kind", choices=kinds, metavar="KIND", help=", ".join(kinds))
    _configuration(parser)
    return parser


def _baseline() -> ArgumentParser:
    parser = _new("baseline", "Accept today's violations (create), or forget those that no longer occur (prune).")
    parser.add_argument("action", choices=("create", "prune"), metavar="create|prune")
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and directories (default: .)")
    parser.add_argument(
        "--baseline", metavar="FILE", help="the file (default: the configured one, or planlint-baseline.json)"
    )
    _configuration(parser)
    return parser


def _set() -> ArgumentParser:
    parser = _new("set", "Set the statuses of tasks; counts, percent, dates, tables and copies follow.")
    parser.add_argument("file", metavar="FILE", help="a plan")
    parser.add_argument("statuses", nargs="+", metavar="TASK=STATUS", help="an id and what it is to be: T1=completed")
    parser.add_argument("--dry-run", action="store_true", help="print the patch, write nothing")
    parser.add_argument("--force", action="store_true", help="complete a task although one that it waits for is open")
    parser.add_argument("--now", metavar="TIMESTAMP", help="the time of the change (default: the clock's)")
    parser.add_argument("-q", "--quiet", action="store_true", help="do not list what was changed")
    _configuration(parser)
    return parser


def _init() -> ArgumentParser:
    parser = _new("init", "Look at the repository; write a configuration, a hook and a workflow where there is none.")
    parser.add_argument("--dry-run", action="store_true", help="print what would be written")
    parser.set_defaults(isolated=True)
    return parser


def _clean() -> ArgumentParser:
    parser = _new("clean", "Delete what earlier runs found, and later ones would use again.")
    parser.add_argument("--cache-dir", metavar="DIR", help="where that is kept")
    _configuration(parser)
    return parser


def _server() -> ArgumentParser:
    parser = _new("server", "The language server for editors, on the standard streams (extra 'lsp').")
    parser.add_argument("--stdio", action="store_true", help="what it does anyway: some editors say so")
    return parser


def _completion() -> ArgumentParser:
    parser = _new("completion", "Print a script that completes commands, options and rules in a shell.")
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), metavar="bash|zsh|fish")
    return parser


def _configuration(parser: ArgumentParser) -> None:
    parser.add_argument("--config", action="append", metavar="FILE|'KEY = VALUE'", help="for the rules of plugins")
    parser.add_argument("--isolated", action="store_true", help="read no configuration file")


_PARSERS = {
    "rules": _rules,
    "explain": _explain,
    "why": _why,
    "graph": _graph,
    "schema": _schema,
    "baseline": _baseline,
    "set": _set,
    "init": _init,
    "clean": _clean,
    "server": _server,
    "completion": _completion,
}


def _environment_format(allowed: tuple[str, ...]) -> str:
    name = os.environ.get("PLANLINT_OUTPUT_FORMAT", "")
    return name if name in allowed else "text"


def version_text(as_json: bool) -> str:
    """What ``planlint --version`` prints."""
    return f'{{"name": "planlint", "version": "{__version__}"}}' if as_json else f"planlint {__version__}"
