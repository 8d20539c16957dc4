"""Build the diagram of plans from a project and its violations."""

from __future__ import annotations

import itertools

from linter.model.graph import longest_path
from linter.model.plan import has_id, title
from linter.model.scope import FREE_TEXT, PHASE
from linter.outputs.diagrams.columns import batch_columns, steps
from linter.outputs.diagrams.groups import common_title, grouped, label, natural
from linter.outputs.diagrams.model import EXTERNAL, UNKNOWN, Band, Column, Edge, Node, Picture
from linter.outputs.diagrams.violation_marks import ViolationMarks
from linter.outputs.escape import escape_controls
from linter.rules.registry import FAMILY
from linter.system.words import join_first

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linter.model.plan import Plan, Task
    from linter.model.project import Project
    from linter.outputs.diagrams.groups import Group
    from linter.rules.violation import Violation

_DRAWN = ("dependencies", "batches")  # families whose violations are drawn


def picture(project: Project, plans: Sequence[Plan], violations: Iterable[Violation]) -> Picture:
    """Return the diagram of *plans* as bands in natural path order, with the *violations* that concern them."""
    return _DiagramBuilder(project, plans).build(violations)


class _DiagramBuilder:
    def __init__(self, project: Project, plans: Sequence[Plan]) -> None:
        self.project = project
        self.notes: list[str] = []
        self.plans = self._drawn(sorted(plans, key=lambda plan: natural(plan.path)))
        self.groups = grouped(project, self.plans)
        self.nodes: dict[int, Node] = {}
        self.outside: dict[tuple[int, str], Node] = {}  # by band and id
        self.elsewhere: dict[int, Column] = {}
        self.edges: dict[tuple[Node, str], Edge] = {}  # by the dependent node and the id of its dependency
        self.incoming: dict[Node, list[Node]] = {}  # the dependencies of a node
        self.bands: list[Band] = []
        self.by_name: dict[str, Task] = {}  # the first task with that id
        self.by_place: dict[tuple[str, str], list[Task]] = {}  # by path and id, in file order

    def build(self, violations: Iterable[Violation]) -> Picture:
        for group in self.groups:
            for task in group.tasks:
                status = label(task.state) if task.status or group.plan is None else ""
                name = task.name if has_id(task) else f"line {task.plan.source.position(task.id.start)[0]}"
                node = Node(label(name), task.status_class or UNKNOWN, label(title(task)), status)
                self.nodes[id(task)] = node
                self.by_name.setdefault(task.name, task)
                self.by_place.setdefault((task.plan.path, task.name), []).append(task)
            self.bands.append(self._band(group))
        for place, group in enumerate(self.groups):
            self._connect(place, group)
        edges = list(dict.fromkeys(self.edges.values()))
        for edge in edges:
            self.incoming.setdefault(edge.target, []).append(edge.source)
        touched = {node for edge in edges for node in (edge.source, edge.target)}
        for group, band in zip(self.groups, self.bands, strict=True):
            if group.plan is None:
                self._arrange(group, band)
            self._mark_critical(group)
            if band.columns and not band.is_scheduled:
                self._set_aside(band, touched)
        marks = ViolationMarks(self.nodes, self.edges, self._columns(), self.by_name, self.by_place)
        for violation in violations:
            if FAMILY.get(violation.rule) in _DRAWN:
                marks.add(violation)
        return Picture(self._title(), self.bands, edges, self.notes)

    def _title(self) -> str:
        """Return what the plans have in common; plans with different slugs get them in the band titles."""
        slugs = dict.fromkeys(label(plan.slug.text) for plan in self.plans if plan.slug)
        name = join_first(list(slugs), 4)
        if len(self.groups) == 1:
            return f"{name}: {self.bands[0].title}" if name else self.bands[0].title
        if len(slugs) > 1:
            for group, band in zip(self.groups, self.bands, strict=True):
                if group.plan is not None and group.plan.slug:
                    band.title = f"{label(group.plan.slug.text)}: {band.title}"
        return name or (common_title(self.groups) if self.groups else "plan")

    def _drawn(self, plans: Sequence[Plan]) -> list[Plan]:
        """Return *plans* without those that have no tasks or only repeat tasks of other drawn plans."""
        drawn = {id(plan) for plan in plans}
        kept, empty = [], []
        for plan in plans:
            canonical_task = self.project.namespace(plan).canonical_task
            if not plan.tasks and not plan.batches:
                empty.append(label(plan.path))
            elif plan.tasks and all(
                canonical_task(t) is not t and id(canonical_task(t).plan) in drawn for t in plan.tasks
            ):
                self.notes.append(f"{label(plan.path)} repeats the tasks of the other files and is not drawn")
            else:
                kept.append(plan)
        if len(empty) > 3:
            self.notes.append(f"{len(empty)} files have no tasks and are not drawn: {', '.join(empty[:3])} …")
        else:
            self.notes += [f"{path} has no tasks and is not drawn" for path in empty]
        return kept

    def _band(self, group: Group) -> Band:
        """Return the band of *group*, with its columns if batches define them."""
        band = Band(group.title, group.path)
        plan = group.plan
        if plan is None:
            return band
        band.is_scheduled = bool(plan.batches)
        position_of, labels = batch_columns(plan) if plan.batches else steps(plan.graph())
        band.columns = [Column(label) for label in labels]
        rest = Column("not scheduled" if plan.batches else "")
        for task in plan.tasks:
            place = position_of.get(task.name)
            self._put(self.nodes[id(task)], rest if place is None else band.columns[place])
        if rest.nodes:
            band.columns.append(rest)
        return band

    def _put(self, node: Node, column: Column) -> None:
        node.location = column.label
        column.nodes.append(node)

    def _arrange(self, group: Group, band: Band) -> None:
        """Arrange the tasks by wave or heading, or else by their depth in the dependency graph."""
        written = group.columns()
        band.is_scheduled = bool(written)
        for name, tasks in written.items():
            band.columns.append(Column(name))
            for task in tasks:
                self._put(self.nodes[id(task)], band.columns[-1])
        if written:
            return
        level, names = steps(self._waiting(group))
        columns = [Column(name) for name in names]
        for node, place in level.items():
            self._put(node, columns[place])
        band.columns += columns

    def _waiting(self, group: Group) -> dict[Node, list[Node]]:
        """Return what each node of *group* waits for within the group."""
        nodes = dict.fromkeys(self.nodes[id(task)] for task in group.tasks)
        return {node: [source for source in self.incoming.get(node, ()) if source in nodes] for node in nodes}

    def _connect(self, place: int, group: Group) -> None:
        prose = 0
        for task in group.tasks:
            target = self.nodes[id(task)]
            for name in dict.fromkeys(reference.text for reference in task.dependencies):
                if name in task.own_names:
                    continue
                source = self._source(place, task, name)
                if source is None:
                    prose += 1
                elif source is not target:
                    edge = self.edges.get((target, source.id)) or Edge(source, target)
                    self.edges[target, name] = self.edges[target, source.id] = edge
        if prose:
            what = "1 dependency is prose and is" if prose == 1 else f"{prose} dependencies are prose and are"
            self.notes.append(f"{what} not drawn ({group.path})")

    def _source(self, place: int, dependent: Task, name: str) -> Node | None:
        """Return the node of the dependency *name* of the task *dependent*, or None if it is not an id."""
        plan = dependent.plan
        if name in plan.local:
            return self.nodes[id(plan.local[name])]
        resolution = self.project.resolve(plan, name, dependent)
        if resolution.outcome in (FREE_TEXT, PHASE):
            return None
        for task in resolution.tasks:
            if id(task) in self.nodes:
                return self.nodes[id(task)]
        if (place, name) in self.outside:
            return self.outside[place, name]
        node = Node(label(name), EXTERNAL)
        if resolution.tasks:
            task = resolution.tasks[0]
            node.title, node.location = label(title(task)), escape_controls(task.plan.path)
            node.status = label(task.state)
        self.outside[place, name] = node
        if place not in self.elsewhere:
            self.elsewhere[place] = Column("elsewhere")
            self.bands[place].columns.insert(0, self.elsewhere[place])
        self.elsewhere[place].nodes.append(node)
        return node

    def _set_aside(self, band: Band, touched: set[Node]) -> None:
        """In a plan without batches, move the tasks without arrows (not *touched*) to a last column."""
        alone = Column("no dependencies")
        for column in band.columns:
            alone.nodes += [node for node in column.nodes if node not in touched]
            column.nodes = [node for node in column.nodes if node in touched]
        band.columns = [column for column in band.columns if column.nodes]
        if alone.nodes:
            for node in alone.nodes:
                node.location = alone.label
            band.columns.append(alone)

    def _mark_critical(self, group: Group) -> None:
        """Mark the critical path that the plan lists, or else the longest chain of its tasks."""
        plan = group.plan
        listed = [item.text for item in plan.critical_path if item.text in plan.by_id] if plan else []
        nodes = [self.nodes[id(plan.by_id[name])] for name in listed] if plan else []
        if not nodes:
            graph = self._waiting(group)
            nodes = longest_path(graph, dict.fromkeys(graph, 1.0))
        if len(nodes) < 2:
            return
        for node in nodes:
            node.critical = True
        for source, target in itertools.pairwise(nodes):
            if (target, source.id) in self.edges:
                self.edges[target, source.id].critical = True

    def _columns(self) -> dict[tuple[str, str], Column]:
        """The column of each batch, by the path of its plan and its name."""
        found: dict[tuple[str, str], Column] = {}
        for group, band in zip(self.groups, self.bands, strict=True):
            for column in band.columns:
                for name in column.label.split(" / "):
                    found.setdefault((group.plans[0].path, name), column)
        return found
