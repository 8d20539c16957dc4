"""Find dependencies that other dependencies of the task already imply (off by default)."""

from __future__ import annotations

from linter.model.graph import levels
from linter.rules.base import Rule, related
from linter.rules.dependencies.self_dependency import Remover
from linter.rules.violation import WARNING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from linter.model.plan import Plan
    from linter.rules.violation import Violation

BUDGET = 5_000_000  # steps per file: the transitive reduction of a dense graph has no linear algorithm


class RedundantDependency(Rule):
    """See ``redundant_dependency.md``."""

    id = "redundant-dependency"
    family = "dependencies"
    severity = WARNING
    default = False
    fix = "unsafe"

    def check(self, document: Plan) -> Iterable[Violation]:
        graph = document.graph()
        level = levels(graph)
        budget = BUDGET
        for task in document.tasks:
            names = {reference.text: reference for reference in task.dependencies}
            direct = {name: reference for name, reference in names.items() if name in level and name != task.name}
            if len(direct) < 2 or task.name not in level:
                continue
            implied, cost = _implied(graph, level, list(direct))
            budget -= cost
            remover = Remover(document, task) if implied else None
            for name, through in implied.items():
                yield self.violation(
                    document,
                    direct[name],
                    f"redundant dependency `{name}` of task `{task.name}`, implied by `{through}`",
                    {"task": task.name, "dependency": name, "through": through},
                    related=[related(document, direct[through], f"`{through}` is listed here")],
                    fix=remover.fix(direct[name], safe=False) if remover else None,
                )
            if budget < 0:
                return


def _implied(graph: dict[str, list[str]], level: dict[str, int], direct: list[str]) -> tuple[dict[str, str], int]:
    """Return those of the vertices *direct* that another one reaches, with that other, and the number of steps."""
    lowest = min(level[name] for name in direct)
    wanted = set(direct)
    found: dict[str, str] = {}
    seen: set[str] = set()
    cost = 0
    for start in sorted(direct, key=level.__getitem__, reverse=True):
        stack = [start]
        while stack:
            vertex = stack.pop()
            cost += len(graph[vertex]) + 1
            for target in graph[vertex]:
                if target in wanted:
                    found.setdefault(target, start)
                if target not in seen and level.get(target, -1) > lowest:
                    seen.add(target)
                    stack.append(target)
    return found, cost
