"""Every document of a plan, for rules that look across files (``formats.md``: a plan, roll-ups, unknown ids)."""

from __future__ import annotations

from linter.model.manifest import Manifest, ToolsManifest
from linter.model.plan import Plan, Task
from linter.model.plan_scope import PlanScope, is_prose
from linter.model.scope import FREE_TEXT, OTHER_PLAN, PHASE, RESOLVED, UNDECIDABLE, UNKNOWN, Resolution, Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeGuard

    from linter.model.did_you_mean import IdSuggester
    from linter.model.document import Document
    from linter.model.file_references import Reference
    from linter.model.project_files import ProjectFiles
    from linter.syntax.nodes import ScalarNode
    from linter.syntax.source import Source


class Project:
    """The documents of a run: the named ones, where violations are reported, and on demand those around them."""

    def __init__(
        self,
        named: Iterable[Document],
        workspace: ProjectFiles,
        read: Callable[[str], Document | None],
        given: Iterable[str] = (),
    ) -> None:
        """*given*: the paths of those named documents that are *read* when they are needed."""
        self.named = {document.path: document for document in named}
        self.workspace = workspace
        self._read = read
        self._loaded: dict[str, Document | None] = dict(self.named)
        self._directories: dict[str, list[Document]] = {}
        self._named_in: dict[str, list[str]] = {}
        for path in (*self.named, *given):
            self._named_in.setdefault(path.rpartition("/")[0], []).append(path)
        self.unreadable: dict[str, str] = {}  # the folders that could not be looked into, with the reason
        self._namespaces: dict[str, Scope] = {}
        self._spaces: list[Scope] | None = None  # those of the named plans
        self._everywhere: dict[str, dict[str, list[Task]]] = {}
        self._found: dict[tuple[str, str, bool], str] = {}
        self._listed: dict[str, list[str]] = {}  # by root
        self._shapes: dict[str, set[str]] = {}  # of ids, by path
        self._digits: dict[tuple[str, str], dict[tuple[str, ...], list[str]]] = {}  # by directory and kind

    def view(self, named: Iterable[Document]) -> Project:
        """The same project, reporting on *named* only."""
        view = object.__new__(Project)
        view.__dict__.update(self.__dict__)
        view.named = {document.path: document for document in named}
        view._spaces = None
        return view

    def plans(self) -> Iterator[Plan]:
        """The named plans, by path."""
        for document in self.named.values():
            if isinstance(document, Plan):
                yield document

    def manifests(self) -> Iterator[Manifest]:
        """The named manifests, by path."""
        for document in self.named.values():
            if isinstance(document, Manifest):
                yield document

    def tools_of(self, manifest: Manifest) -> ToolsManifest | None:
        """The tools manifest beside *manifest*; None where there is none that can be read."""
        found = (d for d in self.directory(manifest.directory) if isinstance(d, ToolsManifest))
        return next(found, None)

    def has_tools_file(self, manifest: Manifest) -> bool:
        """Whether a tools manifest stands beside *manifest*, readable or not."""
        return any(document.kind == ToolsManifest.kind for document in self.directory(manifest.directory))

    def namespaces(self) -> Iterator[Scope]:
        """The plans that named files belong to, each once."""
        if self._spaces is None:
            self._spaces = list({id(space): space for space in map(self.namespace, self.plans())}.values())
        return iter(self._spaces)

    def is_named(self, task: Task) -> bool:
        """Whether violations may be reported at *task*."""
        return task.plan.path in self.named

    def directory(self, path: str) -> list[Document]:
        """Every document that stands in the directory *path*, by path."""
        self.workspace.depends("directory", path)
        documents = self._directories.get(path)
        if documents is None:
            found = (self.document(file) for file in self.files_in(path))
            documents = self._directories[path] = [document for document in found if document is not None]
        return documents

    def files_in(self, path: str) -> list[str]:
        """The paths of all files in the directory *path* that may be documents of the project."""
        listing = self.workspace.siblings(path)
        self.unreadable.update(listing.unreadable)
        return sorted({*listing.files, *self._named_in.get(path, ())})

    def namespace(self, plan: Plan) -> Scope:
        """The scope of the ids of *plan*: of a progress file the files of its directory with an equal slug."""
        self.workspace.depends("directory", plan.directory)
        found = self._namespaces.get(plan.path)
        if found is None:
            found = self._gathered(plan) or self._plan_of(plan)
            for other in found.plans:
                self._namespaces[other.path] = found
        return found

    def _gathered(self, plan: Plan) -> Scope | None:
        """The scope that a format makes itself."""
        if plan.kind == Plan.kind:
            return None
        from linter.model.board import TaskFile

        return plan.gather(self) if isinstance(plan, TaskFile) else None

    def _plan_of(self, plan: Plan) -> PlanScope:
        documents = self.directory(plan.directory)
        slug = plan.slug.text if plan.slug else None
        plans = [
            other
            for other in documents
            if _is_alike(other, plan) and (other is plan or (slug and other.slug and other.slug.text == slug))
        ]
        has_unreadable = any(other.root is None and other.kind == plan.kind for other in documents)
        return PlanScope(plans, has_unreadable)

    def near(self, plan: Plan, name: str) -> list[Task]:
        """The tasks of that id in the file, its plan or its directory, whichever is the first to have any."""
        namespace = self.namespace(plan)
        if name in namespace.ids:
            return namespace.ids[name]
        return [
            other.by_id[name]
            for other in self.directory(plan.directory)
            if _is_alike(other, plan) and name in other.by_id
        ]

    def awaited(self, task: Task, reference: ScalarNode) -> list[Task]:
        """The tasks that *task* waits for because of *reference*, those that are no progress plan's from afar."""
        plan = task.plan
        if plan.kind == Plan.kind:
            return self.near(plan, reference.text)
        return self.namespace(plan).awaited(task, reference)

    def resolve(self, plan: Plan, name: str, task: Task | None = None) -> Resolution:
        """What the id *name*, written in *plan* (as a reference of *task*), refers to."""
        if plan.kind != Plan.kind and task is not None:
            return self.namespace(plan).resolve(task, name)
        tasks = self.near(plan, name)
        if tasks:
            return Resolution(RESOLVED, tasks)
        from linter.model.phase_names import named_phases, shape

        space = self.namespace(plan)
        is_phase = bool(named_phases(name)) or bool(isinstance(space, PlanScope) and space.phase_files(name))
        if (is_phase or is_prose(name)) and shape(name) not in self._shapes_of(plan):
            if is_phase and self.phase(plan, name):
                return Resolution(PHASE)
            return Resolution(UNDECIDABLE if is_phase and space.excused else FREE_TEXT)
        if space.excused:
            return Resolution(UNDECIDABLE)
        tasks = self._everywhere_in(plan).get(name, [])
        slug = plan.slug.text if plan.slug else None
        same = [task for task in tasks if task.plan.slug and task.plan.slug.text == slug]
        if same:
            return Resolution(RESOLVED, same)
        if tasks:
            return Resolution(OTHER_PLAN, tasks)
        return Resolution(UNKNOWN)

    def phase(self, plan: Plan, text: str) -> list[Plan]:
        """Return the files of the phases that *text*, a dependency in *plan*, names; none where it is an id."""
        from linter.model.phase_names import shape

        space = self.namespace(plan)
        if not isinstance(space, PlanScope) or self.near(plan, text) or shape(text) in self._shapes_of(plan):
            return []
        files = space.phase_files(text)
        return [] if plan in files else files

    def _shapes_of(self, plan: Plan) -> set[str]:
        """The shapes of the ids of one file."""
        from linter.model.phase_names import shape

        if plan.path not in self._shapes:
            self._shapes[plan.path] = {shape(name) for name in plan.by_id}
        return self._shapes[plan.path]

    def is_mentioned(self, plan: Plan, id: str) -> bool:
        """Whether a document that *plan* refers to contains *id* as a word."""
        from linter.model.file_references import plan_documents

        return any(self.workspace.mentions(plan.directory, target, id) for target in plan_documents(plan))

    def known_ids(self, plan: Plan, task: Task | None = None) -> Iterator[str]:
        """The ids of the plan's directory (of the scope of *task*), for did-you-mean."""
        if plan.kind != Plan.kind and task is not None:
            yield from self.namespace(plan).known(task)
            return
        for other in self.directory(plan.directory):
            if _is_alike(other, plan):
                yield from other.by_id

    def guesser(self, plan: Plan) -> IdSuggester:
        """Did-you-mean for the ids of the plan's directory, which many plans may share."""
        from linter.model.did_you_mean import IdSuggester, by_digits

        self.directory(plan.directory)
        key = plan.directory, plan.kind
        if key not in self._digits:
            self._digits[key] = by_digits(self.known_ids(plan))
        return IdSuggester(self._digits[key])

    def document(self, path: str) -> Document | None:
        """What stands at *path*, read once; None where that is no plan."""
        if path not in self._loaded:
            self._loaded[path] = self._read(path)
        return self._loaded[path]

    def _everywhere_in(self, plan: Plan) -> dict[str, list[Task]]:
        """Every id of the whole project around *plan*: read only when an id is found nowhere nearer."""
        self.workspace.depends("everywhere", plan.directory)
        root = self.workspace.root_of(plan.directory)
        found = self._everywhere.get(root)
        if found is None:
            found = self._everywhere[root] = {}
            for path in self.everywhere(root):
                document = self.document(path)
                if isinstance(document, Plan) and document.kind == Plan.kind:
                    for name, task in document.by_id.items():
                        found.setdefault(name, []).append(task)
        return found

    def everywhere(self, root: str) -> list[str]:
        """The paths of all files of the project at *root* (by ``root_of``), for ids that are found nowhere nearer."""
        folders = [folder for folder in self._named_in if self.workspace.root_of(folder) == root]
        return sorted({path for folder in folders for path in self._named_in[folder]}.union(self._files_of(root)))

    def _files_of(self, root: str) -> list[str]:
        if root not in self._listed:
            listing = self.workspace.project_files(root)
            self.unreadable.update(listing.unreadable)
            self._listed[root] = listing.files
        return self._listed[root]

    def find(self, document: Document, reference: Reference) -> str:
        """Where a reference leads: an outcome of ``model.project_files``."""
        key = (document.directory, reference.target, reference.beside)
        if key not in self._found:
            self._found[key] = self.workspace.find(*key)
        self.workspace.depends("find", key, self._found[key])
        return self._found[key]

    def source(self, path: str) -> Source | None:
        """The text of a document that was read."""
        document = self._loaded.get(path)
        return document.source if document is not None else None


def _is_alike(document: Document, plan: Plan) -> TypeGuard[Plan]:
    return isinstance(document, Plan) and document.kind == plan.kind
