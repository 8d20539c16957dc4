"""The exit codes of all commands, and the output of usage errors."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

OK, VIOLATIONS, USAGE, INTERNAL = 0, 1, 2, 3
INTERRUPTED = 130  # 128 + SIGINT, as in shells


def usage_error(problems: Iterable[str], tip: str = "") -> int:
    """Print each problem and then *tip* on stderr, one line each, and return ``USAGE``, also if that fails.

    Control characters and CI commands in them are escaped.
    """
    from linter.cli.output_targets import print_message

    try:
        for problem in problems:
            print_message(f"error: {problem}")
        if tip:
            print_message(f"tip: {tip}")
    except OSError:
        pass  # stderr is full or gone, but the exit code tells
    return USAGE
