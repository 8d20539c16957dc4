"""Folders of files that hold one task each, as one plan to draw: in waves, else by what waits for what."""

from __future__ import annotations

from linter.boards import Board, Item, no_root
from linter.model import Plan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linter.model import Task
    from linter.nodes import Scalar
    from linter.project import Project


class Folder(Plan):
    """The task files of one directory; ``waves`` by id, where each of them has one."""

    def __init__(self, files: list[Plan], project: Project) -> None:
        super().__init__(files[0].source, no_root(), [])
        self.kind = files[0].kind
        self.path = self.name = files[0].directory or "."
        self.tasks = [task for file in files for task in file.tasks]
        self.project = project
        ranks = {task.name: task.rank for task in self.tasks if isinstance(task, Item)}
        self.waves = {name: rank for name, rank in ranks.items() if rank is not None}
        if len(self.waves) < len(self.tasks):
            self.waves = {}

    def edges(self) -> Iterator[tuple[Task, Scalar, Task]]:
        """Each dependency inside the folder."""
        own = {id(task) for task in self.tasks}
        for task in self.tasks:
            for reference in task.dependencies:
                for awaited in self.project.awaited(task, reference)[:1]:
                    if id(awaited) in own and awaited is not task:
                        yield task, reference, awaited


def gathered(plans: Iterable[Plan], project: Project) -> list[Plan]:
    """*plans*, with the files that are one task each put together by directory, where the first of them stood."""
    groups: dict[tuple[str, str], list[Plan]] = {}
    for plan in plans:
        is_task = isinstance(plan, Board) and len(plan.tasks) == 1 and plan.tasks[0].node is plan.root
        groups.setdefault((plan.kind, plan.directory) if is_task else ("", plan.path), []).append(plan)
    return [Folder(files, project) if len(files) > 1 else files[0] for files in groups.values()]


def waves_of(plan: Plan) -> dict[str, int]:
    """The wave of each task by id, of a folder in which every task has one; else nothing."""
    return plan.waves if isinstance(plan, Folder) else {}
