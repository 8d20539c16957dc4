"""The command ``planlint``: which subcommand, and what leaves through the streams and the exit code."""

from __future__ import annotations

import atexit
import os
import sys

from linter.bundle import install

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

COMMANDS = ("check", "rules", "explain", "graph", "schema", "baseline", "set", "init", "server", "completion")


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
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    bundle = install()
    try:
        code = _dispatch(list(sys.argv[1:] if arguments is None else arguments))
        if not sys.stdout.closed:  # a server closes it
            sys.stdout.flush()
        bundle.save()
        return code
    except BrokenPipeError:
        # the reader went away: what is left to write goes nowhere, quietly
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        bundle.remove()


def _dispatch(arguments: list[str]) -> int:
    from linter.cli.options import parse

    command = arguments[0] if arguments and arguments[0] in COMMANDS else ""
    options = parse(command, arguments[1:] if command else arguments)
    if isinstance(options, int):
        return options
    name = command or "check"
    run = getattr(__import__(f"linter.cli.{name}", fromlist=["*"]), f"run_{name}")
    code: int = run(options)
    return code
