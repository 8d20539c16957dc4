"""The base classes of rules. Rules are stateless: they read a document or a project and yield violations."""

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
    """A rule that checks one document at a time.

    ``id``, ``family``
        kebab-case names; an id is never reused.
    ``severity``, ``default``
        the severity of its violations, and whether it is enabled without being selected.
    ``kinds``
        the kinds of documents that `check` gets: ``progress`` by default, all kinds if empty.
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
    ``reports_at_closing``
        whether it runs, with its strict options, over a plan that a change completed, even where it is off.

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
    reports_at_closing = False
    since = "0.1.0"

    def is_history(self, document: Document) -> bool:
        """Return whether *document* is finished and the rule does not report on finished documents."""
        return document.is_finished and not self.reads_finished

    def check(self, document: Any) -> Iterable[Violation]:
        """Yield the violations of *document*, which has one of ``kinds`` and could be read."""
        raise NotImplementedError

    def check_project(self, project: Project) -> Iterable[Violation]:
        """Yield violations that only several documents together show, for rules that also check single ones."""
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
        help: str | None = None,
    ) -> Violation:
        """Return a violation of this rule at *where*; *severity* only if it is less severe than the rule's."""
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
            help=shortened(help) if help else None,
        )

    def group(
        self, name: str, members: Sequence[tuple[int, int]], rebuild: Callable[[Sequence[int]], Violation]
    ) -> Violation:
        """Return one violation that *members* (spans of one file) cause together, made by *rebuild* from their indices.

        *name* identifies it in a baseline. A suppression comment at a member removes that member.
        """
        violation = rebuild(range(len(members)))
        violation.group = name
        violation.members = tuple(members)
        violation.rebuild = rebuild
        return violation

    @classmethod
    def options(cls) -> dict[str, str]:
        """Return the options: name to type as written."""
        return {name: kind if isinstance(kind, str) else _type_name(kind) for name, kind in cls.__annotations__.items()}


def _of_format(document: Document, rule: Rule) -> Severity:
    """Return the severity of the rule in the format of *document*; a rule that is off there and selected warns."""
    level = document.severities.get(rule.id)
    if level is None:
        return rule.severity
    return ERROR if level == ERROR else WARNING


def _type_name(kind: object) -> str:
    return str(getattr(kind, "__name__", kind) if type(kind) is type else kind)


class ProjectRule(Rule):
    """Judges documents together, the named ones with those around them.

    Its violations do not depend on which are named; the engine reports those that have a place in a named file.
    """

    def check(self, project: Project) -> Iterable[Violation]:
        """Yield the violations of the *project*, whichever of their places are in named files."""
        raise NotImplementedError

    def across(
        self,
        document: Document,
        locations: Sequence[Related],
        message: str,
        data: dict[str, Any],
        *,
        related: Sequence[Related] | None = None,
        fix: Fix | None = None,
    ) -> Violation:
        """One violation that can be set right at any of *locations*, which may be in several files.

        Its home is the first of them, in *document*. *related* are all other places unless given.
        """
        home = locations[0]
        others = locations[1:] if related is None else related
        violation = self.violation(document, (home.start, home.end), message, data, related=others, fix=fix)
        violation.locations = tuple(locations)
        return violation


def related(document: Document, where: Node | tuple[int, int], message: str) -> Related:
    """Return a related place of a violation."""
    start, end = where.span if isinstance(where, Node) else where
    return Related(document.path, start, end, message)


def did_you_mean(word: str | None) -> str | None:
    """Return the help that suggests *word*, None where there is none."""
    return f"did you mean `{word}`?" if word else None


ALL_KINDS: Sequence[str] = ()


class ReadErrorRule(Rule):
    """A rule that reports the read errors with its id."""

    kinds = ALL_KINDS

    def check(self, document: Document) -> Iterable[Violation]:
        for error in document.read_errors:
            if error.rule == self.id and not (error.until_finished and self.is_history(document)):
                first = error.related
                yield self.violation(
                    document,
                    (error.start, error.end),
                    error.message,
                    error.data,
                    severity=error.severity,
                    related=[related(document, first[:2], first[2])] if first else (),
                    fix=error.fix,
                    help=error.help,
                )
