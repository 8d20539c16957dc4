"""Find required fields that are absent, null or blank."""

from __future__ import annotations

from collections import Counter

from linter.model.plan import Plan
from linter.rules.base import Rule
from linter.rules.shape._missing_fields import drop_mistyped, late_batches, names_of, where
from linter.rules.violation import ERROR, WARNING
from linter.syntax.nodes import MappingNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.document import Document
    from linter.rules.shape._missing_fields import Missing
    from linter.rules.violation import Severity, Violation
    from linter.schema.validator import ShapeError

KEYWORDS = ("required", "x-recommended", "x-strict")


class MissingField(Rule):
    """See ``missing_field.md``."""

    id = "missing-field"
    family = "shape"
    kinds = ()
    strict_options = {"recommended": True}

    recommended: bool = False

    def check(self, document: Document) -> Iterable[Violation]:
        keywords: dict[str, Severity] = {"required": ERROR}
        if not self.is_history(document):
            keywords["x-recommended"] = WARNING
        if self.recommended:
            keywords["x-strict"] = WARNING
        errors = [*document.shape, *late_batches(document)]
        missing: dict[tuple[str | int, ...], dict[str, ShapeError]] = {}
        for error in errors:
            if error.keyword in KEYWORDS:
                missing.setdefault(error.path, {}).update(dict.fromkeys(error.fields, error))
        if not self.is_history(document):
            drop_mistyped(errors, missing)
        if isinstance(document, Plan):
            yield from self._check_tasks(document, missing, keywords)
        for fields in missing.values():
            found = {name: error for name, error in fields.items() if error.keyword in keywords}
            if found:
                yield self._violation(document, found, keywords)

    def _check_tasks(self, plan: Plan, missing: Missing, keywords: dict[str, Severity]) -> Iterable[Violation]:
        """Report fields that no task has in one violation, and drop those that done tasks need not have."""
        tasks = {path: fields for path, fields in missing.items() if len(path) == 2 and path[0] == "tasks"}
        total = len(plan.tasks) + plan.unidentified
        counts = Counter(name for fields in tasks.values() for name in fields)
        shared = [name for name, count in counts.items() if count == total]
        common = {name: fields.pop(name) for name in shared for fields in tasks.values()}
        if not self.recommended:
            common = {name: error for name, error in common.items() if error.keyword == "required"}
            closed = {id(task.node) for task in plan.tasks if task.is_closed}
            for fields in tasks.values():
                for name in [name for name, f in fields.items() if f.keyword != "required" and id(f.node) in closed]:
                    del fields[name]
        if common:
            required = [name for name, error in common.items() if error.keyword == "required"]
            names = ", ".join(f"`{name}`" for name in common)
            yield self.violation(
                plan,
                plan.root.entries["tasks"].key_span,
                f"no task has {names}",
                {"fields": list(common), "path": "/tasks"},
                severity=None if required else WARNING,
            )

    def _violation(self, document: Document, found: dict[str, ShapeError], keywords: dict[str, Severity]) -> Violation:
        """Return the violation for all missing fields of one mapping."""
        first = next(iter(found.values()))
        node = first.node
        assert isinstance(node, MappingNode)
        required = [name for name, error in found.items() if keywords[error.keyword] == ERROR]
        names = names_of("", required)
        names += ["; "] if 0 < len(required) < len(found) else []
        names += names_of("recommended ", [name for name in found if name not in required])
        start, end = node.first_key_span
        return self.violation(
            document,
            (start, min(end, len(document.source.text))),
            f"{where(node, first)}missing {''.join(names)}",
            {"fields": list(found), "path": first.pointer},
            severity=None if required else WARNING,
        )
