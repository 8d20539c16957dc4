"""The argument parsers of all commands, as one tree."""

from __future__ import annotations

import os

from linter.cli.argparse_setup import Parser
from linter.cli.arguments import COLORS, COMMANDS, describe_check, describe_configuration
from linter.config.settings import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

SHELLS = ("bash", "zsh", "fish")
_EXIT_CODES = """\
exit codes:
  0  no violations at or above --fail-on
  1  violations
  2  usage or configuration error, or a file that cannot be read or written
  3  internal error of a rule; the other rules still ran"""
_FOOTER = f"""\
'planlint [PATH ...]' is 'planlint check [PATH ...]'.
For the options of a command, see 'planlint COMMAND --help'.

{_EXIT_CODES}"""


def build_parser(*, with_check: bool = False) -> Parser:
    """Return the parser of ``planlint`` with all commands; *with_check*: also the options of ``check``."""
    parser = Parser(
        prog="planlint",
        usage="planlint [COMMAND] [OPTIONS] [PATH ...]",
        description="The linter for plans kept in git.",
        epilog=_FOOTER,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", prog="planlint", parser_class=Parser)
    for name, help in COMMANDS.items():
        description = f"{help}."
        _DESCRIBE[name](commands.add_parser(name, help=help, description=description, epilog=_epilog(name)))
    if with_check:
        describe_check(parser)
    else:
        parser.add_argument("--version", action="store_true", help="Print the version")
    return parser


def parser_of(command: str) -> Parser:
    """Return the parser of *command*, as in ``build_parser``."""
    parser = Parser(prog=f"planlint {command}", description=f"{COMMANDS[command]}.", epilog=_epilog(command))
    _DESCRIBE[command](parser)
    return parser


def _epilog(command: str) -> str:
    return _EXIT_CODES if command == "check" else ""


def _rules(parser: Parser) -> None:
    formats = ("text", "json")
    name = os.environ.get("PLANLINT_OUTPUT_FORMAT", "")
    default = name if name in formats else "text"
    parser.add_argument(
        "--output-format", choices=formats, default=default, metavar="NAME", help="Set the output format"
    )
    describe_configuration(parser.add_argument)


def _explain(parser: Parser) -> None:
    parser.add_argument("names", nargs="+", metavar="NAME", help="Rules, families and formats; 'all' is every rule")
    parser.add_argument("--color", choices=COLORS, default="auto", metavar="WHEN", help="Use colors")
    describe_configuration(parser.add_argument)


def _why(parser: Parser) -> None:
    add = parser.add_argument
    add("places", nargs="+", metavar="FILE[:LINE]", help="A plan and a line in it; without a line, the whole file")
    add("--select", action="append", metavar="RULE", help="Enable only these rules or families")
    add("--extend-select", action="append", metavar="RULE", help="Enable these rules or families as well")
    add("--ignore", action="append", metavar="RULE", help="Disable these rules or families")
    add("--severity", action="append", metavar="RULE=LEVEL", help="Report a rule or family as error or warning")
    add("--preset", metavar="NAME", help="Set the preset [default: default]")
    add("--baseline", metavar="FILE", help="Hide the violations that a baseline records")
    add("--now", metavar="TIMESTAMP", help="Set the time of the run [default: the current time]")
    describe_configuration(parser.add_argument)


def _graph(parser: Parser) -> None:
    add = parser.add_argument
    add("paths", nargs="+", metavar="PATH", help="Plans, or directories with plans")
    add(
        "--format",
        choices=("mermaid", "dot", "svg", "html"),
        metavar="NAME",
        help="Set the format [default: by the extension of FILE, else mermaid]",
    )
    add("-o", "--output-file", metavar="FILE", help="Write the graph to FILE instead of stdout")
    add("--no-gitignore", action="store_true", help="Do not respect .gitignore")
    describe_configuration(parser.add_argument)


def _schema(parser: Parser) -> None:
    kinds = (*KINDS, "config", "output")
    parser.add_argument("kind", choices=kinds, metavar="KIND", help="What the schema describes")
    describe_configuration(parser.add_argument)


def _baseline(parser: Parser) -> None:
    add = parser.add_argument
    add("action", choices=("create", "prune"), metavar="ACTION", help="Record all violations, or remove stale entries")
    add("paths", nargs="*", metavar="PATH", help="Files and directories [default: .]")
    add(
        "--baseline",
        metavar="FILE",
        help="Set the baseline file [default: the configured file, else planlint-baseline.json]",
    )
    describe_configuration(parser.add_argument)


def _set(parser: Parser) -> None:
    add = parser.add_argument
    add("file", metavar="FILE", help="A plan")
    add("statuses", nargs="+", metavar="TASK=STATUS", help="Task id and new status, for example T1=completed")
    add("--dry-run", action="store_true", help="Print the changes as a patch and write no file")
    add("--force", action="store_true", help="Complete a task even if it depends on open tasks")
    add("--now", metavar="TIMESTAMP", help="Set the time of the change [default: the current time]")
    add("-q", "--quiet", action="store_true", help="Do not list the changes")
    describe_configuration(parser.add_argument)


def _init(parser: Parser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="Print the files and do not write them")
    parser.set_defaults(isolated=True)


def _clean(parser: Parser) -> None:
    parser.add_argument(
        "--cache-dir",
        metavar="DIR",
        help="Set the cache directory [default: .planlint_cache] [env: PLANLINT_CACHE_DIR]",
    )
    describe_configuration(parser.add_argument)


def _server(parser: Parser) -> None:
    parser.add_argument("--stdio", action="store_true", help="Use stdin and stdout [default]")


def _completion(parser: Parser) -> None:
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help="The shell to complete in")


_DESCRIBE: dict[str, Callable[[Parser], None]] = {
    "check": describe_check,
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
