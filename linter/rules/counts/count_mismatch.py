"""Compare counts with what they count (also rows 4 and 28 of ``docs/constraints.md``)."""

from __future__ import annotations

from linter.model.counts import plan_counts, tool_counts
from linter.model.plan import Plan
from linter.rules.base import ProjectRule, related
from linter.syntax.edits import rewrite

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.counts import Count
    from linter.model.document import Document
    from linter.model.project import Project
    from linter.rules.violation import Violation


class CountMismatch(ProjectRule):
    """See ``count_mismatch.md``."""

    id = "count-mismatch"
    family = "counts"
    kinds = ()
    fix = "safe"

    def check(self, project: Project) -> Iterable[Violation]:
        for document in project.named.values():
            if document.is_shipped and not self.reads_finished:
                continue
            for count in _counts(document, project):
                if count.found != count.expected:
                    if count.field in ("total_tools", "tools_discovered"):
                        from linter.model.tool_witnesses import add_witnesses

                        add_witnesses(count, document, project)
                    yield self._mismatch(document, count)

    def _mismatch(self, document: Document, count: Count) -> Violation:
        found, expected = (int(n) if n == int(n) else n for n in (count.found, count.expected))
        title = f"Set `{count.within}{count.field}` to {expected}"
        return self.violation(
            document,
            count.node,
            f"`{count.within}{count.field}` is {found}, but {count.because}",
            {"field": count.field, "found": found, "expected": expected},
            related=[
                related(count.counted, count.location, count.what),
                *(related(witness.document, witness.location, witness.text) for witness in count.witnesses),
            ],
            fix=rewrite(document.source, count.node, str(expected), title, safe=count.is_safe)
            if count.is_fixable
            else None,
        )


def _counts(document: Document, project: Project) -> Iterable[Count]:
    """Return the counts that can be checked."""
    if not document.severities:
        return _of_plan(document, project) if isinstance(document, Plan) else tool_counts(document, project)
    from linter.model.board import TaskFile

    if not isinstance(document, TaskFile):
        return ()
    counts = [count for count in document.counts(project) if count.found != count.expected]
    if not counts:
        return ()
    from linter.model.board_witnesses import wrong_counts  # a clean file needs none

    return wrong_counts(document, counts, project)


def _of_plan(plan: Plan, project: Project) -> Iterable[Count]:
    if next(plan_counts(plan), None) is None:
        return ()
    from linter.model.witnesses import PlanWitnesses  # a clean plan needs none

    return [count for count in PlanWitnesses(plan, project).values() if not count.is_percentage]
