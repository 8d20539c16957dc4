"""All documents of a project, for rules across files (``docs/explanation/cross-file.md``)."""

from __future__ import annotations

from linter.model.manifest import Manifest, ToolsManifest
from linter.model.neighborhood import Neighborhood
from linter.model.plan import Plan, Task
from linter.model.plan_scope import PlanScope, is_prose
from linter.model.scope import FREE_TEXT, OTHER_PLAN, PHASE, RESOLVED, UNDECIDABLE, UNKNOWN, Resolution, Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linter.model.did_you_mean import IdSuggester
    from linter.model.document import Document
    from linter.model.document_store import DocumentStore
    from linter.model.file_references import Reference
    from linter.syntax.nodes import ScalarNode


class Project:
    """The documents of a run: the named ones, where violations are reported, and on demand those around them."""

    def __init__(self, store: DocumentStore, named: Iterable[Document]) -> None:
        self.store = store
        self.workspace = store.workspace
        self.named = {document.path: document for document in named}
        self._scopes: list[Scope] | None = None  # scopes of the named plans

    def view(self, named: Iterable[Document]) -> Project:
        """Return the same project, limited to violations in *named*."""
        return Project(self.store, named)

    def document(self, path: str) -> Document | None:
        """Return the document at *path*, read once, or None if it is not a plan."""
        return self.store.document(path)

    def directory(self, path: str) -> list[Document]:
        """Return all documents directly in the directory *path*, by path."""
        return self.store.directory(path)

    def find(self, document: Document, reference: Reference) -> str:
        """Return the outcome of resolving a file reference, a constant of ``model.project_files``."""
        return self.store.find(document, reference)

    def plans(self) -> Iterator[Plan]:
        """Yield the named plans, by path."""
        for document in self.named.values():
            if isinstance(document, Plan):
                yield document

    def manifests(self) -> Iterator[Manifest]:
        """Yield the named manifests, by path."""
        for document in self.named.values():
            if isinstance(document, Manifest):
                yield document

    def tools_of(self, manifest: Manifest) -> ToolsManifest | None:
        """Return the tools manifest next to *manifest*, or None if there is no readable one."""
        found = (d for d in self.directory(manifest.directory) if isinstance(d, ToolsManifest))
        return next(found, None)

    def has_tools_file(self, manifest: Manifest) -> bool:
        """Whether there is a tools manifest next to *manifest*, readable or not."""
        return any(document.kind == ToolsManifest.kind for document in self.directory(manifest.directory))

    def namespaces(self) -> Iterator[Scope]:
        """Yield the scopes of the named plans, and of the files around them that refer to their tasks, each once."""
        if self._scopes is None:
            found = {id(space): space for space in map(self.namespace, self.plans())}
            for space in list(found.values()):
                for other in self._referring(space.plans[0]):
                    found.setdefault(id(self.namespace(other)), self.namespace(other))
            self._scopes = list(found.values())
        return iter(self._scopes)

    def _referring(self, plan: Plan) -> Iterable[Plan]:
        if plan.kind == Plan.kind:
            return ()  # all that refers to its tasks is in its directory
        from linter.model.board import TaskFile

        return plan.referring(self) if isinstance(plan, TaskFile) else ()

    def is_sure(self, document: Document) -> bool:
        """Whether *document* is a plan; False for a doubtful one without plans next to it that make it one."""
        if not document.is_doubtful:
            return True
        beside = [other for other in self.directory(document.directory) if not other.is_doubtful]
        if document.kind == ToolsManifest.kind:
            return any(other.kind == Manifest.kind for other in beside)
        kind = ToolsManifest.kind if document.kind == Manifest.kind else document.kind
        return any(other.kind == kind and other.root is not None for other in beside)

    def namespace(self, plan: Plan) -> Scope:
        """Return the scope of the ids of *plan*; for progress files those of its directory with an equal slug."""
        self.workspace.depends("directory", plan.directory)
        scopes = self.store.scopes
        found = scopes.get(plan.path)
        if found is None:
            found = self._gathered(plan) or self._plan_of(plan)
            for other in found.plans:
                scopes[other.path] = found
        return found

    def _gathered(self, plan: Plan) -> Scope | None:
        """Return the scope that the format defines itself, or None."""
        if plan.kind == Plan.kind:
            return None
        from linter.model.board import TaskFile

        return plan.gather(self) if isinstance(plan, TaskFile) else None

    def _plan_of(self, plan: Plan) -> PlanScope:
        around = self._around(plan)
        return PlanScope(around.files_of(plan), around.has_unreadable)

    def _around(self, plan: Plan) -> Neighborhood:
        """Return the plans of the directory of *plan*."""
        documents = self.directory(plan.directory)
        key = plan.directory, plan.kind
        found = self.store.neighborhoods.get(key)
        if found is None:
            found = self.store.neighborhoods[key] = Neighborhood(documents, plan.kind)
        return found

    def near(self, plan: Plan, name: str) -> list[Task]:
        """Return the tasks with that id in the file, its plan or its directory, whichever has any first."""
        namespace = self.namespace(plan)
        if name in namespace.ids:
            return namespace.ids[name]
        return self._around(plan).ids.get(name, [])

    def prerequisites(self, task: Task, reference: ScalarNode) -> list[Task]:
        """Return the tasks that *task* waits for because of *reference*, without tasks of other directories."""
        plan = task.plan
        if plan.kind == Plan.kind:
            return self.near(plan, reference.text)
        return self.namespace(plan).prerequisites(task, reference)

    def resolve(self, plan: Plan, name: str, task: Task | None = None) -> Resolution:
        """Return what the id *name* in *plan* (as a reference of *task*) refers to."""
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
        tasks = self._everywhere(plan, name)
        slug = plan.slug.text if plan.slug else None
        same = [task for task in tasks if task.plan.slug and task.plan.slug.text == slug]
        if same:
            return Resolution(RESOLVED, same)
        if tasks:
            return Resolution(OTHER_PLAN, tasks)
        return Resolution(UNKNOWN)

    def phase(self, plan: Plan, text: str) -> list[Plan]:
        """Return the files of the phases that *text*, a dependency in *plan*, names; empty if it is an id."""
        from linter.model.phase_names import shape

        space = self.namespace(plan)
        if not isinstance(space, PlanScope) or self.near(plan, text) or shape(text) in self._shapes_of(plan):
            return []
        files = space.phase_files(text)
        return [] if plan in files else files

    def _shapes_of(self, plan: Plan) -> set[str]:
        """Return the shapes of the ids of one file."""
        from linter.model.phase_names import shape

        shapes = self.store.shapes
        if plan.path not in shapes:
            shapes[plan.path] = {shape(name) for name in plan.by_id}
        return shapes[plan.path]

    def is_mentioned(self, plan: Plan, id: str) -> bool:
        """Whether a document that *plan* refers to contains *id* as a word."""
        from linter.model.file_references import plan_documents

        return any(self.workspace.mentions(plan.directory, target, id) for target in plan_documents(plan))

    def known_ids(self, plan: Plan) -> Iterator[str]:
        """Yield the ids of the plan's directory, for suggestions."""
        for other in self._around(plan).plans:
            yield from other.by_id

    def guesser(self, plan: Plan) -> IdSuggester:
        """Return a suggester for the ids of the plan's directory, or of its scope (see ``has_common_ids``)."""
        from linter.model.did_you_mean import IdSuggester, by_digits

        self.directory(plan.directory)
        is_progress = plan.kind == Plan.kind
        key = plan.directory if is_progress else self.namespace(plan).plans[0].path, plan.kind
        digits = self.store.digits
        if key not in digits:
            digits[key] = by_digits(self.known_ids(plan) if is_progress else self.namespace(plan).ids)
        return IdSuggester(digits[key])

    def scope_guesser(self, plan: Plan, task: Task) -> IdSuggester:
        """Return a suggester for the names that a reference of *task* may use, in a scope with names of its own."""
        from linter.model.did_you_mean import IdSuggester, by_digits

        scope = self.namespace(plan)
        guessers = self.store.guessers
        key = scope.plans[0].path, plan.kind, scope.known_key(task)
        if key not in guessers:
            guessers[key] = IdSuggester(by_digits(scope.known(task)))
        return guessers[key]

    def has_common_ids(self, plan: Plan) -> bool:
        """Whether references of all tasks of *plan* may use the same ids, those that ``guesser`` knows."""
        return plan.kind == Plan.kind or type(self.namespace(plan)).known is Scope.known

    def _everywhere(self, plan: Plan, name: str) -> list[Task]:
        """Return the tasks with the id *name* in the whole project around *plan*, one of each file."""
        self.workspace.depends("ids", (plan.directory, name))
        paths = self.store.files_with(name, self.workspace.root_of(plan.directory))
        documents = map(self.document, paths)
        return [document.by_id[name] for document in documents if isinstance(document, Plan) and name in document.by_id]
