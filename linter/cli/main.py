"""The command ``planlint``: its command line, streams and exit code."""

from __future__ import annotations

import errno
import os
import sys

from linter.system.exit import exit_fast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence
    from typing import NoReturn

WINDOWS = os.name == "nt"
HELP = ("-h", "--help")
_UNWRITABLE = (errno.EBADF, errno.ENOSPC, errno.EIO, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))


def console() -> NoReturn:
    """Run the command as its own process, and end that fast."""
    try:
        code = main()
    except Exception:
        from contextlib import suppress
        from traceback import print_exc

        code = 3
        with suppress(OSError):  # of stderr
            print_exc()
            sys.stderr.write(f"planlint: error: internal error; please report it: {_issues()}\n")
    exit_fast(code)


def _issues() -> str:
    from linter.rules.links import REPOSITORY

    return f"{REPOSITORY}/issues"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run planlint and return the exit code (``docs/reference/exit-codes.md``)."""
    import gc

    gc.disable()  # a run is short and its objects live until its end
    _set_up_streams()
    try:
        code = _dispatch(list(sys.argv[1:] if arguments is None else arguments))
        if not sys.stdout.closed:  # the server closes it
            sys.stdout.flush()
        return code
    except OSError as error:
        return _ended_by(error)
    except KeyboardInterrupt:
        from linter.cli.exit_codes import INTERRUPTED

        return INTERRUPTED
    except ImportError as error:
        return _incomplete_installation(error)
    except MemoryError:
        sys.stderr.write("planlint: error: not enough memory; lower max-file-size or max-nodes\n")
        return 3


def _incomplete_installation(error: ImportError) -> int:
    """Print what is missing; return the exit code of errors that are not in a plan or the configuration."""
    from linter.cli.exit_codes import INTERNAL, usage_error

    if error.name == "yaml._yaml":
        tip = "pip install --force-reinstall --no-cache-dir --only-binary :all: pyyaml"
        usage_error(["PyYAML is installed without libyaml"], tip)
    else:
        usage_error([f"the installation is incomplete: {error}"], "install planlint again")
    return INTERNAL


def _ended_by(error: OSError) -> int:
    """Return the exit code after an *error* of a stream, and discard further output. Raises any other error."""
    from linter.cli.exit_codes import USAGE, VIOLATIONS, usage_error

    if not _has_working_directory():
        return usage_error(["the working directory no longer exists"])
    is_closed_pipe = _is_closed_pipe(error)
    if not is_closed_pipe and (error.filename is not None or error.errno not in _UNWRITABLE):
        raise error
    if error.errno != errno.EBADF:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if is_closed_pipe:
        return VIOLATIONS  # the reader closed the pipe, which is not an error
    usage_error([f"stdout cannot be written: {error.strerror}"])
    return USAGE


def _has_working_directory() -> bool:
    try:
        os.getcwd()
    except OSError:
        return False
    return True


def _is_closed_pipe(error: OSError) -> bool:
    """Whether the reader closed the pipe, which is an invalid argument on Windows."""
    return isinstance(error, BrokenPipeError) or (WINDOWS and error.errno == errno.EINVAL)


def _set_up_streams() -> None:
    """Write UTF-8 with LF to pipes and files on every system, and escape what a terminal cannot show."""
    if sys.stdout is None or sys.stderr is None:
        from linter.system.closed_stream import replace_closed

        replace_closed()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            if not stream.isatty() and "PYTHONIOENCODING" not in os.environ:
                stream.reconfigure(encoding="utf-8", newline="\n")
            stream.reconfigure(errors="backslashreplace")


def _dispatch(arguments: list[str]) -> int:
    from linter.cli.exit_codes import usage_error
    from linter.config.loader import ConfigError

    try:
        parsed = parse(arguments)
        if isinstance(parsed, int):
            return parsed
        command, options = parsed
        run = getattr(__import__(f"linter.cli.{command}", fromlist=["*"]), f"run_{command}")
        code: int = run(options)
        return code
    except ConfigError as error:
        return usage_error(error.problems, error.tip)


def parse(arguments: list[str]) -> tuple[str, Namespace] | int:
    """Return the command in *arguments* and its options, or the exit code if a help text was printed.

    Raises ConfigError.
    """
    from linter.cli.arguments import COMMANDS, describe_check
    from linter.cli.fast_arguments import FastArgumentParser

    command = arguments[0] if arguments and arguments[0] in COMMANDS else ""
    words = arguments[1:] if command else arguments
    if any(word[:1] in ("-", "@") and (word[0] == "@" or word == "--" or os.path.lexists(word)) for word in words):
        from linter.cli.argument_words import plain_words
        from linter.cli.command_arguments import parser_of

        words = plain_words(words, parser_of(command or "check").option_names(), are_paths=command != "set")
    if command in ("", "check"):
        quick = FastArgumentParser()
        describe_check(quick)
        options = quick.parse(words)
        if options is not None:
            if not command and words:
                _check_command(words)
            return "check", options
    from linter.cli.command_arguments import build_parser, parser_of

    try:
        if not command and words[:1] and words[0] in HELP:
            build_parser().print_help()
            return 0
        return command or "check", parser_of(command or "check").read(words)
    except SystemExit as end:  # after a help text
        return int(end.code or 0)


def _check_command(words: list[str]) -> None:
    """Raise ConfigError if the first of *words* looks like a command, and is neither one nor a path."""
    word = words[0]
    if not word.isalpha() or os.path.lexists(word):
        return
    from linter.cli.arguments import COMMANDS
    from linter.config.loader import ConfigError
    from linter.model.did_you_mean import closest

    if word in ("help", "version"):
        command = f"{words[1]} " if word == "help" and words[1:2] and words[1] in COMMANDS else ""
        raise ConfigError([f"unknown command '{word}'"], f"use 'planlint {command}--{word}'")
    other = {"lint": "use 'planlint check'", "run": "use 'planlint check'", "fix": "use 'planlint check --fix'"}
    if word in other:
        raise ConfigError([f"unknown command or path '{word}'"], other[word])
    near = closest(word, COMMANDS)
    if near:
        raise ConfigError([f"unknown command or path '{word}'"], f"a similar command exists: '{near}'")
