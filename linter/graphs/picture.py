"""The picture of plans, made from a project and the violations that a run found in it."""

from __future__ import annotations

import itertools
import re

from linter.graph import levels, longest_path, without_back_edges
from linter.graphs.folders import gathered, waves_of
from linter.graphs.model import EXTERNAL, MISSING, UNKNOWN, Band, Column, Edge, Node, Picture
from linter.nodes import Scalar
from linter.outputs.escape import harmless
from linter.registry import FAMILY
from linter.scopes import PROSE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linter.model import Plan, Task
    from linter.project import Project
    from linter.violation import Violation

_TITLES = ("title", "name", "description")
_LONGEST = 200  # characters of a title that are kept
_DRAWN = ("dependencies", "batches")  # the families whose violations are shown


def picture(project: Project, plans: Sequence[Plan], violations: Iterable[Violation]) -> Picture:
    """*plans* as bands by path, numbers in it as numbers; *violations* are those of tasks, dependencies and batches."""
    return _Painter(project, plans).paint(violations)


class _Painter:
    def __init__(self, project: Project, plans: Sequence[Plan]) -> None:
        self.project = project
        self.notes: list[str] = []
        drawn = self._drawn(sorted(plans, key=lambda plan: _natural(plan.path)))
        self.plans = gathered(drawn, project)
        self.nodes: dict[int, Node] = {}
        self.outside: dict[tuple[int, str], Node] = {}  # by band and id
        self.elsewhere: dict[int, Column] = {}
        self.edges: dict[tuple[Node, str], Edge] = {}  # by the waiting node and the id it waits for
        self.bands: list[Band] = []
        self.by_name: dict[str, list[Task]] = {}

    def paint(self, violations: Iterable[Violation]) -> Picture:
        for plan in self.plans:
            self.bands.append(self._band(plan))
            for task in plan.tasks:
                self.by_name.setdefault(task.name, []).append(task)
        for place, plan in enumerate(self.plans):
            self._connect(place, plan)
        for plan, band in zip(self.plans, self.bands, strict=True):
            self._mark_critical(plan)
            if not plan.batches and not waves_of(plan):
                self._set_aside(band)
        for violation in violations:
            if FAMILY.get(violation.rule) in _DRAWN:
                self._flag(violation)
        slugs = dict.fromkeys(_label(plan.slug.text) for plan in self.plans if plan.slug)
        title = ", ".join(list(slugs)[:4]) + (" …" if len(slugs) > 4 else "")
        if len(self.plans) == 1:
            title = f"{title}: {self.bands[0].title}" if title else self.bands[0].title
        elif len(slugs) > 1:
            for plan, band in zip(self.plans, self.bands, strict=True):
                band.title = f"{_label(plan.slug.text)}: {band.title}" if plan.slug else band.title
        return Picture(title or "plan", self.bands, list(self.edges.values()), self.notes)

    def _drawn(self, plans: Sequence[Plan]) -> list[Plan]:
        """The *plans* but those that have no tasks, or only repeat the tasks of others that are drawn."""
        drawn = {id(plan) for plan in plans}
        kept, silent = [], 0
        for plan in plans:
            truth = self.project.namespace(plan).truth
            if not plan.tasks and plan.severities:
                silent += 1  # of other formats: what tells of tasks, is archived, or configures
            elif not plan.tasks and not plan.batches:
                self.notes.append(f"{_label(plan.path)} has no tasks and is not drawn")
            elif plan.tasks and all(truth(t) is not t and id(truth(t).plan) in drawn for t in plan.tasks):
                self.notes.append(f"{_label(plan.path)} repeats the tasks of the other files and is not drawn")
            else:
                kept.append(plan)
        if silent:
            self.notes.append(
                f"{silent} files without tasks are not drawn" if silent > 1 else "a file without tasks is not drawn"
            )
        return kept

    def _band(self, plan: Plan) -> Band:
        band = Band(_title_of(plan), harmless(plan.path))
        place_of, labels = _places(plan)
        band.columns = [Column(label) for label in labels]
        rest = Column("not scheduled" if plan.batches else "")
        for task in plan.tasks:
            state = task.status_class or UNKNOWN
            status = _label(task.status.text) if task.status else ""
            node = self.nodes[id(task)] = Node(_label(task.name), state, _task_title(task), status)
            place = place_of.get(task.name)
            column = rest if place is None else band.columns[place]
            node.place = column.label
            column.nodes.append(node)
        if rest.nodes:
            band.columns.append(rest)
        return band

    def _connect(self, place: int, plan: Plan) -> None:
        prose = 0
        for task in plan.tasks:
            for name in dict.fromkeys(reference.text for reference in task.dependencies):
                if name == task.name:
                    continue
                source = self._source(place, task, name)
                if source is None:
                    prose += 1
                else:
                    target = self.nodes[id(task)]
                    self.edges[target, name] = Edge(source, target)
        if prose:
            what = "1 dependency is prose and is" if prose == 1 else f"{prose} dependencies are prose and are"
            self.notes.append(f"{what} not drawn ({harmless(plan.path)})")

    def _source(self, place: int, waiting: Task, name: str) -> Node | None:
        """The node that the dependency *name* of the task *waiting* comes from; None where it is no id."""
        plan = waiting.plan
        if name in plan.local:
            return self.nodes[id(plan.local[name])]
        if (place, name) in self.outside:
            return self.outside[place, name]
        resolution = self.project.resolve(plan, name, waiting)
        if resolution.outcome == PROSE:
            return None
        for task in resolution.tasks:
            if id(task) in self.nodes:
                return self.nodes[id(task)]
        node = Node(_label(name), EXTERNAL)
        if resolution.tasks:
            task = resolution.tasks[0]
            node.title, node.place = _task_title(task), harmless(task.plan.path)
            node.status = _label(task.status.text) if task.status else ""
        self.outside[place, name] = node
        if place not in self.elsewhere:
            self.elsewhere[place] = Column("elsewhere")
            self.bands[place].columns.insert(0, self.elsewhere[place])
        self.elsewhere[place].nodes.append(node)
        return node

    def _set_aside(self, band: Band) -> None:
        """Put the tasks of a plan without batches that no arrow touches behind the steps."""
        touched = {node for edge in self.edges.values() for node in (edge.source, edge.target)}
        alone = Column("no dependencies")
        for column in band.columns:
            alone.nodes += [node for node in column.nodes if node not in touched]
            column.nodes = [node for node in column.nodes if node in touched]
        band.columns = [column for column in band.columns if column.nodes]
        if alone.nodes:
            for node in alone.nodes:
                node.place = alone.label
            band.columns.append(alone)

    def _mark_critical(self, plan: Plan) -> None:
        """The critical path that the plan lists, else the longest chain of its tasks."""
        path = [item.text for item in plan.critical_path if item.text in plan.by_id]
        if not path:
            graph = _graph(plan)
            path = longest_path(graph, dict.fromkeys(graph, 1.0))
        nodes = [self.nodes[id(plan.by_id[name])] for name in path]
        if len(nodes) < 2:
            return
        for node in nodes:
            node.critical = True
        for name, target in zip(path, nodes[1:], strict=False):
            if (target, name) in self.edges:
                self.edges[target, name].critical = True

    def _flag(self, violation: Violation) -> None:
        data = violation.data
        cycle = data.get("cycle")
        if cycle:
            for name, awaited in itertools.pairwise(cycle):
                self._flag_edge(violation, name, awaited)
        elif violation.rule == "unknown-batch-task":
            self._flag_ghost(violation)
        elif "task" in data and "dependency" in data:
            self._flag_edge(violation, data["task"], data["dependency"])
        elif "task" in data:
            self._flag_node(violation, data["task"])
        elif "batch" in data:
            for column in self._columns_of(violation.path, data["batch"]):
                column.flags.append(violation.rule)

    def _flag_edge(self, violation: Violation, name: str, awaited: str) -> None:
        target = self._task(violation, name)
        if target is None:
            return
        edge = self.edges.get((target, awaited))
        if edge is not None:
            edge.rules.append(violation.rule)
            if violation.rule == "unknown-dependency" and not edge.source.place:
                edge.source.state = MISSING
            return
        target.flags.append(violation.rule)

    def _flag_node(self, violation: Violation, name: str) -> None:
        node = self._task(violation, name)
        if node is not None:
            node.flags.append(violation.rule)

    def _flag_ghost(self, violation: Violation) -> None:
        for column in self._columns_of(violation.path, violation.data["batch"]):
            column.nodes.append(Node(_label(violation.data["task"]), MISSING, flags=[violation.rule]))

    def _columns_of(self, path: str, batch: str) -> list[Column]:
        bands = [band for plan, band in zip(self.plans, self.bands, strict=True) if plan.path == path]
        return [c for band in bands for c in band.columns if _label(batch) in c.label.split(" / ")][:1]

    def _task(self, violation: Violation, name: str) -> Node | None:
        """The task that *violation* speaks of: of several with that id the one that it stands in."""
        found = self.by_name.get(name, [])
        near = [task for task in found if task.plan.path == violation.path] or found
        around = (task for task in near if task.node.start <= violation.start < task.node.end)
        task = next(around, near[0] if near else None)
        return self.nodes[id(task)] if task is not None else None


def _places(plan: Plan) -> tuple[dict[str, int], list[str]]:
    """The column of each task, and the columns' labels: batches, else levels of the graph."""
    waves = waves_of(plan)
    if waves:
        order = {rank: place for place, rank in enumerate(sorted(set(waves.values())))}
        return {name: order[rank] for name, rank in waves.items()}, [f"wave {rank}" for rank in order]
    if not plan.batches:
        graph = without_back_edges(_graph(plan))
        level = levels(graph)
        return level, [f"step {number}" for number in range(1, max(level.values(), default=-1) + 2)]
    labels: dict[tuple[int, ...], list[str]] = {}
    for batch in plan.batches:
        key = f"{batch.group} {batch.key}" if batch.group else batch.key
        labels.setdefault(batch.rank, []).append(_label(key))
    ranks = {rank: place for place, rank in enumerate(labels)}
    place_of: dict[str, int] = {}
    for batch in plan.batches:
        for item in [*batch.items, *batch.nested]:
            place_of.setdefault(item.text, ranks[batch.rank])
    return place_of, [" / ".join(keys) for keys in labels.values()]


def _graph(plan: Plan) -> dict[str, list[str]]:
    graph: dict[str, list[str]] = {name: [] for name in plan.by_id}
    for task, _, awaited in plan.edges():
        graph[task.name].append(awaited.name)
    return graph


def _task_title(task: Task) -> str:
    for key in _TITLES:
        node = task.node.get(key)
        if isinstance(node, Scalar) and node.text.strip():
            return _label(node.text)
    return ""


def _title_of(plan: Plan) -> str:
    phase = f"phase {plan.phase.text}" if plan.phase else ""
    title = plan.root.get("title") or plan.root.get("name")
    text = title.text.strip() if isinstance(title, Scalar) else ""
    if text.lower().startswith(phase.lower()):
        phase = ""
    parts = [_label(part) for part in (phase, text) if part.strip()]
    return ": ".join(parts) or harmless(plan.name)


def _natural(path: str) -> list[tuple[int, str]]:
    """Sort key that puts ``phase-2`` before ``phase-10``."""
    parts = re.split(r"([0-9]{1,18})", path)
    return [(int(part), "") if place % 2 else (0, part) for place, part in enumerate(parts)]


def _label(text: str) -> str:
    """*text* on one line, not longer than anybody reads."""
    text = " ".join(text.split()) or text.strip()
    return harmless(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")
