"""The exit codes of every command, and how a command that cannot run ends."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

OK, VIOLATIONS, USAGE, INTERNAL = 0, 1, 2, 3
INTERRUPTED = 130  # as shells have it: 128 + SIGINT


def usage_error(problems: Iterable[str], tip: str = "") -> int:
    """Print each problem, then *tip*, as one line each on stderr; return ``USAGE``.

    What a repository puts into them cannot act on a terminal or a CI runner.
    """
    from linter.cli.output_targets import say

    for problem in problems:
        say(f"error: {problem}")
    if tip:
        say(f"tip: {tip}")
    return USAGE
