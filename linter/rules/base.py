"""What a rule is. A rule is stateless: it reads a document or a project and yields violations."""

from __future__ import annotations

from linter.rules.violation import ERROR, WARNING, Related, Violation
from linter.syntax.fix import Fix, shortened
from linter.syntax.nodes import Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from linter.model.document import Document
    from linter.model.project import Project
    from linter.rules.violation import Severity


class Rule:
    """Judges one document at a time.

    ``id``, ``family``
        kebab-case names; an id is never reused.
    ``severity``, ``default``
        how bad it is, and whether it is on without being selected.
    ``kinds``
        the kinds of documents that `check` gets: plans (``progress``) unless set, all kinds where empty.
    ``fix``
        ``"safe"``, ``"unsafe"`` or None: the least safe fix that it may offer.
    ``strict_options``
        the option values of the preset ``strict``.
    ``omits_finished``
        whether the default preset runs it over unfinished documents only.
    ``reads_finished``
        whether it was selected by name, or by the preset ``strict``: then it runs over finished documents too.
    ``since``
        the version of planlint that added a built-in rule.

    Annotated class attributes of a subclass are its options: name, type and default in one place.
    """

    id = ""
    family = ""
    severity: Severity = ERROR
    default = True
    kinds: Sequence[str] = ("progress",)
    fix: str | None = None
    strict_options: dict[str, Any] = {}
    omits_finished = False
    reads_finished = False
    since = "0.1.0"

    def is_history(self, document: Document) -> bool:
        """Return whether *document* is finished, and nobody asked for the rule to speak of such documents."""
        return document.is_finished and not self.reads_finished

    def check(self, document: Any) -> Iterable[Violation]:
        """Yield the violations of *document*, which is of one of ``kinds`` and could be read."""
        raise NotImplementedError

    def check_project(self, project: Project) -> Iterable[Violation]:
        """Yield what only several documents together show, of a rule that judges single ones too."""
        return ()

    def violation(
        self,
        document: Document,
        where: Node | tuple[int, int],
        message: str,
        data: dict[str, Any],
        *,
        severity: Severity | None = None,
        related: Sequence[Related] = (),
        fix: Fix | None = None,
    ) -> Violation:
        """A violation of this rule at *where*; *severity* only where it is milder than the rule's."""
        start, end = where.span if isinstance(where, Node) else where
        return Violation(
            self.id,
            document.path,
            start,
            end,
            shortened(message),
            {"document_kind": document.kind, **data},
            severity=severity or _of_format(document, self),
            related=related,
            fix=fix,
        )

    def group(
        self, name: str, members: Sequence[tuple[int, int]], rebuild: Callable[[Sequence[int]], Violation]
    ) -> Violation:
        """One violation that several *members*, spans of one file, make: that of all of them by *rebuild*.

        *name* is what it is known by in a baseline. A comment at a member takes that member out.
        """
        violation = rebuild(range(len(members)))
        violation.group = name
        violation.members = tuple(members)
        violation.rebuild = rebuild
        return violation

    @classmethod
    def options(cls) -> dict[str, str]:
        """The options: name to the type as written."""
        return {name: kind if isinstance(kind, str) else _type_name(kind) for name, kind in cls.__annotations__.items()}


def _of_format(document: Document, rule: Rule) -> Severity:
    """How bad the rule's violations are in the format of *document*; one that is off there and asked for warns."""
    level = document.severities.get(rule.id)
    if level is None:
        return rule.severity
    return ERROR if level == ERROR else WARNING


def _type_name(kind: object) -> str:
    return str(getattr(kind, "__name__", kind) if type(kind) is type else kind)


class ProjectRule(Rule):
    """Judges documents together; reports at named files only."""

    def check(self, project: Project) -> Iterable[Violation]:
        """Yield the violations of the *project*."""
        raise NotImplementedError


def related(document: Document, where: Node | tuple[int, int], message: str) -> Related:
    """Another place that a violation speaks of."""
    start, end = where.span if isinstance(where, Node) else where
    return Related(document.path, start, end, message)


ALL_KINDS: Sequence[str] = ()


class FaultRule(Rule):
    """Reports what the reader found wrong with the text itself, under this rule's id."""

    kinds = ALL_KINDS

    def check(self, document: Document) -> Iterable[Violation]:
        for fault in document.faults:
            if fault.rule == self.id:
                first = fault.related
                yield self.violation(
                    document,
                    (fault.start, fault.end),
                    fault.message,
                    fault.data,
                    severity=fault.severity,
                    related=[related(document, first[:2], first[2])] if first else (),
                    fix=fault.fix,
                )
