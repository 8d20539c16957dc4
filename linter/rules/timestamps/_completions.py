"""Compare completion dates of tasks with ``updated`` of the plan, and with those of their dependencies."""

from __future__ import annotations

from linter.model.plan import Plan
from linter.model.timestamps import COMPLETION_DATES, CREATION_DATES, UPDATE_DATES, in_style, invalid_date_reason, parse
from linter.rules.timestamps._chronology import Step, runs_backwards
from linter.syntax.edits import rewrite
from linter.syntax.nodes import ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from linter.model.document import Document
    from linter.model.plan import Task
    from linter.syntax.fix import Fix


def stale_update(plan: Document) -> Iterator[Step]:
    """Yield the newest completion date with the `updated` of *plan* if that is older."""
    if plan.kind != Plan.kind:
        return
    own = [(field, node) for owner, field, node in plan.dates if owner is plan.root]
    updated = _newest([(field, node) for field, node in own if field in UPDATE_DATES])
    created = [node for field, node in own if field in CREATION_DATES]
    newest = _newest([(field, node) for _, field, node in plan.dates if field in COMPLETION_DATES])
    if updated is None or newest is None or any(runs_backwards(node, updated[1]) for node in created):
        return  # a document updated before its creation is reported separately
    (later_name, later), (earlier_name, earlier) = updated, newest
    message = f"`{later_name}` {later.text} is before `{earlier_name}` {earlier.text}"
    yield Step(earlier, earlier_name, later, later_name, message, is_error=False)


def update_fix(plan: Document, step: Step) -> Fix | None:
    """Return the fix that sets ``updated`` to the completion date of *step*, or None if that date may be wrong."""
    if step.later_name not in UPDATE_DATES or step.earlier_name not in COMPLETION_DATES or plan.kind != Plan.kind:
        return None
    from linter.model.clock import today  # only a run that reports it asks for the time

    newest, style = parse(step.earlier.text.strip()), parse(step.later.text.strip())
    if newest is None or style is None or _is_future(step.earlier, today()) or (style.time and not newest.time):
        return None
    text = in_style(newest, step.later.text.strip())
    return rewrite(plan.source, step.later, text, f"Set `{step.later_name}` to {text}", safe=True)


def inversions(plan: Document) -> Iterator[tuple[Task, Task, Step]]:
    """Yield each task that was completed before one of its dependencies in the same file, with the dependency."""
    for task, _, dependency in plan.edges() if isinstance(plan, Plan) else ():
        first, second = _completion(dependency), _completion(task)
        if first and second and runs_backwards(first[1], second[1]):
            message = f"`{task.name}` was completed before `{dependency.name}`, which it depends on"
            yield task, dependency, Step(first[1], first[0], second[1], second[0], message, is_error=False)


def _completion(task: Task) -> tuple[str, ScalarNode] | None:
    found = ((field, task.node.get(field)) for field in COMPLETION_DATES if field in task.node.entries)
    return next(
        ((field, node) for field, node in found if isinstance(node, ScalarNode) and parse(node.text.strip())), None
    )


def _newest(dates: list[tuple[str, ScalarNode]]) -> tuple[str, ScalarNode] | None:
    newest: tuple[str, ScalarNode] | None = None
    for field, node in dates:
        stamp = parse(node.text.strip())
        if stamp and not invalid_date_reason(stamp) and (newest is None or runs_backwards(node, newest[1])):
            newest = field, node
    return newest


def _is_future(node: ScalarNode, today: str) -> bool:
    stamp = parse(node.text.strip())
    return stamp is None or stamp.date > today
