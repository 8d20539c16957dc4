"""A count in the front matter against what it counts (``rules.md``, counts)."""

from __future__ import annotations

from linter.counts import COUNTS, count, finished_says, is_stale
from linter.edits import rewrite
from linter.model import Manifest, Plan, ToolsManifest
from linter.nodes import Mapping, Scalar
from linter.rule import ProjectRule, related
from linter.scalars import integer, number
from linter.statuses import DONE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model import Document
    from linter.nodes import Node
    from linter.project import Project
    from linter.violation import Violation


class CountMismatch(ProjectRule):
    """See ``count_mismatch.md``."""

    id = "count-mismatch"
    family = "counts"
    kinds = ()
    fix = "safe"

    def check(self, project: Project) -> Iterable[Violation]:
        for document in project.named.values():
            if isinstance(document, Plan):
                yield from self._check_plan(document)
            elif isinstance(document, ToolsManifest) and document.has_tools:
                yield from self._check_tools(document, document.root.get("total_tools"), len(document.tools), document)
            elif isinstance(document, Manifest) and (tools := project.tools_of(document)):
                total = integer(tools.root.get("total_tools"))
                for phase in document.phases:
                    if total is not None and document.is_mcp:
                        yield from self._check_tools(document, phase.node.get("tools_discovered"), total, tools)

    def _check_tools(
        self, document: Document, node: Node | None, expected: int, tools: ToolsManifest
    ) -> Iterable[Violation]:
        found = integer(node)
        if isinstance(node, Scalar) and found is not None and found != expected:
            field = "total_tools" if document is tools else "tools_discovered"
            there = tools.root.entries["tools" if document is tools else "total_tools"].key_span
            yield self.violation(
                document,
                node,
                f"{field} is {found}, but {'the tools are' if document is tools else 'total_tools is'} {expected}",
                {"field": field, "found": found, "expected": expected},
                related=[related(tools, there, f"{expected} tools")],
                fix=rewrite(document.source, node, str(expected), f"set {field} to {expected}", safe=True),
            )

    def _check_plan(self, document: Plan) -> Iterable[Violation]:
        if not document.has_tasks or document.unidentified or not document.statuses_known:
            return
        actual: dict[str, float] | None = None
        for holder in (document.root, document.root.get("task_counts")):
            within = "" if holder is document.root else "task_counts."
            for field in COUNTS if isinstance(holder, Mapping) else ():
                node = holder.get(field)  # type: ignore[union-attr]
                found = integer(node) if node is not None else None
                if found is None:
                    continue
                actual = actual or count(document)
                if found != actual[field] and not finished_says(document, field, found):
                    yield self._mismatch(document, node, within, field, found, actual[field])  # type: ignore[arg-type]
        yield from self._story_points(document)

    def _story_points(self, plan: Plan) -> Iterable[Violation]:
        for field in ("total_story_points", "completed_story_points"):
            node = plan.root.get(field)
            found = number(node) if node is not None else None
            if found is None:
                continue
            points = [(task, number(task.node.get("story_points"))) for task in plan.tasks]
            if not points or any(value is None for _, value in points):
                return
            wanted = [value or 0 for task, value in points if field[0] == "t" or task.status_class == DONE]
            total = round(sum(wanted), 6)
            if found != total and not finished_says(plan, field, found - sum(value or 0 for _, value in points)):
                yield self._mismatch(plan, node, "", field, found, total)  # type: ignore[arg-type]

    def _mismatch(self, plan: Plan, node: Scalar, within: str, field: str, found: float, expected: float) -> Violation:
        found, expected = (int(n) if n == int(n) else n for n in (found, expected))
        tasks = plan.root.get("tasks")
        assert tasks is not None
        return self.violation(
            plan,
            node,
            f"{within}{field} is {found}, but the tasks make it {expected}",
            {"field": field, "found": found, "expected": expected},
            related=[related(plan, tasks.key_span, f"{len(plan.tasks)} tasks stand here")],
            fix=rewrite(
                plan.source,
                node,
                str(expected),
                f"set {within}{field} to {expected}",
                safe=bool(plan.tasks) and not is_stale(plan),
            ),
        )
