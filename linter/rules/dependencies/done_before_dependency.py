"""Find open tasks that done tasks depend on."""

from __future__ import annotations

from linter.model.plan import Plan
from linter.model.statuses import DONE
from linter.rules.base import ProjectRule, related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linter.model.plan import Task
    from linter.model.project import Project
    from linter.rules.violation import Violation
    from linter.syntax.nodes import ScalarNode

    Dependents = list[tuple[Task, ScalarNode]]


class DoneBeforeDependency(ProjectRule):
    """See ``done_before_dependency.md``."""

    id = "done-before-dependency"
    family = "dependencies"

    def check(self, project: Project) -> Iterable[Violation]:
        open_tasks: dict[int, tuple[Task, Dependents]] = {}
        phases: dict[tuple[str, ...], tuple[list[Plan], Dependents]] = {}
        for task in _done_tasks(project):
            for reference in {r.text: r for r in task.dependencies}.values():
                if reference.text == task.name:
                    continue
                found = project.prerequisites(task, reference)
                if not found and (files := project.phase(task.plan, reference.text)):
                    key = tuple(plan.path for plan in files)
                    phases.setdefault(key, (files, []))[1].append((task, reference))
                elif found and all(other.status_class and not other.is_closed for other in found):
                    open_tasks.setdefault(id(found[0]), (found[0], []))[1].append((task, reference))
        for task, dependents in open_tasks.values():
            yield self._violation(task, dependents, task.name, task.state)
        for files, dependents in phases.values():
            tasks = (task for plan in files for task in plan.tasks)
            first = next((task for task in tasks if task.status_class and not task.is_closed), None)
            if first is None:
                continue
            known = {id(other) for other, _ in open_tasks.get(id(first), (first, []))[1]}
            left = [(other, reference) for other, reference in dependents if id(other) not in known]
            if left:
                phase = first.plan.phase.text if first.plan.phase else left[0][1].text
                yield self._violation(first, left, left[0][1].text, first.state, phase)

    def _violation(self, task: Task, dependents: Dependents, name: str, status: str, phase: str = "") -> Violation:
        """Return one violation, whose home is the open task."""
        locations = [related(task.plan, task.status or task.id, f"`{task.name}` is {status}")]
        locations += [related(other.plan, reference, f"`{other.name}` is done") for other, reference in dependents]
        names = list(dict.fromkeys(other.name for other, _ in dependents))
        rest = f" and {len(names) - 1} more" if len(names) > 1 else ""
        verb = "depend" if rest else "depends"
        data = {"dependency": name, "dependents": names, "status": status} | ({"phase": phase} if phase else {})
        what = f"phase {phase}, where `{task.name}` is {status}" if phase else f"`{name}`, which is {status}"
        message = f"`{names[0]}`{rest} {'are' if rest else 'is'} done, but {verb} on {what}"
        return self.across(task.plan, locations, message, data)


def _done_tasks(project: Project) -> Iterator[Task]:
    """Yield the done tasks around the named plans that may depend on their tasks, and those of the plans themselves."""
    plans = {plan.path: plan for scope in project.namespaces() for plan in scope.plans}
    for directory in {plan.directory: None for plan in plans.values() if plan.kind == Plan.kind}:
        around = project.directory(directory)
        plans |= {other.path: other for other in around if isinstance(other, Plan) and other.kind == Plan.kind}
    for plan in sorted(plans.values(), key=lambda plan: plan.path):
        yield from (task for task in plan.tasks if task.status_class == DONE)
