"""Parts of a plan that have a status of their own: the entries of `phases`, and tasks that verify others."""

from __future__ import annotations

from linter.model.counts import expected_status, share
from linter.model.statuses import DONE, OPEN, status_class
from linter.rules.base import related
from linter.rules.violation import WARNING
from linter.syntax.edits import rewrite
from linter.syntax.nodes import ScalarNode, SequenceNode
from linter.syntax.scalar_types import number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.plan import Plan, Task
    from linter.model.project import Project
    from linter.rules.base import Rule
    from linter.rules.violation import Violation


def check_parts(rule: Rule, plan: Plan, project: Project) -> Iterable[Violation]:
    """Yield the violations of *rule* at a plan that has not begun, in `phases` (one a plan) and in `verified_by`."""
    if plan.status is not None and plan.statuses_known and not plan.unidentified:
        done = [task for task in plan.tasks if task.status_class == DONE]
        if done and len(done) < len(plan.tasks) and status_class(plan.status.text) == OPEN:
            yield _not_begun(rule, plan, project, plan.status, done)
    if plan.root.get("phases") is not None:
        yield from _phases(rule, plan)
    for task in plan.tasks:
        verified = task.node.get("verified_by") if task.status_class == DONE and task.status is not None else None
        if verified is None:
            continue
        for node in verified.items if isinstance(verified, SequenceNode) else [verified]:
            other = plan.by_id.get(node.text) if isinstance(node, ScalarNode) else None
            if other is not None and other is not task and other.status_class is not None and not other.is_closed:
                yield rule.violation(
                    plan,
                    node,
                    f"task `{task.name}` is done, but verified by `{other.name}`, which is {other.state}",
                    {"task": task.name, "found": task.state, "expected": None, "open": [other.name]},
                    severity=WARNING,
                    related=[related(plan, other.status or other.id, f"`{other.name}` is {other.state}")],
                )


def _not_begun(rule: Rule, plan: Plan, project: Project, status: ScalarNode, done: list[Task]) -> Violation:
    from linter.model.witnesses import PlanWitnesses  # a clean plan needs none

    expected = "completed" if plan.all_closed else expected_status(plan)
    fix = rewrite(plan.source, status, expected, f"Set `status` to {expected}", safe=False)
    counts_nothing = number(plan.root.get("completed_tasks")) == 0 or number(plan.root.get("progress")) == 0
    has_witness = counts_nothing or PlanWitnesses(plan, project).for_status()
    return rule.violation(
        plan,
        status,
        f"`status` is `{status.text}`, but {share(len(done), len(plan.tasks), 'tasks', 'done')}",
        {
            "found": status.text,
            "expected": expected,
            "open": [task.name for task in plan.tasks if not task.is_closed],
        },
        severity=WARNING,
        related=[related(plan, task.status or task.id, f"`{task.name}` is {task.state}") for task in done[:10]],
        fix=None if has_witness or expected == status.text else fix,
    )


def _phases(rule: Rule, plan: Plan) -> Iterable[Violation]:
    from linter.rules.status._phase_list import phase_entries  # few plans list their phases

    entries = list(phase_entries(plan))
    wrong = [(entry, entry.expected) for entry in entries if entry.expected is not None]
    if not wrong or (len(wrong) == len(entries) and rule.is_history(plan)):
        return  # an untouched list tells nothing about a finished plan
    (first, expected), *others = wrong
    rest = f" (and {len(others)} more)" if others else ""
    yield rule.violation(
        plan,
        first.status,
        f"phase `{first.name}` is {first.status.text}, expected {expected}{rest}",
        {"found": first.status.text, "expected": expected, "open": [entry.name for entry, _ in wrong]},
        severity=WARNING,
        related=[related(plan, entry.status, f"`{entry.name}` is {entry.status.text}") for entry, _ in others],
    )
