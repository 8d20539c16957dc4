"""The results of rules, which are not changed after their creation."""

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
    """A related place of a violation."""

    __slots__ = ("end", "message", "path", "start")

    def __init__(self, path: str, start: int, end: int, message: str) -> None:
        self.path = path
        self.start = start
        self.end = end
        self.message = shortened(message)


class Violation:
    """A violation at ``[start, end)`` of *path*; *data* has the values of *message* for programs.

    If several spans of one file make one violation, ``members`` are the spans, ``group`` identifies the violation when
    spans are added or removed, and ``rebuild`` creates the violation of some members by index.
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
        """Return a sort key: path, start and rule, then fields that make the order total."""
        return self.path, self.start, self.rule, self.end, self.message
