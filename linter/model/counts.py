"""The counts of a document, their expected values, and whether the tasks are stale instead."""

from __future__ import annotations

from linter.model.manifest import Manifest, ToolsManifest
from linter.model.statuses import AT_RISK, BLOCKED, CLOSED, DEFERRED, DONE, OPEN, RUNNING, normalise, status_class
from linter.syntax.nodes import MappingNode, ScalarNode
from linter.syntax.scalar_types import integer, number
from linter.system.words import plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from linter.model.document import Document
    from linter.model.plan import Plan, Task
    from linter.model.project_files import DocumentLookup
    from linter.model.witness import Witness
    from linter.syntax.nodes import Node

_CLASS_OF = {
    "completed_tasks": DONE,
    "in_progress_tasks": RUNNING,
    "blocked_tasks": BLOCKED,
    "at_risk_tasks": AT_RISK,
    "pending_tasks": OPEN,
}
_POINTS = ("total_story_points", "completed_story_points")
COUNTS = ("total_tasks", *_CLASS_OF, "deferred_tasks")
_STATES = {"total_tasks": "defined", "in_progress_tasks": "in progress", "at_risk_tasks": "at risk"}  # others: as named


class Count:
    """A count as written at ``node``, its expected value, and the document and span that it counts."""

    def __init__(
        self, node: ScalarNode, field: str, found: float, expected: float, counted: Document, location: tuple[int, int]
    ) -> None:
        self.node = node
        self.field = field
        self.found = found
        self.expected = expected
        self.counted = counted
        self.location = location
        self.within = ""
        self.because = f"{expected:.10g} {'is' if expected == 1 else 'are'} counted"  # in the message, after "but"
        self.what = ""
        self.is_percentage = False
        self.is_safe = True
        self.is_fixable = True
        self.tasks: Sequence[Task] | None = None  # the tasks that may be lost, if not those of the whole file
        self.witnesses: list[Witness] = []  # the values that support the number found


def plan_counts(plan: Plan) -> Iterator[Count]:
    """Yield the wrong counts of a plan."""
    for container, field, node, found, expected in _declared(plan):
        excess = found - (_story_points(plan, _POINTS[0]) or 0) if field in _POINTS else found
        if found != expected and not right_once_finished(plan, field, excess):
            yield _of_tasks(plan, node, field, found, expected, container is plan.root)


def declared_counts(plan: Plan) -> Iterator[Count]:
    """Yield every count of a plan that its tasks determine, right or wrong."""
    for container, field, node, found, expected in _declared(plan):
        yield _of_tasks(plan, node, field, found, expected, container is plan.root)


def _declared(plan: Plan) -> Iterator[tuple[Node | None, str, ScalarNode, float, float]]:
    """Yield the mapping that contains each count, its field and node, and the values found and expected."""
    if not plan.has_tasks or plan.unidentified or not plan.statuses_known:
        return
    actual: dict[str, float] | None = None
    for container in (plan.root, plan.root.get("task_counts")):
        for field in COUNTS if isinstance(container, MappingNode) else ():
            node = container.get(field)  # type: ignore[union-attr]
            found = integer(node) if node is not None else None
            if found is not None and found >= 0:
                actual = actual or count(plan)
                assert isinstance(node, ScalarNode)
                yield container, field, node, found, actual[field]
    for field in _POINTS:
        node = plan.root.get(field)
        points = number(node)
        if isinstance(node, ScalarNode) and points is not None and points >= 0:
            expected = _story_points(plan, field)
            if expected is not None:
                yield plan.root, field, node, points, expected


def _story_points(plan: Plan, field: str) -> float | None:
    """Return the sum of the story points of the tasks, or of the done ones, or None unless every task has points."""
    points = [(task, number(task.node.get("story_points"))) for task in plan.tasks]
    if not points or any(value is None for _, value in points):
        return None
    return round(sum(v or 0 for task, v in points if field == _POINTS[0] or task.status_class == DONE), 6)


def _of_tasks(plan: Plan, node: ScalarNode, field: str, found: float, expected: float, at_root: bool) -> Count:
    result = Count(node, field, found, expected, plan, plan.task_lists[0][1].key_span)
    result.within = "" if at_root else "task_counts."
    result.what = f"{plural(len(plan.tasks), 'task')} defined here"
    if field.endswith("_story_points"):
        result.because = f"{'the' if field[0] == 't' else 'completed'} tasks have {expected:.10g} story points"
    else:
        result.because = amount(expected, "task", _STATES.get(field, field.removesuffix("_tasks")))
    return result


def share(number: int, total: int, nouns: str, state: str) -> str:
    """Return a clause such as ``1 of 3 tasks is open``; *nouns* is a plural."""
    return f"{number} of {total} {nouns} {'is' if number == 1 else 'are'} {state}"


def done_count(tasks: Iterable[Task]) -> int:
    """Return how many of *tasks* are done."""
    return sum(task.status_class == DONE for task in tasks)


def amount(number: float, noun: str, state: str) -> str:
    """Return a clause such as ``1 task is completed`` or ``4 tasks are defined``."""
    return f"{number:.10g} {noun} is {state}" if number == 1 else f"{number:.10g} {noun}s are {state}"


def plan_percents(plan: Plan) -> Iterator[Count]:
    """Yield the wrong percentages of a plan."""
    if plan.severities or not plan.tasks or plan.unidentified or not plan.statuses_known:
        return
    done = done_count(plan.tasks)
    for field in ("progress", "overall_progress"):
        node = plan.root.get(field)
        found = number(node) if node is not None else None
        if not isinstance(node, ScalarNode) or found is None or not 0 <= found <= 100:
            continue
        if any(abs(found - share) < 1 for share in shares(plan)) or (found == 100 and is_stale(plan)):
            continue
        result = Count(node, field, found, 100 * done // len(plan.tasks), plan, plan.task_lists[0][1].key_span)
        result.is_percentage = True
        result.what = share(done, len(plan.tasks), "tasks", "done")
        yield result


def shares(plan: Plan) -> list[float]:
    """Return the percentage of done tasks, of all tasks and of those not closed without being done; both are in use."""
    done = done_count(plan.tasks)
    closed = sum(task.status_class == CLOSED for task in plan.tasks)
    return [100 * done / total for total in {len(plan.tasks), len(plan.tasks) - closed} if total]


def tool_counts(document: Document, project: DocumentLookup) -> Iterator[Count]:
    """Yield the wrong ``total_tools`` of a tools manifest, and ``tools_discovered`` of the manifest next to it."""
    if isinstance(document, ToolsManifest) and document.has_tools:
        node = document.root.get("total_tools")
        found, expected = integer(node), len(document.tools)
        location = document.root.entries["tools"].key_span
        if isinstance(node, ScalarNode) and found is not None and found >= 0:
            because = amount(expected, "tool", "defined")
            yield _of_tools(Count(node, "total_tools", found, expected, document, location), because)
    tools = project.tools_of(document) if isinstance(document, Manifest) and document.is_mcp else None
    total = integer(tools.root.get("total_tools")) if tools is not None else None
    for phase in document.phases if isinstance(document, Manifest) else ():
        node = phase.node.get("tools_discovered")
        found = integer(node)
        if tools is None or total is None or (tools.has_tools and found == len(tools.tools)):
            continue  # it matches the number of tools, so total_tools is wrong
        if isinstance(node, ScalarNode) and found is not None and found >= 0:
            location = tools.root.entries["total_tools"].span
            because = f"`total_tools` is {total}"
            yield _of_tools(Count(node, "tools_discovered", found, total, tools, location), because)


def _of_tools(result: Count, because: str) -> Count:
    result.because = because
    result.what = f"{result.expected:g} tools defined here"
    return result


def count(plan: Plan) -> dict[str, float]:
    """Return the expected counts by status."""
    classes = [task.status_class for task in plan.tasks]
    actual: dict[str, float] = {field: classes.count(name) for field, name in _CLASS_OF.items()}
    actual["total_tasks"] = len(plan.tasks)
    actual["deferred_tasks"] = sum(
        task.status is not None and normalise(task.status.text) in DEFERRED for task in plan.tasks
    )
    return actual


def expected_status(plan: Plan) -> str:
    """Return the status that follows from the tasks: blocked if every open task is, else by their progress."""
    classes = {task.status_class for task in plan.tasks}
    if AT_RISK in classes or classes - {DONE, CLOSED} == {BLOCKED}:
        return "at_risk" if AT_RISK in classes else "blocked"
    return "pending" if classes <= {OPEN, BLOCKED, CLOSED} else "in_progress"


def is_stale(plan: Plan) -> bool:
    """Whether the document has the status done while tasks are open, so that the tasks may be out of date."""
    done = plan.status is not None and status_class(plan.status.text) == DONE
    return done and not plan.all_closed


def right_once_finished(plan: Plan, field: str, found: float) -> bool:
    """Whether *found* will be right once all tasks are done, as the document's own status claims.

    Then the tasks are stale and not the count, and only ``status-mismatch`` reports it. For story points *found* is the
    difference to their sum.
    """
    if field in ("total_tasks", "total_story_points") or not is_stale(plan):
        return False
    closed = sum(task.status_class == CLOSED for task in plan.tasks)
    if field == "completed_tasks":
        return found in (len(plan.tasks), len(plan.tasks) - closed, declared_total(plan))
    return field != "deferred_tasks" and found == 0


def declared_total(plan: Plan) -> int | None:
    """Return ``total_tasks`` as written, at the root or in ``task_counts``, or None."""
    for container in (plan.root, plan.root.get("task_counts")):
        found = integer(container.get("total_tasks")) if isinstance(container, MappingNode) else None
        if found is not None and found > 0:
            return found
    return None


def counts_agree(plan: Plan) -> bool:
    """Whether the document's own numbers support its status, so that the tasks are stale."""
    done = integer(plan.root.get("completed_tasks"))
    return (done or 0) >= len(plan.tasks) > 0 or number(plan.root.get("progress")) == 100
