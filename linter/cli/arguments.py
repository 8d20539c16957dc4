"""The commands, and the options of ``check``."""

from __future__ import annotations

from linter import __version__
from linter.config.settings import FAIL_ON, OUTPUT_FORMATS, PRESETS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from linter.cli.argparse_setup import Parser
    from linter.cli.fast_arguments import FastArgumentParser

COMMANDS = {  # in the order of the help
    "check": "Lint files and directories (the default command)",
    "rules": "List all rules",
    "explain": "Show the documentation of rules and formats",
    "why": "Explain why the violations of a line are reported or hidden",
    "graph": "Draw tasks and their dependencies",
    "schema": "Print a JSON Schema for editors",
    "init": "Create a configuration, a pre-commit hook and a workflow",
    "set": "Set the statuses of tasks and update what follows from them",
    "clean": "Delete the cache",
    "server": "Start the language server",
    "baseline": "Record existing violations, or remove stale entries",
    "completion": "Print a completion script for a shell",
}
COLORS = ("auto", "always", "never")


def describe_check(parser: Parser | FastArgumentParser) -> None:
    """Add the options of ``planlint check`` to *parser*."""
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="Files and directories, '-' for stdin, @FILE for arguments from a file [default: .]",
    )
    parser.add_argument("--version", action="store_true", help="Print the version")
    _describe_output(parser)
    _describe_rules(parser)
    _describe_fixes(parser)
    _describe_files(parser)


def _describe_output(parser: Parser | FastArgumentParser) -> None:
    add = parser.add_argument_group("output").add_argument
    formats = ", ".join(OUTPUT_FORMATS)
    add(
        "--output-format",
        action="append",
        metavar="NAME[=FILE]",
        help="Set the output format, repeatable [default: text] [env: PLANLINT_OUTPUT_FORMAT]"
        f" [possible values: {formats}]",
    )
    add("-o", "--output-file", metavar="FILE", help="Write the output to FILE instead of stdout")
    add("--color", choices=COLORS, default="auto", metavar="WHEN", help="Use colors")
    add("-q", "--quiet", action="store_true", help="Print violations, but no notes")
    add("-v", "--verbose", action="store_true", help="Print which files were read and skipped")
    add("--statistics", action="store_true", help="Count the violations of each rule instead of listing them")
    add("--no-progress", action="store_true", help="Do not show progress")


def _describe_rules(parser: Parser | FastArgumentParser) -> None:
    add = parser.add_argument_group("rules").add_argument
    add(
        "--select",
        action="append",
        metavar="RULE",
        help="Enable only these rules or families, separated by commas; 'all' is every rule",
    )
    add("--extend-select", action="append", metavar="RULE", help="Enable these rules or families as well")
    add("--ignore", action="append", metavar="RULE", help="Disable these rules or families")
    add("--preset", choices=PRESETS, metavar="NAME", help="Set the preset [default: default]")
    add(
        "--severity",
        action="append",
        metavar="RULE=LEVEL",
        help="Report a rule or family as error or warning, repeatable",
    )
    add(
        "--fail-on",
        choices=FAIL_ON,
        metavar="LEVEL",
        help="Set the lowest severity that makes the exit code 1 [default: error]",
    )
    add("--exit-zero", action="store_true", help="Exit with code 0 even if violations are reported")
    add("--now", metavar="TIMESTAMP", help="Set the time of the run [default: the current time]")


def _describe_fixes(parser: Parser | FastArgumentParser) -> None:
    add = parser.add_argument_group("fixes").add_argument
    add("--fix", action="store_true", help="Apply safe fixes and report the remaining violations")
    add("--unsafe-fixes", action="store_true", help="Also apply unsafe fixes; review the result")
    add("--fix-only", action="store_true", help="Apply safe fixes and do not report the remaining violations")
    add("--diff", action="store_true", help="Print the changes of --fix as a patch and write no file")
    add("--add-ignore", action="store_true", help="Add a suppression comment for each remaining violation")
    add("--show-fixes", action="store_true", help="List the applied fixes")


def _describe_files(parser: Parser | FastArgumentParser) -> None:
    add = parser.add_argument_group("files and configuration").add_argument
    describe_configuration(add)
    add("--baseline", metavar="FILE", help="Hide the violations that a baseline records")
    add("--force-exclude", action="store_true", help="Apply 'exclude' to paths on the command line too")
    add("--no-gitignore", action="store_true", help="Do not respect .gitignore")
    add("--staged", action="store_true", help="Lint staged changes, and what they break elsewhere")
    add("--since", metavar="REF", help="Report only violations introduced since the branch diverged from REF")
    add(
        "--hook",
        action="store_true",
        help="Lint what pre-commit or prek asks for: a commit, a range or files",
    )
    add("--jobs", metavar="N", help="Set the number of worker processes [default: auto]")
    add("--no-cache", action="store_true", help="Disable the cache [env: PLANLINT_NO_CACHE]")
    add(
        "--cache-dir",
        metavar="DIR",
        help="Set the cache directory [default: .planlint_cache] [env: PLANLINT_CACHE_DIR]",
    )
    add("--show-files", action="store_true", help="List the files that would be linted and exit")
    add("--show-settings", action="store_true", help="Print the settings of each PATH and their origins, and exit")
    add("--watch", action="store_true", help="Lint again whenever a file changes (extra 'watch')")
    add("--stdin-filename", metavar="FILE", help="Set the file name to assume for stdin")


def describe_configuration(add: Callable[..., object]) -> None:
    """Add the options that choose the configuration, with *add*, the ``add_argument`` of a parser or a group."""
    add(
        "--config",
        action="append",
        metavar="FILE|'KEY = VALUE'",
        help="Use a configuration file, or set one key in TOML, repeatable [env: PLANLINT_CONFIG]",
    )
    add("--isolated", action="store_true", help="Ignore all configuration files")


def version_text(as_json: bool) -> str:
    """Return what ``planlint --version`` prints."""
    return f'{{"name": "planlint", "version": "{__version__}"}}' if as_json else f"planlint {__version__}"
