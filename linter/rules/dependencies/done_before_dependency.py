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
        awaited: dict[int, tuple[Task, Dependents]] = {}
        phases: dict[tuple[str, ...], tuple[list[Plan], Dependents]] = {}
        for task in _done_tasks(project):
            for reference in {r.text: r for r in task.dependencies}.values():
                if reference.text == task.name:
                    continue
                found = project.awaited(task, reference)
                if not found and (files := project.phase(task.plan, reference.text)):
                    key = tuple(plan.path for plan in files)
                    phases.setdefault(key, (files, []))[1].append((task, reference))
                elif found and all(other.status_class and not other.is_closed for other in found):
                    awaited.setdefault(id(found[0]), (found[0], []))[1].append((task, reference))
        for task, dependents in awaited.values():
            yield from self._violation(project, task, dependents, task.name, task.state)
        for files, dependents in phases.values():
            tasks = (task for plan in files for task in plan.tasks)
            first = next((task for task in tasks if task.status_class and not task.is_closed), None)
            if first is None:
                continue
            known = {id(other) for other, _ in awaited.get(id(first), (first, []))[1]}
            left = [(other, reference) for other, reference in dependents if id(other) not in known]
            if left:
                phase = first.plan.phase.text if first.plan.phase else left[0][1].text
                yield from self._violation(project, first, left, left[0][1].text, first.state, phase)

    def _violation(
        self, project: Project, task: Task, dependents: Dependents, name: str, status: str, phase: str = ""
    ) -> Iterator[Violation]:
        """Yield one violation, at the open task or else at the first dependent in a named file."""
        places = [(task.plan, task.status or task.id, f"`{task.name}` is {status}")]
        places += [(other.plan, reference, f"`{other.name}` is done") for other, reference in dependents]
        home = next((place for place in places if place[0].path in project.named), None)
        if home is None:
            return
        names = list(dict.fromkeys(other.name for other, _ in dependents))
        rest = f" and {len(names) - 1} more" if len(names) > 1 else ""
        verb = "depend" if rest else "depends"
        data = {"dependency": name, "dependents": names, "status": status} | ({"phase": phase} if phase else {})
        what = f"phase {phase}, where `{task.name}` is {status}" if phase else f"`{name}`, which is {status}"
        yield self.violation(
            home[0],
            home[1],
            f"`{names[0]}`{rest} {'are' if rest else 'is'} done, but {verb} on {what}",
            data,
            related=[related(*place) for place in places if place is not home],
        )


def _done_tasks(project: Project) -> Iterator[Task]:
    """Yield the done tasks of the named plans, and of plans around them that may depend on their tasks."""
    seen: set[str] = set()
    for plan in project.plans():
        plans: list[Plan] = [*project.namespace(plan).plans]
        if plan.kind == Plan.kind:
            around = project.directory(plan.directory)
            plans = [other for other in around if isinstance(other, Plan) and other.kind == plan.kind]
        for other in plans:
            if other.path not in seen:
                seen.add(other.path)
                yield from (task for task in other.tasks if task.status_class == DONE)
