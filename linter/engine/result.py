"""The result of linting one unit (the files of a directory) in plain values, for the cache and other processes."""

from __future__ import annotations

from linter.rules.violation import Related, Violation
from linter.syntax.fix import Edit, Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from linter.engine.dependencies import Dependencies

    SerializedViolation = tuple[Any, ...]  # plain values, from ``serialize``


class UnitResult:
    """The violations of a unit, and its ``dependencies`` (None if they cannot be checked again).

    ``documents`` are paths with whether the file could be parsed, ``hidden`` are violations with the comments that
    suppress them.
    """

    __slots__ = ("dependencies", "documents", "has_internal_errors", "hidden", "notes", "violations")

    def __init__(
        self,
        documents: list[tuple[str, bool]],
        violations: list[SerializedViolation],
        hidden: list[tuple[SerializedViolation, str]],
        has_internal_errors: bool,
        notes: list[str],
        dependencies: Dependencies | None,
    ) -> None:
        self.documents = documents
        self.violations = violations
        self.hidden = hidden
        self.has_internal_errors = has_internal_errors
        self.notes = notes
        self.dependencies = dependencies

    @classmethod
    def failed(cls) -> UnitResult:
        """Return the result of a unit whose process ended without an answer."""
        return cls([], [], [], True, [], None)

    @classmethod
    def from_plain(cls, values: tuple[Any, ...]) -> UnitResult:
        """Return the result from the values of ``to_plain``."""
        return cls(*values)

    def to_plain(self) -> tuple[Any, ...]:
        """Return the fields as a tuple, which ``marshal`` supports."""
        return (
            self.documents,
            self.violations,
            self.hidden,
            self.has_internal_errors,
            self.notes,
            self.dependencies,
        )

    def ends(self) -> dict[str, int]:
        """Return the largest offset of a violation in each file."""
        ends: dict[str, int] = {}
        for values in (*self.violations, *(values for values, _ in self.hidden)):
            for path, end in _ends(values):
                ends[path] = max(end, ends.get(path, 0))
        return ends


class WorkerState:
    """The state that another process needs to lint units of a session."""

    __slots__ = ("configuration", "files", "force_exclude", "gitignore", "inline", "keeps", "seen", "tops")

    def __init__(
        self,
        *,
        configuration: dict[str, Any],
        inline: Any,
        gitignore: bool,
        force_exclude: bool,
        tops: set[str],
        files: dict[str, bool],
        seen: set[str],
        keeps: bool,
    ) -> None:
        self.configuration = configuration  # arguments of ``Configuration``
        self.inline = inline
        self.gitignore = gitignore
        self.force_exclude = force_exclude
        self.tops = tops
        self.files = files
        self.seen = seen
        self.keeps = keeps


def serialize(violation: Violation) -> SerializedViolation:
    """Return *violation* as nested tuples of plain values."""
    fix = violation.fix
    return (
        (violation.rule, violation.path, violation.start, violation.end, violation.message, violation.data),
        (violation.severity, violation.help, violation.group, [list(span) for span in violation.members]),
        [_location_values(location) for location in violation.related],
        [_location_values(location) for location in violation.locations],
        fix and (fix.title, [(edit.start, edit.end, edit.text) for edit in fix.edits], fix.safe),
    )


def deserialize(values: SerializedViolation) -> Violation:
    """Return the violation from the values of ``serialize``."""
    fields, (severity, help, group, members), related, locations, fix_values = values
    fix = None
    if fix_values:
        title, edits, is_safe = fix_values
        fix = Fix(title, [Edit(*edit) for edit in edits], safe=is_safe)
    others = [Related(*location) for location in related]
    violation = Violation(*fields, severity=severity, help=help, related=others, fix=fix)
    violation.group = group
    violation.members = tuple((start, end) for start, end in members)
    violation.locations = tuple(Related(*location) for location in locations)
    return violation


def _location_values(location: Related) -> tuple[str, int, int, str]:
    return location.path, location.start, location.end, location.message


def _ends(values: SerializedViolation) -> Iterator[tuple[str, int]]:
    (_, path, _, end, *_), _, locations, _, _ = values
    yield path, end
    for other, _, other_end, _ in locations:
        yield other, other_end
