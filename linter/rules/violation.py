"""The results of rules, which are not changed after their creation."""

from __future__ import annotations

from linter.syntax.fix import Fix, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence
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

    If it can be corrected at any of several places, which may be in several files, these are ``locations``, its home
    first. It is the same violation whichever place it is reported at. If it has members as well, they are in its home,
    and there are as many further places for each of them.
    """

    __slots__ = (
        "data",
        "end",
        "fix",
        "group",
        "help",
        "is_at_closing",
        "locations",
        "members",
        "message",
        "path",
        "rebuild",
        "related",
        "rule",
        "severity",
        "start",
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
        help: str | None = None,
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
        self.help = help
        self.group = ""
        self.is_at_closing = False  # reported only because a change completed the plan
        self.members: tuple[tuple[int, int], ...] = ()
        self.rebuild: Callable[[Sequence[int]], Violation | None] | None = None
        self.locations: tuple[Related, ...] = ()

    @property
    def home(self) -> str:
        """The path of the file whose configuration applies to the violation and that identifies it."""
        return self.locations[0].path if self.locations else self.path

    def is_in(self, paths: Container[str]) -> bool:
        """Return whether one of its places is in a file at *paths*."""
        return self.path in paths or any(location.path in paths for location in self.locations)

    def moved_into(self, paths: Container[str]) -> Violation:
        """Return the violation as reported at the first of its places in *paths*, without the fix of its home."""
        location = next(location for location in self.locations if location.path in paths)
        home = self.locations[0]
        related = self.related
        if home not in related:
            related = (home, *(other for other in related if other is not location))
        moved = Violation(
            self.rule, location.path, location.start, location.end, self.message, self.data, severity=self.severity,
            related=related,
        )  # fmt: skip
        moved.locations = self.locations
        moved.members = self.members
        rebuild = self.rebuild
        if rebuild is not None:
            moved.rebuild = lambda members: _moved(rebuild(members), paths)
        return moved

    def locations_of(self, member: int) -> tuple[Related, ...]:
        """Return the places of one of its members."""
        start, end = self.members[member]
        own = self.locations[member :: len(self.members)]
        return own or (Related(self.path, start, end, ""),)

    def part(self, members: Sequence[int]) -> Violation | None:
        """Return the violation of some of its members, by index, or None if they are in no named file."""
        assert self.rebuild is not None
        part = self.rebuild(members)
        if part is not None:
            part.group = self.group
            part.is_at_closing = self.is_at_closing
            part.members = tuple(self.members[index] for index in members)
        return part

    @property
    def full_message(self) -> str:
        """Return the message and its help on one line, for outputs that show nothing else."""
        return f"{self.message}; {self.help}" if self.help else self.message

    def order(self) -> tuple[str, int, str, int, str]:
        """Return a sort key: path, start and rule, then fields that make the order total."""
        return self.path, self.start, self.rule, self.end, self.message


def _moved(part: Violation | None, paths: Container[str]) -> Violation | None:
    """Return *part* as reported in *paths*, or None if it has no place there."""
    return part.moved_into(paths) if part is not None and part.is_in(paths) else None
