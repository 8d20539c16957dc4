"""argparse with short errors, suggestions, and defaults and possible values in the help.

Imported only for command lines that ``fast_arguments`` does not read.
"""

from __future__ import annotations

import argparse
from textwrap import wrap

from linter.config.loader import ConfigError
from linter.model.did_you_mean import closest
from linter.system.terminal import given_columns, terminal_columns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any, NoReturn

_WIDTH = 110  # columns at most, unless ``COLUMNS`` is set
_MIN_WIDTH = 40
_REASONS = {  # argparse's reasons, in the wording of planlint
    "expected one argument": "a value is required for {}",
    "expected at least one argument": "a value is required for {}",
    "ignored explicit argument": "no value is allowed for {}",
}


class HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Adds ``[default: …]`` and ``[possible values: …]`` to the help of an option."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=_width())

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        """Wrap each line of a description or epilog, indented as the line is."""
        lines = []
        for line in text.splitlines():
            hanging = " " * (len(line) - len(line.lstrip()) + 3 * line.startswith(" "))
            lines += wrap(line, width, initial_indent=indent, subsequent_indent=indent + hanging) or [""]
        return "\n".join(lines)

    def add_argument(self, action: argparse.Action) -> None:
        """See ``argparse.HelpFormatter``, which ignores the indentation of commands."""
        super().add_argument(action)
        if isinstance(action, argparse._SubParsersAction):
            self._action_max_length += self._indent_increment

    def _get_help_string(self, action: argparse.Action) -> str:
        return help_text(action).replace("%", "%%")


def help_text(action: argparse.Action) -> str:
    """Return the help of *action* with its default and its possible values."""
    text = action.help or ""
    if isinstance(action.default, str) and action.default != argparse.SUPPRESS:
        text += f" [default: {action.default}]"
    if action.choices is not None and not isinstance(action, argparse._SubParsersAction):
        text += f" [possible values: {', '.join(map(str, action.choices))}]"
    return text


def _width() -> int:
    """Return the columns of help texts: those of the terminal or ``COLUMNS``, less a margin as in argparse."""
    columns = given_columns()
    if columns is not None and columns > _MIN_WIDTH:
        return columns - 2
    return max(min((terminal_columns() or _WIDTH + 2) - 2, _WIDTH), _MIN_WIDTH)


class Parser(argparse.ArgumentParser):
    """A parser that raises ConfigError for an invalid command line, instead of ending the process."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(
            formatter_class=HelpFormatter, allow_abbrev=False, exit_on_error=False, add_help=False, **arguments
        )
        self._positionals.title = "arguments"
        self.add_argument("-h", "--help", action="help", help="Print help")

    def format_usage(self) -> str:
        """Return the usage without the list of all options."""
        if self.usage is None:
            arguments = (action for action in self._actions if not action.option_strings)
            names = ((str(action.metavar), action.nargs) for action in arguments)
            many = {"*": "[{} ...]", "+": "{} ..."}
            words = [many.get(str(nargs), "{}").format(name) for name, nargs in names]
            return f"usage: {' '.join([self.prog, '[OPTIONS]', *words])}\n"
        return super().format_usage()

    def format_help(self) -> str:
        """Return the help, with the short usage."""
        usage, self.usage = self.usage, self.format_usage().removeprefix("usage: ").rstrip()
        try:
            return super().format_help()
        finally:
            self.usage = usage

    def read(self, arguments: Sequence[str]) -> argparse.Namespace:
        """Return the options in *arguments*, where options and paths may come in any order. Raises ConfigError."""
        wrong = self._find_unknown(arguments)
        if wrong is not None:
            self._reject(wrong)
        try:
            options, extra = self.parse_known_intermixed_args(arguments)
        except argparse.ArgumentError as error:
            name = "'{}'".format(str(error.argument_name).rpartition("/")[2])
            reason = next((_REASONS[start] for start in _REASONS if error.message.startswith(start)), "")
            self.error(reason.format(name) if reason else f"{error.message} ({name})")
        if extra:
            self._reject(extra[0])
        return options

    def option_names(self) -> set[str]:
        """Return every option as it is written, such as ``-o`` and ``--output-file``."""
        return {option for action in self._actions for option in action.option_strings}

    def _find_unknown(self, arguments: Sequence[str]) -> str | None:
        """Return the first unknown long option; errors that follow from it are not reported."""
        known = {"--"} | self.option_names()
        names = (argument for argument in arguments if argument.startswith("--"))
        return next((name for name in names if name.partition("=")[0] not in known), None)

    def error(self, message: str) -> NoReturn:
        """Raise ConfigError."""
        missing = message.removeprefix("the following arguments are required: ")
        if missing != message:
            message = f"missing argument: {missing}"
        raise ConfigError([message], f"for the options, see '{self.prog} --help'")

    def _reject(self, argument: str) -> NoReturn:
        """Report an *argument* that no option or path takes. Raises ConfigError."""
        name = argument.partition("=")[0]
        options = [option for action in self._actions for option in action.option_strings]
        if not argument.startswith("-"):
            self.error(f"unexpected argument '{argument}'")
        if name in options:
            self.error(f"no value is allowed for '{name}'")
        known = [option for option in options if option.startswith("--") or not name.startswith("--")]
        raise unknown("option", name, known, f"for the options, see '{self.prog} --help'")

    def _print_message(self, message: str, file: Any = None) -> None:
        """Print a help text; argparse would ignore that stdout cannot be written."""
        file.write(message)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            name = action.option_strings[-1] if action.option_strings else str(action.metavar or action.dest)
            raise invalid_value(str(value), name, action.choices)


def unknown(what: str, name: str, known: Iterable[str], otherwise: str) -> ConfigError:
    """Return the error about an unknown *name*, with the nearest *known* one or else the tip *otherwise*."""
    near = closest(name, known, 3)
    return ConfigError([f"unknown {what} '{name}'"], f"a similar {what} exists: '{near}'" if near else otherwise)


def invalid_value(value: str, name: str, allowed: Iterable[str]) -> ConfigError:
    """Return the error about a *value* of the option or argument *name* that is not *allowed*."""
    allowed = list(allowed)
    near = closest(value, allowed, 3)
    message = f"invalid value '{value}' for '{name}': expected one of {', '.join(allowed)}"
    return ConfigError([message], f"a similar value exists: '{near}'" if near else "")
