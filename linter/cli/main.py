"""The command ``planlint``: which subcommand, and what leaves through the streams and the exit code."""

from __future__ import annotations

import atexit
import errno
import os
import sys

from linter.system.bytecode_bundle import install

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

WINDOWS = os.name == "nt"
COMMANDS = tuple("check rules explain why graph schema baseline set init clean server completion".split())


def console() -> NoReturn:
    """The command as a process of its own, which ends at once: to take a run's memory apart takes as long as some of
    its steps."""
    code = main()
    threading = sys.modules.get("threading")
    if threading is not None and threading.active_count() > 1:
        sys.exit(code)
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None and not stream.closed:
                stream.flush()
        except OSError:
            code = code or 2
    os._exit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run planlint; the exit code (``cli.md``: 0, 1, 2, 3, or 130 after Ctrl-C)."""
    import gc

    gc.disable()  # a run is short and its objects live to its end
    _set_up_streams()
    bundle = install()
    try:
        code = _dispatch(list(sys.argv[1:] if arguments is None else arguments))
        if not sys.stdout.closed:  # a server closes it
            sys.stdout.flush()
        bundle.save()
        return code
    except OSError as error:
        if not _is_closed_pipe(error):
            raise
        # the reader went away: what is left to write goes nowhere, quietly
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    except MemoryError:
        sys.stderr.write(
            "planlint: error: this takes more memory than there is; max-file-size and max-nodes bound it\n"
        )
        return 3
    finally:
        bundle.remove()


def _is_closed_pipe(error: OSError) -> bool:
    """On Windows the reader's going away is an invalid argument."""
    return isinstance(error, BrokenPipeError) or (WINDOWS and error.errno == errno.EINVAL)


def _set_up_streams() -> None:
    """What a program reads is UTF-8 with LF, whatever the machine; a terminal gets what it can show."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            if not stream.isatty() and "PYTHONIOENCODING" not in os.environ:
                stream.reconfigure(encoding="utf-8", newline="\n")
            stream.reconfigure(errors="backslashreplace")


def _dispatch(arguments: list[str]) -> int:
    from linter.cli.arguments import parse
    from linter.cli.exit_codes import usage_error
    from linter.config.loader import ConfigError

    command = arguments[0] if arguments and arguments[0] in COMMANDS else ""
    options = parse(command, arguments[1:] if command else arguments)
    if isinstance(options, int):
        return options
    name = command or "check"
    run = getattr(__import__(f"linter.cli.{name}", fromlist=["*"]), f"run_{name}")
    try:
        code: int = run(options)
        return code
    except ConfigError as error:
        return usage_error(error.problems, error.tip)
