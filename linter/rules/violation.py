"""What a rule reports. Instances are not changed once they are made."""

from __future__ import annotations

from linter.syntax.fix import Fix, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, Literal

    Severity = Literal["error", "warning"]
    Data = dict[str, Any]

ERROR: Severity = "error"
WARNING: Severity = "warning"


class Related:
    """Another place that a violation speaks of."""

    __slots__ = ("end", "message", "path", "start")

    def __init__(self, path: str, start: int, end: int, message: str) -> None:
        self.path = path
        self.start = start
        self.end = end
        self.message = shortened(message)


class Violation:
    """One fault at ``[start, end)`` of *path*; *data* holds the facts of *message* for programs.

    Where several places of one file make one violation, ``members`` are their spans, ``group`` is what it is known by
    when places come and go, and ``rebuild`` makes the violation of some members alone, given by index.
    """

    __slots__ = (
        "data", "end", "fix", "group", "members", "message", "path", "rebuild", "related", "rule", "severity", "start",
    )  # fmt: skip

    def __init__(
        self,
        rule: str,
        path: str,
        start: int,
        end: int,
        message: str,
        data: Data,
        *,
        severity: Severity = ERROR,
        related: Sequence[Related] = (),
        fix: Fix | None = None,
    ) -> None:
        self.rule = rule
        self.path = path
        self.start = start
        self.end = end
        self.message = message
        self.data = data
        self.severity = severity
        self.related = tuple(related)
        self.fix = fix
        self.group = ""
        self.members: tuple[tuple[int, int], ...] = ()
        self.rebuild: Callable[[Sequence[int]], Violation] | None = None

    def order(self) -> tuple[str, int, str, int, str]:
        """Sort key: path, start, rule, then what makes the order total."""
        return self.path, self.start, self.rule, self.end, self.message
